"""Lines typed before it is known what they are: held, in order, and never sent as what they are not."""

import asyncio

import pytest
import trustme

from smtptui.session.session import Session
from smtptui.session.target import TlsMode
from smtptui.session.typed_lines import RiskError
from smtptui.wire.command import CommandError
from smtptui.wire.events import (
    CommandSent,
    Connected,
    Event,
    GreetingReceived,
    Held,
    PartialLine,
    Refused,
    ReplyReceived,
    Risk,
    Wait,
)
from tests.session.authority import good
from tests.session.peer import (
    BYE,
    GREETING,
    HELLO,
    Step,
    hear,
    listen,
    peer,
    say,
    secure,
    wait,
)
from tests.session.watching import OPTIONS, answered, codes, only, rest, until, verbs

ACCEPTED = (hear(b"MAIL"), say(b"250 OK\r\n"), hear(b"RCPT"), say(b"250 OK\r\n"), hear(b"DATA\r\n"))
ENVELOPE = ("MAIL FROM:<a@a.example>", "RCPT TO:<b@b.example>")


async def _type(session: Session, *lines: str, insist: bool = False) -> None:
    await until(session, answered("EHLO"))
    for line in lines:
        session.send(line, insist=insist)


async def _after(session: Session, *verbs: str) -> list[Event]:
    """Return the events up to the replies to these, in order."""
    seen: list[Event] = []
    for verb in verbs:
        seen += await until(session, answered(verb))
    return seen


def _why(event: Event) -> str:
    assert isinstance(event, Refused)
    return event.why


async def test_a_line_typed_before_the_greeting_waits_for_its_end() -> None:
    typed = asyncio.Event()
    script = (
        say(b"220-mx.example waits\r\n22"),
        wait(typed),
        say(b"0 mx.example ESMTP\r\n"),
        *HELLO[1:],
        hear(b"NOOP\r\n"),
        say(b"250 OK\r\n"),
        listen,
    )
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        session.send("NOOP")
        first = await until(session, lambda event: isinstance(event, PartialLine))
        session.send("RSET")
        typed.set()
        events = await until(session, answered("NOOP"))
    held = only(first + events, Held)
    assert [(event.shown, event.until, event.waiting) for event in held] == [
        (b"NOOP", Wait.GREETING, 1),
        (b"RSET", Wait.GREETING, 2),
    ]
    assert verbs(events) == ["EHLO", "NOOP", "RSET"]
    assert [event.risk for event in only(events, CommandSent)] == [None, None, None]


async def test_who_insists_talks_early_in_order_and_the_line_is_marked() -> None:
    early = (hear(b"NOOP 1\r\n", b"NOOP 2\r\n", b"NOOP 3\r\n"), *HELLO, listen)
    async with peer(*early) as server, Session(server.target(), OPTIONS) as session:
        session.send("NOOP 1")
        await until(session, lambda event: isinstance(event, Held))
        await until(session, lambda event: isinstance(event, Connected))
        session.send("NOOP 2")
        session.send("NOOP 2", insist=True)
        session.send("NOOP 3", insist=True)
        events = await until(session, answered("NOOP"))
    sent = only(events, CommandSent)
    assert [event.asked.line for event in sent] == [b"NOOP 1", b"NOOP 2", b"NOOP 3", b"EHLO client.example"]
    assert [event.risk for event in sent] == [Risk.EARLY] * 3 + [None]
    assert server.heard.count(b"NOOP 2") == 1


async def test_of_what_was_typed_before_a_greeting_that_refuses_only_quit_is_sent() -> None:
    typed = asyncio.Event()
    script = (wait(typed), say(b"554 no\r\n"), *BYE)
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        session.send("MAIL FROM:<a@a.example>")
        session.send("QUIT")
        typed.set()
        events = await rest(session)
    assert [event.shown for event in only(events, Refused)] == [b"MAIL FROM:<a@a.example>"]
    assert server.heard == b"QUIT\r\n"


