"""The one line of a row that always shows: mark, time, arrow, pill or code, text."""

from collections.abc import Callable
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from smtptui.tui.themes import CLASS_STYLE
from smtptui.watching.reading import REFUSED_FROM
from smtptui.watching.rows import Highlight, Kind, Row
from smtptui.words import _

ARROWS = {Kind.SYSTEM: "·", Kind.SENT: "→", Kind.RECEIVED: "←", Kind.WARNING: "!", Kind.TROUBLE: "!"}

STYLES = {Kind.SENT: "sent", Kind.WARNING: "anomaly", Kind.TROUBLE: "trouble"}
"""Kind → the style of its arrow and text; any other is quiet."""

TIME_WIDTH = 8

ARROW_AT = 2 + TIME_WIDTH + 2
"""The column of the arrow: mark, cursor, time, and a blank and the sign of TLS before it."""

CODE_AT = ARROW_AT + 2
"""The column where a text begins; a pill begins one before, so that all codes stand in one column."""

INSIDE = "~"
"""Before the arrow of what came or went inside TLS, as swaks writes it."""

TIMED_FROM = 50
"""Cells from which on a line that stays in view has its time; in fewer its text is of more use."""

USER_MARK = "◆"
"""Beside a row that the user has marked."""


class Seen(NamedTuple):
    """How a row is seen: its `time` in words; whether under the cursor, inside TLS, just come."""

    time: str
    cursor: bool = False
    inside: bool = False
    marked: bool = False
    fresh: bool = False


class RowStyles(NamedTuple):
    """The styles of rows; `named` returns a component style by its name, `base` is that of the widget."""

    named: Callable[[str], Style]
    base: Style

    def background(self, row: Row, seen: Seen) -> Style:
        """Return the ground of a row."""
        match row.highlight:
            case Highlight.GREETING:
                return self.base + self.named("greeting")
            case Highlight.NOT_IMPLEMENTED:
                return self.base + self.named("fresh" if seen.fresh else "not-implemented")
        return self.base + self.named("cursor") if seen.cursor else self.base

    def accent(self, row: Row) -> Style:
        """Return the colour of a row's arrow and code: that of its class, or of its kind."""
        if row.kind is Kind.RECEIVED:
            digit = str(row.code)[:1] if row.code is not None else ""
            return self.named(f"class-{digit}") if digit in CLASS_STYLE else self.named("anomaly")
        return self.named(STYLES.get(row.kind, "system"))

    def begin(self, row: Row, seen: Seen, *, timed: bool = True) -> list[Segment]:
        """Return what stands before a row's text: `CODE_AT` cells, less one where a pill comes next.

        Without `timed` there is no column of times.
        """
        base, accent = self.background(row, seen), self.accent(row)
        # On what stands out the cursor is its mark and the ground of the time: both are to be seen.
        head = self.base + self.named("cursor") if seen.cursor else base
        bar = USER_MARK if seen.marked else "▌" if row.highlight else " "
        bar_style = self.named("anomaly") if seen.marked else accent
        time = set_cell_size(seen.time.rjust(TIME_WIDTH), TIME_WIDTH) if timed else ""
        return [
            Segment(bar, head + bar_style),
            Segment("›" if seen.cursor else " ", head + accent),
            Segment(time, head + self.named("time")),
            Segment(f" {INSIDE if seen.inside else ' '}", base + self.named("time")),
            Segment(ARROWS[row.kind] + ("" if has_pill(row) else " "), base + accent),
        ]

    def code(self, row: Row, seen: Seen) -> list[Segment]:
        """Return a row's code, if it has one: on what matters as a pill."""
        if row.code is None:
            return []
        base, accent = self.background(row, seen), self.accent(row)
        shown = f"{row.code:03d}"
        if not has_pill(row):
            return [Segment(shown, base + accent + Style(bold=True))]
        return [
            Segment("▐", base + accent),
            Segment(shown, base + accent + Style(bold=True, reverse=True)),
            Segment("▌", base + accent),
        ]


def has_pill(row: Row) -> bool:
    """Return whether a row's code is shown as a pill: a greeting's, and every refusal's."""
    return row.code is not None and (row.highlight is not None or row.code >= REFUSED_FROM)


def body_of(row: Row) -> tuple[str, str]:
    """Return what stands after a row's code: the separator, and the text; without a code all is text."""
    text = row.text
    if row.code is None or not text[:3].isdigit():
        return "", text
    return text[3:4] or " ", text[4:]


def one_line(row: Row, seen: Seen, styles: RowStyles, width: int) -> Strip:
    """Return a row as one line of exactly `width` cells, what it means beside it where there is room."""
    segments = [*styles.begin(row, seen), *styles.code(row, seen)]
    tag = f"  {row.tag}" if row.tag else ""
    if cell_len("".join(body_of(row))[:width]) + cell_len(tag) > width - _cells(segments):
        tag = ""
    return _with_text(row, seen, styles, segments, tag, width)


def kept_line(row: Row, seen: Seen, styles: RowStyles, width: int) -> Strip:
    """Return a row as the line of it that stays in view; a greeting's text gives way to the word for it."""
    segments = [*styles.begin(row, seen, timed=width >= TIMED_FROM), *styles.code(row, seen)]
    room = width - _cells(segments) - cell_len("".join(body_of(row))[:width])
    tags = [f"  {row.tag}"] if row.tag else []
    is_greeting = row.highlight is Highlight.GREETING
    tags += [f"  {_('GREETING')}" if is_greeting else ""]
    tag = next((tag for tag in tags if cell_len(tag) <= room), tags[-1])
    return _with_text(row, seen, styles, segments, tag, width)


def _with_text(
    row: Row, seen: Seen, styles: RowStyles, segments: list[Segment], tag: str, width: int
) -> Strip:
    """Return what stands before a row's text, the text as far as there is room, and what stands behind it."""
    base, accent = styles.background(row, seen), styles.accent(row)
    plain = base if row.kind is Kind.RECEIVED else base + accent
    room = width - _cells(segments)
    segments.append(Segment(fit("".join(body_of(row)), room - cell_len(tag)), plain))
    if tag:
        segments.append(Segment(tag, base + accent + Style(bold=True)))
    strip = Strip(segments)
    return strip if strip.cell_length == width else strip.adjust_cell_length(width, base)


def _cells(segments: list[Segment]) -> int:
    return sum(segment.cell_length for segment in segments)


def fit(text: str, width: int) -> str:
    """Return `text` in exactly `width` cells, with an ellipsis if it was cut."""
    if width <= 0:
        return ""
    # Cutting by characters first keeps a long line cheap.
    head = text[: width + 1]
    if len(head) == len(text) and cell_len(head) <= width:
        return set_cell_size(head, width)
    return set_cell_size(head, width - 1) + "…"
