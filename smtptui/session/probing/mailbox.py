"""What sessions tell, on its way from their thread to the one that reads it; bounded."""

import asyncio
import contextlib
import threading
from typing import NamedTuple

from smtptui.session.handover import weight
from smtptui.session.target import Target
from smtptui.wire.events import Closed, Event

EVENTS = 4096
"""Events that wait, above which the sessions have to."""

OCTETS = 1024 * 1024
"""Octets of those events, likewise."""


class Told(NamedTuple):
    """Events of the session with `target`, in order; `number` counts the targets from 0."""

    number: int
    target: Target
    events: tuple[Event, ...]

    @property
    def ended(self) -> bool:
        """Whether these are the last ones of their session."""
        return bool(self.events) and isinstance(self.events[-1], Closed)


class Mailbox:
    """Put into on the loop of the sessions, taken from on any other thread.

    Whoever takes is woken `delay` seconds after something came: each time the two threads change over costs
    both of them more than most sessions do.
    """

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._waking = False
        self._waiting: list[Told] = []
        self._filled = threading.Condition()
        self._events = self._octets = 0
        self._closed = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._room: asyncio.Event | None = None

    @property
    def full(self) -> bool:
        """Whether the sessions have to wait."""
        return self._events >= EVENTS or self._octets >= OCTETS

    def put(self, told: Told) -> None:
        """Add what was told; never waits. Whoever takes it is woken soon."""
        octets = sum(map(weight, told.events))
        with self._filled:
            self._waiting.append(told)
            self._events += len(told.events)
            self._octets += octets
        if not self._waking:
            self._waking = True
            asyncio.get_running_loop().call_later(self._delay, self._wake)

    def _wake(self) -> None:
        self._waking = False
        with self._filled:
            self._filled.notify()

    def close(self) -> None:
        """Say that nothing more comes."""
        with self._filled:
            self._closed = True
            self._filled.notify()

    async def wait_for_room(self) -> None:
        """Wait until what waits has been taken."""
        while self.full and not self._closed:
            with self._filled:
                self._loop = asyncio.get_running_loop()
                room = self._room = self._room or asyncio.Event()
            if self.full:
                await room.wait()

    def take(self) -> list[Told]:
        """Wait for what comes next, and take all that is there; empty after the last."""
        with self._filled:
            while not self._waiting and not self._closed:
                self._filled.wait()
            taken, self._waiting = self._waiting, []
            self._events = self._octets = 0
            room, self._room = self._room, None
        if room is not None and self._loop is not None:
            with contextlib.suppress(RuntimeError):  # The loop is closed: nobody waits any more.
                self._loop.call_soon_threadsafe(room.set)
        return taken
