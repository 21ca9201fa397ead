"""Connecting to the first of several addresses that answers, each attempt an event (RFC 8305 §5)."""

import errno
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

import anyio
from anyio.abc import ByteStream

from smtptui.session.options import Deadlines
from smtptui.wire.events import ConnectFailed, Connecting, Event

Connector = Callable[[str, int, str | None], Awaitable[ByteStream]]
"""Connects to an address and port, from a local address or None; raises OSError."""


class Dialled(NamedTuple):
    """A connection, the address it leads to, and how long it took in seconds."""

    stream: ByteStream
    address: str
    took: float


async def connect_tcp(address: str, port: int, local_address: str | None) -> ByteStream:
    """Connect to one address."""
    return await anyio.connect_tcp(address, port, local_host=local_address)


async def dial(
    host: str,
    addresses: Sequence[str],
    port: int,
    *,
    connector: Connector,
    local_address: str | None,
    deadlines: Deadlines,
    clock: Callable[[], float],
    tell: Callable[[Event], None],
) -> Dialled | None:
    """Return the first connection that stands, or None where every address failed.

    The next address is tried when the one before has failed, or 250 ms after it was begun.
    """
    won: list[Dialled] = []

    async def attempt(address: str, over: anyio.Event) -> None:
        began = clock()
        tell(Connecting(began, host, address, port))
        try:
            with anyio.fail_after(deadlines.connect):
                stream = await connector(address, port, local_address)
        except OSError as error:
            why, advice = connect_failure(error, deadlines.connect)
            tell(ConnectFailed(clock(), host, address, port, why, advice))
        else:
            if won:
                await anyio.aclose_forcefully(stream)
                return
            won.append(Dialled(stream, address, clock() - began))
            group.cancel_scope.cancel()
        finally:
            over.set()

    try:
        async with anyio.create_task_group() as group:
            for address in addresses:
                over = anyio.Event()
                group.start_soon(attempt, address, over)
                with anyio.move_on_after(deadlines.attempt_delay):
                    await over.wait()
    except BaseException:
        for dialled in won:
            await anyio.aclose_forcefully(dialled.stream)
        raise
    return won[0] if won else None


def connect_failure(error: OSError, limit: float) -> tuple[str, str]:
    """Return why a connection failed, in words, and what to do next."""
    cause = _system_error(error)
    match cause.errno:
        case errno.ECONNREFUSED:
            return (
                "connection refused",
                "Nothing listens on that port: check the port, and that the server runs.",
            )
        case errno.EHOSTUNREACH | errno.ENETUNREACH:
            return (
                "unreachable",
                "There is no route to that address: check the network, or use another address.",
            )
        case errno.ETIMEDOUT:
            return _NO_ANSWER
        case errno.EADDRNOTAVAIL:
            return "that local address is not one of this machine", "Choose another local address, or none."
        case errno.EACCES | errno.EPERM:
            return "not permitted", "A firewall on this machine forbids it: check its rules."
        case errno.ENOENT:
            return "there is no such socket", "Check the path, and that the server runs."
    if isinstance(cause, TimeoutError):
        return f"no answer in {limit:g} s", _NO_ANSWER[1]
    return cause.strerror or str(cause) or "the connection failed", "Check host and port."


_NO_ANSWER = (
    "no answer",
    "A firewall may drop it, and many networks block port 25 outwards: try 587 or 465, or another network.",
)


def _system_error(error: OSError) -> OSError:
    """Return the error of the operating system that anyio has wrapped."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ExceptionGroup):
            cause = cause.exceptions[0]
        if isinstance(cause, OSError) and (cause.errno is not None or cause.__cause__ is None):
            return cause
        cause = cause.__cause__
    return error
