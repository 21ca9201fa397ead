"""What stands first on a card: its pill, its facts in a line, tables, what it is easily taken for."""

from collections.abc import Iterable

from textual.content import Content

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import EntryRef
from smtptui.tui.content import CODE_SPAN, HEADING, MUTED, prose
from smtptui.tui.linking import Target, linked
from smtptui.tui.page import Line, Row
from smtptui.tui.pills import pill
from smtptui.tui.themes import class_style

Lines = list[Line | Row | Content]


def titled(key: str, title: str) -> Content:
    """Return what a card is of, on the colour of its class, and its title."""
    colour = class_style(key) if key[:1].isdigit() else "$text-secondary"
    return Content.assemble(pill(key, colour), " ", (title, "bold"))


def facts(rows: Iterable[tuple[str, Content]]) -> Lines:
    """Return labelled rows, their bodies under each other; a row without a body is left out."""
    shown = [(label, body) for label, body in rows if body]
    width = max((Content(label).cell_length for label, _body in shown), default=0) + 2
    return [
        Line(body, Content.styled(label, MUTED).pad_right(width - Content(label).cell_length))
        for label, body in shown
    ]


def headed(*names: str, first: int) -> Row:
    """Return the heading of a table; its first column has `first` cells."""
    cells = tuple(Content.styled(name.upper(), HEADING) for name in names)
    before, *between, after = cells
    narrow = Line(Content("  → ").join([Content("  ").join([before, *between]), after]))
    return Row(cells, (first, *(0 for _name in names[1:])), (narrow,))


def row(first: Content, means: Content, do: Content, *, width: int) -> Row:
    """Return a row of the table that says after what it means what, and what to do then."""
    narrow = (
        Line(Content.assemble(first, "  ", means) if first else means),
        Line(do, Content.styled("  → ", "$text-success")),
    )
    return Row((first, means, do), (width, 0, 0), narrow)


def not_these(catalogue: Catalogue, others: Iterable[tuple[EntryRef, str]], words: str) -> Lines:
    """Return what a code is easily taken for, each with what tells it; each opens the comparison with it."""
    lines: Lines = [Content(""), Content.styled(words.upper(), HEADING)]
    for other, phrase in others:
        key = _key_of(catalogue, other)
        sign = linked(key, Target("compare", other.id))
        lines.append(Line(prose(phrase), Content.assemble(("≠ ", "bold $text-warning"), sign, "  ")))
    return lines


def _key_of(catalogue: Catalogue, entry: EntryRef) -> Content:
    if entry.kind is Kind.SITUATION:
        return Content(catalogue.situation_title(entry.key))
    style = class_style(entry.key) if entry.kind is Kind.BASIC else CODE_SPAN
    return Content.styled(entry.key, f"bold {style}")


def hint(words: str) -> Content:
    """Return a line that says which key leads on."""
    return Content.styled(words, MUTED)


def more(number_words: str, section: str) -> Content:
    """Return a line that leads to where the others stand."""
    return linked(Content.styled(number_words, MUTED), Target("section", section))
