"""Finding in the log: words, refusals, gaps, marks; however many rows there are, a stretch at a time."""

from bisect import bisect_right
from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from smtptui.watching.filtering import holds
from smtptui.watching.rows import Row
from smtptui.watching.seeking import Seek, Test

if TYPE_CHECKING:
    from smtptui.tui.widgets.viewed import Viewed

BREATH = 0.004
"""Seconds between two stretches: keys and painting have their turn."""


class Place(NamedTuple):
    """Where one was before one looked for something."""

    cursor: Row | None
    follow: bool
    anchor: tuple[Row, int] | None


class Searched(Protocol):
    """The log as who looks for something in it knows it."""

    viewed: "Viewed"

    @property
    def rows(self) -> list[Row]:
        """All that it shows."""

    @property
    def cursor_index(self) -> int | None:
        """Where the cursor stands among them."""

    def move_to(self, row: Row) -> None:
        """Put the cursor on a row."""

    def action_last(self) -> None:
        """Follow the newest."""

    def changed(self) -> None:
        """Show what is otherwise now."""

    def miss(self, words: str) -> None:
        """Say that these words are not there."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> object:
        """Call later."""


class LogFinder:
    """Looks for rows of `log`, and moves its cursor to what it finds."""

    def __init__(self, log: Searched) -> None:
        self._log = log
        self._seek: Seek | None = None
        self._looks = False

    # Jumping

    def jump(self, test: Test, step: int, missing: str, *, wraps: bool = False) -> None:
        """Go to the next row that passes `test` in the direction of `step`; where there is none say so."""
        log = self._log
        rows, at = log.rows, log.cursor_index
        if at is None:
            at = len(rows) if step < 0 else -1
        self._seek = Seek(rows, at, step, test)
        self._go_on(self._seek, missing, wraps)

    def _go_on(self, seek: Seek, missing: str, wraps: bool) -> None:
        log = self._log
        if seek is not self._seek:
            return  # Something else is looked for meanwhile.
        if seek.advance():
            log.set_timer(BREATH, partial(self._go_on, seek, missing, wraps))
            return
        self._seek = None
        if seek.found is not None:
            log.move_to(seek.found)
        elif wraps and log.rows:
            at = -1 if seek.step > 0 else len(log.rows)
            self._seek = Seek(log.rows, at, seek.step, seek.test)
            self._go_on(self._seek, missing, wraps=False)
        else:
            log.miss(missing)

    # Words

    @property
    def place(self) -> Place:
        """Where one is, to come back to."""
        viewed = self._log.viewed
        return Place(viewed.cursor, viewed.follow, viewed.anchor)

    def back_to(self, place: Place) -> None:
        """Be where one was."""
        log = self._log
        if place.follow:
            log.action_last()
        elif place.cursor is not None:
            log.move_to(place.cursor)
            log.viewed.anchor = place.anchor
        log.changed()

    def search(self, words: str, place: Place) -> None:
        """Look for words from where one was; what is found shows in all rows, and counts."""
        log = self._log
        log.viewed.search(words)
        log.changed()
        self.keep_looking()
        if not words:
            return
        sought = words.casefold()
        rows = log.rows
        at = log.viewed.index_of(place.cursor) if place.cursor is not None else None
        # The row itself may hold them: what is nearest above is what one has read already.
        start = len(rows) if at is None else at + 1
        self._seek = Seek(rows, start, -1, lambda row, _before: holds(row, sought))
        self._go_on(self._seek, words, wraps=True)

    def next(self, step: int) -> None:
        """Go to the next place where the words stand, or the one before."""
        sought = self._log.viewed.sought
        if sought:
            self.jump(lambda row, _before: holds(row, sought), step, sought, wraps=True)

    def keep_looking(self) -> None:
        """Look through all rows, so that they can be counted."""
        if not self._looks:
            self._looks = True
            self._look()

    def _look(self) -> None:
        log = self._log
        if log.viewed.advance():
            log.set_timer(BREATH, self._look)
        else:
            self._looks = False
        log.changed()

    @property
    def standing(self) -> tuple[int, int]:
        """The how-manieth find the cursor is on or behind, from 1, and how many there are so far."""
        viewed = self._log.viewed
        found = viewed.found.rows if viewed.found is not None else []
        if viewed.cursor is None:
            return 0, len(found)
        return bisect_right(found, viewed.cursor.number, key=attrgetter("number")), len(found)
