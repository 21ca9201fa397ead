"""A page of lines that keep their indentation when they wrap: paragraphs, list items, rows, tables."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.content import Content
from textual.css.styles import RulesMap
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

GAP = 2
"""Cells between the columns of a table."""

ROOM = 60
"""Cells from which on a table has its columns beside each other."""


class Line(NamedTuple):
    """What stands before a line, and its body; where the body wraps, it goes on under its own beginning."""

    body: Content
    before: Content = Content("")


class Row(NamedTuple):
    """Cells beside each other, each wrapped in its own column.

    `widths` are the columns' in cells; a 0 gets an equal share of what is left. `narrow` are the lines that
    stand in its place where there is no `ROOM` for columns.
    """

    cells: tuple[Content, ...]
    widths: tuple[int, ...]
    narrow: tuple[Line, ...]


class Placed(NamedTuple):
    """A piece of a line on the page: the cell it begins at, and the letters of which column it has."""

    at: int
    line: int
    column: int
    start: int
    end: int


class Laid(NamedTuple):
    """A page at one width: its lines, the rows on the screen, and the row at which each line begins."""

    lines: tuple[Line | Row, ...]
    rows: tuple[tuple[Placed, ...], ...]
    begins: tuple[int, ...]


def cells_of(line: Line | Row) -> tuple[Content, ...]:
    """Return the columns of a line: what stands before, and the body; or the cells of a row."""
    return line.cells if isinstance(line, Row) else (line.before, line.body)


def text_of(line: Line | Row) -> str:
    """Return a line as text, its cells apart."""
    return _between(line).join(cell.plain for cell in cells_of(line))


def _between(line: Line | Row) -> str:
    return " " * GAP if isinstance(line, Row) else ""


class Page(Visual):
    """Lines, one under the other, each wrapped to the width."""

    def __init__(self, lines: Iterable[Line | Row | Content | None]) -> None:
        self.lines: tuple[Line | Row, ...] = tuple(
            each for line in lines if line is not None for each in _single(line)
        )
        self._laid: dict[int, Laid] = {}

    @property
    def plain(self) -> str:
        """The text, one line for each."""
        return "\n".join(map(text_of, self.lines))

    def laid(self, width: int) -> Laid:
        """Return the page at a width."""
        if (known := self._laid.get(width)) is None:
            known = self._laid[width] = _lay(self.lines, max(1, width))
        return known

    def selected(self, selection: Selection, width: int) -> str:
        """Return what is selected, as text."""
        # Textual takes an empty last line for none.
        return selection.extract("\n".join(map(text_of, self.laid(width).lines)))

    def strip(self, row: int, width: int, style: Style, options: RenderOptions) -> Strip:
        """Return one row of the page as it is painted."""
        laid = self.laid(width)
        strips = [
            (placed, piece(laid.lines[placed.line], placed, options.selection, options.selection_style))
            for placed in laid.rows[row]
        ]
        return paint(strips, laid, width, style, options)

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Return the rows as strips; what does not fit the height is cut."""
        rows = range(len(self.laid(width).rows))
        return [self.strip(row, width, style, options) for row in rows[:height]]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        """Return the width at which nothing wraps."""
        return max((cell_len(text_of(line)) for line in self.lines), default=0)

    def get_minimal_width(self, rules: RulesMap) -> int:  # noqa: ARG002
        """Return the least width that still shows something of every line."""
        return max((cells_of(line)[0].cell_length + 1 for line in self.lines), default=1)

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        """Return how many rows there are at this width."""
        return len(self.laid(width).rows)


def piece(line: Line | Row, placed: Placed, selection: Selection | None, style: Style | None) -> Content:
    """Return the letters that a piece has, those that are selected in `style`."""
    cell = cells_of(line)[placed.column]
    if selection is not None and style is not None:
        span = selection.get_span(placed.line)
        if span is not None:
            first, last = span
            before = offset_of(line, placed.column)
            last = len(cell) if last == -1 else last - before
            if last > 0:
                cell = cell.stylize(style, max(0, first - before), last)
    return cell if (placed.start, placed.end) == (0, len(cell)) else cell[placed.start : placed.end]


