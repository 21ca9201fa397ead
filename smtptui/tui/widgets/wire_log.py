"""The rows of a session as one moves through them, or follows the newest."""

import time
from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive

from smtptui.tui.paced import Paced
from smtptui.tui.sturdy import Sturdy
from smtptui.tui.widgets.rows_view import RowsView
from smtptui.watching.rows import ReplyInContext, Row
from smtptui.watching.watched import Watched

READING = 0.15
"""Seconds for which one who follows keeps what they read, however fast replies come."""


DRAWING = 0.05
"""Seconds between two drawings while rows come without end: a terminal has to take them, too."""


class WireLog(Sturdy, RowsView):
    """Moves through the rows; follows the newest until the user moves away from it.

    While it follows, the cursor is on the newest reply.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "move_page(-1)", "Page up", show=False),
        Binding("pagedown", "move_page(1)", "Page down", show=False),
        Binding("home", "first", "First", show=False),
        Binding("end", "last", "Newest", show=False),
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

    class NewestAsked(Message):
        """The user wants what is newest: of a replay, its end."""

    class Chosen(Message):
        """Enter or a click on a row."""

        def __init__(self, log: "WireLog", row: Row) -> None:
            super().__init__()
            self.log_widget = log
            self.row = row

    def __init__(self, watched: Watched, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(watched, clock=clock)
        self._readings = Paced(self, self._read_newest)
        self._settles = Paced(self, self._settle)
        self._due = self._moving = False
        self._forgotten = 0
        self._told: ReplyInContext | None = None
        """The reply under the cursor, as who shows what it means was told."""

    # What is shown

    def show(self, watched: Watched) -> None:
        """Show another session from its beginning."""
        self.watched = watched
        self.cursor, self._forgotten = None, watched.fold.forgotten
        self.follow = True
        self._tell(by_user=False)
        self.changed()

    def changed(self) -> None:
        """Draw again soon, once for all that happened since the last time."""
        if not self._due:
            self._due = True
            self.call_later(self._settles.ask)

    def _settle(self) -> float:
        self._due = False
        self._keep_place()
        self.grow()
        self._scroll_to_newest()
        self._readings.ask()
        # Once more when the layout is made: the row that overflows first brings the scroll bar with it.
        self.call_after_refresh(self._scroll_to_newest)
        self.explain()
        self.refresh()
        return DRAWING

    def _keep_place(self) -> None:
        """Stay where one is when old rows go, and on a reply whose lines were folded."""
        gone, self._forgotten = self.watched.fold.forgotten - self._forgotten, self.watched.fold.forgotten
        if gone and not self.follow:
            self._scroll(max(0, self.scroll_offset.y - gone))
        if self.cursor is not None:
            self.cursor = self.watched.fold.shown_for(self.cursor)
            if self.cursor.reply is not self._told:
                # Its reply is complete only now.
                self._tell(by_user=False)

    def _tell(self, *, by_user: bool) -> None:
        """Tell what the cursor stands on."""
        self._told = self.cursor.reply if self.cursor is not None else None
        self.post_message(self.Highlighted(self, self.cursor, by_user=by_user))

    def _scroll(self, y: int) -> None:
        self._moving = True
        self.scroll_to(y=y, animate=False, immediate=True, force=True)
        self._moving = False

    def _scroll_to_newest(self) -> None:
        if self.follow:
            self.scroll_end(animate=False, immediate=True, force=True)

    # Following

    def _read_newest(self) -> float:
        """Put the cursor of one who follows on what is to be read; return for how long it stays there."""
        newest = self.watched.fold.newest
        if not self.follow or newest is None or newest is self.cursor:
            return 0.0
        self.cursor = newest
        self._tell(by_user=False)
        self.refresh()
        return READING

    # Moving

    def move_to(self, row: Row) -> None:
        """Put the cursor on a row and bring it into view; away from the newest it follows no longer."""
        rows = self.rows
        if row not in rows:
            return
        index = rows.index(row)
        self.cursor = row
        self.follow = index == len(rows) - 1 and self.watched.fold.newest in (row, None)
        # The line above comes with it: what is pinned would cover the row itself.
        above = min(index, 1)
        self._moving = True
        self.scroll_to_region(
            Region(0, index - above, self.size.width, 1 + above), animate=False, immediate=True, force=True
        )
        self._moving = False
        self.explain()
        self.refresh()
        self._tell(by_user=True)

    def action_move(self, by: int) -> None:
        """Move the cursor up or down; from nowhere it comes to the newest row."""
        rows = self.rows
        if not rows:
            return
        if self.cursor is None:
            at = len(rows) - 1
        elif self.cursor in rows:
            at = rows.index(self.cursor) + by
        else:
            at = 0  # It was forgotten: the oldest that is kept comes next.
        self.move_to(rows[min(max(at, 0), len(rows) - 1)])

    def action_move_page(self, by: int) -> None:
        """Move the cursor by a screenful."""
        self.action_move(by * max(1, self.size.height - 1))

    def action_first(self) -> None:
        """Go to the first row."""
        if self.rows:
            self.move_to(self.rows[0])

    def action_last(self) -> None:
        """Go to what is newest and follow again."""
        self.post_message(self.NewestAsked())
        if self.rows:
            self.move_to(self.watched.fold.newest or self.rows[-1])
            self.follow = True
            self.changed()

    def action_choose(self) -> None:
        """Explain the row under the cursor, or unfold it."""
        if self.cursor is not None:
            self.choose(self.cursor)

    def choose(self, row: Row) -> None:
        """Explain a row; a folded one shows its lines as well."""
        if row.folded:
            self.watched.fold.unfold(row)
            self.changed()
        self.post_message(self.Chosen(self, row))

    def on_click(self, event: events.Click) -> None:
        """A click selects a row, a second one unfolds it; one on what is pinned goes there."""
        index = event.y + self.scroll_offset.y
        pinned = self.pinned()
        if event.y == 0 and pinned:
            self.move_to(pinned[len(pinned) * event.x // max(1, self.size.width)])
        elif 0 <= index < len(self.rows):
            row = self.rows[index]
            if row is self.cursor:
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