async def test_a_message_typed_before_the_354_goes_out_as_a_message() -> None:
    typed = asyncio.Event()
    script = (
        *HELLO,
        *ACCEPTED,
        wait(typed),
        say(b"354 go on\r\n"),
        hear(b"Subject: x\r\n", b"\r\n", b"...\r\n", b"QUIT\r\n", b".\r\n"),
        say(b"250 queued\r\n"),
        hear(b"NOOP\r\n"),
        say(b"250 OK\r\n"),
        listen,
    )
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        await _type(session, *ENVELOPE, "DATA", "Subject: x", "", "..", "QUIT", ".", "NOOP")
        typed.set()
        events = await until(session, answered("NOOP"))
    assert {event.until for event in only(events, Held)} == {Wait.DATA}
    assert codes(events) == [("MAIL", 250), ("RCPT", 250), ("DATA", 354), ("END-OF-DATA", 250), ("NOOP", 250)]
    assert only(events, Refused) == []


async def test_where_data_is_refused_the_message_never_goes_out_as_commands() -> None:
    typed = asyncio.Event()
    script = (
        *HELLO,
        hear(b"DATA\r\n"),
        wait(typed),
        say(b"503 no\r\n"),
        hear(b"NOOP\r\n"),
        say(b"250 OK\r\n"),
        listen,
    )
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        await _type(session, "DATA", "RSET", "Help me", ".", "and more", "NOOP")
        typed.set()
        events = await until(session, answered("NOOP"))
    refused = only(events, Refused)
    assert [event.shown for event in refused] == [b"RSET", b"Help me", b".", b"and more"]
    assert "DATA was refused" in refused[0].why
    assert b"RSET" not in server.heard


async def test_after_the_final_dot_what_is_plainly_no_command_is_not_sent_as_one() -> None:
    typed = asyncio.Event()
    script = (
        *HELLO,
        *ACCEPTED,
        say(b"354 go on\r\n"),
        hear(b".\r\n"),
        wait(typed),
        say(b"250 queued\r\n"),
        hear(b"RSET\r\n"),
        say(b"250 OK\r\n"),
        listen,
    )
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        await _type(session, *ENVELOPE, "DATA")
        await until(session, answered("DATA"))
        for line in (".", "a line of the message after a lone dot", "RSET"):
            session.send(line)
        typed.set()
        events = await until(session, answered("RSET"))
    assert [event.shown for event in only(events, Refused)] == [b"a line of the message after a lone dot"]


async def test_responses_typed_before_the_challenges_answer_them() -> None:
    typed = asyncio.Event()
    script = (
        *HELLO, hear(b"AUTH LOGIN\r\n"), wait(typed), say(b"334 VXNlcm5hbWU6\r\n"), hear(b"dXNlcg==\r\n"),
        say(b"334 UGFzc3dvcmQ6\r\n"), hear(b"cGFzc3dvcmQ=\r\n"), say(b"235 ok\r\n"), hear(b"NOOP\r\n"),
        say(b"250 OK\r\n"), listen,
    )  # fmt: skip
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        await until(session, answered("EHLO"))
        for line in ("AUTH LOGIN", "dXNlcg==", "cGFzc3dvcmQ=", "NOOP"):
            session.send(line, insist=True)
        typed.set()
        events = await until(session, answered("NOOP"))
    assert "cGFzc3dvcmQ" not in repr(events)
    assert codes(events)[-2:] == [("RESPONSE", 235), ("NOOP", 250)]


@pytest.mark.parametrize("code", [504, 235])
async def test_a_response_to_a_challenge_that_never_comes_is_not_sent(code: int) -> None:
    typed = asyncio.Event()
    script = (
        *HELLO,
        hear(b"AUTH LOGIN\r\n"),
        wait(typed),
        say(b"%d ?\r\n" % code),
        hear(b"NOOP"),
        say(b"250 OK\r\n"),
        listen,
    )
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        await _type(session, "AUTH LOGIN", "dXNlcg==", "cGFzc3dvcmQ=", "NOOP", insist=True)
        typed.set()
        events = await until(session, answered("NOOP"))
    assert len(only(events, Refused)) == 2
    assert "cGFzc3dvcmQ" not in repr(events)
    assert b"dXNlcg" not in server.heard


