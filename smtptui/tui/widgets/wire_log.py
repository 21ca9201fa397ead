"""The rows of a live session, drawn line by line: only what is on screen costs anything."""

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from smtptui.tui.themes import CLASS_STYLE
from smtptui.watching.live import Live
from smtptui.watching.rows import Highlight, Kind, Row

TIME_WIDTH = 8
TAG_SHARE = 0.46
"""The tag of a row takes at most this share of the width."""

TAG_FROM = 56
"""Under this width there is no room for tags beside the text."""


class WireLog(ScrollView, can_focus=True):
    """Shows the rows of a `Live`; follows the newest until the user moves away from it."""

    DEFAULT_CSS = """
    WireLog {
        height: 1fr;
        background: $background;
        scrollbar-size: 0 1;
        &:focus { background-tint: $foreground 3%; }
    }
    """

    COMPONENT_CLASSES = {
        "wirelog--time",
        "wirelog--system",
        "wirelog--sent",
        "wirelog--trouble",
        "wirelog--anomaly",
        "wirelog--greeting",
        "wirelog--not-implemented",
        "wirelog--cursor",
        "wirelog--class-2",
        "wirelog--class-3",
        "wirelog--class-4",
        "wirelog--class-5",
    }
    DEFAULT_CSS += "".join(
        f"WireLog > .wirelog--class-{digit} {{ color: {style}; }}\n" for digit, style in CLASS_STYLE.items()
    )
    DEFAULT_CSS += """
    WireLog > .wirelog--time { color: $quiet; }
    WireLog > .wirelog--system { color: $quiet; }
    WireLog > .wirelog--sent { color: $secondary; }
    WireLog > .wirelog--trouble { color: $error; }
    WireLog > .wirelog--anomaly { color: $warning; }
    WireLog > .wirelog--greeting { background: $greeting-background; }
    WireLog > .wirelog--not-implemented { background: $not-implemented-background; }
    WireLog > .wirelog--cursor { background: $cursor-background; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "move_page(-1)", "Page up", show=False),
        Binding("pagedown", "move_page(1)", "Page down", show=False),
        Binding("home", "first", "First", show=False),
        Binding("end,G", "last", "Newest", show=False),
        Binding("enter", "choose", "Explain", show=False),
    ]

    follow: reactive[bool] = reactive(True)

    class Highlighted(Message):
        """The cursor stands on another row."""

        def __init__(self, log: "WireLog", row: Row) -> None:
            super().__init__()
            self.log_widget = log
            self.row = row

    class Chosen(Message):
        """Enter or a click on a row."""

        def __init__(self, log: "WireLog", row: Row) -> None:
            super().__init__()
            self.log_widget = log
            self.row = row

    def __init__(self, live: Live, explain: Callable[[Row], str]) -> None:
        super().__init__()
        self._live = live
        self._explain = explain
        self._cursor: Row | None = None
        self._due = False
        self._styles_of: dict[str, Style] = {}

    def show(self, live: Live) -> None:
        """Show another session from its beginning."""
        self._live = live
        self._cursor = None
        self.follow = True
        self.changed()

    def changed(self) -> None:
        """Draw again soon, once for all that happened since the last time."""
        if not self._due:
            self._due = True
            self.call_later(self._settle)

    def _settle(self) -> None:
        self._due = False
        self.virtual_size = Size(self.size.width, len(self._live.rows) + bool(self._live.partial))
        self._scroll_to_newest()
        # Once more when the layout is made: the row that overflows first brings the scroll bar with it.
        self.call_after_refresh(self._scroll_to_newest)
        self.refresh()

    def _scroll_to_newest(self) -> None:
        if self.follow:
            self.scroll_end(animate=False, immediate=True, force=True)

    @property
    def cursor(self) -> Row | None:
        """The row the cursor stands on."""
        return self._cursor

    def move_to(self, row: Row) -> None:
        """Put the cursor on a row and bring it into view."""
        rows = self._live.rows
        if row not in rows:
            return
        index = rows.index(row)
        self._cursor = row
        self.follow = index == len(rows) - 1
        self.scroll_to_region(Region(0, index, self.size.width, 1), animate=False, immediate=True, force=True)
        self.refresh()
        self.post_message(self.Highlighted(self, row))

    def action_move(self, by: int) -> None:
        """Move the cursor up or down; from nowhere it comes to the newest row."""
        rows = self._live.rows
        if not rows:
            return
        at = rows.index(self._cursor) + by if self._cursor in rows else len(rows) - 1
        self.move_to(rows[min(max(at, 0), len(rows) - 1)])

    def action_move_page(self, by: int) -> None:
        """Move the cursor by a screenful."""
        self.action_move(by * max(1, self.size.height - 1))

    def action_first(self) -> None:
        """Go to the first row."""
        if self._live.rows:
            self.move_to(self._live.rows[0])

    def action_last(self) -> None:
        """Go to the newest row and follow again."""
        if self._live.rows:
            self.move_to(self._live.rows[-1])

    def action_choose(self) -> None:
        """Explain the row under the cursor, or unfold it."""
        if self._cursor is not None:
            self.choose(self._cursor)

    def choose(self, row: Row) -> None:
        """Explain a row; a folded one shows its lines as well."""
        if row.folded:
            self._live.unfold(row)
            self.changed()
        self.post_message(self.Chosen(self, row))

    def on_click(self, event: events.Click) -> None:
        """A click selects a row, a second one unfolds it."""
        index = event.y + self.scroll_offset.y
        if 0 <= index < len(self._live.rows):
            row = self._live.rows[index]
            if row is self._cursor:
                self.choose(row)
            else:
                self.move_to(row)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Stop following when the user scrolls up, follow again at the end."""
        super().watch_scroll_y(old_value, new_value)
        if new_value < old_value and not self.is_vertical_scroll_end:
            self.follow = False
        elif self.is_vertical_scroll_end:
            self.follow = True

    def on_resize(self) -> None:
        """Keep the newest row in view when the panel changes its height."""
        self.changed()

    def notify_style_update(self) -> None:
        """Forget the styles of another theme."""
        self._styles_of.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the widget."""
        index = self.scroll_offset.y + y
        rows = self._live.rows
        width = self.scrollable_content_region.width
        if index < len(rows):
            return self._draw(rows[index], width)
        if index == len(rows) and self._live.partial:
            return self._draw_partial(width)
        return Strip.blank(width, self.rich_style)

    def _style(self, name: str) -> Style:
        if name not in self._styles_of:
            self._styles_of[name] = self.get_component_rich_style(f"wirelog--{name}", partial=True)
        return self._styles_of[name]

    def _draw_partial(self, width: int) -> Strip:
        live = self._live
        time = f"{live.partial_at - (live.started or 0.0):{TIME_WIDTH}.3f}"
        text = f"  {time}  ← {live.partial}▁"
        return Strip(
            [Segment(set_cell_size(text, width), self.rich_style + self._style("system"))], cell_length=width
        )

    def _draw(self, row: Row, width: int) -> Strip:
        base = self.rich_style
        if row.highlight is Highlight.GREETING:
            base += self._style("greeting")
        elif row.highlight is Highlight.NOT_IMPLEMENTED:
            base += self._style("not-implemented")
        if row is self._cursor:
            base += self._style("cursor")
        accent = self._accent(row)
        mark = "▌ " if row.highlight else ("› " if row is self._cursor else "  ")
        time = row.label.rjust(TIME_WIDTH)
        if not row.label:
            time = f"{row.at - (self._live.started or 0.0):{TIME_WIDTH}.3f}"
        segments = [
            Segment(mark, base + accent),
            Segment(time, base + self._style("time")),
            Segment(f"  {row.kind} ", base + accent),
        ]
        used = 2 + len(time) + 4
        tag = self._tag(row)
        room = width - used
        tag_width = self._tag_width(tag, row.text, room) if tag and width >= TAG_FROM else 0
        segments += self._text(row, room - tag_width, base, accent)
        if tag_width:
            bold = Style(bold=row.highlight is not None)
            segments.append(Segment(_fit(f"  {tag}", tag_width), base + accent + bold))
        return Strip(segments, cell_length=width)

    def _tag_width(self, tag: str, text: str, room: int) -> int:
        """The tags stand in one column; a long one begins earlier where the text leaves room for it."""
        column = int(room * TAG_SHARE)
        wanted = cell_len(tag) + 2
        if wanted <= column:
            return column
        return min(wanted, max(column, room - cell_len(text[:room]) - 1))

    def _text(self, row: Row, room: int, base: Style, accent: Style) -> list[Segment]:
        """The code in its class's colour, the rest plain; what does not fit ends in an ellipsis."""
        text = _fit(row.text, room)
        if row.kind is Kind.RECEIVED and row.code is not None and text[:3].isdigit():
            return [
                Segment(text[:3], base + accent + Style(bold=True)),
                Segment(text[3:], base),
            ]
        return [Segment(text, base + accent)]

    def _accent(self, row: Row) -> Style:
        if row.kind is Kind.RECEIVED:
            digit = str(row.code)[:1] if row.code is not None else ""
            return self._style(f"class-{digit}") if digit in CLASS_STYLE else self._style("anomaly")
        return self._style({Kind.SENT: "sent", Kind.TROUBLE: "trouble"}.get(row.kind, "system"))

    def _tag(self, row: Row) -> str:
        """What stands at the right: explained once, the first time the row is drawn."""
        if row.tag is None:
            row.tag = self._explain(row)
        if row.anomalies:
            return " · ".join(filter(None, (row.tag, f"⚠ {', '.join(row.anomalies)}")))
        return row.tag


def _fit(text: str, width: int) -> str:
    """Return `text` in exactly `width` cells, with an ellipsis if it was cut."""
    if width <= 0:
        return ""
    # Cutting by characters first keeps a line of megabytes cheap.
    head = text[: width + 1]
    if len(head) == len(text) and cell_len(head) <= width:
        return set_cell_size(head, width)
    return set_cell_size(head, width - 1) + "…"
