"""How a connection ends: refused, said so, cut off, not SMTP."""

import asyncio

import pytest

from smtptui.session.session import Session
from smtptui.wire.events import (
    CloseReason,
    GreetingReceived,
    LineReceived,
    Noticed,
    PartialLine,
    State,
    StateChanged,
)
from smtptui.wire.reply import Anomaly
from tests.session.peer import (
    GREETING,
    HELLO,
    half_close,
    hang_up,
    hear,
    listen,
    peer,
    reset,
    say,
    wait,
)
from tests.session.watching import (
    OPTIONS,
    all_of,
    answered,
    closed,
    codes,
    only,
    rest,
    until,
    verbs,
)


@pytest.mark.parametrize("code", [554, 450, 521, 504])
async def test_a_greeting_that_refuses_leaves_only_quit(code: int) -> None:
    async with peer(say(b"%d no\r\n" % code), listen) as server, Session(server.target(), OPTIONS) as session:
        await until(session, lambda event: isinstance(event, StateChanged))
        assert session.status.state is State.REFUSED
        assert session.status.expected == ("QUIT",)
    assert server.heard == b""


async def test_a_greeting_of_421_closes_the_session() -> None:
    async with peer(say(b"421 busy\r\n"), listen) as server:
        events = await all_of(server.target())
    assert [event.after for event in only(events, StateChanged)] == [State.CLOSING, State.CLOSED]
    assert (closed(events).reason, closed(events).expected) == (CloseReason.BY_SERVER, False)


async def test_421_after_a_command_closes_the_session() -> None:
    async with peer(*HELLO, hear(b"NOOP"), say(b"421 4.3.2 shutting down\r\n"), hang_up) as server:
        events = await all_of(server.target(), ["NOOP", "NOOP"])
    assert codes(events) == [("EHLO", 250), ("NOOP", 421)]
    assert closed(events).reason is CloseReason.BY_SERVER


async def test_an_unasked_421_answers_no_command() -> None:
    async with (
        peer(*HELLO, say(b"421 idle for too long\r\n"), hang_up) as server,
        Session(server.target(), OPTIONS) as session,
    ):
        events = await rest(session)
    assert codes(events) == [("EHLO", 250), ("", 421)]
    assert closed(events).expected is False


async def test_421_inside_data_closes_the_session() -> None:
    script = (
        *HELLO, hear(b"MAIL"), say(b"250 OK\r\n"), hear(b"RCPT"), say(b"250 OK\r\n"), hear(b"DATA"),
        say(b"354 go on\r\n"), hear(b"one"), say(b"421 no more\r\n"), hang_up,
    )  # fmt: skip
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        await until(session, answered("EHLO"))
        for line in ("MAIL FROM:<a@a.example>", "RCPT TO:<b@b.example>", "DATA"):
            session.send(line)
            await until(session, answered(line[:4]))
        session.send("one")
        events = await rest(session)
    assert codes(events) == [("", 421)]
    assert closed(events).reason is CloseReason.BY_SERVER


async def test_a_reset_in_mid_reply_shows_the_half_line_first() -> None:
    ready = asyncio.Event()
    script = (GREETING, hear(b"EHLO"), say(b"250-mx.example\r\n250-SI"), wait(ready), reset)
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        before = await until(session, lambda event: isinstance(event, PartialLine))
        ready.set()
        events = await rest(session)
    assert only(before, PartialLine)[-1].octets == b"250-SI"
    assert closed(events).reason is CloseReason.RESET
    assert any(b"250-SI" in event.line.raw for event in only(events, LineReceived))


async def test_a_half_close_ends_the_session_and_we_close() -> None:
    async with peer(*HELLO, half_close, listen) as server, Session(server.target(), OPTIONS) as session:
        events = await rest(session)
    assert closed(events).reason is CloseReason.BY_SERVER


async def test_a_server_that_closes_before_it_greets_is_told_from_one_that_closes_later() -> None:
    async with peer(hang_up) as server:
        first = closed(await all_of(server.target()))
    async with peer(*HELLO, hear(b"NOOP"), hang_up) as server:
        second = closed(await all_of(server.target(), ["NOOP"]))
    assert first.detail == "before any greeting"
    assert second.detail == "while waiting for the reply to NOOP"
    assert first.advice
    assert second.advice


async def test_what_comes_after_221_is_unsolicited_and_the_connection_is_closed_soon() -> None:
    async with peer(*HELLO, hear(b"QUIT"), say(b"221 Bye\r\n", b"250 one more thing\r\n"), listen) as server:
        events = await all_of(server.target())
    assert codes(events) == [("EHLO", 250), ("QUIT", 221), ("", 250)]
    assert closed(events).reason is CloseReason.QUIT


@pytest.mark.parametrize(
    ("octets", "name"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "SSH"),
        (b"* OK IMAP4rev1 ready\r\n", "IMAP"),
        (b"+OK POP3 ready\r\n", "POP3"),
        (b"\x15\x03\x01\x00\x02\x02\x0a", "TLS"),
    ],
)
async def test_another_protocol_is_shown_named_and_left(octets: bytes, name: str) -> None:
    async with peer(say(octets), listen) as server:
        events = await all_of(server.target())
    assert any(Anomaly.NOT_SMTP in event.line.anomalies for event in only(events, LineReceived))
    assert only(events, GreetingReceived) == []
    end = closed(events)
    assert end.reason is CloseReason.NOT_SMTP
    assert name in end.detail
    assert server.heard == b""


async def test_helo_is_not_offered_on_421() -> None:
    async with peer(GREETING, hear(b"EHLO"), say(b"421 later\r\n"), hang_up) as server:
        events = await all_of(server.target())
    assert only(events, Noticed) == []
    assert verbs(events) == ["EHLO"]


async def test_a_greeting_cut_off_in_its_middle_is_no_missing_greeting() -> None:
    async with peer(say(b"220-closing mid gree"), hang_up) as server:
        assert closed(await all_of(server.target())).detail == "in the middle of the greeting"


async def test_a_reply_cut_off_in_its_middle_says_which() -> None:
    async with peer(*HELLO, hear(b"NOOP"), say(b"250-half\r\n250-a"), hang_up) as server:
        events = await all_of(server.target(), ["NOOP"])
    assert closed(events).detail == "in the middle of the reply to NOOP"
