"""A row of the live session as a strip: mark, time, arrow, text, and at the right what it means."""

from collections.abc import Callable
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from smtptui.text import visible
from smtptui.tui.themes import CLASS_STYLE
from smtptui.watching.narration import RISKS
from smtptui.watching.rows import Highlight, Kind, Row
from smtptui.wire.events import CommandSent, PartialLine
from smtptui.words import _

ARROWS = {Kind.SYSTEM: "·", Kind.SENT: "→", Kind.RECEIVED: "←", Kind.WARNING: "!", Kind.TROUBLE: "!"}

STYLES = {Kind.SENT: "sent", Kind.WARNING: "anomaly", Kind.TROUBLE: "trouble"}
"""Kind → the style of its arrow and text; any other is quiet."""

TIME_WIDTH = 8

TAG_SHARE = 0.46
"""The tag of a row takes at most this share of the width."""

TAG_FROM = 56
"""Under this width there is no room for tags beside the text."""


class RowPainter(NamedTuple):
    """Draws rows; `style` returns a component style by its name, `base` is that of the widget."""

    style: Callable[[str], Style]
    base: Style
    width: int
    started: float | None
    """When the first event came; None where there are no times, in a pasted text."""

    def row(self, row: Row, *, cursor: bool = False, width: int | None = None) -> Strip:
        """Return a row in exactly `width` cells, or in the painter's."""
        width = self.width if width is None else width
        base, accent = self._background(row, cursor), self._accent(row)
        # On what stands out the cursor is its mark and the ground of the time: both are to be seen.
        head = self.base + self.style("cursor") if cursor else base
        time = self._time(row)
        mark = ("▌" if row.highlight else " ") + ("›" if cursor else " ")
        segments = [
            Segment(mark, head + accent),
            Segment(time, head + self.style("time")),
            Segment(f"  {ARROWS[row.kind]} ", base + accent),
        ]
        room = width - 2 - len(time) - 4
        tag, text = tag_of(row), row.text
        tag_width = _tag_width(tag, text, room) if tag and width >= TAG_FROM else 0
        segments += self._text(row, fit(text, room - tag_width), base, accent)
        if tag_width:
            bold = Style(bold=row.highlight is not None)
            segments.append(Segment(fit(f"  {tag}", tag_width), base + accent + bold))
        return Strip(segments, cell_length=width)

    def partial(self, line: PartialLine) -> Strip:
        """Return a line that has not ended yet."""
        text = visible(line.octets[: self.width])[: self.width]
        shown = f"  {line.at - (self.started or 0.0):{TIME_WIDTH}.3f}  ← {text}▁"
        style = self.base + self.style("system")
        return Strip([Segment(set_cell_size(shown, self.width), style)], cell_length=self.width)

    def pinned(self, rows: list[Row], cursor: Row | None) -> Strip:
        """Return the line that keeps in view what has gone out of it: one row, or two side by side."""
        half = self.width // len(rows)
        widths = [half] * (len(rows) - 1) + [self.width - half * (len(rows) - 1)]
        strips = [
            self.row(row, cursor=row is cursor, width=width) for row, width in zip(rows, widths, strict=True)
        ]
        return Strip.join(strips).apply_style(self.style("pinned"))

    def _background(self, row: Row, cursor: bool) -> Style:
        match row.highlight:
            case Highlight.GREETING:
                return self.base + self.style("greeting")
            case Highlight.NOT_IMPLEMENTED:
                return self.base + self.style("not-implemented")
        return self.base + self.style("cursor") if cursor else self.base

    def _accent(self, row: Row) -> Style:
        if row.kind is Kind.RECEIVED:
            digit = str(row.code)[:1] if row.code is not None else ""
            return self.style(f"class-{digit}") if digit in CLASS_STYLE else self.style("anomaly")
        return self.style(STYLES.get(row.kind, "system"))

    def _time(self, row: Row) -> str:
        if self.started is None:
            return _("line {number}", number=row.number).rjust(TIME_WIDTH)
        return f"{row.at - self.started:{TIME_WIDTH}.3f}"

    def _text(self, row: Row, text: str, base: Style, accent: Style) -> list[Segment]:
        """The code in its class's colour, the rest plain."""
        if row.kind is Kind.RECEIVED and row.code is not None and text[:3].isdigit():
            return [Segment(text[:3], base + accent + Style(bold=True)), Segment(text[3:], base)]
        return [Segment(text, base + accent)]


def tag_of(row: Row) -> str:
    """Return what stands at the right: what the row means, what the server now offers, what is odd."""
    said = [row.tag] if row.tag else []
    if row.reply is not None and row.reply.change is not None and row.tag is not None:
        change = row.reply.change
        offered = [f"+{visible(each)}" for each in change.gained] + [
            f"−{visible(each)}" for each in change.lost
        ]
        said += [" ".join(offered)] if offered else []
    odd = [_(anomaly) for anomaly in row.anomalies]
    if isinstance(row.event, CommandSent) and row.event.risk is not None:
        odd.append(_(RISKS[row.event.risk]))
    if odd:
        said.append(f"⚠ {', '.join(odd)}")
    return " · ".join(said)


def _tag_width(tag: str, text: str, room: int) -> int:
    """The tags stand in one column; a long one begins earlier where the text leaves room for it."""
    column = int(room * TAG_SHARE)
    wanted = cell_len(tag) + 2
    if wanted <= column:
        return column
    return min(wanted, max(column, room - cell_len(text[:room]) - 1))


def fit(text: str, width: int) -> str:
    """Return `text` in exactly `width` cells, with an ellipsis if it was cut."""
    if width <= 0:
        return ""
    # Cutting by characters first keeps a long line cheap.
    head = text[: width + 1]
    if len(head) == len(text) and cell_len(head) <= width:
        return set_cell_size(head, width)
    return set_cell_size(head, width - 1) + "…"
