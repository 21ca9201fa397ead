"""How the sides of the live pane, the verdicts on a greeting, the guided steps and their dialogs look."""

from collections.abc import Callable, Iterator

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from smtptui.tui.app import SmtptuiApp
from smtptui.tui.screens.confirm import ConfirmScreen
from smtptui.tui.screens.envelope import Draft, EnvelopeScreen
from smtptui.tui.screens.login import LoginScreen
from smtptui.tui.screens.steps import StepsScreen
from smtptui.tui.sides.side import Side
from smtptui.watching.envelope import Envelope
from smtptui.watching.greeting_verdict import Verdict
from smtptui.watching.guide import StepId
from smtptui.watching.guided_run import GuidedRun, Part
from smtptui.wire.events import (
    Asked,
    Closed,
    CloseReason,
    CommandSent,
    Connected,
    Event,
    GreetingReceived,
    LineReceived,
    Overdue,
    ReplyReceived,
    State,
    StateChanged,
    TimedOut,
    TlsFailed,
)
from smtptui.wire.line import parse_line
from smtptui.wire.reply import Reply, ReplyLine
from tests.tui.driving import NARROW, WIDE, FedSource, feed_events, until, until_true
from tests.tui.test_side_views import LEAF, NOW, TLS, begun, introduced
from tests.tui.transcript import reply_line

SnapCompare = Callable[..., bool]

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])

BEFORE_TLS = ("PIPELINING", "SIZE 10240000", "STARTTLS", "AUTH PLAIN LOGIN", "8BITMIME", "DSN")
INSIDE = (
    "PIPELINING",
    "SIZE 10240000",
    "AUTH PLAIN LOGIN SCRAM-SHA-256",
    "8BITMIME",
    "DSN",
    "XFOO",
    "CHUNKING",
)


def session() -> Iterator[Event]:
    """Yield a session with STARTTLS whose AUTH is refused."""
    yield from begun()
    yield from introduced(*BEFORE_TLS)
    asked = Asked("STARTTLS", b"STARTTLS", 100.9)
    yield CommandSent(100.9, asked, 10)
    go = Reply(((), False, reply_line(b"220 2.0.0 Ready to start TLS\r\n", 100.91)))
    yield LineReceived(100.91, go.lines[0])
    yield ReplyReceived(100.91, go, asked, State.IDENTIFIED, 0.01)
    yield StateChanged(100.91, State.IDENTIFIED, State.STARTING_TLS)
    yield TLS
    yield StateChanged(101.0, State.STARTING_TLS, State.READY)
    yield from introduced(*INSIDE, at=101.02)
    asked = Asked("AUTH", b"AUTH FOOBAR", 102.0)
    yield CommandSent(102.0, asked, 13)
    no = Reply(((), False, reply_line(b"504 5.5.4 Unrecognized authentication type\r\n", 102.2)))
    yield LineReceived(102.2, no.lines[0])
    yield ReplyReceived(102.2, no, asked, State.IDENTIFIED, 0.2)


async def ready(pilot: Pilot[None], happened: Iterator[Event] | list[Event]) -> tuple[SmtptuiApp, FedSource]:
    """Show a session, nothing that blinks or runs on the screen."""
    app = pilot.app
    assert isinstance(app, SmtptuiApp)
    await until_true(pilot, lambda: app.workspace.is_furnished)
    app.workspace.code_list.filter_input.cursor_blink = False
    app.workspace.panel.command_line.cursor_blink = False
    await pilot.press("3")
    source = feed_events(app, happened)
    await source.drained.wait()
    app.workspace.reply_view._today = lambda: NOW
    return app, source


@SIZES
@pytest.mark.parametrize("side", [side for side in Side if side is not Side.REPLY])
def test_a_side(snap_compare: SnapCompare, size: tuple[int, int], side: Side) -> None:
    async def look(pilot: Pilot[None]) -> None:
        app, _source = await ready(pilot, session())
        await until(pilot, "504 5.5.4")
        for _ in range(list(Side).index(side)):
            await pilot.press("right_square_bracket")
        await until_true(pilot, lambda: app.workspace.reply_view.side is side)
        await pilot.pause()

    assert snap_compare(SmtptuiApp(), terminal_size=size, run_before=look)


def test_the_certificate_that_was_refused(snap_compare: SnapCompare) -> None:
    async def look(pilot: Pilot[None]) -> None:
        chain = (LEAF._replace(not_after="2026-11-22T00:00:00+00:00"),)
        failed = TlsFailed(
            101.0, "the certificate has expired", "The server's operator has to renew it.", (), chain
        )
        app, _source = await ready(pilot, [*begun(), failed, Closed(101.0, CloseReason.TLS, failed.why)])
        app.workspace.reply_view.side = Side.TLS
        await until(pilot, "expired 3 days ago")

    assert snap_compare(SmtptuiApp(), terminal_size=WIDE, run_before=look)


# Verdicts

