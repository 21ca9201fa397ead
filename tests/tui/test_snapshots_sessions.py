"""How the connect dialog, tabs, two sessions, the matrix and the ways on look; each picture was looked at."""

import time
from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from smtptui.settings.state import Recent, StateFile
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.history import History
from smtptui.tui.screens.matrix import MatrixScreen
from smtptui.tui.screens.two_sessions import TwoSessionsScreen
from smtptui.watching.implementing import trials
from smtptui.watching.matrix import Matrix
from smtptui.watching.pasted import pasted
from smtptui.wire.events import Closed, CloseReason, State, StateChanged, TlsFailed, Way
from tests.tui.driving import NARROW, TINY, WIDE, feed_events, until, until_true
from tests.tui.transcript import GREETING_AND_504, events
from tests.watching.test_aligning import A, B
from tests.watching.test_matrix import OFFERED, plain, reply_to

SnapCompare = Callable[..., bool]

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
WITH_TINY = pytest.mark.parametrize("size", [WIDE, NARROW, TINY], ids=["120x40", "80x24", "60x20"])


async def ready(pilot: Pilot[None]) -> SmtptuiApp:
    """Wait until all panes stand, and stop the cursor's blinking."""
    app = pilot.app
    assert isinstance(app, SmtptuiApp)
    await until(pilot, "palette")
    app.workspace.code_list.filter_input.cursor_blink = False
    app.workspace.panel.command_line.cursor_blink = False
    return app


async def alone(pilot: Pilot[None]) -> SmtptuiApp:
    """Leave nothing behind a dialog: its picture changes only with itself."""
    app = await ready(pilot)
    for pane in app.workspace.children:
        pane.display = False
    return app


def remembering() -> StateFile:
    now = time.time()
    state = StateFile(None)
    state.keep(
        recents=(
            Recent("mx1.example.org:587", "starttls", outcome="ok", detail="TLSv1.3 · Postfix", at=now - 150),
            Recent("localhost:2525", "auto", outcome="tls", detail="unknown CA", at=now - 7300),
        )
    )
    return state


@WITH_TINY
@pytest.mark.parametrize("typed", ["", "mx.example:99999"], ids=["recents", "wrong"])
def test_the_connect_dialog(snap_compare: SnapCompare, size: tuple[int, int], typed: str) -> None:
    async def look(pilot: Pilot[None]) -> None:
        app = await alone(pilot)
        await pilot.press("ctrl+o")
        await until(pilot, "enter connects")
        for field in app.screen.query(Input):
            field.cursor_blink = False
        if typed:
            app.screen.query_one("#target", Input).value = typed
            await until(pilot, "is not a port")

    assert snap_compare(SmtptuiApp(state=remembering()), terminal_size=size, run_before=look)


@SIZES
def test_two_tabs(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[None]) -> None:
        app = await ready(pilot)
        feed_events(app, events(GREETING_AND_504), "mx1.example:25")
        await until(pilot, "504 5.5.4")
        feed_events(app, events(B), "mx2.example:25")
        await pilot.press("3")
        await until(pilot, "mx1.example:25 504")
        await until(pilot, "Exim 4.98")

    assert snap_compare(SmtptuiApp(), terminal_size=size, run_before=look)


@SIZES
def test_two_sessions_side_by_side(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[None]) -> None:
        app = await ready(pilot)
        catalogue = app.workspace._catalogue
        screen = TwoSessionsScreen(pasted(catalogue, A), pasted(catalogue, B), History())
        app.push_screen(screen)
        await until(pilot, "→ AUTH FOOBAR")
        await until_true(pilot, lambda: screen.scroll.is_vertical_scroll_end)

    assert snap_compare(SmtptuiApp(), terminal_size=size, run_before=look)


@SIZES
@pytest.mark.parametrize("begun", [False, True], ids=["asks", "found"])
def test_the_matrix(snap_compare: SnapCompare, size: tuple[int, int], begun: bool) -> None:
    proposed, found = Matrix(trials(OFFERED)), Matrix(trials(OFFERED))
    while (line := found.line) is not None:
        answer = "504 5.5.4 SIZE not implemented" if "SIZE=" in line else plain(line)
        found.answered(reply_to(line, answer))

    async def look(pilot: Pilot[None]) -> None:
        app = await alone(pilot)
        app.push_screen(MatrixScreen("mx.example:25", proposed, found if begun else None, lambda: None))
        await until(pilot, "OFFER AND ANSWER" if begun else "This sends at most")

    assert snap_compare(SmtptuiApp(), terminal_size=size, run_before=look)


@WITH_TINY
def test_the_ways_on_after_a_failure_of_tls(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    ways = (Way.CA_FILE, Way.INSPECT, Way.PLAINTEXT)
    why = "no trusted authority has issued the certificate"

    async def look(pilot: Pilot[None]) -> None:
        app = await ready(pilot)
        source = feed_events(
            app,
            [
                *events("S: 220 mx.example ESMTP\nC: STARTTLS\nS: 220 2.0.0 go ahead\n"),
                StateChanged(101.0, State.IDENTIFIED, State.STARTING_TLS),
                TlsFailed(101.2, why, "Name the file of the authority.", ways),
                Closed(101.2, CloseReason.TLS, why, "Name the file of the authority.", ways=ways),
            ],
        )
        await source.drained.wait()
        await pilot.press("3")
        await until_true(pilot, lambda: app.workspace.panel.ways_bar.display)
        await until(pilot, "n connects without TLS")

    assert snap_compare(SmtptuiApp(), terminal_size=size, run_before=look)
