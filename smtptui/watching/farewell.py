"""The two lines that stay in the shell when the explorer has ended: the server, and its last refusal."""

from typing import TYPE_CHECKING

from smtptui.text import visible
from smtptui.watching.reading import REFUSED_FROM
from smtptui.watching.rows import Row
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.watching.watched import Watched

SHOWN = 100
"""Characters of what a server said."""


def farewell(watched: "Watched") -> tuple[str, ...]:
    """Return the lines, safe to show: server, TLS and greeting; then the last refusal and what it means."""
    fold = watched.fold
    if not fold.rows or not watched.label:
        return ()
    tls = fold.progress.tls
    greeting = fold.greeting
    first = [
        visible(watched.label),
        visible(tls.version) if tls is not None else _("no TLS"),
        _short(greeting.text) if greeting is not None else _("no greeting"),
    ]
    lines = [" · ".join(first)]
    refused = _last_refusal(fold.rows)
    if refused is not None:
        said, means = _short(refused.text), _meaning(watched, refused)
        asked = getattr(refused.event, "asked", None)
        verb = visible(asked.verb) if asked is not None else ""
        lines.append(" · ".join(words for words in (said, verb, means) if words))
    return tuple(lines)


def _last_refusal(rows: "list[Row]") -> Row | None:
    for row in reversed(rows):
        if row.code is not None and row.code >= REFUSED_FROM and row.reply is not None:
            return row
    return None


def _meaning(watched: "Watched", row: Row) -> str:
    explanation = watched.explanation(row)
    return visible(explanation.summary) if explanation is not None else ""


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
