"""How it looks. Each picture was looked at; it changes only in a commit that says why."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from smtptui.tui.app import SmtptuiApp
from tests.tui.driving import NARROW, TINY, WIDE, entry, feed_events, until
from tests.tui.transcript import GREETING_AND_504, events

SnapCompare = Callable[..., bool]

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])


async def _ready(pilot: Pilot[None]) -> SmtptuiApp:
    """Wait until all panes stand, and stop the cursor's blinking."""
    app = pilot.app
    assert isinstance(app, SmtptuiApp)
    await until(pilot, "palette")
    app.workspace.code_list.filter_input.cursor_blink = False
    app.workspace.panel.command_line.cursor_blink = False
    return app


@SIZES
def test_codes(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[None]) -> None:
        await _ready(pilot)

    assert snap_compare(SmtptuiApp(), terminal_size=size, run_before=look)


@SIZES
@pytest.mark.parametrize("code", ["504", "220", "441"], ids=["rich", "greeting", "folklore"])
def test_the_card_of_a_code(snap_compare: SnapCompare, size: tuple[int, int], code: str) -> None:
    async def look(pilot: Pilot[None]) -> None:
        app = await _ready(pilot)
        app.workspace.code_list.highlight(entry(code))
        await pilot.press("enter")

    assert snap_compare(SmtptuiApp(), terminal_size=size, run_before=look)


@SIZES
@pytest.mark.parametrize(
    "name", ["enhanced:X.5.4", "enhanced:X.7.3", "extension:STARTTLS", "mechanism:XOAUTH2"]
)
def test_the_card_of_what_is_no_basic_code(
    snap_compare: SnapCompare, size: tuple[int, int], name: str
) -> None:
    async def look(pilot: Pilot[None]) -> None:
        app = await _ready(pilot)
        app.workspace.detail.entry = entry(name)

    assert snap_compare(SmtptuiApp(), terminal_size=size, run_before=look)


@SIZES
def test_a_search(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[None]) -> None:
        app = await _ready(pilot)
        await pilot.press("slash")
        app.workspace.code_list.filter_input.value = "greylist"
        await until(pilot, "in the texts")

    assert snap_compare(SmtptuiApp(), terminal_size=size, run_before=look)


@SIZES
@pytest.mark.parametrize("pair", [("220", "504"), ("502", "504"), ("450", "451")], ids="-".join)
def test_two_codes_compared(snap_compare: SnapCompare, size: tuple[int, int], pair: tuple[str, str]) -> None:
    async def look(pilot: Pilot[None]) -> None:
        app = await _ready(pilot)
        app.workspace.comparison.sides = (entry(pair[0]), entry(pair[1]))
        await pilot.press("c")

    assert snap_compare(SmtptuiApp(), terminal_size=size, run_before=look)


@SIZES
def test_the_live_panel_under_the_codes(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[None]) -> None:
        app = await _ready(pilot)
        feed_events(app, events(GREETING_AND_504))
        await until(pilot, "504 5.5.4")

    assert snap_compare(SmtptuiApp(), terminal_size=size, run_before=look)


@pytest.mark.parametrize("size", [WIDE, NARROW, TINY], ids=["120x40", "80x24", "60x20"])
def test_a_live_504_explained(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[None]) -> None:
        app = await _ready(pilot)
        feed_events(app, events(GREETING_AND_504))
        await pilot.press("3")
        await until(pilot, "504 5.5.4")

    assert snap_compare(SmtptuiApp(), terminal_size=size, run_before=look)


@SIZES
def test_the_keys(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[None]) -> None:
        await _ready(pilot)
        await pilot.press("question_mark")

    assert snap_compare(SmtptuiApp(), terminal_size=size, run_before=look)


def test_the_light_theme(snap_compare: SnapCompare) -> None:
    async def look(pilot: Pilot[None]) -> None:
        app = await _ready(pilot)
        feed_events(app, events(GREETING_AND_504))
        await pilot.press("f2", "3")
        await until(pilot, "504 5.5.4")

    assert snap_compare(SmtptuiApp(), terminal_size=WIDE, run_before=look)


@SIZES
def test_the_greeting_and_the_last_504_above_what_is_in_view(
    snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    async def look(pilot: Pilot[None]) -> None:
        app = await _ready(pilot)
        feed_events(app, events(GREETING_AND_504 + "C: NOOP\nS: 250 2.0.0 Ok\n" * 20))
        await pilot.press("3")
        await until(pilot, "answers  NOOP")

    assert snap_compare(SmtptuiApp(), terminal_size=size, run_before=look)
