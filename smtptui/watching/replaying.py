"""A session that has been, watched again: at its own pace, at another one, or step by step."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from smtptui.watching.fold import Fold
from smtptui.watching.recorded import RecordedEvents
from smtptui.watching.replay_source import Events, Later, ReplaySource, on_a_thread
from smtptui.watching.watched import Pace, Watched
from smtptui.wire.events import Event, GreetingReceived, ReplyReceived
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.recording.events import Mark
    from smtptui.recording.skipping import Skip
    from smtptui.reference.book.catalogue import Catalogue

BEFORE = 200
"""Lines of the session that are shown before one that is gone to."""


class Replay(Watched):
    """A session from a file, to be watched like a live one; `start` begins it."""

    def __init__(
        self,
        catalogue: "Catalogue",
        events: Events,
        label: str,
        *,
        fold: Fold | None = None,
        clock: Callable[[], float] = time.monotonic,
        later: Later = on_a_thread,
        paused: bool = False,
    ) -> None:
        super().__init__(catalogue, label, fold=fold)
        self.play = ReplaySource(events, self.wake, clock=clock, later=later, paused=paused)
        self.source = self.play
        self._events = events
        self._skip: Skip | None = None
        self.clock = lambda: self.play.position

    @property
    def note(self) -> str:
        """Whether it stands still, and how fast it goes."""
        if self.play.ended:
            return _("replayed")
        if self.play.paused:
            return _("‖ replay stands still")
        return _("▶ replay {speed}×", speed=f"{self.play.speed:g}")

    def to_end(self) -> None:
        """Bring all that is left at once."""
        if not self.play.ended:
            self._skip = self._events.skip()
            self.play.to_end()

    def go_to(self, line: int) -> None:
        """Go ahead to a line of the file, with some lines before it, and stand still behind it."""
        events = self._events
        if isinstance(events, RecordedEvents):
            self._skip = events.skip_to(line, BEFORE)
            self.play.until(lambda: events.line > line + 1)

    @property
    def recorded(self) -> "RecordedEvents | None":
        """The recording that it is of; None where it is of something else."""
        return self._events if isinstance(self._events, RecordedEvents) else None

    def advance(self, pace: Pace | None = None, clock: Callable[[], float] = time.perf_counter) -> bool:
        """Take in what waits at a stretch; return whether more may wait."""
        skip = self._skip
        if skip is None:
            return super().advance(pace, clock)
        until = clock() + (pace or self.pace).seconds
        while not skip.done and clock() < until:
            skip.go()
        if skip.done:
            self._arrive(skip)
        return True

    def _arrive(self, skip: "Skip") -> None:
        """Go on where skipping has ended, knowing what it has found."""
        self._skip = None
        counts = skip.counts
        for event in (*self.play.leave_for(skip.end), *skip.decisive):
            self.fold.receive(event)
        for event in skip.decisive:
            if isinstance(event, GreetingReceived | ReplyReceived):
                counts[event.reply.code] -= 1
        if skip.rows:
            self.fold.skip(skip.rows, {f"{code:03d}": count for code, count in counts.items() if count > 0})

    @property
    def pace(self) -> Pace:
        """Much at a time where all is wanted, but never so much that a key waits."""
        return Pace(0.02, 1 << 20, 0.002)

    def close(self) -> None:
        """Bring nothing more."""
        self.play.stop()


class HeldEvents:
    """Events that are there already; `ending` is what to say where the session was not closed."""

    def __init__(self, events: Iterable[Event], ending: str = "") -> None:
        self._events = events
        self.ending = ending

    def __iter__(self) -> Iterator[Event]:
        return iter(self._events)

    def skip(self) -> None:
        """Read on: nothing is as near as what is held."""

    def seek(self, mark: "Mark") -> None:
        """Nothing is gone ahead to."""
