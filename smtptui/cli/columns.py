"""Plain text for a terminal or a pipe: its width, and text in columns of words that are never cut."""

import os
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import TextIO

from smtptui.reference.book.model import Block

PIPE_WIDTH = 100
"""Columns where nothing says how wide the output is."""
NARROWEST, WIDEST = 24, 120


def width_of(stream: TextIO, environment: Mapping[str, str]) -> int:
    """Return the columns to write in: those of COLUMNS, of the terminal, or `PIPE_WIDTH`."""
    columns = environment.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and len(columns) < 6 and int(columns) > 0:
        return max(NARROWEST, min(WIDEST, int(columns)))
    try:
        return max(NARROWEST, min(WIDEST, os.get_terminal_size(stream.fileno()).columns))
    except (OSError, ValueError):
        return PIPE_WIDTH


def takes_style(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Return whether bold text may be written: to a terminal that nobody asked to stay plain."""
    return stream.isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def bold(words: str) -> str:
    """Return the words as a terminal shows them in bold."""
    return f"\x1b[1m{words}\x1b[0m"


def wrapped(text: str, width: int, *, indent: str = "") -> list[str]:
    """Return `text` in lines of at most `width` columns, broken between words; `indent` begins each line."""
    return textwrap.wrap(
        text, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    ) or [""]


def block_lines(blocks: Sequence[Block], width: int) -> list[str]:
    """Return paragraphs with a blank line between them, and list items with a hanging dash."""
    lines: list[str] = []
    before = ""
    for block in blocks:
        if lines and not (block.kind == "item" == before):
            lines.append("")
        if block.kind == "item":
            lines += textwrap.wrap(
                block.text, width, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False
            )
        else:
            lines += wrapped(block.text, width)
        before = block.kind
    return lines


def beside(left: Iterable[str], right: Iterable[str], width: int, *, between: str = "  ") -> list[str]:
    """Return two columns of lines as one, the left one filled up to `width`."""
    pairs = zip_longest(left, right, fillvalue="")
    return [f"{a:<{width}}{between}{b}".rstrip() for a, b in pairs]
