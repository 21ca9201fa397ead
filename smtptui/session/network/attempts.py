"""Connecting to the first of several addresses that answers, each attempt an event (RFC 8305 §5)."""

import asyncio
import errno
import math
import os
import socket
import struct
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

import anyio
import anyio.lowlevel
from anyio.abc import ByteStream, TaskGroup

from smtptui.session.network.tcp_stream import TcpStream
from smtptui.session.options import Deadlines
from smtptui.wire.events import ConnectFailed, Connecting, Event, Way
from smtptui.words import _, mark

Connector = Callable[[str, int, str | None], Awaitable[ByteStream]]
"""Connects to an address and port, from a local address or None; raises OSError."""


class FirstConnection(NamedTuple):
    """A connection, the address it leads to, when it stood, and how long that took, in seconds."""

    stream: ByteStream
    address: str
    at: float
    took: float


async def connect_tcp(address: str, port: int, local_address: str | None) -> ByteStream:
    """Connect to one address."""
    family, remote = _numeric(address, port)
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.setblocking(False)
        # Commands are short and wait for their reply: none may wait for more to go with it.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if local_address is not None:
            connection.bind((local_address, 0))
        if not _connects_at_once(connection, remote):
            try:
                await asyncio.get_running_loop().sock_connect(connection, remote)
            except OSError as error:
                # It stands since a moment ago, as other systems than Linux say.
                if error.errno != errno.EISCONN:
                    raise
        return TcpStream(connection)
    except BaseException:
        connection.close()
        raise


def _connects_at_once(connection: socket.socket, remote: tuple[Any, ...]) -> bool:
    """Begin to connect, and tell whether that is done already, as on this host; raise OSError if it failed.

    To have the loop wait for what is there costs as much as the rest of connecting.
    """
    for _time in range(2):
        code = connection.connect_ex(remote)
        if code in (0, errno.EISCONN):
            return True
        if code not in _UNDER_WAY:
            raise OSError(code, os.strerror(code))
    return False


_UNDER_WAY = (errno.EINPROGRESS, errno.EALREADY, errno.EAGAIN, errno.EINTR)


def _numeric(address: str, port: int) -> tuple[socket.AddressFamily, tuple[Any, ...]]:
    """Return the family of an address, and it as a socket takes it; raise OSError where it is a name."""
    if ":" not in address:
        socket.inet_pton(socket.AF_INET, address)
        return socket.AF_INET, (address, port)
    # Numeric, and so without a look-up, for its zone; a str would load the tables of IDNA.
    family, _kind, _protocol, _name, remote = socket.getaddrinfo(
        address.encode(), port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST
    )[0]
    return family, remote


async def connect_first(
    host: str,
    addresses: Sequence[str],
    port: int,
    *,
    connector: Connector,
    local_address: str | None,
    deadlines: Deadlines,
    clock: Callable[[], float],
    tell: Callable[[Event], None],
) -> FirstConnection | None:
    """Return the first connection that stands, or None where every address failed.

    The next address is tried when the one before has failed, or 250 ms after it was begun.
    """
    won: list[FirstConnection] = []
    latest = 0.0

    def say(event: Connecting | ConnectFailed) -> None:
        nonlocal latest
        latest = event.at
        tell(event)

    async def attempt(address: str) -> None:
        began = clock()
        say(Connecting(began, host, address, port))
        try:
            async with asyncio.timeout(deadlines.connect):
                stream = await connector(address, port, local_address)
        except OSError as error:
            why, advice = connect_failure(error, deadlines.connect)
            say(ConnectFailed(clock(), host, address, port, why, advice, (Way.RETRY,)))
        else:
            if won:
                await anyio.aclose_forcefully(stream)
                return
            took = min(clock() - began, round_trip(stream))
            won.append(FirstConnection(stream, address, max(latest, began + took), took))

    async def one_of_several(address: str, over: anyio.Event, group: TaskGroup) -> None:
        try:
            await attempt(address)
            if won:
                group.cancel_scope.cancel()
        finally:
            over.set()

    try:
        if len(addresses) == 1:
            await attempt(addresses[0])
            await anyio.lowlevel.checkpoint_if_cancelled()
            return won[0] if won else None
        async with anyio.create_task_group() as group:
            for address in addresses:
                over = anyio.Event()
                group.start_soon(one_of_several, address, over, group)
                with anyio.move_on_after(deadlines.attempt_delay):
                    await over.wait()
    except BaseException:
        for first in won:
            await anyio.aclose_forcefully(first.stream)
        raise
    return won[0] if won else None


def round_trip(stream: ByteStream) -> float:
    """Return how long TCP's handshake took, in seconds, where the system has measured it; else infinity.

    This process may be held up for longer than that, by its other threads or by the system.
    """
    connection = stream.socket if isinstance(stream, TcpStream) else None
    option = getattr(socket, "TCP_INFO", None) if sys.platform == "linux" else None
    if connection is None or option is None:
        return math.inf
    try:
        # Linux's struct tcp_info: tcpi_rtt in µs, and tcpi_total_retrans, after which it does not hold.
        measured, *_, sent_again = struct.unpack_from(
            "9I", connection.getsockopt(socket.IPPROTO_TCP, option, 104), 68
        )
    except (OSError, struct.error):
        return math.inf
    return measured / 1e6 if measured and not sent_again else math.inf


def connect_failure(error: OSError, limit: float) -> tuple[str, str]:
    """Return why a connection failed, in words, and what to do next."""
    if isinstance(error, TimeoutError) and error.errno is None:
        return _("no answer in {limit} s", limit=f"{limit:g}"), _(_MAY_BE_DROPPED)
    if error.errno in _FAILURES:
        why, advice = _FAILURES[error.errno]
        return _(why), _(advice)
    return error.strerror or str(error) or _("the connection failed"), _("Check host and port.")


_MAY_BE_DROPPED = mark(
    "A firewall may drop it, and many networks block port 25 outwards: try 587 or 465, or another network."
)
_NO_ROUTE = (
    mark("unreachable"),
    mark("There is no route to that address: check the network, or use another address."),
)
_FORBIDDEN = (mark("not permitted"), mark("A firewall on this machine forbids it: check its rules."))
_FAILURES = {
    errno.ECONNREFUSED: (
        mark("connection refused"),
        mark("Nothing listens on that port: check the port, and that the server runs."),
    ),
    errno.EHOSTUNREACH: _NO_ROUTE,
    errno.ENETUNREACH: _NO_ROUTE,
    errno.ETIMEDOUT: (mark("no answer"), _MAY_BE_DROPPED),
    errno.ECONNRESET: (
        mark("the server reset the connection at once"),
        mark("It may refuse this address, or be overloaded: try again later."),
    ),
    errno.EADDRNOTAVAIL: (
        mark("that local address is not one of this machine"),
        mark("Choose another local address, or none."),
    ),
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.ENOENT: (mark("there is no such socket"), mark("Check the path, and that the server runs.")),
}
"""The system's error to why, and what to do next."""
