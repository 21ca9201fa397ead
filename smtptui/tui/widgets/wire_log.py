"""The rows of a session as one moves through them, or follows the newest."""

import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import attrgetter
from typing import ClassVar
from weakref import WeakKeyDictionary

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive

from smtptui.tui.paced import Paced
from smtptui.tui.sturdy import Sturdy
from smtptui.tui.widgets.log_finder import LogFinder
from smtptui.tui.widgets.log_state import state_words
from smtptui.tui.widgets.rows_view import RowsView
from smtptui.tui.widgets.viewed import Viewed
from smtptui.watching.rows import ReplyInContext, Row
from smtptui.watching.times import Times
from smtptui.watching.watched import Watched

CATCHING_UP = 0.25
"""Seconds between two drawings while more waits than can be taken in between: what passes is not read."""

READING = 0.15
"""Seconds for which one who follows keeps what they read, however fast replies come."""


DRAWING = 0.05
"""Seconds between two drawings while rows come without end: a terminal has to take them, too."""

FRESH = 0.3
"""Seconds for which a 504 that has just come stands out more."""


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
        Binding("slash", "search", "Search", show=False),
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

    class Arrived(Message):
        """A 504 has just come."""

    class Missed(Message):
        """What was looked for is not there; `words` say what."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    class SearchAsked(Message):
        """The user wants to look for words."""

    class Chosen(Message):
        """Enter or a click on a row."""

        def __init__(self, log: "WireLog", row: Row) -> None:
            super().__init__()
            self.log_widget = log
            self.row = row

    def __init__(
        self,
        watched: Watched,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] | None = None,
    ) -> None:
        super().__init__(watched, clock=clock, now=now)
        self._views: WeakKeyDictionary[Watched, Viewed] = WeakKeyDictionary({watched: self.viewed})
        self._readings = Paced(self, self._read_newest)
        self._settles = Paced(self, self._settle)
        self._due = self._moving = False
        self.finder = LogFinder(self)
        self._state: list[str] = []
        self.is_behind = False
        """Whether more waits to be taken in than is shown."""
        self._told: ReplyInContext | None = None
        """The reply under the cursor, as who shows what it means was told."""
        self._arrived: Row | None = None
        """The last 504 that was seen to come."""

    # What is shown

    def show(self, watched: Watched) -> None:
        """Show another session: where it was left, or from its beginning."""
        self.watched = watched
        if watched not in self._views:
            self._views[watched] = Viewed(watched.fold)
        self.viewed = self._views[watched]
        self._arrived = watched.fold.not_implemented
        self._blocks.clear()
        self.set_reactive(WireLog.follow, self.viewed.follow)
        self._say(self.Followed())
        self._tell(by_user=False)
        self.changed()

    def tell_again(self) -> None:
        """Measure and explain everything anew in another language."""
        self._blocks.clear()
        for viewed in self._views.values():
            viewed.width = 0
        self.changed()

    def show_times(self, times: Times) -> None:
        """Show other times beside the rows."""
        self.times = times
        self.changed()

    def changed(self) -> None:
        """Draw again soon, once for all that happened since the last time."""
        if not self._due:
            self._due = True
            self.call_later(self._settles.ask)

    def _settle(self) -> float:
        self._due = False
        if self.viewed.advance():
            self.finder.keep_looking()
        self._keep_place()
        more = self.explain(at_end=self.follow)
        self.measure(at_end=self.follow)
        self.grow()
        self._scroll_to_newest()
        self._readings.ask()
        # Once more when the layout is made: the row that overflows first brings the scroll bar with it.
        self.call_after_refresh(self._scroll_to_newest)
        self._greet_arrival()
        self._drop_anchor()
        self._tell_state()
        self.refresh()
        if more:
            self.changed()
        return CATCHING_UP if self.is_behind else DRAWING

    def _tell_state(self) -> None:
        """Tell who shows it that how one looks at it has changed."""
        state = state_words(self)
        if state != self._state:
            self._state = state
            self._say(self.Followed())

    def _keep_place(self) -> None:
        """Stay where one is when old rows go, rows change their height, and lines are folded."""
        viewed = self.viewed
        viewed.heights.keep_to(self.rows)
        if not self.follow and viewed.anchor is not None:
            row, part = viewed.anchor
            index = viewed.index_of(row)
            if index is None:
                row = self.watched.fold.shown_for(row)
                index, part = viewed.index_of(row), 0
            top = viewed.heights.top_of(row, index) + part if index is not None else 0
            if top != self.scroll_offset.y:
                self.grow()
                self._scroll(top)
        if self.cursor is not None:
            self.cursor = self.watched.fold.shown_for(self.cursor)
            if self.cursor.reply is not self._told:
                # Its reply is complete only now.
                self._tell(by_user=False)

    def _drop_anchor(self) -> None:
        """Remember what stands at the upper edge."""
        rows = self.rows
        index, part = self.viewed.heights.at(self.scroll_offset.y, self.rows)
        self.viewed.anchor = (rows[index], part) if index < len(rows) else None

    def _say(self, message: Message) -> None:
        """Post a message as its own: on its way up it stops at who it comes from, such as the panel."""
        self.post_message(message.set_sender(self))

    def _tell(self, *, by_user: bool) -> None:
        """Tell what the cursor stands on."""
        self._told = self.cursor.reply if self.cursor is not None else None
        self._say(self.Highlighted(self, self.cursor, by_user=by_user))

    @contextmanager
    def _by_itself(self) -> Iterator[None]:
        """Scroll without the user: whether it follows stays as it is."""
        before, self._moving = self._moving, True
        try:
            yield
        finally:
            self._moving = before

    def _scroll(self, y: int) -> None:
        with self._by_itself():
            self.scroll_to(y=y, animate=False, immediate=True, force=True)

    def _scroll_update(self, virtual_size: Size) -> None:
        """Textual's, when the size has changed: less may be above what is in view than one had scrolled."""
        with self._by_itself():
            super()._scroll_update(virtual_size)

    def _scroll_to_newest(self) -> None:
        if self.follow:
            self.scroll_end(animate=False, immediate=True, force=True)
        self.place_bar()

    def _greet_arrival(self) -> None:
        """Let a 504 that has just come catch the eye for a moment, where things may move."""
        arrived = self.watched.fold.not_implemented
        if arrived is self._arrived:
            return
        self._arrived = arrived
        self._say(self.Arrived())
        if self.may_flash:
            self._fresh = arrived
            self.set_timer(FRESH, self._settle_down)

    @property
    def may_flash(self) -> bool:
        """Whether something may stand out for a moment: in colours, where things may move and one looks."""
        app = self.app
        return app.animation_level != "none" and not app.no_color and not app.is_headless

    def _settle_down(self) -> None:
        self._fresh = None
        self.refresh()

    # Following

    def _read_newest(self) -> float:
        """Put the cursor of one who follows on what is to be read; return for how long it stays there."""
        newest = self.watched.fold.newest
        if newest is not None and self.viewed.index_of(newest) is None:
            # It was filtered out.
            newest = self.rows[-1] if self.rows else None
        if not self.follow or newest is None or newest is self.cursor:
            return 0.0
        self.cursor = newest
        self._tell(by_user=False)
        self.refresh()
        # While more waits than can be taken in, what passes is not read.
        return CATCHING_UP if self.is_behind else READING

    def watch_follow(self, follow: bool) -> None:
        """Tell who shows it, and remember from where on what comes is new."""
        rows = self.watched.fold.rows
        self.viewed.follow = follow
        self.viewed.paused_at = rows[-1].number if rows else 0
        self._say(self.Followed())

    # Moving

    def move_to(self, row: Row) -> None:
        """Put the cursor on a row and bring it into view; away from the newest it follows no longer."""
        index = self.viewed.index_of(row)
        if index is None:
            return
        heights = self.viewed.heights
        self.cursor = row
        self.follow = index == len(self.rows) - 1 and self.watched.fold.newest in (row, None)
        self.watched.explain(row)
        heights.set(row, len(self._block(index)))
        self.grow()
        # The line above comes with it: what is pinned would cover the row itself.
        above = min(index, 1)
        region = Region(0, heights.top_of(row, index) - above, self.size.width, heights.of(row) + above)
        with self._by_itself():
            self.scroll_to_region(region, animate=False, immediate=True, force=True)
        self._drop_anchor()
        self.changed()
        self.refresh()
        self._tell(by_user=True)

    def action_move(self, by: int) -> None:
        """Move the cursor up or down; from nowhere it comes to the newest row."""
        rows = self.rows
        if not rows:
            return
        index = self.cursor_index
        if index is not None:
            at = index + by
        elif self.cursor is None:
            at = len(rows) - 1
        else:
            # It was forgotten, or filtered out: the next that is shown comes in its place.
            at = min(bisect_left(rows, self.cursor.number, key=attrgetter("number")), len(rows) - 1)
        self.move_to(rows[min(max(at, 0), len(rows) - 1)])

    @property
    def cursor_index(self) -> int | None:
        """Where the cursor is among the rows that are shown."""
        return self.viewed.index_of(self.cursor) if self.cursor is not None else None

    def action_move_page(self, by: int) -> None:
        """Move the cursor by a screenful."""
        index = self.cursor_index
        if index is None:
            self.action_move(by)
            return
        top = self.viewed.heights.top_of(self.rows[index], index)
        to, _part = self.viewed.heights.at(max(0, top + by * max(1, self.size.height - 1)), self.rows)
        self.action_move(to - index or by)

    def action_first(self) -> None:
        """Go to the first row."""
        if self.rows:
            self.move_to(self.rows[0])

    def action_last(self) -> None:
        """Go to what is newest and follow again."""
        self._say(self.NewestAsked())
        if self.rows:
            newest = self.watched.fold.newest
            shown = newest is not None and self.viewed.index_of(newest) is not None
            self.move_to(newest if newest is not None and shown else self.rows[-1])
            self.follow = True
            self.changed()

    def miss(self, words: str) -> None:
        """Say that what was looked for is not there."""
        self._say(self.Missed(words))

    def action_search(self) -> None:
        """Look for words."""
        self._say(self.SearchAsked())

    def action_scroll_right(self) -> None:
        """Let the key be a step of a replay: rows are never wider than the log."""
        raise SkipAction

    def action_choose(self) -> None:
        """Explain the row under the cursor, or unfold it."""
        if self.cursor is not None:
            self.choose(self.cursor)

    def choose(self, row: Row) -> None:
        """Explain a row; a folded one shows its lines as well."""
        if row.folded:
            self.viewed.unfold(row)
            self.changed()
        self._say(self.Chosen(self, row))

    def on_click(self, event: events.Click) -> None:
        """A click selects a row, a second one unfolds it; one on what is pinned goes there."""
        if self.text_selection is not None:
            return
        pinned = self.pinned()
        if event.y == 0 and pinned:
            self.move_to(pinned[len(pinned) * event.x // max(1, self.size.width)])
            return
        index, _part = self.viewed.heights.at(event.y + self.scroll_offset.y, self.rows)
        if index < len(self.rows):
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
            self._drop_anchor()
        self.changed()

    def on_resize(self) -> None:
        """Keep the newest row in view when the panel changes its height."""
        self.changed()
