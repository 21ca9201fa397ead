"""The part of a text that shows why it was found."""

import re
from typing import NamedTuple

WIDTH = 96
"""Characters of a snippet at most, ellipses included."""


class Snippet(NamedTuple):
    """Where the match stands: the `field`, a piece of its text, and the spans in it that matched."""

    field: str
    text: str
    spans: tuple[tuple[int, int], ...]


def snippet(field: str, text: str, beginnings: tuple[str, ...], *, width: int = WIDTH) -> Snippet:
    """Return the piece of `text` around the first word that begins with one of `beginnings`.

    The text is cut between words, and an ellipsis stands where it was. Backticks are left out.
    """
    text = text.replace("`", "")
    pattern = re.compile(
        r"(?<![^\W_])(?:" + "|".join(re.escape(beginning) for beginning in beginnings) + ")",
        re.IGNORECASE,
    )
    if len(text) > width:
        first = pattern.search(text) if beginnings else None
        text = _cut(text, first.start() if first else 0, width)
    spans = tuple(match.span() for match in pattern.finditer(text)) if beginnings else ()
    return Snippet(field, text, spans)


def _cut(text: str, at: int, width: int) -> str:
    """Return at most `width` characters of `text` with the one `at` among them, a third of the way in."""
    room = width - 2
    start = max(0, min(at - room // 3, len(text) - room))
    if start:
        space = text.find(" ", start, at)
        start = space + 1 if space >= 0 else start
    end = start + room
    if end < len(text):
        space = text.rfind(" ", at + 1, end)
        end = space if space > start else end
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")
