"""Events of a session that has been, given when they are due: at its pace, at another one, step by step."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

from smtptui.wire.events import (
    Closed,
    Event,
    GreetingReceived,
    Held,
    Noticed,
    PartialLine,
    ReplyReceived,
    StateChanged,
)

if TYPE_CHECKING:
    from smtptui.recording.events import Mark
    from smtptui.recording.skipping import Skip

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 64.0)
"""How many seconds of a session pass in one of ours."""

NORMAL = 2
"""The index of its own pace."""

Cancel = Callable[[], None]
Later = Callable[[float, Callable[[], None]], Cancel]
"""Has something done after so many seconds, on any thread, and returns what prevents it."""


class Events(Protocol):
    """The events of a session in their order; `ending` is what to say once there are no more, or empty."""

    def __iter__(self) -> Iterator[Event]: ...

    @property
    def ending(self) -> str:
        """Why a session ends that was not closed, in words; asked for after the last event."""
        ...

    def skip(self) -> "Skip | None":
        """Return how to go ahead to near the end; None where it is as well to read on."""
        ...

    def seek(self, mark: "Mark") -> None:
        """Go on from a line, as after a `skip`."""
        ...


def on_a_thread(seconds: float, do: Callable[[], None]) -> Cancel:
    """Have something done later on a thread of its own."""
    timer = threading.Timer(seconds, do)
    timer.daemon = True
    timer.start()
    return timer.cancel


class ReplaySource:
    """Gives the events that are due, and has `wake` called when the next ones are.

    Times of the session are those of its events; `position` is where it stands. `began` is the time of its
    first event. `clock` counts in seconds.
    """

    def __init__(
        self,
        events: Events,
        wake: Callable[[], None],
        *,
        clock: Callable[[], float] = time.monotonic,
        later: Later = on_a_thread,
        paused: bool = False,
    ) -> None:
        self._events, self._iterator = events, iter(events)
        self._wake, self._clock, self._later = wake, clock, later
        self._cancel: Cancel = lambda: None
        self._speed = NORMAL
        self._closed = self._told = False
        self._steps = 0
        self._last = 0.0
        self._everything = False
        self._until: Callable[[], bool] | None = None
        self.paused = paused
        self.status = None
        self._next = self._following()
        self.began = self._next.at if self._next is not None else 0.0
        self._from, self._since = self.began, clock()

    # Where it stands

    @property
    def speed(self) -> float:
        """How many seconds of the session pass in one of ours."""
        return SPEEDS[self._speed]

    @property
    def position(self) -> float:
        """Where it stands, in seconds of the session's clock; never beyond its end."""
        if self.ended:
            return self._last
        if self.paused or self._everything:
            return self._from
        return self._from + (self._clock() - self._since) * self.speed

    @property
    def ended(self) -> bool:
        """Whether the last event has been taken."""
        return self._next is None

    # What is due

    def take(self, limit: int = 4096, /) -> list[Event]:
        """Return the events that are due, at most `limit`."""
        taken: list[Event] = []
        while (event := self._next) is not None and len(taken) < limit and self._is_due(event):
            taken.append(event)
            self._last = max(self._last, event.at)
            if self._everything or self._steps or self._until is not None:
                self._from = self._last
            if self._steps and shows(event):
                self._steps -= 1
            self._closed = self._closed or isinstance(event, Closed)
            if self._until is not None and self._until():
                self._until, self.paused = None, True
            self._next = self._following()
        if len(taken) < limit:
            self._wait()
        return taken

    def _is_due(self, event: Event) -> bool:
        return self._everything or self._until is not None or self._steps > 0 or event.at <= self.position

    def _following(self) -> Event | None:
        """Return the next event; after the last one, once, what there is to say about the end."""
        event = None if self._told else next(self._iterator, None)
        if event is None:
            if not self._closed and not self._told and (words := self._events.ending):
                event = Noticed(self._last, words)
            self._told = True
        return event

    def _wait(self) -> None:
        """Be called again when the next event is due."""
        self._cancel()
        if self._next is not None and not self.paused and not self._everything:
            seconds = max(0.0, (self._next.at - self.position) / self.speed)
            self._cancel = self._later(min(seconds, threading.TIMEOUT_MAX), self._wake)

    # What the user does

    def pause(self, paused: bool) -> None:
        """Stand still, or go on from where it stands."""
        self._from, self._since = self.position, self._clock()
        self.paused = paused
        self._everything = False
        self._again()

    def step(self) -> None:
        """Stand still after the next thing that shows, and all that came at the same time."""
        self.pause(True)
        self._steps += 1
        self._again()

    def faster(self, steps: int) -> None:
        """Go on so many speeds faster, or slower."""
        self._from, self._since = self.position, self._clock()
        self._speed = min(max(self._speed + steps, 0), len(SPEEDS) - 1)
        self._again()

    def to_end(self) -> None:
        """Give all that is left at once."""
        self._everything, self.paused = True, False
        self._again()

    def until(self, arrived: Callable[[], bool]) -> None:
        """Give all up to where `arrived()` is true, which is asked after each event; stand still there."""
        self._until, self.paused = arrived, False
        self._again()

    def leave_for(self, mark: "Mark") -> list[Event]:
        """Go on from a line further on; return what was read already and has not been taken."""
        left = [] if self._next is None else [self._next]
        self._closed = self._closed or any(isinstance(event, Closed) for event in left)
        self._events.seek(mark)
        self._told = False
        self._iterator = iter(self._events)
        self._next = self._following()
        return left

    def stop(self) -> None:
        """Wake nobody any more."""
        self._cancel()
        self.paused = True

    def _again(self) -> None:
        self._cancel()
        self._wake()


def shows(event: Event) -> bool:
    """Return whether an event adds something to read: a line does, the reply that it ends does not."""
    return not isinstance(event, PartialLine | StateChanged | Held | GreetingReceived | ReplyReceived)
