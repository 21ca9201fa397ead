"""The one queue between a session and who watches it: bounded, so that a flood waits in TCP."""

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Protocol

import anyio.lowlevel

from smtptui.wire.events import Event

HIGH_WATER = 1024
"""Events above which no more octets are read; one read (see `transport.CHUNK`) may go beyond it."""

TURN = 256
"""Events that a consumer takes at a stretch; then whatever else waits on the loop has its turn."""


class Outlet(Protocol):
    """Where a session puts its events. Putting never waits; the reader of the socket waits for room."""

    def put(self, events: Iterable[Event]) -> None:
        """Append events."""
        ...

    def close(self, error: BaseException | None = None) -> None:
        """No more events come; `error` is a defect of ours."""
        ...

    async def wait_for_room(self) -> None:
        """Wait until enough was taken."""
        ...


class EventQueue:
    """Events in order, from any task. Putting never waits; the reader of the socket waits for room.

    So a consumer may send from within its loop: that can never wait for itself.
    """

    def __init__(self, high_water: int = HIGH_WATER) -> None:
        self._events: deque[Event] = deque()
        self._high_water = high_water
        self._filled: asyncio.Event | None = None
        self._drained: asyncio.Event | None = None
        self._taken = 0
        self._closed = False
        self._error: BaseException | None = None

    @property
    def full(self) -> bool:
        """Whether the reader of the socket has to wait."""
        return len(self._events) >= self._high_water

    def put(self, events: Iterable[Event]) -> None:
        """Append events."""
        self._events.extend(events)
        if self._filled is not None:
            self._filled.set()

    def close(self, error: BaseException | None = None) -> None:
        """No more events come; `error` is a defect of ours, raised after the last one."""
        self._closed = True
        self._error = error
        if self._filled is not None:
            self._filled.set()

    async def wait_for_room(self) -> None:
        """Wait until the consumer has taken enough."""
        while self.full and not self._closed:
            self._drained = asyncio.Event()
            await self._drained.wait()

    async def get(self) -> Event | None:
        """Return the next event; None after the last one."""
        self._taken += 1
        if self._taken % TURN == 0:
            await anyio.lowlevel.checkpoint()
        while not self._events:
            if self._closed:
                if self._error is not None:
                    raise self._error
                return None
            self._filled = asyncio.Event()
            await self._filled.wait()
        event = self._events.popleft()
        if self._drained is not None and not self.full:
            self._drained.set()
        return event
