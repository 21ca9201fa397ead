"""How a server greets: a scripted peer for each verdict, with a clock of the test's own."""

import asyncio
from collections.abc import Iterable

import pytest

from smtptui.session.session import Session
from smtptui.session.target import TlsMode
from smtptui.watching.greeting_verdict import (
    GreetingVerdict,
    GreetingWatch,
    Ready,
    Verdict,
    ready_for,
    verdict_of,
)
from smtptui.watching.greeting_words import LABELS, verdict_label, verdict_words
from smtptui.wire.events import (
    Asked,
    CommandSent,
    Connected,
    Event,
    GreetingReceived,
    LineReceived,
    Overdue,
    PartialLine,
    ReplyReceived,
    State,
    TimedOut,
)
from smtptui.wire.reply import Reply
from tests.session.peer import GREETING, hang_up, hear, listen, peer, say, wait
from tests.session.watching import LIMIT, OPTIONS, answered, rest, until
from tests.tui.transcript import reply_line

QUIET = OPTIONS._replace(auto_ehlo=False)

Pieces = Iterable[tuple[float, bytes]]


class Clock:
    """A clock that stands until the test moves it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def received(session: Session, octets: int) -> None:
    """Wait until so many octets have been read, at the time that the clock shows."""
    loop = asyncio.get_running_loop()
    while session.status.received < octets:
        turn = loop.create_future()
        loop.call_later(0.001, turn.set_result, None)
        await turn


async def greeted_with(pieces: Pieces, *, leave: str = "client") -> list[Event]:
    """Return the events of a session whose peer says each piece so many seconds after the one before.

    At the end the `client` closes, or the `server`.
    """
    clock = Clock()
    told = [(seconds, octets, asyncio.Event()) for seconds, octets in pieces]
    steps = [step for _, octets, at in told for step in (wait(at), say(octets))]
    end = asyncio.Event()
    last = (wait(end), hang_up) if leave == "server" else (listen,)
    async with (
        asyncio.timeout(LIMIT),
        peer(*steps, *last) as server,
        Session(server.target(TlsMode.NONE), QUIET, clock=clock) as session,
    ):
        events = await until(session, lambda event: isinstance(event, Connected))
        heard = 0
        for seconds, octets, at in told:
            clock.now += seconds
            at.set()
            heard += len(octets)
            await received(session, heard)
        if leave == "server":
            end.set()
        else:
            await session.close()
        return events + await rest(session)


def drops(octets: bytes, seconds: float = 1.0) -> Pieces:
    """Return the octets one by one."""
    return [(seconds, bytes([octet])) for octet in octets]


@pytest.mark.parametrize(
    ("pieces", "verdict", "lines"),
    [
        pytest.param([(0.1, b"220 mx ESMTP\r\n")], Verdict.NORMAL, 1, id="normal"),
        pytest.param([(0.1, b"220-mx ESMTP\r\n220 no spam\r\n")], Verdict.SEVERAL_LINES, 2, id="several"),
        pytest.param([(0.1, b"220-mx ESMTP\r\n"), (6.0, b"220 mx\r\n")], Verdict.TEASER, 2, id="teaser"),
        pytest.param([(0.1, b"220-mx\r\n"), (2.0, b"220 mx\r\n")], Verdict.TEASER, 2, id="under stress"),
        pytest.param(
            [(0.1, b"220-mx\r\n"), (1.0, b"220 mx\r\n")], Verdict.SEVERAL_LINES, 2, id="a lost packet"
        ),
        pytest.param([(5.0, b"220 mx ESMTP\r\n")], Verdict.SLOW, 1, id="slow"),
        pytest.param(drops(b"220 mx\r\n"), Verdict.TARPIT, 1, id="tarpit"),
        pytest.param(
            [(2.0, b"220-mx\r\n"), (2.0, b"220-mx\r\n"), (2.0, b"220-mx\r\n"), (2.0, b"220 mx\r\n")],
            Verdict.TARPIT,
            4,
            id="a tarpit of lines",
        ),
        pytest.param([(0.1, b"421 4.3.2 too busy\r\n")], Verdict.REFUSED_FOR_NOW, 1, id="421"),
        pytest.param([(0.1, b"450 later\r\n")], Verdict.REFUSED_FOR_NOW, 1, id="450"),
        pytest.param([(0.1, b"554 no service here\r\n")], Verdict.REFUSED_FOR_GOOD, 1, id="554"),
        pytest.param([(0.1, b"220-mx\r\n"), (6.0, b"521 no\r\n")], Verdict.REFUSED_FOR_GOOD, 2, id="521"),
        pytest.param([(0.1, b"220 ********0*2******\r\n")], Verdict.MASKED, 1, id="masked"),
        pytest.param([(0.1, b"220 ftp.example.org ready\r\n")], Verdict.NORMAL, 1, id="a host named ftp"),
        pytest.param([(0.1, b"220 mx ESMTP (no FTP here)\r\n")], Verdict.NORMAL, 1, id="says SMTP"),
        pytest.param([(0.1, b"354 go on\r\n")], Verdict.ODD, 1, id="odd"),
    ],
)
async def test_a_greeting_is_judged_by_its_octets_and_their_times(
    pieces: Pieces, verdict: Verdict, lines: int
) -> None:
    found = verdict_of(await greeted_with(pieces))
    assert found is not None
    assert (found.verdict, found.lines, found.complete) == (verdict, lines, True)
    assert found.took == pytest.approx(sum(seconds for seconds, _ in pieces))


@pytest.mark.parametrize(
    ("octets", "protocol"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n", "HTTP"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "SSH"),
        (b"* OK [CAPABILITY IMAP4rev1] ready\r\n", "IMAP"),
        (b"+OK POP3 ready\r\n", "POP3"),
        (b"\x15\x03\x01\x00\x02\x02\x46", "TLS"),
        (b"220 ProFTPD Server (Debian) [192.0.2.1]\r\n", "FTP"),
        (b"220 (vsFTPd 3.0.3)\r\n", "FTP"),
        (b"220---------- Welcome to Pure-FTPd [privsep] [TLS] ----------\r\n220 bye\r\n", "FTP"),
        (b"220 Microsoft FTP Service\r\n", "FTP"),
        (b"220-FileZilla Server 1.8\r\n220 hello\r\n", "FTP"),
    ],
)
async def test_another_protocol_is_named(octets: bytes, protocol: str) -> None:
    found = verdict_of(await greeted_with([(0.1, octets)]))
    assert found is not None
    assert (found.verdict, found.protocol) == (Verdict.NOT_SMTP, protocol)
    assert protocol in verdict_label(found)
    assert protocol in verdict_words(found)


async def test_lines_without_a_code_are_not_smtp_though_nobody_knows_what() -> None:
    found = verdict_of(await greeted_with([(0.1, b"welcome to the switch\r\n")]))
    assert found is not None
    assert (found.verdict, found.protocol) == (Verdict.NOT_SMTP, "")


async def test_a_peer_that_closes_at_once_is_told_from_one_that_keeps_silent() -> None:
    left = verdict_of(await greeted_with([], leave="server"))
    silent = verdict_of(await greeted_with([]))
    assert left is not None
    assert silent is not None
    assert (left.verdict, silent.verdict) == (Verdict.CLOSED, Verdict.SILENT)


async def test_a_greeting_of_which_only_the_first_part_comes_is_a_teaser() -> None:
    found = verdict_of(await greeted_with([(0.1, b"220-mx ESMTP\r\n")], leave="server"))
    assert found is not None
    assert (found.verdict, found.complete) == (Verdict.TEASER, False)
    assert "ended before" in verdict_words(found)


# While it is under way


def watched(*events: Event) -> GreetingWatch:
    watch = GreetingWatch()
    for event in (Connected(100.0, "mx", "192.0.2.1", 25, 0.01), *events):
        watch.receive(event)
    return watch


@pytest.mark.parametrize(
    ("events", "after", "verdict"),
    [
        ([], 4.9, None),
        ([], 5.0, Verdict.SILENT),
        ([LineReceived(100.1, reply_line(b"220-mx\r\n", 100.1))], 1.0, None),
        ([LineReceived(100.1, reply_line(b"220-mx\r\n", 100.1))], 2.0, Verdict.TEASER),
        ([PartialLine(100.1, b"22")], 2.0, None),
        ([PartialLine(100.1, b"2"), PartialLine(103.0, b"22")], 4.0, Verdict.TARPIT),
    ],
)
def test_what_is_not_complete_is_said_as_soon_as_it_shows(
    events: list[Event], after: float, verdict: Verdict | None
) -> None:
    found = watched(*events).now(100.0 + after)
    assert (found.verdict if found else None) is verdict
    assert found is None or not found.complete


def test_of_a_teaser_that_is_not_complete_one_is_told_not_to_talk_yet() -> None:
    found = watched(LineReceived(100.1, reply_line(b"220-mx\r\n", 100.1))).now(103.0)
    assert found is not None
    assert "do not talk yet" in verdict_words(found)


def test_a_verdict_is_an_object_of_ids_and_milliseconds() -> None:
    found = watched(GreetingReceived(100.25, reply(b"220 mx\r\n"))).verdict
    assert found is not None
    assert found.as_object() == {
        "verdict": "normal",
        "took_ms": 250.0,
        "code": 220,
        "lines": 0,
        "pause_ms": 0.0,
        "protocol": None,
        "complete": True,
    }


def test_a_greeting_that_never_comes_is_silence() -> None:
    found = watched(TimedOut(400.0, Overdue.GREETING, 300.0)).verdict
    assert found is not None
    assert (found.verdict, found.took) == (Verdict.SILENT, 300.0)


# Three 220s


def reply(text: bytes = b"220 2.0.0 Ready to start TLS\r\n") -> Reply:
    return Reply(((), False, reply_line(text, 101.0)))


def test_the_220_of_starttls_is_no_greeting_whatever_it_says() -> None:
    event = ReplyReceived(
        101.0, reply(b"220 mx ESMTP\r\n"), Asked("STARTTLS", b"STARTTLS", 100.5), State.READY
    )
    assert ready_for(event) is Ready.STARTTLS
    watch = watched(GreetingReceived(100.2, reply(b"220 mx\r\n")))
    before = watch.verdict
    watch.receive(event)
    assert watch.verdict is before


async def test_the_220_after_xclient_begins_anew_and_is_told_from_the_first() -> None:
    script = (GREETING, hear(b"XCLIENT"), say(b"220 mx.example ESMTP\r\n"), listen)
    async with peer(*script) as server, Session(server.target(TlsMode.NONE), QUIET) as session:
        events = await until(session, lambda event: isinstance(event, GreetingReceived))
        session.send("XCLIENT ADDR=192.0.2.7")
        events += await until(session, lambda event: isinstance(event, GreetingReceived))
    watch = GreetingWatch()
    found: list[GreetingVerdict | None] = []
    for event in events:
        watch.receive(event)
        if isinstance(event, GreetingReceived):
            found.append(watch.verdict)
    assert [each.ready for each in found if each] == [Ready.GREETING, Ready.XCLIENT]
    assert [ready_for(events[-1], first=False)] == [Ready.XCLIENT]  # type: ignore[arg-type]


async def test_an_xclient_that_is_refused_changes_nothing() -> None:
    script = (GREETING, hear(b"XCLIENT"), say(b"550 insufficient authorization\r\n"), listen)
    async with peer(*script) as server, Session(server.target(TlsMode.NONE), QUIET) as session:
        events = await until(session, lambda event: isinstance(event, GreetingReceived))
        session.send("XCLIENT ADDR=192.0.2.7")
        events += await until(session, answered("XCLIENT"))
    watch = GreetingWatch()
    for event in events:
        watch.receive(event)
    assert watch.verdict is not None
    assert (watch.verdict.verdict, watch.verdict.ready) == (Verdict.NORMAL, Ready.GREETING)


def test_every_verdict_has_its_words() -> None:
    for verdict in Verdict:
        found = GreetingVerdict(verdict, 6.0, 220, 2, 6.0)
        assert verdict in LABELS
        assert verdict_label(found)
        assert verdict_words(found).endswith(".") or ":" in verdict_words(found)


def test_a_code_is_named_with_all_its_digits() -> None:
    assert "000" in verdict_words(GreetingVerdict(Verdict.ODD, 0.1, 0, 1))


def test_a_command_before_the_greeting_changes_no_verdict() -> None:
    early = CommandSent(100.1, Asked("EHLO", b"EHLO me", 100.1), 9)
    watch = watched(early, GreetingReceived(100.2, reply(b"220 mx\r\n")))
    assert watch.verdict is not None
    assert watch.verdict.verdict is Verdict.NORMAL
