"""Leaving a session wherever it stands: QUIT is said only where it is a command, and never in a message."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from smtptui.session.options import Options
from smtptui.session.session import Session
from smtptui.session.target import TlsMode
from smtptui.wire.events import Closed, CloseReason, Connected, Event, ReplyReceived
from smtptui.wire.sasl.mechanisms import Login
from smtptui.wire.secret import Secret
from tests.session.peer import BYE, GREETING, HELLO, Step, hear, listen, peer, say, signal, wait
from tests.session.scripted import run
from tests.session.watching import OPTIONS, all_of, answered, closed, rest, until

IN_DATA = (
    *HELLO, hear(b"MAIL"), say(b"250 OK\r\n"), hear(b"RCPT"), say(b"250 OK\r\n"), hear(b"DATA\r\n"),
)  # fmt: skip
GO_ON = say(b"354 go on\r\n")
TO_DATA = ("MAIL FROM:<a@a.example>", "RCPT TO:<b@b.example>", "DATA")


async def test_the_end_of_the_lines_within_a_message_closes_and_sends_no_quit() -> None:
    async with peer(*IN_DATA, GO_ON, listen) as server:
        events = await all_of(server.target(), [*TO_DATA, "Subject: x", "text"])
    assert server.heard.endswith(b"DATA\r\nSubject: x\r\ntext\r\n")
    end = closed(events)
    assert end.reason is CloseReason.BY_CLIENT
    assert "in the middle of a message" in end.detail


@pytest.mark.parametrize("typed", [("DATA",), ("AUTH LOGIN",), ("BDAT 10",), ("STARTTLS",)])
async def test_leaving_while_a_reply_decides_what_a_line_is_sends_no_quit(typed: tuple[str, ...]) -> None:
    async with peer(*HELLO, listen) as server, Session(server.target(), OPTIONS) as session:
        await until(session, answered("EHLO"))
        for line in typed:
            session.send(line, insist=True)
        await session.quit()
        assert closed(await rest(session)).reason is CloseReason.BY_CLIENT
    assert b"QUIT" not in server.heard


@pytest.mark.parametrize("by_mechanism", [True, False])
async def test_leaving_is_no_answer_to_a_challenge(by_mechanism: bool) -> None:
    challenge = say(b"334 VXNlcm5hbWU6\r\n")
    answer: tuple[Step, ...] = (hear(b"dXNlcg=="),) if by_mechanism else ()
    async with (
        peer(*HELLO, hear(b"AUTH LOGIN\r\n"), challenge, *answer, listen) as server,
        Session(server.target(), OPTIONS) as session,
    ):
        await until(session, answered("EHLO"))
        if by_mechanism:
            session.authenticate(Login("user", Secret("password")), insist=True)
        else:
            session.send("AUTH LOGIN", insist=True)
        await until(session, answered("AUTH"))
        await session.quit()
        await rest(session)
    assert b"QUIT" not in server.heard


async def test_leaving_before_the_greeting_sends_nothing() -> None:
    async with peer(listen) as server, Session(server.target(), OPTIONS) as session:
        await until(session, lambda event: isinstance(event, Connected))
        await session.quit()
        assert closed(await rest(session)).expected
    assert server.heard == b""


async def test_leaving_during_the_handshake_sends_nothing() -> None:
    asked = asyncio.Event()
    script = (
        GREETING, hear(b"EHLO"), say(b"250-mx\r\n250 STARTTLS\r\n"), hear(b"STARTTLS\r\n"),
        say(b"220 go\r\n"), wait(asked), signal(asked), listen,
    )  # fmt: skip
    async with peer(*script) as server, Session(server.target(TlsMode.AUTO), OPTIONS) as session:
        await until(session, answered("STARTTLS"))
        await session.quit()
        await rest(session)
        asked.set()
    assert server.heard.endswith(b"STARTTLS\r\n")


async def test_after_the_final_dot_quit_is_said_once_its_reply_is_there() -> None:
    end = (hear(b"text\r\n", b".\r\n"), say(b"250 queued\r\n"), hear(b"QUIT\r\n"), say(b"221 Bye\r\n"))
    script = (*IN_DATA, GO_ON, *end)
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        await until(session, answered("EHLO"))
        for line in TO_DATA:
            session.send(line)
        await until(session, answered("DATA"))
        session.send_message(b"text\r\n")
        await session.quit()
        events = await rest(session)
    assert closed(events).reason is CloseReason.QUIT
    assert [event.reply.code for event in events if isinstance(event, ReplyReceived)] == [250, 221]


async def test_our_own_ehlo_waits_for_the_end_of_a_message_begun_early() -> None:
    early = (
        hear(b"DATA\r\n"),
        GREETING,
        GO_ON,
        hear(b"text\r\n", b".\r\n"),
        say(b"250 OK\r\n"),
        hear(b"EHLO"),
    )
    async with (
        peer(*early, say(b"250 mx\r\n"), listen) as server,
        Session(server.target(), OPTIONS) as session,
    ):
        await until(session, lambda event: isinstance(event, Connected))
        session.send("DATA", insist=True)
        await until(session, answered("DATA"))
        session.send("text")
        session.send(".")
        await until(session, answered("EHLO"))
    assert server.heard == b"DATA\r\ntext\r\n.\r\nEHLO client.example\r\n"


async def test_our_own_starttls_is_not_said_after_quit() -> None:
    asked = asyncio.Event()
    offer = say(b"250-mx\r\n250 STARTTLS\r\n")
    script = (GREETING, hear(b"EHLO"), signal(asked), hear(b"QUIT"), offer, say(b"221 Bye\r\n"), listen)
    async with peer(*script) as server, Session(server.target(TlsMode.AUTO), OPTIONS) as session:
        await asked.wait()
        await session.quit()
        assert closed(await rest(session)).reason is CloseReason.QUIT
    assert server.heard == b"EHLO client.example\r\nQUIT\r\n"


async def test_lines_that_end_while_data_is_asked_for_close_the_session() -> None:
    async def lines() -> AsyncIterator[str]:
        for line in TO_DATA:
            yield line

    events: list[Event] = []
    async with peer(*IN_DATA, GO_ON, *BYE[3:], listen) as server:
        async for event in run(server.target(), lines(), options=Options(ehlo_name="client.example")):
            events.append(event)  # noqa: PERF401
    assert isinstance(events[-1], Closed)
    assert server.heard.endswith(b"DATA\r\n")
