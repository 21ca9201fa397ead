"""Events from the thread of a session to whoever watches it: bounded, so that a flood waits in TCP."""

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable, Iterable

from smtptui.wire.events import Closed, DataSent, Event, LineReceived, PartialLine, ReplyReceived

EVENTS = 1024
"""Events that wait, above which no more octets are read; one read (`transport.CHUNK`) may go beyond it.

Few, so that the thread of a flooded session runs in short stretches: each one keeps the screen's waiting.
"""

OCTETS = 256 * 1024
"""Octets of the events that wait, likewise."""

_OVERHEAD = 256
"""Octets that an event takes about, whatever it holds."""


class HandOver:
    """Events in order: put on the session's thread, taken on any other.

    `wake` is called on the session's thread when events wait after none did, and must not block; before
    that `told` is, whenever there were new ones. Both once for all that one turn of the loop brought.
    """

    def __init__(
        self,
        wake: Callable[[], None],
        told: Callable[[], None] = lambda: None,
        *,
        events: int = EVENTS,
        octets: int = OCTETS,
    ) -> None:
        self._wake = wake
        self._told = told
        self._most_events = events
        self._most_octets = octets
        self._lock = threading.Lock()
        self._waiting: deque[tuple[Event, int]] = deque()
        self._octets = 0
        self._woken = False
        self._announcing = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._room: asyncio.Event | None = None
        self._tap: Callable[[list[Event]], None] | None = None
        self.closed = False
        """Whether no more events come."""
        self.ended = False
        """Whether the last event has been taken."""

    @property
    def full(self) -> bool:
        """Whether the reader of the socket has to wait."""
        return len(self._waiting) >= self._most_events or self._octets >= self._most_octets

    def put(self, events: Iterable[Event]) -> None:
        """Append events, but for those that come after the last; within the session's loop."""
        if self.closed:
            return
        events = list(events)
        weighed = [(_without_text(event), weight(event)) for event in events]
        if not weighed:
            return
        with self._lock:
            self._waiting.extend(weighed)
            self._octets += sum(octets for _, octets in weighed)
            tap = self._tap
        if tap is not None:
            tap(list(events))
        if not self._announcing:
            self._announcing = True
            asyncio.get_running_loop().call_soon(self.announce)

    def tap(self, tap: Callable[[list[Event]], None] | None) -> list[Event]:
        """Give a copy of all that comes from now on to `tap`, on the session's thread; return what waits."""
        with self._lock:
            self._tap = tap
            return [event for event, _ in self._waiting]

    def announce(self) -> None:
        """Wake who takes the events, if they were told of none since they had taken all."""
        self._announcing = False
        self._told()
        with self._lock:
            wake = bool(self._waiting) and not self._woken
            self._woken = bool(self._waiting)
        if wake:
            with contextlib.suppress(RuntimeError):  # The watcher's loop is closed: nobody watches any more.
                self._wake()

    def close(self, error: BaseException | None = None) -> None:  # noqa: ARG002
        """No more events come."""
        self.closed = True

    async def wait_for_room(self) -> None:
        """Wait until less than half of what may wait does."""
        while True:
            with self._lock:
                if not self.full or self.closed:
                    return
                self._loop = asyncio.get_running_loop()
                room = self._room = asyncio.Event()
            await room.wait()

    def take(self, limit: int) -> list[Event]:
        """Return the next events, at most `limit` of them, and make room."""
        taken: list[Event] = []
        with self._lock:
            while self._waiting and len(taken) < limit:
                event, octets = self._waiting.popleft()
                self._octets -= octets
                taken.append(event)
            self._woken = bool(self._waiting)
            room = self._room if self._half_empty else None
            if room is not None:
                self._room = None
        if room is not None and self._loop is not None:
            with contextlib.suppress(RuntimeError):  # The loop is closed: nobody waits any more.
                self._loop.call_soon_threadsafe(room.set)
        if taken and isinstance(taken[-1], Closed):
            self.ended = True
        return taken

    @property
    def _half_empty(self) -> bool:
        return len(self._waiting) <= self._most_events // 2 and self._octets <= self._most_octets // 2


def _without_text(event: Event) -> Event:
    """Return an event without message data: who taps it may keep that, who watches only counts it."""
    return event._replace(text=b"") if isinstance(event, DataSent) and event.text else event


def weight(event: Event) -> int:
    """Return about how many octets an event holds that no other one does."""
    # By its class: each line that comes is weighed.
    if type(event) is LineReceived:
        return _OVERHEAD + len(event.line.raw)
    if type(event) is PartialLine:
        return _OVERHEAD + len(event.octets)
    if type(event) is ReplyReceived:
        return _OVERHEAD + 8 * len(event.reply)
    return _OVERHEAD
