"""A TCP connection as a stream of octets, straight over its socket.

anyio's own stream yields to the loop, and pauses and resumes the socket, at each call; asyncio's transport
takes three turns of the loop until it stands. What a session with one server never notices costs as much as
all else where a thousand are held.
"""

import asyncio
import math
import socket
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

import anyio
from anyio.abc import ByteStream, SocketAttribute

READ_AT_ONCE = 16 * 1024
"""Octets read from the socket at once."""

READ_AHEAD = 64 * 1024
"""Octets above which nothing is read from the socket until they are taken."""

WRITTEN_AT_ONCE = 16 * 1024
"""Octets at most that go out without waiting for room."""


class ReadTimeoutError(Exception):
    """Nothing came before the time that was set; what comes later can still be read."""


class TcpStream(ByteStream):
    """Holds a connected socket that does not block, from within a loop. One task at a time may receive."""

    def __init__(self, connection: socket.socket) -> None:
        self.socket = connection
        self._descriptor = connection.fileno()
        self._loop = asyncio.get_running_loop()
        self._chunks: deque[bytes] = deque()
        self._held = 0
        self._unsent = bytearray()
        self._at_end = self._closed = False
        self._lost: OSError | None = None
        """Why nothing comes any more."""
        self._unsendable: OSError | None = None
        """Why nothing goes any more; what the other side had said before can be read all the same."""
        self._reader: asyncio.Future[None] | None = None
        self._writers: list[asyncio.Future[None]] = []
        self._due = math.inf
        self._timer: asyncio.TimerHandle | None = None
        self._reading = False
        self._read_on()

    @property
    def extra_attributes(self) -> Mapping[Any, Callable[[], Any]]:
        """The socket, and its own address."""
        return {
            SocketAttribute.raw_socket: lambda: self.socket,
            SocketAttribute.local_address: lambda: self.socket.getsockname(),
        }

    # What comes

    async def receive(self, max_bytes: int = 65536) -> bytes:
        """Return what comes next, at most so many octets."""
        if self._due != math.inf and self._loop.time() >= self._due:
            raise ReadTimeoutError
        while not self._chunks:
            if self._closed:
                raise anyio.ClosedResourceError
            if self._lost is not None:
                raise anyio.BrokenResourceError from self._lost
            if self._at_end:
                raise anyio.EndOfStream
            self._reader = self._loop.create_future()
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
        if not self._reading and self._held < READ_AHEAD:
            self._read_on()
        return chunk

    def read_until(self, due: float) -> None:
        """Let reads that find nothing by `due`, in seconds of the loop's clock, raise ReadTimeoutError."""
        self._due = due
        if self._reader is not None:
            self._set_timer()

    def _read_on(self) -> None:
        if not (self._closed or self._at_end or self._lost is not None):
            self._reading = True
            self._loop.add_reader(self._descriptor, self._read)

    def _read_no_more(self) -> None:
        if self._reading:
            self._reading = False
            self._loop.remove_reader(self._descriptor)

    def _read(self) -> None:
        try:
            octets = self.socket.recv(READ_AT_ONCE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._lose(error)
            return
        if octets:
            self._chunks.append(octets)
            self._held += len(octets)
            if self._held >= READ_AHEAD:
                self._read_no_more()
        elif self._unsendable is not None:
            self._lose(self._unsendable)
        else:
            # The other side sends no more; it may still read.
            self._at_end = True
            self._read_no_more()
        self._wake_reader()

    def _set_timer(self) -> None:
        """See to it that somebody looks at the time when it is due: the timer that is set may be early."""
        if self._due == math.inf:
            return
        if self._timer is not None:
            if self._timer.when() <= self._due:
                return
            self._timer.cancel()
        self._timer = self._loop.call_at(self._due, self._look_at_the_time)

    def _look_at_the_time(self) -> None:
        self._timer = None
        if self._reader is None or self._reader.done():
            return
        if self._loop.time() >= self._due:
            self._reader.set_exception(ReadTimeoutError())
        else:
            self._set_timer()

    def _wake_reader(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    # What goes out

    def send_now(self, item: bytes) -> bool:
        """Write octets that need not wait for room, and return whether that was so."""
        if len(item) > WRITTEN_AT_ONCE or self._unsent or self._closed or self._unsendable is not None:
            return False
        self._write(item)
        return True

    async def send(self, item: bytes) -> None:
        """Write all octets, and wait until the system has taken them."""
        if self._closed:
            raise anyio.ClosedResourceError
        if self._unsent:
            self._unsent += item
        elif self._unsendable is None:
            self._write(item)
        while self._unsent:
            writer = self._loop.create_future()
            self._writers.append(writer)
            try:
                await writer
            finally:
                self._writers.remove(writer)
        if self._closed:
            raise anyio.ClosedResourceError
        if self._unsendable is not None:
            raise anyio.BrokenResourceError from self._unsendable

    def _write(self, octets: bytes) -> None:
        """Write what the system takes, and keep the rest until it takes more."""
        try:
            taken = self.socket.send(octets)
        except (BlockingIOError, InterruptedError):
            taken = 0
        except OSError as error:
            self._send_no_more(error)
            return
        if taken < len(octets):
            self._unsent += octets[taken:]
            self._loop.add_writer(self._descriptor, self._write_on)

    def _write_on(self) -> None:
        try:
            del self._unsent[: self.socket.send(self._unsent)]
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._send_no_more(error)
            return
        if not self._unsent:
            self._loop.remove_writer(self._descriptor)
            self._wake_writers()

    def _send_no_more(self, error: OSError | None) -> None:
        self._unsendable = self._unsendable or error
        if self._unsent:
            self._unsent.clear()
            self._loop.remove_writer(self._descriptor)
        self._wake_writers()

    def _wake_writers(self) -> None:
        for writer in self._writers:
            if not writer.done():
                writer.set_result(None)

    async def send_eof(self) -> None:
        """End what we send."""
        await self.send(b"")
        self.socket.shutdown(socket.SHUT_WR)

    # How it ends

    def _lose(self, error: OSError) -> None:
        """Note that it broke: nothing comes and nothing goes any more, but what has come can be taken."""
        self._lost = error
        self._let_go(error)

    async def aclose(self) -> None:
        """Close at once; what nobody takes is dropped."""
        if self._closed:
            return
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()
        self._let_go()
        self.socket.close()

    def _let_go(self, error: OSError | None = None) -> None:
        """Ask the loop for nothing any more, and let nobody wait."""
        self._read_no_more()
        self._send_no_more(error)
        self._wake_reader()
