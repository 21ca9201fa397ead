"""The rows of a live session, drawn line by line: only what is on screen costs anything."""

import time
from collections.abc import Callable
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from smtptui.tui.themes import CLASS_STYLE
from smtptui.tui.widgets.row_strip import RowPainter
from smtptui.watching.rows import Row
from smtptui.watching.watched import Watched

EXPLAINING = 0.02
"""Seconds of explaining at a stretch; then keys and painting have their turn."""

READING = 0.08
"""Seconds for which one who follows keeps what they read, however fast replies come."""

PINNED_FROM = 4
"""Rows of height from which one may be given to what has gone out of view."""


class WireLog(ScrollView, can_focus=True):
    """Shows the rows of what is watched; follows the newest until the user moves away from it.

    While it follows, the cursor is on the newest reply. The greeting and the last 504 stay in view: once they
    are above it, the first line shows them.
    """

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
        "wirelog--pinned",
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
    WireLog > .wirelog--pinned { text-style: underline; }
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
        """The cursor stands on another row, or on none; `by_user` tells moving it from following."""

        def __init__(self, log: "WireLog", row: Row | None, *, by_user: bool) -> None:
            super().__init__()
            self.log_widget = log
            self.row = row
            self.by_user = by_user

    class Followed(Message):
        """It follows the newest from now on, or no longer."""

    class Chosen(Message):
        """Enter or a click on a row."""

        def __init__(self, log: "WireLog", row: Row) -> None:
            super().__init__()
            self.log_widget = log
            self.row = row

    def __init__(self, watched: Watched, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._watched = watched
        self._fold = watched.fold
        self._clock = clock
        self._cursor: Row | None = None
        self._due = self._reading = self._moving = False
        self._forgotten = 0
        self._styles_of: dict[str, Style] = {}

    # What is shown

    def show(self, watched: Watched) -> None:
        """Show another session from its beginning."""
        self._watched, self._fold = watched, watched.fold
        self._cursor, self._forgotten = None, watched.fold.forgotten
        self.follow = True
        self.post_message(self.Highlighted(self, None, by_user=False))
        self.changed()

    def changed(self) -> None:
        """Draw again soon, once for all that happened since the last time."""
        if not self._due:
            self._due = True
            self.call_later(self._settle)

    def _settle(self) -> None:
        self._due = False
        self._keep_place()
        self._grow(Size(self.size.width, len(self._fold.rows) + bool(self._fold.partial.octets)))
        self._scroll_to_newest()
        self._read_newest()
        # Once more when the layout is made: the row that overflows first brings the scroll bar with it.
        self.call_after_refresh(self._scroll_to_newest)
        self._explain()
        self.refresh()

    def _grow(self, size: Size) -> None:
        """Take another virtual size; only where the scroll bar comes or goes is the screen laid out anew."""
        overflows = size.height > self.container_size.height
        if overflows is not self.show_vertical_scrollbar:
            self.virtual_size = size
            return
        self.set_reactive(WireLog.virtual_size, size)
        if overflows:
            self.vertical_scrollbar.window_virtual_size = size.height

    def _keep_place(self) -> None:
        """Stay where one is when old rows go, and on a reply whose lines were folded."""
        gone, self._forgotten = self._fold.forgotten - self._forgotten, self._fold.forgotten
        if gone and not self.follow:
            self._scroll(max(0, self.scroll_offset.y - gone))
        if self._cursor is not None:
            self._cursor = self._fold.shown_for(self._cursor)

    def _scroll(self, y: int) -> None:
        self._moving = True
        self.scroll_to(y=y, animate=False, immediate=True, force=True)
        self._moving = False

    def _scroll_to_newest(self) -> None:
        if self.follow:
            self.scroll_end(animate=False, immediate=True, force=True)

    # Explaining, outside painting

    def _explain(self) -> None:
        """Explain what is in view and has not been; what takes long goes on after others had their turn."""
        until = self._clock() + EXPLAINING
        for row in self._in_view():
            if row.tag is None and row.reply is not None:
                self._watched.words(row)
                self.refresh()
                if self._clock() > until:
                    self.set_timer(0.01, self._explain)
                    return

    def _in_view(self) -> list[Row]:
        top = self.scroll_offset.y
        return [*self._pinned(), *self._fold.rows[top : top + self.size.height]]

    # Following

    def _read_newest(self) -> None:
        """Put the cursor of one who follows on what is to be read, at most once in `READING`."""
        if not self.follow or self._reading or self._fold.newest in (None, self._cursor):
            return
        self._cursor = self._fold.newest
        self.post_message(self.Highlighted(self, self._cursor, by_user=False))
        self.refresh()
        self._reading = True
        self.set_timer(READING, self._read_on)

    def _read_on(self) -> None:
        self._reading = False
        self._read_newest()

    @property
    def cursor(self) -> Row | None:
        """The row the cursor stands on; it may have been forgotten meanwhile."""
        return self._cursor

    # Moving

    def move_to(self, row: Row) -> None:
        """Put the cursor on a row and bring it into view; away from the newest it follows no longer."""
        rows = self._fold.rows
        if row not in rows:
            return
        index = rows.index(row)
        self._cursor = row
        self.follow = index == len(rows) - 1 and self._fold.newest in (row, None)
        # The line above comes with it: what is pinned would cover the row itself.
        above = min(index, 1)
        self._moving = True
        self.scroll_to_region(
            Region(0, index - above, self.size.width, 1 + above), animate=False, immediate=True, force=True
        )
        self._moving = False
        self._explain()
        self.refresh()
        self.post_message(self.Highlighted(self, row, by_user=True))

    def action_move(self, by: int) -> None:
        """Move the cursor up or down; from nowhere it comes to the newest row."""
        rows = self._fold.rows
        if not rows:
            return
        if self._cursor is None:
            at = len(rows) - 1
        elif self._cursor in rows:
            at = rows.index(self._cursor) + by
        else:
            at = 0  # It was forgotten: the oldest that is kept comes next.
        self.move_to(rows[min(max(at, 0), len(rows) - 1)])

    def action_move_page(self, by: int) -> None:
        """Move the cursor by a screenful."""
        self.action_move(by * max(1, self.size.height - 1))

    def action_first(self) -> None:
        """Go to the first row."""
        if self._fold.rows:
            self.move_to(self._fold.rows[0])

    def action_last(self) -> None:
        """Go to what is newest and follow again."""
        if self._fold.rows:
            self.move_to(self._fold.newest or self._fold.rows[-1])
            self.follow = True
            self.changed()

    def action_choose(self) -> None:
        """Explain the row under the cursor, or unfold it."""
        if self._cursor is not None:
            self.choose(self._cursor)

    def choose(self, row: Row) -> None:
        """Explain a row; a folded one shows its lines as well."""
        if row.folded:
            self._fold.unfold(row)
            self.changed()
        self.post_message(self.Chosen(self, row))

    def on_click(self, event: events.Click) -> None:
        """A click selects a row, a second one unfolds it; one on what is pinned goes there."""
        index = event.y + self.scroll_offset.y
        pinned = self._pinned()
        if event.y == 0 and pinned:
            self.move_to(pinned[len(pinned) * event.x // max(1, self.size.width)])
        elif 0 <= index < len(self._fold.rows):
            row = self._fold.rows[index]
            if row is self._cursor:
                self.choose(row)
            else:
                self.move_to(row)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Stop following when the user scrolls up, follow again at the end."""
        super().watch_scroll_y(old_value, new_value)
        if not self._moving:
            if new_value < old_value and not self.is_vertical_scroll_end:
                self.follow = False
            elif self.is_vertical_scroll_end:
                self.follow = True
        self.changed()

    def watch_follow(self) -> None:
        """Tell who shows it."""
        self.post_message(self.Followed())

    def on_resize(self) -> None:
        """Keep the newest row in view when the panel changes its height."""
        self.changed()

    # Painting

    def notify_style_update(self) -> None:
        """Forget the styles of another theme."""
        self._styles_of.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the widget."""
        fold = self._fold
        width = self.scrollable_content_region.width
        paint = RowPainter(self._style, self.rich_style, width, fold.started or 0.0)
        if y == 0 and (pinned := self._pinned()):
            return paint.pinned(pinned, self._cursor)
        index = self.scroll_offset.y + y
        if index < len(fold.rows):
            row = fold.rows[index]
            return paint.row(row, cursor=row is self._cursor)
        if index == len(fold.rows) and fold.partial.octets:
            return paint.partial(fold.partial)
        return Strip.blank(width, self.rich_style)

    def _pinned(self) -> list[Row]:
        """Return the greeting and the last 504 as far as they are above what is in view."""
        fold, top = self._fold, self.scroll_offset.y
        kept = [row for row in (fold.greeting, fold.not_implemented) if row is not None]
        if not kept or self.size.height < PINNED_FROM or top >= len(fold.rows):
            return []
        first = fold.rows[top].number
        if all(row.number >= first for row in kept):
            return []
        # The line that shows them covers the first row.
        return [row for row in kept if row.number <= first]

    def _style(self, name: str) -> Style:
        if name not in self._styles_of:
            self._styles_of[name] = self.get_component_rich_style(f"wirelog--{name}", partial=True)
        return self._styles_of[name]
