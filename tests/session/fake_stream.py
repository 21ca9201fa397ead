"""A stream that no network holds: what is received is scripted, sending and closing can fail or wait."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

import anyio
from anyio.abc import ByteStream


class FakeStream(ByteStream):
    """Receives each of `octets`, then the end; keeps what is sent."""

    def __init__(self, *octets: bytes, breaks: bool = False) -> None:
        self._octets = deque(octets)
        self._breaks = breaks
        self.sent = bytearray()
        self.closing = asyncio.Event()
        self.may_close = asyncio.Event()
        self.may_close.set()
        self.closed = False
        self.senders = 0
        self.attributes: dict[Any, Callable[[], Any]] = {}

    @property
    def extra_attributes(self) -> Mapping[Any, Callable[[], Any]]:
        return self.attributes

    async def receive(self, max_bytes: int = 65536) -> bytes:
        await anyio.lowlevel.checkpoint()
        if not self._octets:
            raise anyio.EndOfStream
        return self._octets.popleft()

    async def send(self, item: bytes) -> None:
        self.senders += 1
        assert self.senders == 1, "two send at a time"
        await anyio.lowlevel.checkpoint()
        self.senders -= 1
        if self._breaks:
            raise anyio.BrokenResourceError
        self.sent += item

    async def send_eof(self) -> None:
        pass

    async def aclose(self) -> None:
        self.closing.set()
        with anyio.CancelScope(shield=True):
            await self.may_close.wait()
        self.closed = True
