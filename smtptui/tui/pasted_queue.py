"""Pasted lines that are sent one by one: each comes into the command line, to be sent, mended or dropped."""

from collections import deque
from collections.abc import Iterable


class PastedQueue:
    """The lines that are still to come."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque()
        self._all = 0

    def __bool__(self) -> bool:
        return bool(self._all)

    @property
    def number(self) -> int:
        """Which one of all is in the command line now, from 1."""
        return self._all - len(self._lines)

    @property
    def all(self) -> int:
        """How many there were."""
        return self._all

    @property
    def following(self) -> str | None:
        """The line that comes next."""
        return self._lines[0] if self._lines else None

    def begin(self, lines: Iterable[str]) -> str:
        """Take lines, and return the first one."""
        self._lines = deque(lines)
        self._all = len(self._lines)
        return self.next()

    def next(self) -> str:
        """Return the next line; empty once there is none left."""
        if not self._lines:
            self._all = 0
            return ""
        return self._lines.popleft()

    def drop_all(self) -> None:
        """Leave the rest."""
        self._lines.clear()
        self._all = 0
