"""How many lines each row takes: one, but for the few that were seen to need more."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from smtptui.watching.rows import Row, index_in

MOST = 16_384
"""Rows of more than one line that are remembered; the older half is forgotten beyond, and takes one line."""

RECENT = 64
"""Rows at the end that may have been folded into another since they were measured."""


def _key(row: Row) -> int:
    """Return what tells a folded row from its first line, which has the same number."""
    return row.number * 2 + (not row.folded)


class Heights:
    """Where each row begins, in lines; `rows` are always those that are shown."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget all: every row takes one line until it is measured."""
        self._keys: list[int] = []
        self._rows: list[Row] = []
        self._more: list[int] = []
        """By how many lines each of them is higher than one."""
        self._before: list[int] = []
        """The sum of those before it."""

    @property
    def more(self) -> int:
        """How many lines there are more than rows."""
        return self._before[-1] + self._more[-1] if self._more else 0

    def of(self, row: Row) -> int:
        """Return how many lines a row takes."""
        key = _key(row)
        at = bisect_left(self._keys, key)
        return 1 + self._more[at] if at < len(self._keys) and self._keys[at] == key else 1

    def set(self, row: Row, lines: int) -> bool:
        """Learn how many lines a row takes; return whether that is news."""
        key, more = _key(row), lines - 1
        at = bisect_left(self._keys, key)
        if at < len(self._keys) and self._keys[at] == key:
            if self._more[at] == more:
                return False
            if more:
                self._more[at] = more
            else:
                self._drop(at, at + 1)
        elif more:
            self._keys.insert(at, key)
            self._rows.insert(at, row)
            self._more.insert(at, more)
            self._before.insert(at, 0)
            if len(self._keys) > MOST:
                self._drop(0, MOST // 2)
                at = 0
        else:
            return False
        self._sum_from(at)
        return True

    def keep_to(self, rows: Sequence[Row]) -> None:
        """Forget rows that are shown no longer: the oldest, and some that were folded."""
        gone = bisect_left(self._keys, rows[0].number * 2) if rows else len(self._keys)
        if gone:
            self._drop(0, gone)
        for at in range(len(self._keys) - 1, max(-1, len(self._keys) - 1 - RECENT), -1):
            if index_in(rows, self._rows[at]) is None:
                self._drop(at, at + 1)
        self._sum_from(0 if gone else max(0, len(self._keys) - RECENT))

    def _drop(self, start: int, end: int) -> None:
        for each in (self._keys, self._rows, self._more, self._before):
            del each[start:end]

    def _sum_from(self, at: int) -> None:
        total = self._before[at - 1] + self._more[at - 1] if at else 0
        for index in range(at, len(self._more)):
            self._before[index] = total
            total += self._more[index]

    def top_of(self, row: Row, index: int) -> int:
        """Return the line at which a row begins, which is the `index`-th that is shown."""
        at = bisect_left(self._keys, _key(row))
        return index + (self._before[at] if at < len(self._before) else self.more)

    def at(self, line: int, rows: Sequence[Row]) -> tuple[int, int]:
        """Return the index of the row that a line belongs to, and which of its lines it is."""
        # How many of the higher rows begin at or above it.
        above = bisect_right(range(len(self._rows)), line, key=lambda at: self._top(at, rows))
        if not above:
            return line, 0
        top = self._top(above - 1, rows)
        index, more = top - self._before[above - 1], self._more[above - 1]
        return (index, line - top) if line <= top + more else (index + line - top - more, 0)

    def _top(self, at: int, rows: Sequence[Row]) -> int:
        return (index_in(rows, self._rows[at]) or 0) + self._before[at]
