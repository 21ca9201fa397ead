"""Two entries of the reference side by side."""

from collections.abc import Iterable

from smtptui.api.explaining import catalogue
from smtptui.api.values import Comparison, Difference, Side
from smtptui.reference.book.catalogue import UnknownCode
from smtptui.reference.book.model import Block
from smtptui.reference.comparing import compare as comparing

__all__ = ["UnknownCode", "compare"]


def compare(a: str | int, b: str | int) -> Comparison:
    """Compare two codes (``504``), enhanced codes (``5.7.8``) or situations (``mailbox.full``).

    Raises UnknownCode, a LookupError whose `nearest` are those that may have been meant.
    """
    found = comparing.compare(catalogue(), str(a).strip(), str(b).strip())
    return Comparison(
        a=Side(found.code_a, found.title_a, found.class_a, found.gist_a, _prose(found.which.a)),
        b=Side(found.code_b, found.title_b, found.class_b, found.gist_b, _prose(found.which.b)),
        differences=tuple(Difference(row.field, row.a, row.b) for row in found.differences),
        common=tuple(Difference(row.field, row.a, row.b) for row in found.common),
        note=_prose(found.note) if found.note else None,
    )


def _prose(blocks: Iterable[Block]) -> str:
    return "\n".join(f"- {block.text}" if block.kind == "item" else block.text for block in blocks)
