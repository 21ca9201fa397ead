"""What documents have of tables of the program: ``python -m tests.shipping.documents`` writes it anew."""

import json
import re
from pathlib import Path

from smtptui.settings.documented import markdown_table, schema
from smtptui.tui.actions import ACTIONS, readme_table
from tests.shipping.manual import PAGE, manual

DOCS = Path(__file__).parent.parent.parent / "docs"
README = DOCS.parent / "README.md"

_KEYS = re.compile(r"\| key \| action \| \|\n(?:\|.*\n)+\n")


def documents() -> dict[Path, str]:
    """Return each file with the text that it is to have."""
    settings = DOCS / "config.md"
    text = _filled(settings.read_text("utf-8"), "settings", markdown_table())
    return {
        PAGE: manual(),
        DOCS / "config.schema.json": json.dumps(schema(), indent=2) + "\n",
        README: _KEYS.sub(lambda _: readme_table() + "\n\n", README.read_text("utf-8"), count=1),
        settings: _filled(text, "actions", actions_table()),
    }


def actions_table() -> str:
    """Return the actions by their ids, in Markdown."""
    rows = ["| action | key | what it does |", "|---|---|---|"]
    rows += [f"| `{action.id}` | `{action.shown}` | {action.tooltip} |" for action in ACTIONS]
    return "\n".join(rows)


def _filled(text: str, name: str, table: str) -> str:
    """Return a text with what stands between its two marks of that name replaced."""
    return re.sub(
        rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)",
        lambda found: f"{found[1]}{table}\n{found[2]}",
        text,
        flags=re.DOTALL,
    )


if __name__ == "__main__":
    for path, text in documents().items():
        path.write_text(text, encoding="utf-8")
