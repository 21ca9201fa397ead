"""What is left when a session is closed, cancelled, or breaks: nothing."""

import asyncio
import socket

import anyio
import pytest
from anyio.abc import ByteStream, SocketAttribute

from smtptui.session.network.attempts import FirstConnection, connect_first
from smtptui.session.network.tcp_stream import TcpStream
from smtptui.session.options import Deadlines
from smtptui.session.session import Session
from smtptui.session.target import Target, TlsMode
from smtptui.wire.events import Closed, CloseReason, Connected, GreetingReceived, ReplyReceived
from tests.session.fake_stream import FakeStream
from tests.session.peer import HELLO, Connection, hear, listen, peer, reset, say
from tests.session.watching import OPTIONS, answered, closed, only, rest, until

TARGET = Target("192.0.2.1", 25, TlsMode.NONE)


async def test_a_session_outlives_no_second_cancellation() -> None:
    stream = FakeStream(b"220 mx\r\n", b"250 mx\r\n")
    stream.may_close.clear()

    async def connect(address: str, port: int, local_address: str | None) -> FakeStream:
        return stream

    async def consume() -> None:
        async with Session(TARGET, OPTIONS, connector=connect) as session:
            async for _ in session:
                pass

    consuming = asyncio.create_task(consume())
    await stream.closing.wait()
    for _ in range(3):
        consuming.cancel()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not consuming.done()
    stream.may_close.set()
    with pytest.raises(asyncio.CancelledError):
        await consuming
    assert stream.closed
    assert [task for task in asyncio.all_tasks() if task.get_name().startswith("SMTP")] == []


async def test_a_connection_that_stands_as_the_attempt_is_cancelled_is_closed() -> None:
    streams: list[FakeStream] = []

    async def connect(address: str, port: int, local_address: str | None) -> FakeStream:
        streams.append(FakeStream())
        scope.cancel()
        return streams[-1]

    with anyio.CancelScope() as scope:
        await _connect_first(["192.0.2.1"], connect)
    assert scope.cancelled_caught
    assert [stream.closed for stream in streams] == [True]


async def test_of_two_connections_that_stand_at_once_one_is_closed() -> None:
    streams: list[FakeStream] = []
    both = asyncio.Event()

    async def connect(address: str, port: int, local_address: str | None) -> FakeStream:
        stream = FakeStream()
        streams.append(stream)
        if len(streams) == 2:
            both.set()
        with anyio.CancelScope(shield=True):
            await both.wait()
        return stream

    first = await _connect_first(["192.0.2.1", "192.0.2.2"], connect)
    assert first is not None
    assert sorted(stream.closed for stream in streams) == [False, True]
    assert first.stream is next(stream for stream in streams if not stream.closed)


async def _connect_first(addresses: list[str], connector: object) -> FirstConnection | None:
    return await connect_first(
        "mx.example",
        addresses,
        25,
        connector=connector,  # type: ignore[arg-type]
        local_address=None,
        deadlines=Deadlines(attempt_delay=0.01),
        clock=asyncio.get_running_loop().time,
        tell=lambda event: None,
    )


async def test_a_connection_that_takes_nothing_more_is_read_to_its_end() -> None:
    stream = FakeStream(b"220 mx\r\n", b"250 mx\r\n", b"421 4.3.2 shutting down\r\n", breaks=True)

    async def connect(address: str, port: int, local_address: str | None) -> FakeStream:
        return stream

    async with Session(TARGET, OPTIONS, connector=connect) as session:
        await until(session, lambda event: isinstance(event, GreetingReceived))
        session.send("NOOP")
        events = await rest(session)
    assert only(events, ReplyReceived)[-1].reply.code == 421
    assert closed(events).reason is CloseReason.BY_SERVER


async def test_a_server_that_goes_on_talking_after_221_is_left_after_a_while() -> None:
    async def talk_on(connection: Connection) -> None:
        while True:
            await connection.stream.send(b"250 and another thing\r\n")

    async with (
        peer(*HELLO, hear(b"QUIT"), say(b"221 Bye\r\n"), talk_on) as server,
        Session(server.target(), OPTIONS) as session,
    ):
        await until(session, answered("EHLO"))
        session.send("QUIT")
        events = await rest(session)
    assert isinstance(events[-1], Closed)
    assert len(only(events, ReplyReceived)) > 3


async def test_the_time_for_the_reply_to_a_message_begins_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = 0.0
    now = asyncio.get_running_loop().time
    monkeypatch.setattr("smtptui.session.reply_deadline.loop_clock", lambda: lambda: now() + ahead)
    may_read = asyncio.Event()

    async def read_late(connection: Connection) -> None:
        await may_read.wait()
        await listen(connection)

    script = (
        *HELLO, hear(b"MAIL"), say(b"250 OK\r\n"), hear(b"RCPT"), say(b"250 OK\r\n"), hear(b"DATA"),
        say(b"354 go on\r\n"), read_late,
    )  # fmt: skip
    options = OPTIONS._replace(deadlines=OPTIONS.deadlines._replace(end_of_data=50.0, block=1000.0))
    async with peer(*script) as server, Session(server.target(), options) as session:
        await until(session, answered("EHLO"))
        for line in ("MAIL FROM:<a@a.example>", "RCPT TO:<b@b.example>", "DATA"):
            session.send(line)
        await until(session, answered("DATA"))
        session.send_message(b"x" * 20_000_000)
        assert session.reply_due - now() <= 50
        ahead = 40.0
        may_read.set()
        await session.all_written()
        assert session.reply_due - now() > 80


async def test_a_stream_that_one_sends_to_keeps_the_others_waiting() -> None:
    from smtptui.session.network.transport import Transport

    stream = FakeStream()
    transport = Transport(stream)
    async with anyio.create_task_group() as group:
        for octet in b"abc":
            group.start_soon(transport.send, bytes([octet]))
    assert sorted(stream.sent) == list(b"abc")


async def test_a_connection_that_is_reset_as_soon_as_it_stands_is_no_defect() -> None:
    def gone() -> object:
        raise OSError(9, "Bad file descriptor")

    stream = FakeStream()
    stream.attributes[SocketAttribute.local_address] = gone

    async def connect(address: str, port: int, local_address: str | None) -> FakeStream:
        return stream

    async with Session(TARGET, OPTIONS._replace(ehlo_name=""), connector=connect) as session:
        assert closed(await rest(session)).reason is CloseReason.BY_SERVER


async def test_a_connection_that_is_reset_before_it_is_used_is_told_as_reset() -> None:
    async def connect_late(address: str, port: int, local_address: str | None) -> ByteStream:
        connection = socket.create_connection((address, port))
        connection.setblocking(False)
        # Once the reset is there, the socket is readable, and nothing is read yet.
        await _readable(connection)
        return TcpStream(connection)

    async with (
        peer(reset) as server,
        Session(server.target(), OPTIONS, connector=connect_late) as session,
    ):
        events = await rest(session)
    assert only(events, Connected)
    assert closed(events).reason is CloseReason.RESET


async def _readable(connection: socket.socket) -> None:
    loop, ready = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(connection, ready.set)
    try:
        async with asyncio.timeout(20):
            await ready.wait()
    finally:
        loop.remove_reader(connection)
