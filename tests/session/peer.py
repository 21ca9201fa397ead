"""A scripted peer on loopback: byte by byte what a server does, and what it got."""

import asyncio
import contextlib
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import anyio
from anyio.abc import ByteStream, SocketAttribute, SocketStream
from anyio.streams.tls import TLSStream

from smtptui.session.target import Target, TlsMode

LIMIT = 20.0
"""Seconds after which a step fails."""


class Connection:
    """One connection to the peer, as its script sees it."""

    def __init__(self, stream: SocketStream) -> None:
        self.socket = stream
        self.stream: ByteStream = stream
        self.heard = bytearray()
        self._buffer = bytearray()

    async def line(self) -> bytes:
        """Return the next line with its end; empty at the end of the stream."""
        while b"\n" not in self._buffer:
            try:
                octets = await self.stream.receive()
            except (anyio.EndOfStream, anyio.BrokenResourceError):
                return b""
            self.heard += octets
            self._buffer += octets
        end = self._buffer.index(b"\n") + 1
        line = bytes(self._buffer[:end])
        del self._buffer[:end]
        return line


Step = Callable[[Connection], Awaitable[None]]


def say(*octets: bytes) -> Step:
    """Write each piece on its own."""

    async def step(connection: Connection) -> None:
        for piece in octets:
            await connection.stream.send(piece)

    return step


def say_unencrypted(octets: bytes) -> Step:
    """Write under TLS."""

    async def step(connection: Connection) -> None:
        await connection.socket.send(octets)

    return step


def hear(*beginnings: bytes) -> Step:
    """Expect lines that begin so."""

    async def step(connection: Connection) -> None:
        for beginning in beginnings:
            line = await connection.line()
            assert line.upper().startswith(beginning.upper()), f"expected {beginning!r}, got {line!r}"

    return step


def wait(event: asyncio.Event) -> Step:
    """Go on once the test says so."""

    async def step(connection: Connection) -> None:
        await event.wait()

    return step


def signal(event: asyncio.Event) -> Step:
    """Tell the test that the script has come so far."""

    async def step(connection: Connection) -> None:
        event.set()

    return step


async def listen(connection: Connection) -> None:
    """Read until the client closes."""
    while await connection.line():
        pass


async def hang_up(connection: Connection) -> None:
    """Close the socket, inside TLS without close_notify."""
    await connection.socket.aclose()


async def close_tls(connection: Connection) -> None:
    """Close with close_notify."""
    with contextlib.suppress(anyio.BrokenResourceError, ssl.SSLError):
        await connection.stream.aclose()


async def half_close(connection: Connection) -> None:
    """End what we send, and go on reading."""
    await connection.socket.send_eof()


async def reset(connection: Connection) -> None:
    """Close with a RST."""
    raw = connection.socket.extra(SocketAttribute.raw_socket)
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    await anyio.aclose_forcefully(connection.socket)


def secure(context: ssl.SSLContext, *, fails: bool = False) -> Step:
    """Do the server's side of the handshake."""

    async def step(connection: Connection) -> None:
        try:
            connection.stream = await TLSStream.wrap(
                connection.socket, server_side=True, ssl_context=context, standard_compatible=True
            )
        except (ssl.SSLError, anyio.BrokenResourceError, anyio.EndOfStream):
            if not fails:
                raise

    return step


class Peer:
    """Where to connect, and what came; one entry of `heard` for each connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connections: list[Connection] = []

    @property
    def heard(self) -> bytes:
        """Everything that came, decrypted, over the last connection."""
        return bytes(self.connections[-1].heard)

    def target(self, tls: TlsMode = TlsMode.NONE, host: str = "127.0.0.1") -> Target:
        """Return the target that leads here."""
        return Target(host, self.port, tls)


@asynccontextmanager
async def peer(*steps: Step, then: Sequence[Sequence[Step]] = ()) -> AsyncIterator[Peer]:
    """Run `steps` for the first connection, each of `then` for the following ones.

    At the end a step that failed fails the test; scripts that still run are given up.
    """
    scripts = iter([steps, *then])
    failures: list[BaseException] = []

    async def serve(stream: SocketStream) -> None:
        connection = Connection(stream)
        shown.connections.append(connection)
        try:
            async with stream:
                for step in next(scripts, ()):
                    with anyio.fail_after(LIMIT):
                        await step(connection)
        except (anyio.BrokenResourceError, anyio.ClosedResourceError):
            pass
        except Exception as error:
            failures.append(error)

    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    shown = Peer(listener.extra(SocketAttribute.local_port))
    serving = asyncio.create_task(listener.serve(serve))
    try:
        yield shown
    finally:
        serving.cancel()
        await asyncio.wait({serving})
        await listener.aclose()
    if failures:
        raise failures[0]


GREETING = say(b"220 mx.example ESMTP\r\n")
HELLO = (GREETING, hear(b"EHLO client.example\r\n"), say(b"250-mx.example\r\n250 HELP\r\n"))
BYE = (hear(b"QUIT\r\n"), say(b"221 Bye\r\n"), hang_up)