async def test_a_password_goes_out_in_the_clear_only_if_the_user_insists_and_is_marked() -> None:
    script = (*HELLO, hear(b"AUTH PLAIN AGEAYg=="), say(b"235 ok\r\n"), listen)
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        await _type(session)
        with pytest.raises(RiskError) as refused:
            session.send("AUTH PLAIN AGEAYg==")
        assert refused.value.risk is Risk.IN_CLEAR
        session.send("AUTH PLAIN AGEAYg==", insist=True)
        events = await until(session, answered("AUTH"))
    assert [event.risk for event in only(events, CommandSent)] == [Risk.IN_CLEAR]


async def test_who_has_insisted_once_in_an_exchange_is_not_asked_for_each_response() -> None:
    script = (
        *HELLO, hear(b"AUTH LOGIN\r\n"), say(b"334 VXNlcm5hbWU6\r\n"), hear(b"dXNlcg==\r\n"),
        say(b"334 UGFzc3dvcmQ6\r\n"), hear(b"cGFzc3dvcmQ=\r\n"), say(b"235 ok\r\n"), listen,
    )  # fmt: skip
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        await _type(session)
        with pytest.raises(RiskError):
            session.send("AUTH LOGIN")
        session.send("AUTH LOGIN", insist=True)
        await until(session, answered("AUTH"))
        session.send("dXNlcg==")
        await until(session, answered("RESPONSE"))
        session.send("cGFzc3dvcmQ=")
        events = await until(session, answered("RESPONSE"))
    assert codes(events) == [("RESPONSE", 235)]


async def test_a_bare_mechanism_that_takes_no_password_is_no_risk_but_a_response_to_it_is() -> None:
    script = (*HELLO, hear(b"AUTH FOOBAR\r\n"), say(b"334 \r\n"), listen)
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        await _type(session, "AUTH FOOBAR")
        await until(session, answered("AUTH"))
        with pytest.raises(RiskError):
            session.send("dXNlcg==")


async def test_the_line_after_bdat_is_its_chunk_and_never_a_command() -> None:
    chunk = (hear(b"BDAT 6 LAST\r\n", b"QUIT\r\n"), say(b"250 OK\r\n"))
    script = (*HELLO, *chunk, hear(b"NOOP\r\n"), say(b"250 OK\r\n"), listen)
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        await _type(session, "BDAT 6 LAST")
        with pytest.raises(CommandError):
            session.send("VRFY you")
        session.send("QUIT")
        session.send("NOOP")
        events = await until(session, answered("NOOP"))
    assert [event.asked.verb for event in only(events, CommandSent)] == ["BDAT", "NOOP"]


async def test_what_is_typed_while_tls_is_begun_unasked_goes_out_inside_it(
    authority: trustme.CA, ca_file: object
) -> None:
    typed = asyncio.Event()
    offer = (hear(b"EHLO"), say(b"250-mx\r\n250 STARTTLS\r\n"))
    script = (
        GREETING, hear(b"EHLO"), wait(typed), say(b"250-mx\r\n250 STARTTLS\r\n"), hear(b"STARTTLS\r\n"),
        say(b"220 go\r\n"), secure(good(authority)), *offer, hear(b"AUTH PLAIN AGEAYg==\r\n"),
        say(b"235 ok\r\n"), listen,
    )  # fmt: skip
    options = OPTIONS._replace(ca=ca_file)  # type: ignore[arg-type]
    async with peer(*script) as server, Session(server.target(TlsMode.AUTO, "localhost"), options) as session:
        await until(session, lambda event: isinstance(event, GreetingReceived))
        session.send("AUTH PLAIN AGEAYg==")
        typed.set()
        events = await until(session, answered("AUTH"))
    assert only(events, Held)[0].until is Wait.STARTTLS
    assert only(events, CommandSent)[-1].risk is None


