"""How many sessions came to what, and on a terminal how far it has come."""

import time
from collections import Counter
from typing import TYPE_CHECKING

from smtptui.cli.environment import Environment
from smtptui.cli.exit_status import ExitStatus
from smtptui.cli.probe.verdict import STAGE_WORDS
from smtptui.words import _, decimal, plural

if TYPE_CHECKING:
    from collections.abc import Callable

    from smtptui.cli.probe.result import Result

TICK = 0.1
"""Seconds between two pictures of the progress."""


class Tally:
    """Counts results by their status, and shows on a terminal how far it has come."""

    def __init__(self, environment: Environment, targets: int | None) -> None:
        self._err = environment.stderr
        self._shown = self._err.is_terminal
        self._targets = targets
        self._counts: Counter[ExitStatus] = Counter()
        self._last = 0.0

    @property
    def status(self) -> ExitStatus:
        """The exit status of all: that of the earliest stage at which one failed."""
        return min((status for status in self._counts if status is not ExitStatus.OK), default=ExitStatus.OK)

    def show(self, add: "Callable[[Result], None]", result: "Result") -> None:
        """Show a result, and how far it has come."""
        self._counts[result.status] += 1
        self.clear()
        add(result)
        now = time.monotonic()
        if self._shown and now - self._last >= TICK:
            self._last = now
            self._err.overwrite(self._progress())

    def clear(self) -> None:
        """Take the progress away."""
        if self._shown and self._last:
            self._err.overwrite("")

    def sum_up(self, environment: Environment, seconds: float, *, interrupted: bool) -> None:
        """Say what all come to."""
        counts = ", ".join(
            _("{number} {what} ({status})", number=count, what=_(STAGE_WORDS[status]), status=int(status))
            for status, count in sorted(self._counts.items())
            if status is not ExitStatus.OK
        )
        fine, all_of_them = self._counts[ExitStatus.OK], self._counts.total()
        words = plural(
            "{number} target: {fine} fine", "{number} targets: {fine} fine", all_of_them, fine=fine
        )
        if counts:
            words = _("{words}, {failed}", words=words, failed=counts)
        words = _("{words}; {seconds} s", words=words, seconds=decimal(f"{seconds:.1f}"))
        environment.say(_("interrupted; {words}", words=words) if interrupted else words)

    def _progress(self) -> str:
        done = self._counts.total()
        failed = done - self._counts[ExitStatus.OK]
        if self._targets is None:
            return _("{done} done, {failed} failed", done=done, failed=failed)
        return _("{done} of {all}, {failed} failed", done=done, all=self._targets, failed=failed)
