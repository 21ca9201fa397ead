"""A card: what is shown first, and sections one goes to by name; some are folded until one opens them."""

from collections.abc import Iterable
from typing import NamedTuple

from textual.content import Content

from smtptui.tui.content import heading
from smtptui.tui.page import Line, Page, Row, text_of
from smtptui.tui.pills import without_pills

Lines = Iterable[Line | Row | Content | None]


class Section(NamedTuple):
    """A part of a card: `name` stands in the frame, `words` over it; a folded one shows its words only."""

    id: str
    name: str
    words: str
    lines: tuple[Line | Row, ...]
    folds: bool = False


def section(id: str, name: str, words: str, lines: Lines, *, folds: bool = False) -> Section:
    """Return a section of a card."""
    return Section(id, name, words, Page(lines).lines, folds)


class Card(NamedTuple):
    """What there is to say about one thing, the answer first; `title` stands in the frame."""

    title: str
    sections: tuple[Section, ...] = ()

    @property
    def plain(self) -> str:
        """All of it as text to take along, folded or not."""
        rows: list[str] = []
        for each in self.sections:
            rows += ["", each.words.upper()] if each.words else []
            rows += map(text_of, each.lines)
        return without_pills("\n".join(rows).strip("\n"))

    @property
    def page(self) -> Page:
        """All of it on one page, nothing folded."""
        lines: list[Line | Row | Content] = []
        for each in self.sections:
            lines += [Content(""), heading(each.words)] if each.words else []
            lines += each.lines
        return Page(lines)
