"""The rows of a session that pass a test, looked for a stretch at a time."""

import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from operator import attrgetter

from smtptui.watching.fold import Fold
from smtptui.watching.rows import Row, index_in

STRETCH = 0.008
"""Seconds of looking through rows before keys and painting have their turn."""

_LOOK = 512
"""Rows looked at before the time is."""

_NUMBER = attrgetter("number")


class Matches:
    """The rows of `fold` that pass `test`, in their order."""

    def __init__(self, fold: Fold, test: Callable[[Row], bool]) -> None:
        self.rows: list[Row] = []
        self._fold = fold
        self._test = test
        self._tested = 0
        """The number of the last row that was tested and changes no more."""

    def advance(self, seconds: float = STRETCH, clock: Callable[[], float] = time.perf_counter) -> bool:
        """Look through what came since, for about `seconds`; return whether there is more."""
        until = clock() + seconds
        rows = self._fold.rows
        self._forget(rows)
        index = bisect_left(rows, self._tested + 1, key=_NUMBER)
        # What was not complete when it was tested is tested again.
        del self.rows[bisect_left(self.rows, self._tested + 1, key=_NUMBER) :]
        unfinished = self._fold.unfinished
        while index < len(rows):
            for row in rows[index : index + _LOOK]:
                if self._test(row):
                    self.rows.append(row)
                if row.number < unfinished:
                    last = row.folded[-1].number if row.folded else row.number
                    self._tested = max(self._tested, last)
            index += _LOOK
            finished = index < len(rows) and rows[index].number < unfinished
            if finished and clock() >= until:
                return True
        return False

    def _forget(self, rows: Sequence[Row]) -> None:
        """Forget rows that a flood has pushed out."""
        if self.rows and (not rows or self.rows[0].number < rows[0].number):
            del self.rows[: bisect_left(self.rows, rows[0].number, key=_NUMBER) if rows else len(self.rows)]

    @property
    def share(self) -> float:
        """How much of the rows has been looked through, from 0 to 1."""
        rows = self._fold.rows
        if not rows or rows[-1].number <= self._tested:
            return 1.0
        return bisect_left(rows, self._tested + 1, key=_NUMBER) / len(rows)

    def index_of(self, row: Row) -> int | None:
        """Return where a row is among those that pass, or None."""
        return index_in(self.rows, row)

    def unfold(self, row: Row) -> None:
        """Show what was unfolded, whatever the test says of its lines, or hide it again."""
        index = self.index_of(row)
        if index is None:
            return
        inner = set(row.folded)
        end = index + 1
        while end < len(self.rows) and self.rows[end] in inner:
            end += 1
        self.rows[index + 1 : end] = row.folded if row.unfolded else ()
