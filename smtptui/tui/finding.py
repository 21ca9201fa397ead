"""Looks through a recording while the screen goes on."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smtptui.watching.recorded import RecordedEvents

STRETCH = 0.02
"""Seconds of looking before keys and painting have their turn."""

BREATH = 0.004
"""Seconds between two stretches."""


class Finding:
    """Looks for words in a recording; `found` hears the number of the line that has them, or None."""

    def __init__(
        self,
        recorded: "RecordedEvents",
        words: str,
        later: Callable[[float, Callable[[], None]], object],
        found: Callable[[int | None], None],
    ) -> None:
        self._finds = list(recorded.find(words))
        self._later, self._found = later, found

    def go(self) -> None:
        """Look a stretch further, and go on after a breath."""
        until = time.perf_counter() + STRETCH
        while self._finds:
            find = self._finds[0]
            while not find.done:
                if time.perf_counter() >= until:
                    self._later(BREATH, self.go)
                    return
                find.go()
            if find.found is not None:
                self._found(find.found)
                return
            del self._finds[0]
        self._found(None)
