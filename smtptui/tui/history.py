"""The commands one has typed, for the arrow keys and for searching: no credential, no message data."""

from collections.abc import Callable, Iterable


class History:
    """Lines, the newest last. Whoever adds one has judged it; `keep` is told of all after each."""

    def __init__(
        self, lines: Iterable[str] = (), keep: Callable[[tuple[str, ...]], None] | None = None
    ) -> None:
        self._lines = list(lines)
        self._keep = keep
        self._at = len(self._lines)
        self._draft = ""
        """What was typed before one went up."""

    def __bool__(self) -> bool:
        return bool(self._lines)

    @property
    def lines(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(self._lines)

    def add(self, line: str) -> None:
        """Remember a line that is sent, once where it is sent again and again."""
        if self._lines[-1:] != [line]:
            self._lines.append(line)
            if self._keep is not None:
                self._keep(self.lines)
        self.rest()

    def rest(self) -> None:
        """Begin at the newest again."""
        self._at, self._draft = len(self._lines), ""

    def older(self, present: str) -> str:
        """Return the line before; the oldest stays. After a line that is begun those that begin so."""
        if self._at == len(self._lines):
            self._draft = present
        for at in range(self._at - 1, -1, -1):
            if self._suits(self._lines[at], present):
                self._at = at
                return self._lines[at]
        return present

    def newer(self, present: str) -> str:
        """Return the line after; behind the newest is what one had begun."""
        for at in range(self._at + 1, len(self._lines)):
            if self._suits(self._lines[at], present):
                self._at = at
                return self._lines[at]
        if self._at < len(self._lines):
            self._at = len(self._lines)
            return self._draft
        return present

    def _suits(self, line: str, present: str) -> bool:
        return line != present and line.casefold().startswith(self._draft.casefold())

    def find(self, words: str, *, skip: int = 0) -> str | None:
        """Return the newest line that holds all of `words`, but for the first `skip`; None for no more."""
        wanted = words.casefold().split()
        found = dict.fromkeys(
            line for line in reversed(self._lines) if all(word in line.casefold() for word in wanted)
        )
        return next(iter(list(found)[skip:]), None)
