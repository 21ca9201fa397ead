"""Finding the next row of a kind, a stretch at a time: a refusal, a 504, a gap, a mark."""

import time
from collections.abc import Callable, Sequence

from smtptui.watching.matches import STRETCH
from smtptui.watching.reading import REFUSED_FROM
from smtptui.watching.rows import Row
from smtptui.watching.times import gap_before

_LOOK = 512
"""Rows looked at before the time is."""

Test = Callable[[Row, Row | None], bool]
"""Whether a row is what is sought; it is given the row before, too."""


def is_refusal(row: Row, _before: Row | None) -> bool:
    """Return whether a row begins a refusal."""
    return row.code is not None and row.code >= REFUSED_FROM and row.tag != ""


def is_not_implemented(row: Row, _before: Row | None) -> bool:
    """Return whether a row begins a 504."""
    return row.code == 504 and row.tag != ""


def is_after_gap(row: Row, before: Row | None) -> bool:
    """Return whether it was silent before a row."""
    return gap_before(row, before) > 0


class Seek:
    """Looks for the next row after `index` in the direction of `step`, 1 or -1; `found` once it is there."""

    def __init__(self, rows: Sequence[Row], index: int, step: int, test: Test) -> None:
        self.found: Row | None = None
        self.step, self.test = step, test
        self._rows, self._index = rows, index

    def advance(self, seconds: float = STRETCH, clock: Callable[[], float] = time.perf_counter) -> bool:
        """Look for about `seconds`; return whether there is more to look at."""
        until = clock() + seconds
        rows, step = self._rows, self.step
        looked = 0
        while 0 <= (self._index + step) < len(rows):
            self._index += step
            row = rows[self._index]
            if self.test(row, rows[self._index - 1] if self._index else None):
                self.found = row
                return False
            looked += 1
            if looked % _LOOK == 0 and clock() >= until:
                return True
        return False
