"""Text in lines and in columns of words that are never cut where they need not be."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smtptui.reference.book.model import Block


def cells(text: str) -> int:
    """Return the columns that a text takes on a terminal: wide characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(map(_cells_of, text))


def wrapped(text: str, width: int, *, indent: str = "", hanging: str | None = None) -> list[str]:
    """Return `text` in lines of at most `width` columns, broken at spaces, a longer word wherever it must.

    `indent` begins the first line, `hanging` those after it (`indent` if None). There is always a line.
    """
    following = indent if hanging is None else hanging
    lines: list[str] = []
    line, used, begun = indent, cells(indent), False
    for word in text.split(" "):
        long = cells(word)
        if begun and used + 1 + long <= width:
            line, used = f"{line} {word}", used + 1 + long
            continue
        if begun:
            lines.append(line.rstrip(" "))
            line, used, begun = following, cells(following), False
        while used + long > width:
            head = _head(word, max(1, width - used))
            lines.append(line + head)
            line, used = following, cells(following)
            word = word[len(head) :]
            long = cells(word)
        line, used, begun = line + word, used + long, bool(word)
    return [*lines, line.rstrip(" ")] if begun or not lines else lines


def block_lines(blocks: Sequence["Block"], width: int) -> list[str]:
    """Return paragraphs with a blank line between them, and list items with a hanging dash."""
    lines: list[str] = []
    before = ""
    for block in blocks:
        if lines and not (block.kind == "item" == before):
            lines.append("")
        if block.kind == "item":
            lines += wrapped(block.text, width, indent="- ", hanging="  ")
        else:
            lines += wrapped(block.text, width)
        before = block.kind
    return lines


def padded(text: str, width: int) -> str:
    """Return a text filled up with blanks to `width` columns."""
    return text + " " * (width - cells(text))


def beside(left: Iterable[str], right: Iterable[str], width: int, *, between: str = "  ") -> list[str]:
    """Return two columns of lines as one, the left one filled up to `width`."""
    pairs = zip_longest(left, right, fillvalue="")
    return [f"{padded(a, width)}{between}{b}".rstrip() for a, b in pairs]


def _head(word: str, width: int) -> str:
    """Return as much of a word as `width` columns hold, at least a character."""
    if word.isascii():
        return word[:width]
    used = 0
    for index, character in enumerate(word):
        used += _cells_of(character)
        if used > width and index:
            return word[:index]
    return word


def _cells_of(character: str) -> int:
    if character < "\u0300" or "\u2010" <= character < "\u2060" or "\u2190" <= character < "\u2300":
        return 1
    # Imported for letters beyond Latin alone: its tables take long to load.
    from unicodedata import combining, east_asian_width

    if combining(character):
        return 0
    return 2 if east_asian_width(character) in ("W", "F") else 1