_PIECES: dict[Verdict, list[tuple[float, bytes]]] = {
    Verdict.NORMAL: [(0.1, b"220 mx.example ESMTP\r\n")],
    Verdict.SEVERAL_LINES: [(0.1, b"220-mx.example ESMTP\r\n"), (0.0, b"220 no spam here\r\n")],
    Verdict.TEASER: [(0.1, b"220-mx.example wait\r\n"), (6.0, b"220 mx.example ESMTP Postfix\r\n")],
    Verdict.SLOW: [(5.2, b"220 mx.example ESMTP\r\n")],
    Verdict.TARPIT: [(1.0, b"220-mx\r\n"), (2.0, b"220-mx\r\n"), (2.0, b"220-mx\r\n"), (2.0, b"220 mx\r\n")],
    Verdict.REFUSED_FOR_NOW: [(0.1, b"421 4.3.2 too many connections\r\n")],
    Verdict.REFUSED_FOR_GOOD: [(0.1, b"554 5.7.1 no service here\r\n")],
    Verdict.MASKED: [(0.1, b"220 ********************0*2******0******\r\n")],
    Verdict.ODD: [(0.1, b"354 go on\r\n")],
    Verdict.NOT_SMTP: [(0.1, b"HTTP/1.1 400 Bad Request\r\n")],
    Verdict.SILENT: [],
    Verdict.CLOSED: [],
}


def greeted(verdict: Verdict) -> Iterator[Event]:
    """Yield the events of a session that is greeted so."""
    at = 99.0
    yield Connected(at, "mx.example", "192.0.2.1", 25, 0.002)
    yield StateChanged(at, State.READY, State.AWAITING_GREETING)
    lines: list[ReplyLine] = []
    for number, (seconds, octets) in enumerate(_PIECES[verdict]):
        at += seconds
        lines.append(parse_line(octets, at, at, ending=b"\r\n", first=number == 0))
        yield LineReceived(at, lines[-1], number)
    match verdict:
        case Verdict.SILENT:
            yield TimedOut(399.0, Overdue.GREETING, 300.0)
            yield Closed(399.0, CloseReason.TIMEOUT)
        case Verdict.CLOSED:
            yield Closed(99.2, CloseReason.BY_SERVER)
        case Verdict.NOT_SMTP:
            yield Closed(at, CloseReason.NOT_SMTP)
        case _:
            yield GreetingReceived(at, Reply(((), False, *lines)))
            code = lines[-1].code or 0
            after = State.READY if code // 100 == 2 else State.REFUSED
            yield StateChanged(at, State.AWAITING_GREETING, after)


@pytest.mark.parametrize("verdict", Verdict)
def test_a_verdict(snap_compare: SnapCompare, verdict: Verdict) -> None:
    async def look(pilot: Pilot[None]) -> None:
        app, _source = await ready(pilot, greeted(verdict))
        found = app.workspace.panel.fold.greets.verdict
        assert found is not None
        assert found.verdict is verdict
        app.workspace.reply_view.side = Side.STAGES
        await until(pilot, "STAGES")

    assert snap_compare(SmtptuiApp(), terminal_size=WIDE, run_before=look)


# Steps and dialogs


@SIZES
def test_the_guided_steps_after_a_refusal(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[None]) -> None:
        app, source = await ready(pilot, [*begun(), *introduced(*BEFORE_TLS)])
        panel = app.workspace.panel
        progress = panel.fold.progress
        guide = app.workspace.guide
        parts = [Part("MAIL FROM:<you@example.org>", lambda: None)]
        guide._run = GuidedRun(StepId.RECIPIENT, parts, progress)
        screen = StepsScreen(
            lambda: progress, lambda: guide._run, guide._explained, lambda id: None, "mx.example:25"
        )
        app.push_screen(screen)
        asked = Asked("MAIL", b"MAIL FROM:<you@example.org>", 103.0)
        no = reply_line(b"550 5.7.1 <you@example.org>: Sender address rejected: Access denied\r\n", 103.1)
        source.put(
            CommandSent(103.0, asked, 30),
            LineReceived(103.1, no),
            ReplyReceived(103.1, Reply(((), False, no)), asked, State.IDENTIFIED, 0.1),
        )
        await source.drained.wait()
        guide._run.go_on()
        screen.progressed()
        await until(pilot, "← ✗ 550 5.7.1")

    assert snap_compare(SmtptuiApp(), terminal_size=size, run_before=look)


def _offered() -> object:
    from smtptui.watching.fold import feed

    return feed([*begun(), *introduced(*BEFORE_TLS, "SMTPUTF8", "CHUNKING")]).progress.standing.offered


DRAFT = Draft(Envelope("you@example.org", "postmaster@example.org"))
MESSAGE = b"From: you@example.org\r\nTo: postmaster@example.org\r\nSubject: Test\r\n\r\nThis is a test.\r\n"

DIALOGS: dict[str, Callable[[], object]] = {
    "login": lambda: LoginScreen(_offered(), tls=False, where="mx.example:25"),  # type: ignore[arg-type]
    "recipient": lambda: EnvelopeScreen(_offered(), message=False, tls=False, draft=DRAFT),  # type: ignore[arg-type]
    "message": lambda: EnvelopeScreen(_offered(), message=True, tls=False, draft=DRAFT),  # type: ignore[arg-type]
    "confirm": lambda: ConfirmScreen(
        (DRAFT.envelope.mail_line, DRAFT.envelope.rcpt_line, "DATA"), MESSAGE, DRAFT.envelope.recipient
    ),
}


@SIZES
@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog(snap_compare: SnapCompare, size: tuple[int, int], name: str) -> None:
    async def look(pilot: Pilot[None]) -> None:
        app, _source = await ready(pilot, [*begun(), *introduced(*BEFORE_TLS)])
        screen = DIALOGS[name]()
        app.push_screen(screen)  # type: ignore[call-overload]
        await until_true(pilot, lambda: app.screen is screen and app.focused is not None)
        for field in app.screen.query(Input):
            field.cursor_blink = False
        for area in app.screen.query(TextArea):
            area.cursor_blink = False
        await pilot.pause()

    assert snap_compare(SmtptuiApp(), terminal_size=size, run_before=look)