async def test_the_user_may_send_during_the_handshake_and_it_waits(
    authority: trustme.CA, ca_file: object
) -> None:
    typed = asyncio.Event()
    script = (
        GREETING, hear(b"EHLO"), say(b"250-mx\r\n250 STARTTLS\r\n"), hear(b"STARTTLS\r\n"),
        say(b"220 go\r\n"), wait(typed), secure(good(authority)), hear(b"EHLO"), say(b"250 mx\r\n"),
        hear(b"NOOP\r\n"), say(b"250 OK\r\n"), listen,
    )  # fmt: skip
    options = OPTIONS._replace(ca=ca_file)  # type: ignore[arg-type]
    async with peer(*script) as server, Session(server.target(TlsMode.AUTO, "localhost"), options) as session:
        await until(session, answered("STARTTLS"))
        session.send("NOOP")
        typed.set()
        events = await until(session, answered("NOOP"))
    assert [event.until for event in only(events, Held)] == [Wait.STARTTLS]
    assert verbs(events) == ["EHLO", "NOOP"]


async def test_what_was_typed_for_the_inside_of_tls_is_not_sent_where_starttls_is_refused() -> None:
    typed = asyncio.Event()
    script = (*HELLO, hear(b"STARTTLS\r\n"), wait(typed), say(b"454 not now\r\n"), listen)
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        await _type(session, "STARTTLS", "MAIL FROM:<a@a.example>")
        typed.set()
        events = await until(session, lambda event: isinstance(event, Refused))
    assert only(events, Refused)[0].shown == b"MAIL FROM:<a@a.example>"
    assert b"MAIL" not in server.heard


async def test_what_still_waits_when_the_connection_ends_is_said_not_to_be_sent() -> None:
    hang: tuple[Step, ...] = (*HELLO, hear(b"DATA\r\n"))
    async with peer(*hang) as server, Session(server.target(), OPTIONS) as session:
        await _type(session, "DATA", "text")
        events = await rest(session)
    assert [_why(event) for event in only(events, Refused)] == ["The connection has ended: connect again."]
    assert isinstance(events[-2], Refused)


async def test_a_hundred_pipelined_lines_are_sent_in_order_without_waiting() -> None:
    wanted = [b"NOOP %d\r\n" % number for number in range(100)]
    script = (*HELLO, hear(*wanted), say(b"250 OK\r\n" * 100), listen)
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        await _type(session, *(f"NOOP {number}" for number in range(100)))
        seen: list[Event] = []
        while len(only(seen, ReplyReceived)) < 100:
            seen += await until(session, answered("NOOP"))
    assert only(seen, Held) == []


async def test_a_password_typed_ahead_of_the_greeting_is_shown_nowhere_though_it_is_no_base64() -> None:
    async with peer(listen) as server, Session(server.target(), OPTIONS) as session:
        for line in ("AUTH LOGIN", "user", "hunter2", "NOOP"):
            session.send(line)
        await session.close()
        events = await rest(session)
    shown = [event.shown.decode() for event in only(events, Held)]
    assert shown == ["AUTH LOGIN", "••••••", "••••••", "NOOP"]
    assert "hunter2" not in repr(events)


async def test_a_line_that_is_too_long_is_sent_only_if_one_insists_and_is_marked() -> None:
    long = "NOOP " + "x" * 600
    script = (*HELLO, hear(long.encode() + b"\r\n"), say(b"500 too long\r\n"), listen)
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        await until(session, answered("EHLO"))
        with pytest.raises(RiskError) as refused:
            session.send(long)
        assert refused.value.risk is Risk.BREACH
        session.send(long, insist=True)
        events = await until(session, answered("NOOP"))
    assert [event.risk for event in only(events, CommandSent)] == [Risk.BREACH]
