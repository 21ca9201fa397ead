"""Peers that are silent or slow: whose deadline it is, and what it may mean."""

import asyncio
import math

import pytest

from smtptui.session.reply_deadline import ReplyDeadline, silence
from smtptui.session.session import Deadlines, Session
from smtptui.wire.command import CommandError
from smtptui.wire.dialogue import Dialogue
from smtptui.wire.events import (
    Closed,
    CloseReason,
    Connected,
    Event,
    GreetingReceived,
    LineReceived,
    Noticed,
    Overdue,
    PartialLine,
    State,
    TimedOut,
    Way,
)
from tests.session.peer import (
    BYE,
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
    FAST,
    OPTIONS,
    QUICK,
    all_of,
    answered,
    closed,
    only,
    rest,
    until,
)


async def test_a_peer_that_never_greets_runs_into_the_greetings_own_deadline() -> None:
    async with peer(listen) as server:
        events = await all_of(server.target(), options=QUICK)
    assert [(event.waiting_for, event.after) for event in only(events, TimedOut)] == [
        ("greeting", FAST.greeting)
    ]
    assert closed(events).reason is CloseReason.TIMEOUT
    assert server.heard == b""


def test_the_greeting_may_take_five_minutes_by_default() -> None:
    assert Deadlines().greeting == 300
    assert Deadlines().after("END-OF-DATA") == 600
    assert Deadlines().after("DATA") == 120


async def test_the_user_may_close_while_the_greeting_is_awaited() -> None:
    async with peer(listen) as server, Session(server.target(), OPTIONS) as session:
        await until(session, lambda event: isinstance(event, Connected))
        await session.close()
        end = closed(await rest(session))
    assert (end.reason, end.expected) == (CloseReason.BY_CLIENT, True)


async def test_octets_that_trickle_do_not_put_the_deadline_off() -> None:
    seen = asyncio.Event()

    async def trickle(connection: Connection) -> None:
        while True:
            await connection.stream.send(b"2")
            await seen.wait()
            seen.clear()

    events: list[Event] = []
    async with peer(trickle) as server, Session(server.target(), QUICK) as session:
        async for event in session:
            events.append(event)
            if isinstance(event, PartialLine):
                seen.set()
    assert closed(events).reason is CloseReason.TIMEOUT
    assert len(only(events, PartialLine)) > 2


async def test_the_time_for_a_reply_begins_anew_with_each_command(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("smtptui.session.reply_deadline.loop_clock", lambda: lambda: now)
    dialogue, waiting = Dialogue(), ReplyDeadline(Deadlines(other=60))
    dialogue.receive(b"220 mx\r\n", now)
    dialogue.send("NOOP", now)
    waiting.rearm(dialogue)
    assert waiting.scope().deadline == 1060
    now = 1050.0
    assert waiting.scope().deadline == 1060
    dialogue.receive(b"250 OK\r\n", now)
    waiting.rearm(dialogue)
    assert waiting.scope().deadline == math.inf
    dialogue.send("NOOP", now)
    waiting.rearm(dialogue)
    assert waiting.scope().deadline == 1110


async def test_after_a_cancelled_command_only_closing_is_left() -> None:
    asked = asyncio.Event()
    async with (
        peer(*HELLO, hear(b"NOOP"), signal(asked), listen) as server,
        Session(server.target(), OPTIONS) as session,
    ):
        await until(session, answered("EHLO"))
        session.send("NOOP")
        await asked.wait()
        session.cancel()
        assert session.status.state is State.OUT_OF_STEP
        with pytest.raises(CommandError, match="close the connection"):
            session.send("RSET")
        await session.quit()
        assert closed(await rest(session)).reason is CloseReason.BY_CLIENT
    assert server.heard == b"EHLO client.example\r\nNOOP\r\n"


async def test_silence_is_explained_after_a_while_and_the_session_goes_on() -> None:
    options = OPTIONS._replace(deadlines=OPTIONS.deadlines._replace(silence=0.05))
    noticed = asyncio.Event()
    async with peer(wait(noticed), *HELLO, *BYE) as server, Session(server.target(), options) as session:
        seen = await until(session, lambda event: isinstance(event, Noticed))
        noticed.set()
        await until(session, answered("EHLO"))
        await session.quit()
        assert only(await rest(session), Noticed) == []
    assert "may expect TLS at once" in only(seen, Noticed)[0].text
    assert only(seen, Noticed)[0].ways == (Way.IMPLICIT_TLS,)


async def test_silence_on_a_port_for_tls_is_explained_as_such() -> None:
    from smtptui.session.network.attempts import connect_tcp

    options = OPTIONS._replace(deadlines=FAST._replace(silence=0.05))
    async with peer(listen) as server:
        port = server.port
        target = server.target()._replace(port=465)
        session = Session(target, options, connector=lambda host, _, local: connect_tcp(host, port, local))
        async with session:
            events = await rest(session)
    assert "465 expects TLS at once" in only(events, Noticed)[0].text
    assert isinstance(events[-1], Closed)


async def test_a_greeting_in_two_parts_shows_the_first_line_before_the_second_comes() -> None:
    seen = asyncio.Event()
    script = (
        say(b"220-mx.example\r\n"),
        wait(seen),
        GREETING,
        hear(b"EHLO"),
        say(b"250 mx.example\r\n"),
        *BYE,
    )
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        first = await until(session, lambda event: isinstance(event, LineReceived))
        seen.set()
        await until(session, lambda event: isinstance(event, GreetingReceived))
        await session.quit()
    assert only(first, LineReceived)[0].line.raw == b"220-mx.example\r\n"


async def test_a_server_that_does_not_answer_quit_is_left_after_a_while() -> None:
    options = OPTIONS._replace(deadlines=OPTIONS.deadlines._replace(quit=0.1))
    async with peer(*HELLO, listen) as server, Session(server.target(), options) as session:
        await until(session, answered("EHLO"))
        await session.quit()
        end = closed(await rest(session))
    assert (end.reason, end.expected) == (CloseReason.QUIT, True)
    assert end.detail == "no 221 came in time"


@pytest.mark.parametrize(
    ("port", "words", "ways"),
    [
        (465, "port 465 expects TLS at once", (Way.IMPLICIT_TLS,)),
        (2465, "port 2465 may expect TLS at once", (Way.IMPLICIT_TLS,)),
        (25, "may wait on purpose", ()),
        (587, "may wait on purpose", ()),
        (8080, "port 8080 is a web server's", ()),
    ],
)
def test_the_likeliest_cause_of_silence_is_named_by_the_port(
    port: int, words: str, ways: tuple[Way, ...]
) -> None:
    said = silence(port, tls=False)
    assert words in said.text
    assert said.ways == ways
    assert said.advice
    assert "TLS" not in silence(port, tls=True).text


async def test_the_way_out_of_silence_is_still_offered_when_the_server_is_left() -> None:
    options = OPTIONS._replace(deadlines=OPTIONS.deadlines._replace(silence=0.05))
    async with peer(listen) as server, Session(server.target(), options) as session:
        await until(session, lambda event: isinstance(event, Noticed))
        await session.quit()
        assert closed(await rest(session)).ways == (Way.IMPLICIT_TLS,)


async def test_what_took_too_long_is_named_by_what_it_was() -> None:
    async with peer(listen) as server:
        events = await all_of(server.target(), options=QUICK)
    assert only(events, TimedOut)[0].waiting_for is Overdue.GREETING
    assert closed(events).detail == "no greeting in 0.3 s"
