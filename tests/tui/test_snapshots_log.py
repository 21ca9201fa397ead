"""How the log looks while one searches, shows only some, or stands still. Each picture was looked at."""

from collections.abc import Callable, Iterator

import pytest
from textual.pilot import Pilot

from smtptui.tui.app import SmtptuiApp
from smtptui.wire.events import Event
from tests.tui.driving import NARROW, WIDE, feed_events, screen_text, type_text, until, until_true
from tests.tui.transcript import AND_A_501, events

SnapCompare = Callable[..., bool]

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])

REFUSED = (
    "C: RCPT TO:<x@example.org>\nS: 550 5.1.1 <x@example.org>: Recipient address rejected: User unknown\n"
)


def happened() -> Iterator[Event]:
    """Yield a session with a silence of 6 s before its last refusal."""
    for event in events(AND_A_501 + REFUSED):
        late = event.at > 100.0605
        yield event._replace(at=event.at + 6) if late else event


async def watched(pilot: Pilot[None]) -> SmtptuiApp:
    """Show the session, the keys in its log, and stop the cursors' blinking."""
    app = pilot.app
    assert isinstance(app, SmtptuiApp)
    await until_true(pilot, lambda: app.workspace.is_furnished)
    app.workspace.code_list.filter_input.cursor_blink = False
    app.workspace.panel.command_line.cursor_blink = False
    source = feed_events(app, happened())
    await source.drained.wait()
    await pilot.press("3")
    await until(pilot, "no such mailbox")
    return app


@SIZES
def test_paused_with_a_mark_and_a_silence(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[None]) -> None:
        app = await watched(pilot)
        log = app.workspace.panel.log_view
        await pilot.press("comma", "comma", "M")
        await until_true(
            pilot, lambda: log.viewed.marked and log.cursor is not None and log.cursor.code == 504
        )
        await until(pilot, "◆")

    assert snap_compare(SmtptuiApp(), terminal_size=size, run_before=look)


@SIZES
def test_a_search(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[None]) -> None:
        await watched(pilot)
        await pilot.press("slash")
        await type_text(pilot, "5.5.4")
        await until(pilot, "2 of 2")
        for field in pilot.app.screen.query("FindLine"):
            field.cursor_blink = False  # type: ignore[attr-defined]

    assert snap_compare(SmtptuiApp(), terminal_size=size, run_before=look)


@SIZES
def test_only_refusals_with_the_times_between_them(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[None]) -> None:
        await watched(pilot)
        await pilot.press("F")
        await type_text(pilot, "5yz")
        await pilot.press("enter", "T")
        await until(pilot, "only “5yz”: 3 lines")
        await until(pilot, "Times: ")
        pilot.app.clear_notifications()
        await until_true(pilot, lambda: "Times: " not in screen_text(pilot.app))

    assert snap_compare(SmtptuiApp(), terminal_size=size, run_before=look)


@SIZES
def test_what_a_session_may_be_written_as(
    snap_compare: SnapCompare, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smtptui.tui.desks.keeping.time.strftime", lambda *_: "20261125-120000")

    async def look(pilot: Pilot[None]) -> None:
        await watched(pilot)
        await pilot.press("w")
        await until(pilot, "Write this session")
        pilot.app.screen.query_one("Input").cursor_blink = False  # type: ignore[attr-defined]

    assert snap_compare(SmtptuiApp(), terminal_size=size, run_before=look)
