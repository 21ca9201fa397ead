"""What goes out over a connection: one task writes, in order, and each block has a deadline of its own."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from typing import NamedTuple

import anyio

from smtptui.session.ending import SessionEnd
from smtptui.session.network.transport import StreamBrokenError, Transport
from smtptui.wire.events import CloseReason, Event, Overdue, TimedOut
from smtptui.words import _

BLOCK = 64 * 1024
"""Octets written at once; each block has its own deadline (RFC 5321 §4.5.3.2.5)."""


class _Queued(NamedTuple):
    octets: bytes
    written: Callable[[], None]


class WritingTask:
    """Writes what is put, for the task that reads and for the user alike; `limit` is in seconds a block.

    What the system takes at once is written at once; the task begins with what has to wait.

    `failed` is told why it ended, if it did so by itself: a SessionEnd where the server takes octets too
    slowly, or a defect of ours.
    """

    def __init__(
        self,
        transport: Transport,
        limit: float,
        *,
        clock: Callable[[], float],
        tell: Callable[[Iterable[Event]], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        self._transport = transport
        self._limit = limit
        self._clock = clock
        self._tell = tell
        self._failed = failed
        self._queue: deque[_Queued] = deque()
        self._filled = asyncio.Event()
        self._emptied = asyncio.Event()
        self._emptied.set()
        self._task: asyncio.Task[None] | None = None
        self._stopped = False

    def put(self, octets: bytes, written: Callable[[], None] = lambda: None) -> None:
        """Write `octets` after all that was put before; `written` is called then, unless that was at once."""
        if not octets or self._stopped:
            return
        if self._emptied.is_set() and self._transport.send_now(octets):
            return
        self._queue.append(_Queued(octets, written))
        self._emptied.clear()
        self._filled.set()
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="SMTP session's writing")

    async def all_written(self) -> None:
        """Wait until nothing is left to write."""
        await self._emptied.wait()

    async def stop(self) -> None:
        """Write no more, and wait until that is so."""
        self._stopped = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
        self._emptied.set()

    async def _run(self) -> None:
        try:
            while True:
                await self._filled.wait()
                self._filled.clear()
                while self._queue:
                    # Together: what was pipelined goes out in a few packets.
                    queued = list(self._queue)
                    self._queue.clear()
                    await self._write(b"".join(each.octets for each in queued))
                    for each in queued:
                        each.written()
                self._emptied.set()
        except StreamBrokenError:
            # The task that reads learns of it as well, after what the server still had to say.
            return
        except Exception as error:
            self._failed(error)
        finally:
            self._stopped = True
            self._queue.clear()
            self._emptied.set()

    async def _write(self, octets: bytes) -> None:
        for begin in range(0, len(octets), BLOCK):
            try:
                with anyio.fail_after(self._limit):
                    await self._transport.send(octets[begin : begin + BLOCK])
            except TimeoutError:
                self._tell([TimedOut(self._clock(), Overdue.ROOM, self._limit)])
                why = _("the server took no octets for {limit} s", limit=f"{self._limit:g}")
                raise SessionEnd(CloseReason.TIMEOUT, why) from None