def offset_of(line: Line | Row, column: int) -> int:
    """Return at which letter of the line's text a column begins."""
    between = len(_between(line))
    return sum(len(cell) + between for cell in cells_of(line)[:column])


def paint(
    pieces: Iterable[tuple[Placed, Content]], laid: Laid, width: int, style: Style, options: RenderOptions
) -> Strip:
    """Return a strip of pieces, each where it stands; each letter knows its place in the text."""
    base = style.rich_style
    segments: list[Segment] = []
    at = 0
    for placed, content in pieces:
        if placed.at > at:
            segments.append(Segment(" " * (placed.at - at), base))
            at = placed.at
        drawn = [Segment(text, own.rich_style) for text, own in content.render(style, "", options.get_style)]
        first = offset_of(laid.lines[placed.line], placed.column) + placed.start
        segments += Strip(drawn).apply_offsets(first, placed.line)
        at += content.cell_length
    if at < width:
        segments.append(Segment(" " * (width - at), base))
    return Strip(segments)


def _single(line: Line | Row | Content) -> Iterator[Line | Row]:
    """Yield a line, or each of those that a text of several has."""
    if isinstance(line, Row):
        yield line
        return
    body, before = (line, Content("")) if isinstance(line, Content) else line
    for number, own in enumerate(body.split("\n", allow_blank=True) if "\n" in body.plain else (body,)):
        yield Line(own, Content.blank(before.cell_length) if number else before)


def _lay(lines: Iterable[Line | Row], width: int) -> Laid:
    shown = tuple(
        each
        for line in lines
        for each in (line.narrow if isinstance(line, Row) and width < ROOM else (line,))
    )
    rows: list[tuple[Placed, ...]] = []
    begins: list[int] = []
    for number, line in enumerate(shown):
        begins.append(len(rows))
        rows += _columns(line, number, width) if isinstance(line, Row) else _hanging(line, number, width)
    return Laid(shown, tuple(rows), tuple(begins))


def _hanging(line: Line, number: int, width: int) -> Iterator[tuple[Placed, ...]]:
    """Yield the rows of a line, its body under its own beginning."""
    indent = line.before.cell_length
    if indent >= width:
        # No room beside what stands before: the body goes under it.
        for start, end in breaks(line.before.plain, width):
            yield (Placed(0, number, 0, start, end),)
        for start, end in breaks(line.body.plain, width):
            yield (Placed(0, number, 1, start, end),)
        return
    before = (Placed(0, number, 0, 0, len(line.before)),) if indent else ()
    for start, end in breaks(line.body.plain, width - indent):
        yield (*before, Placed(indent, number, 1, start, end))
        before = ()


def _columns(row: Row, number: int, width: int) -> Iterator[tuple[Placed, ...]]:
    """Yield the rows of a table's row."""
    left = width - sum(row.widths) - GAP * (len(row.widths) - 1)
    shares = row.widths.count(0)
    widths = [given or max(1, left // shares) for given in row.widths]
    columns = [list(breaks(cell.plain, own)) for cell, own in zip(row.cells, widths, strict=True)]
    starts = [sum(widths[:at]) + GAP * at for at in range(len(widths))]
    for height in range(max(map(len, columns))):
        yield tuple(
            Placed(starts[at], number, at, *spans[height])
            for at, spans in enumerate(columns)
            if height < len(spans)
        )


def breaks(text: str, width: int) -> list[tuple[int, int]]:
    """Return where each row of a wrapped text begins and ends: between words, a long word cut."""
    if len(text) <= width and cell_len(text) <= width:
        return [(0, len(text))]
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = _fitting(text, start, width)
        if end < len(text) and text[end] != " ":
            space = text.rfind(" ", start, end)
            end = space if space > start else end
        found.append((start, max(start, len(text[:end].rstrip(" ")))))
        start = end
        while start < len(text) and text[start] == " ":
            start += 1
    return found


def _fitting(text: str, start: int, width: int) -> int:
    """Return up to which letter a text fits the width, at least one after `start`."""
    end = min(len(text), start + width)
    while end > start + 1 and cell_len(text[start:end]) > width:
        end -= 1
    return max(end, start + 1)
