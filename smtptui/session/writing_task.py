"""What goes out over a connection: one sender at a time, and each block with a deadline of its own."""

from collections.abc import Callable, Iterable

import anyio

from smtptui.session.ending import SessionEnd
from smtptui.session.network.transport import StreamBrokenError, Transport
from smtptui.wire.events import CloseReason, Event, TimedOut

BLOCK = 64 * 1024
"""Octets written at once; each block has its own deadline (RFC 5321 §4.5.3.2.5)."""


class WritingTask:
    """Writes for the task that reads and for the user's alike; `limit` is in seconds for each block."""

    def __init__(
        self,
        transport: Transport,
        limit: float,
        *,
        clock: Callable[[], float],
        tell: Callable[[Iterable[Event]], None],
    ) -> None:
        self._transport = transport
        self._limit = limit
        self._clock = clock
        self._tell = tell
        self._writing = anyio.Lock()

    async def write(self, octets: bytes) -> None:
        """Write all of `octets`; raise SessionEnd where the server takes them too slowly."""
        try:
            async with self._writing:
                for begin in range(0, len(octets), BLOCK):
                    with anyio.fail_after(self._limit):
                        await self._transport.send(octets[begin : begin + BLOCK])
        except TimeoutError:
            self._tell([TimedOut(self._clock(), "room to send", self._limit)])
            why = f"the server took no octets for {self._limit:g} s"
            raise SessionEnd(CloseReason.TIMEOUT, why) from None
        except StreamBrokenError:
            # The task that reads learns of it as well, after what the server still had to say.
            return
