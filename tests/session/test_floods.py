"""Peers that send or take without measure, and who stops watching."""

import asyncio
import os
import tracemalloc

import anyio
import pytest

from smtptui.session.event_queue import HIGH_WATER, TURN
from smtptui.session.network.transport import CHUNK
from smtptui.session.session import Session
from smtptui.wire.events import (
    CloseReason,
    GreetingReceived,
    LineReceived,
    ReplyReceived,
    TimedOut,
)
from smtptui.wire.reply import Anomaly
from tests.session.peer import (
    GREETING,
    HELLO,
    Connection,
    hear,
    listen,
    peer,
    say,
    signal,
    wait,
)
from tests.session.watching import (
    LIMIT,
    OPTIONS,
    all_of,
    answered,
    closed,
    only,
    rest,
    until,
)

FLOOD = b"250 flood\r\n" * 1000

MUCH = 64_000_000
"""Octets that no buffers of a system hold."""

PATIENCE = 2000
"""Turns of the loop."""


async def test_a_consumer_that_is_cancelled_leaves_no_socket_behind() -> None:
    gone = asyncio.Event()
    connected = asyncio.Event()

    async def consume() -> None:
        async with Session(server.target(), OPTIONS) as session:
            async for event in session:
                if isinstance(event, GreetingReceived):
                    connected.set()

    async with peer(GREETING, listen, signal(gone)) as server:
        task = asyncio.create_task(consume())
        await connected.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(gone.wait(), 20)


async def test_a_flood_waits_in_tcp_until_it_is_watched() -> None:
    blocked = asyncio.Event()
    sent_until_blocked = 0

    async def flood(connection: Connection) -> None:
        nonlocal sent_until_blocked
        sent_until_blocked = await _send_until_blocked(connection, FLOOD)
        blocked.set()
        while True:
            await connection.stream.send(FLOOD)

    tracemalloc.start()
    try:
        async with peer(*HELLO, flood) as server, Session(server.target(), OPTIONS) as session:
            await until(session, answered("EHLO"))
            await asyncio.wait_for(blocked.wait(), LIMIT)
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            held = session.status.received
            assert session.held_back
            assert held < 4 * CHUNK + HIGH_WATER * len(FLOOD) // 1000
            assert held < sent_until_blocked < MUCH
            async for _ in session:
                if session.status.received > 2 * held:
                    break
    finally:
        tracemalloc.stop()
    assert most < 16_000_000


async def test_others_have_their_turn_while_a_flood_is_consumed() -> None:
    turns = 0
    over = asyncio.Event()

    async def count_turns() -> None:
        nonlocal turns
        while not over.is_set():
            turns += 1
            await asyncio.sleep(0)

    async def flood(connection: Connection) -> None:
        while True:
            await connection.stream.send(b"\r\n" * 10_000)

    async with peer(*HELLO, flood) as server, Session(server.target(), OPTIONS) as session:
        await until(session, answered("EHLO"))
        counting = asyncio.create_task(count_turns())
        stretch = longest = seen = last = 0
        async for _ in session:
            stretch = stretch + 1 if turns == last else 1
            longest, last, seen = max(longest, stretch), turns, seen + 1
            if seen == 100_000:
                break
        over.set()
        await counting
        await session.quit()
        assert closed(await rest(session)).reason is CloseReason.QUIT
    assert 1 < longest <= TURN


async def _send_until_blocked(connection: Connection, block: bytes) -> int:
    """Send until the socket takes nothing for as long as a session that reads would need to make room.

    Returns the octets sent; no more than MUCH.
    """
    raw = connection.socket.extra(anyio.abc.SocketAttribute.raw_socket)
    sent = refusals = 0
    while sent < MUCH and refusals < PATIENCE:
        try:
            sent += os.write(raw.fileno(), block)
            refusals = 0
        except BlockingIOError:
            refusals += 1
        # A turn for the session, which lives on this loop as well; it asks the system what can be read.
        await asyncio.sleep(0)
    return sent


async def test_a_slow_consumer_may_send_from_within_its_loop_while_a_flood_is_held_back() -> None:
    async def flood(connection: Connection) -> None:
        await connection.stream.send(b"250 flood\r\n" * 50_000)

    async with (
        peer(*HELLO, flood, hear(b"NOOP"), listen) as server,
        Session(server.target(), OPTIONS) as session,
    ):
        seen = 0
        async for event in session:
            if isinstance(event, ReplyReceived):
                seen += 1
                if seen == 2:
                    session.send("NOOP")
                if seen == 50_001:
                    break


async def test_a_reply_that_never_ends_is_closed_as_truncated_and_the_session_ended() -> None:
    async def for_ever(connection: Connection) -> None:
        while True:
            await connection.stream.send(b"250-more\r\n" * 1000)

    async with peer(*HELLO, hear(b"HELP"), for_ever) as server:
        events = await all_of(server.target(), ["HELP", "NOOP"])
    truncated = only(events, ReplyReceived)[1].reply
    assert Anomaly.REPLY_TRUNCATED in truncated.anomalies
    assert closed(events).reason is CloseReason.BY_CLIENT
    assert b"NOOP" not in server.heard


async def test_a_hundred_megabytes_without_a_line_end_stay_small() -> None:
    async def pour(connection: Connection) -> None:
        block = b"x" * 1_000_000
        for _ in range(100):
            await connection.stream.send(block)
        await connection.stream.send(b"\r\n")

    async with peer(GREETING, pour, listen) as server, Session(server.target(), OPTIONS) as session:
        events = await until(session, lambda e: isinstance(e, LineReceived) and e.line.raw.startswith(b"x"))
        line = only(events, LineReceived)[-1].line
    assert len(line.raw) <= 64 * 1024
    assert len(line.raw) + line.dropped == 100_000_002


async def test_a_server_that_takes_no_octets_is_given_up() -> None:
    deaf = asyncio.Event()
    script = (
        *HELLO, hear(b"MAIL"), say(b"250 OK\r\n"), hear(b"RCPT"), say(b"250 OK\r\n"), hear(b"DATA"),
        say(b"354 go on\r\n"), wait(deaf),
    )  # fmt: skip
    options = OPTIONS._replace(deadlines=OPTIONS.deadlines._replace(block=0.2))
    async with peer(*script) as server, Session(server.target(), options) as session:
        await until(session, answered("EHLO"))
        for line in ("MAIL FROM:<a@a.example>", "RCPT TO:<b@b.example>", "DATA"):
            session.send(line)
            await until(session, answered(line[:4]))
        session.send_message(b"x" * 50_000_000)
        events = await rest(session)
    assert only(events, TimedOut)[0].waiting_for == "room to send"
    assert closed(events).reason is CloseReason.TIMEOUT
