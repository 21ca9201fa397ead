"""Where in a recording the lines of each session are, a stretch at a time: what one pass over it tells."""

import re
from collections import Counter
from collections.abc import Iterator

from smtptui.recording.events import Mark

_WHOSE = re.compile(rb'"session": ?([0-9]+)\}\r?\n')
"""At the end of a line, also as other programs write it again."""


class Index:
    """Knows the beginning of each stretch of whole lines (`marks`), and how many lines of whom are in it.

    `size` is in octets, `lines` how many there are.
    """

    def __init__(self) -> None:
        self.marks: list[Mark] = []
        self.size = self.lines = 0
        self._others: list[Counter[int]] = []
        """Lines in each stretch by the number of their session; the rest is of session 0."""
        self._last: dict[int, int] = {}
        """In which stretch the last lines of a session are."""
        self._odd = False
        """Whether some lines do not tell at their end whose they are."""

    def add(self, text: bytes) -> None:
        """Take in the next stretch."""
        number, lines = len(self.marks), text.count(b"\n") + (not text.endswith(b"\n"))
        others: Counter[int] = Counter()
        if named := text.count(b'"session"'):
            whose = Counter(_WHOSE.findall(text))
            self._odd = self._odd or whose.total() < named
            others.update({int(each): count for each, count in whose.items() if int(each)})
        self._last |= dict.fromkeys(others, number)
        if others.total() < lines:
            self._last[0] = number
        self.marks.append(Mark(self.size, self.lines + 1))
        self._others.append(others)
        self.size += len(text)
        self.lines += lines

    @property
    def end(self) -> Mark:
        """The end of the file, as a line."""
        return Mark(self.size, self.lines + 1)

    def last_of(self, session: int) -> Mark:
        """Return the end of the last stretch that may have lines of a session in it."""
        following = len(self.marks) if self._odd else self._last.get(session, 0) + 1
        return self.marks[following] if following < len(self.marks) else self.end

    def back(self, session: int, line: int, count: int) -> Iterator[Mark]:
        """Yield marks, the last one first, between which and `line` a session has about so many lines."""
        between = 0.0
        for number in reversed(range(len(self.marks))):
            begin, end = self.marks[number].line, self._end(number)
            if begin < line:
                between += self._count(number, session) * (min(line, end) - begin) / (end - begin)
                if between >= count:
                    yield self.marks[number]

    def _count(self, number: int, session: int) -> int:
        others = self._others[number]
        return others[session] if session else self._end(number) - self.marks[number].line - others.total()

    def _end(self, number: int) -> int:
        return self.marks[number + 1].line if number + 1 < len(self.marks) else self.lines + 1
