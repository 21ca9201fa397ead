"""Ctrl+c during sessions: the first ends them politely, with what is known; the second at once."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

    from smtptui.session.probing.probes import Probes

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupts:
    """How often somebody has asked for the end."""

    def __init__(self) -> None:
        self.times = 0
        self.number = 0
        """The signal by which."""

    @property
    def status(self) -> int:
        """The exit status of an interrupted command; 0 where nobody interrupted it."""
        return 128 + self.number if self.times else 0


@contextmanager
def interruptible(probes: "Probes") -> Iterator[Interrupts]:
    """Let signals end the sessions, and not the program in the middle of a line."""
    interrupts = Interrupts()

    def interrupt(number: int, _frame: "FrameType | None") -> None:
        interrupts.times += 1
        interrupts.number = number
        if interrupts.times == 1:
            probes.leave()
        else:
            probes.stop()

    before = {}
    try:
        for number in SIGNALS:
            before[number] = signal.signal(number, interrupt)
    except ValueError:
        # Not on the main thread, where no signal arrives either.
        before = {}
    try:
        yield interrupts
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
