"""How replays look. Each picture was looked at; it changes only in a commit that says why."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from smtptui.tui.app import SmtptuiApp
from smtptui.tui.widgets.wire_log import WireLog
from smtptui.wire.events import Closed, CloseReason
from tests.tui.driving import NARROW, WIDE, until, until_true
from tests.tui.test_replay import playing
from tests.tui.transcript import AND_A_501, GREETING_AND_504, events

SnapCompare = Callable[..., bool]

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])


async def _ready(pilot: Pilot[None]) -> None:
    """Wait until all panes stand, and stop the cursor's blinking."""
    app = pilot.app
    assert isinstance(app, SmtptuiApp)
    await until_true(pilot, lambda: app.workspace.is_furnished)
    app.workspace.code_list.filter_input.cursor_blink = False
    app.workspace.panel.command_line.cursor_blink = False


@pytest.fixture(autouse=True)
def _in_greenwich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


async def _settled(pilot: Pilot[None]) -> None:
    """Wait until the 504 is explained wherever it is."""
    await until(pilot, "Command parameter not implemented")
    await until(pilot, "do: use a mechanism")
    log = pilot.app.query_one(WireLog)
    await until_true(pilot, lambda: log.cursor is log.watched.fold.not_implemented)
    # It is lit for a moment as it comes.
    await until_true(pilot, lambda: log._fresh is None)


@SIZES
def test_a_replay_that_stands_still_at_a_504(
    snap_compare: SnapCompare, size: tuple[int, int], tmp_path: Path
) -> None:
    async def look(pilot: Pilot[None]) -> None:
        await _ready(pilot)
        await until(pilot, "stands still")
        await pilot.press(*["right"] * 13)
        await _settled(pilot)

    app = SmtptuiApp(playing=playing(tmp_path, events(AND_A_501), paused=True))
    assert snap_compare(app, terminal_size=size, run_before=look)


@SIZES
def test_a_replay_at_its_end(snap_compare: SnapCompare, size: tuple[int, int], tmp_path: Path) -> None:
    async def look(pilot: Pilot[None]) -> None:
        await _ready(pilot)
        await until(pilot, "replay")
        await pilot.press("end")
        await until(pilot, "closed after QUIT")
        await _settled(pilot)

    happened = [*events(GREETING_AND_504), Closed(101.0, CloseReason.QUIT, expected=True)]
    app = SmtptuiApp(playing=playing(tmp_path, happened, paused=True))
    assert snap_compare(app, terminal_size=size, run_before=look)


@SIZES
def test_the_sessions_in_a_file(snap_compare: SnapCompare, size: tuple[int, int], tmp_path: Path) -> None:
    async def look(pilot: Pilot[None]) -> None:
        await _ready(pilot)
        await until(pilot, "go away")

    sessions = (
        events(GREETING_AND_504),
        events("S: 220 mx\nC: EHLO me\nS: 250 mx"),
        events("S: 554 5.7.1 go away"),
    )
    assert snap_compare(SmtptuiApp(playing=playing(tmp_path, *sessions)), terminal_size=size, run_before=look)
