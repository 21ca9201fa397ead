"""A plain dialogue over a connection: what is sent unasked, what pairs with what."""

import asyncio

import pytest

from smtptui.session.session import Session
from smtptui.wire.command import CommandError
from smtptui.wire.events import (
    CloseReason,
    Connected,
    GreetingReceived,
    Noticed,
    ReplyReceived,
)
from smtptui.wire.reply import Anomaly
from tests.session.peer import (
    BYE,
    GREETING,
    HELLO,
    hear,
    listen,
    peer,
    say,
    signal,
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


async def test_a_whole_session_is_a_stream_of_events_with_one_end() -> None:
    async with peer(*HELLO, hear(b"NOOP"), say(b"250 OK\r\n"), *BYE) as server:
        events = await all_of(server.target(), ["NOOP"])
    assert only(events, Connected)[0].port == server.port
    assert only(events, GreetingReceived)[0].accepted
    assert codes(events) == [("EHLO", 250), ("NOOP", 250), ("QUIT", 221)]
    end = closed(events)
    assert (end.reason, end.expected) == (CloseReason.QUIT, True)


async def test_a_command_stands_after_the_change_of_state_that_allowed_it() -> None:
    async with peer(*HELLO, *BYE) as server:
        events = await all_of(server.target())
    kinds = [type(event).__name__ for event in events]
    assert kinds.index("StateChanged") < kinds.index("CommandSent")


async def test_two_replies_in_one_segment_leave_the_next_command_paired_right() -> None:
    script = (
        *HELLO,
        hear(b"NOOP"),
        say(b"250 first\r\n250 nobody asked\r\n"),
        hear(b"RSET"),
        say(b"451 no\r\n"),
        *BYE,
    )
    async with peer(*script) as server:
        events = await all_of(server.target(), ["NOOP", "RSET"])
    assert codes(events)[1:4] == [("NOOP", 250), ("", 250), ("RSET", 451)]


@pytest.mark.parametrize("code", [500, 502])
async def test_helo_is_offered_where_ehlo_is_not_known(code: int) -> None:
    script = (
        GREETING,
        hear(b"EHLO"),
        say(b"%d what?\r\n" % code),
        hear(b"HELO"),
        say(b"250 mx.example\r\n"),
        *BYE,
    )
    async with peer(*script) as server:
        events = await all_of(server.target(), ["HELO client.example"])
    assert "Send HELO client.example" in only(events, Noticed)[0].advice
    assert verbs(events) == ["EHLO", "HELO", "QUIT"]


async def test_nothing_but_ehlo_and_quit_is_sent_unasked() -> None:
    offers = say(b"250-mx.example\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n")
    async with peer(GREETING, hear(b"EHLO"), offers, *BYE) as server:
        await all_of(server.target())
    assert server.heard == b"EHLO client.example\r\nQUIT\r\n"


async def test_without_auto_ehlo_nothing_is_sent() -> None:
    greeted = asyncio.Event()
    async with (
        peer(GREETING, signal(greeted), listen) as server,
        Session(server.target(), OPTIONS._replace(auto_ehlo=False)) as session,
    ):
        await until(session, lambda event: isinstance(event, GreetingReceived))
        await greeted.wait()
        await session.close()
    assert server.heard == b""


async def test_a_line_with_a_line_break_is_refused_before_an_octet_is_written() -> None:
    async with peer(*HELLO, listen) as server, Session(server.target(), OPTIONS) as session:
        await until(session, answered("EHLO"))
        with pytest.raises(CommandError):
            session.send("MAIL FROM:<a@a.example>\r\nRCPT TO:<b@b.example>")
        await session.quit()
    assert server.heard == b"EHLO client.example\r\nQUIT\r\n"


async def test_a_message_goes_out_stuffed_and_with_one_end_of_data() -> None:
    script = (
        *HELLO, hear(b"MAIL"), say(b"250 OK\r\n"), hear(b"RCPT"), say(b"250 OK\r\n"), hear(b"DATA"),
        say(b"354 go on\r\n"), hear(b"a\r\n", b"..b\r\n", b"..\r\n", b"c\r\n", b".\r\n"),
        say(b"250 queued\r\n"), *BYE,
    )  # fmt: skip
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        await until(session, answered("EHLO"))
        for line in ("MAIL FROM:<a@a.example>", "RCPT TO:<b@b.example>", "DATA"):
            session.send(line)
            await until(session, answered(line[:4]))
        session.send_message(b"a\n.b\r\n.\rc")
        await until(session, answered("END-OF-DATA"))
        await session.quit()
        assert closed(await rest(session)).reason is CloseReason.QUIT


async def test_a_3yz_other_than_354_lets_the_message_be_sent_and_is_flagged() -> None:
    script = (
        *HELLO, hear(b"MAIL"), say(b"250 OK\r\n"), hear(b"RCPT"), say(b"250 OK\r\n"), hear(b"DATA"),
        say(b"355 odd\r\n"), hear(b"hello", b".\r\n"), say(b"250 queued\r\n"), *BYE,
    )  # fmt: skip
    actions = ["MAIL FROM:<a@a.example>", "RCPT TO:<b@b.example>", "DATA", "hello", "."]
    async with peer(*script) as server:
        events = await all_of(server.target(), actions)
    assert ("DATA", 355) in codes(events)
    odd = next(event.reply for event in only(events, ReplyReceived) if event.reply.code == 355)
    assert Anomaly.UNEXPECTED_CODE in odd.anomalies
