"""The jump mode leads to any pane that is in view."""

import pytest

from smtptui.tui.app import SmtptuiApp
from smtptui.tui.screens.jump import JumpScreen
from tests.tui.driving import NARROW, TINY, WIDE, feed_events, screen_text, until, until_true
from tests.tui.transcript import GREETING_AND_504, events


@pytest.mark.parametrize("size", [WIDE, NARROW, TINY], ids=["120x40", "80x24", "60x20"])
async def test_a_letter_leads_to_each_pane_in_view(size: tuple[int, int]) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=size) as pilot:
        await until(pilot, "palette")
        feed_events(app, events(GREETING_AND_504))
        await pilot.press("3")
        await until(pilot, "504 5.5.4")
        keys = list(app.workspace.jumping.targets)
        assert "s" in keys
        for key in keys:
            wanted = app.workspace.jumping.targets[key]
            app.workspace.jumping.jump()
            await until_true(pilot, lambda: isinstance(app.screen, JumpScreen))
            await until(pilot, f" {key}  ")
            await pilot.press(key)
            await until_true(pilot, lambda wanted=wanted: app.focused is wanted)  # type: ignore[misc]


async def test_escape_and_letters_that_lead_nowhere_leave_the_focus_where_it_is() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        before = app.focused
        await pilot.press("J")
        await until(pilot, " l  The list of codes ")
        await pilot.press("x")
        assert isinstance(app.screen, JumpScreen)
        await pilot.press("escape")
        await until_true(pilot, lambda: app.screen is app.workspace)
        assert app.focused is before


async def test_a_click_on_a_pane_goes_there_too() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        await pilot.press("J")
        await until(pilot, " c  The card")
        assert "The session" not in screen_text(app)
        await pilot.click(offset=(90, 20))
        await until_true(pilot, lambda: app.focused is app.workspace.detail)
