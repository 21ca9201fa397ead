"""A TCP connection as a stream of octets, straight over asyncio's transport.

anyio's own stream yields to the loop, and pauses and resumes the socket, at each call: what a session with
one server never notices costs as much as all else where a thousand are held.
"""

import asyncio
import math
import socket
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

import anyio
from anyio.abc import ByteStream, SocketAttribute

READ_AHEAD = 64 * 1024
"""Octets above which nothing is read from the socket until they are taken."""

WRITTEN_AT_ONCE = 16 * 1024
"""Octets at most that go out without waiting for room."""


class ReadTimeoutError(Exception):
    """Nothing came before the time that was set; what comes later can still be read."""


class TcpStream(ByteStream, asyncio.Protocol):
    """Made by `over`. One task at a time may receive; several may send."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._chunks: deque[bytes] = deque()
        self._held = 0
        self._reading_paused = self._writing_paused = False
        self._at_end = self._closed = False
        self._lost: Exception | None = None
        self._reader: asyncio.Future[None] | None = None
        self._writers: list[asyncio.Future[None]] = []
        self._due = math.inf
        self._timer: asyncio.TimerHandle | None = None

    @classmethod
    async def over(cls, connection: socket.socket) -> "TcpStream":
        """Return a stream over a socket that is connected."""
        loop = asyncio.get_running_loop()
        _transport, stream = await loop.create_connection(cls, sock=connection)
        return stream

    @property
    def extra_attributes(self) -> Mapping[Any, Callable[[], Any]]:
        """The socket, and its own address."""
        assert self._transport is not None
        connection: socket.socket = self._transport.get_extra_info("socket")
        return {
            SocketAttribute.raw_socket: lambda: connection,
            SocketAttribute.local_address: connection.getsockname,
        }

    async def receive(self, max_bytes: int = 65536) -> bytes:
        """Return what comes next, at most so many octets."""
        if self._due != math.inf and asyncio.get_running_loop().time() >= self._due:
            raise ReadTimeoutError
        while not self._chunks:
            if self._closed:
                raise anyio.ClosedResourceError
            if self._lost is not None:
                raise anyio.BrokenResourceError from self._lost
            if self._at_end:
                raise anyio.EndOfStream
            self._reader = asyncio.get_running_loop().create_future()
            self._set_timer()
            try:
                await self._reader
            finally:
                self._reader = None
        chunk = self._chunks.popleft()
        if len(chunk) > max_bytes:
            self._chunks.appendleft(chunk[max_bytes:])
            chunk = chunk[:max_bytes]
        self._held -= len(chunk)
        if self._reading_paused and self._held < READ_AHEAD and self._transport is not None:
            self._reading_paused = False
            self._transport.resume_reading()
        return chunk

    def read_until(self, due: float) -> None:
        """Let reads that find nothing by `due`, in seconds of the loop's clock, raise ReadTimeoutError."""
        self._due = due
        if self._reader is not None:
            self._set_timer()

    def send_now(self, item: bytes) -> bool:
        """Write octets that need not wait for room, and return whether that was so."""
        transport = self._transport
        if (
            transport is None
            or len(item) > WRITTEN_AT_ONCE
            or self._closed
            or self._lost is not None
            or transport.is_closing()
            or transport.get_write_buffer_size()
        ):
            return False
        transport.write(item)
        return True

    async def send(self, item: bytes) -> None:
        """Write all octets, and wait until there is room for more."""
        transport = self._transport
        if self._closed or transport is None:
            raise anyio.ClosedResourceError
        if self._lost is not None or transport.is_closing():
            raise anyio.BrokenResourceError from self._lost
        transport.write(item)
        while self._writing_paused:
            writer = asyncio.get_running_loop().create_future()
            self._writers.append(writer)
            try:
                await writer
            finally:
                self._writers.remove(writer)
        if self._lost is not None:
            raise anyio.BrokenResourceError from self._lost

    async def send_eof(self) -> None:
        """End what we send."""
        if self._transport is not None:
            self._transport.write_eof()

    async def aclose(self) -> None:
        """Close at once; what nobody takes is dropped."""
        self._closed = True
        if self._transport is not None:
            if self._transport.get_write_buffer_size():
                self._transport.abort()
            else:
                self._transport.close()
        if self._timer is not None:
            self._timer.cancel()
        self._wake_reader()
        self._wake_writers()

    # As asyncio's protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Keep what came."""
        self._chunks.append(data)
        self._held += len(data)
        if self._held >= READ_AHEAD and self._transport is not None:
            self._reading_paused = True
            self._transport.pause_reading()
        self._wake_reader()

    def eof_received(self) -> bool:
        """Note that the other side sends no more; it may still read."""
        self._at_end = True
        self._wake_reader()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Note how it ended."""
        self._lost, self._at_end = exc, True
        self._wake_reader()
        self._wake_writers()

    def pause_writing(self) -> None:
        """Let those who write wait."""
        self._writing_paused = True

    def resume_writing(self) -> None:
        """Let those who wrote go on."""
        self._writing_paused = False
        self._wake_writers()

    def _set_timer(self) -> None:
        """See to it that somebody looks at the time when it is due: the timer that is set may be early."""
        if self._due == math.inf:
            return
        if self._timer is not None:
            if self._timer.when() <= self._due:
                return
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_at(self._due, self._look_at_the_time)

    def _look_at_the_time(self) -> None:
        self._timer = None
        if self._reader is None or self._reader.done():
            return
        if asyncio.get_running_loop().time() >= self._due:
            self._reader.set_exception(ReadTimeoutError())
        else:
            self._set_timer()

    def _wake_reader(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    def _wake_writers(self) -> None:
        self._writing_paused = self._writing_paused and not (self._closed or self._at_end)
        for writer in self._writers:
            if not writer.done():
                writer.set_result(None)
