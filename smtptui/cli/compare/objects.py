"""A comparison as one object for scripts."""

from smtptui.cli.entries import as_json
from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Block
from smtptui.reference.comparing.compare import Comparison, Difference


def as_object(catalogue: Catalogue, comparison: Comparison) -> dict[str, object]:
    """Return the comparison for scripts; prose is one string a section, paragraphs on lines of their own."""
    prose = {section.heading: section for section in comparison.sections}
    sides: dict[str, dict[str, object]] = {}
    for side in ("a", "b"):
        entry = as_json(catalogue, getattr(comparison, side))
        entry |= {"code": getattr(comparison, f"code_{side}"), "gist": getattr(comparison, f"gist_{side}")}
        for name in ("description", "when", "fix"):
            section = prose.get(catalogue.labels.section(name))
            entry[name] = _text(getattr(section, side)) if section else ""
        entry["choose"] = _text(getattr(comparison.which, side))
        sides[side] = entry
    return {
        **sides,
        "differences": [_row(row) for row in comparison.differences],
        "common": [_row(row) for row in comparison.common],
        "note": _text(comparison.note) if comparison.note else None,
    }


def _row(row: Difference) -> dict[str, str]:
    return {"field": row.field, "a": row.a, "b": row.b}


def _text(blocks: tuple[Block, ...]) -> str:
    return "\n".join(f"- {block.text}" if block.kind == "item" else block.text for block in blocks)
