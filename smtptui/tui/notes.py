"""The user's own notes, as they stand on a card and with an explanation."""

from textual.content import Content

from smtptui.text import lines_of
from smtptui.tui.card import Card
from smtptui.tui.content import labelled, safe
from smtptui.tui.page import Line
from smtptui.words import _

HEAD = 2
"""Lines of a card that say what it is of: its pill and its class; the notes stand below them."""


def note_lines(note: str) -> list[Line | Content]:
    """Return notes, a line for each of theirs, after a blank one; nothing where there is no note."""
    if not note:
        return []
    label = f"{_('your note')}  "
    rows = [
        labelled(label if number == 0 else " " * len(label), safe(words), "bold $text-warning")
        for number, words in enumerate(lines_of(note))
    ]
    return [Content(""), *rows]


def noted(card: Card, note: str) -> Card:
    """Return a card with the notes on what it is of."""
    if not note or not card.sections:
        return card
    first, *others = card.sections
    lines = [line if isinstance(line, Line) else Line(line) for line in note_lines(note)]
    first = first._replace(lines=(*first.lines[:HEAD], *lines, *first.lines[HEAD:]))
    return card._replace(sections=(first, *others))
