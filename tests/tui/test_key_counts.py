"""How many keys lie between a user and what they came for: each is counted as it is pressed."""

from textual.pilot import Pilot

from smtptui.tui.app import SmtptuiApp
from smtptui.tui.views import View
from tests.tui.driving import NARROW, WIDE, burst, opened, picked, until, until_true


class Counting:
    """Presses keys, and counts them."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self._pilot = pilot
        self.pressed = 0

    async def press(self, *keys: str) -> None:
        self.pressed += len(keys)
        await self._pilot.press(*keys)


async def test_from_watching_the_demo_to_its_504_explained_there_are_two_keys() -> None:
    app = SmtptuiApp(demo=True)
    async with app.run_test(size=WIDE) as pilot:
        keys = Counting(pilot)
        await until(pilot, "palette")
        await until_true(pilot, lambda: app.workspace.panel.fold.progress.counts.get("250"))
        await keys.press("t", "enter")
        text = await until(pilot, "▸ Mechanism not supported")
        assert "FOOBAR" in text
        assert keys.pressed == 2


async def test_the_two_keys_need_not_wait_for_anything() -> None:
    app = SmtptuiApp(demo=True)
    async with app.run_test(size=WIDE) as pilot:
        burst(app, "t", "\r")
        text = await until(pilot, "▸ Mechanism not supported")
        assert "FOOBAR" in text


async def test_from_the_start_to_220_against_504_there_are_four_keys() -> None:
    for size in (WIDE, NARROW):
        app = SmtptuiApp()
        async with app.run_test(size=size) as pilot:
            keys = Counting(pilot)
            await until(pilot, "palette")
            await keys.press("c", "5", "0", "4")
            await until_true(pilot, lambda: app.workspace.view is View.COMPARE)  # noqa: B023
            assert picked(app) == ("220", "504")
            await until(pilot, "KEY DIFFERENCES")
            assert keys.pressed == 4


async def test_from_a_live_504_to_its_card_to_the_comparison_and_back_to_its_row_each_is_one_key() -> None:
    app = SmtptuiApp(demo=True)
    async with app.run_test(size=WIDE) as pilot:
        keys = Counting(pilot)
        await until(pilot, "palette")
        await until_true(pilot, lambda: app.workspace.panel.fold.progress.counts.get("250"))
        await pilot.press("t", "enter")
        await until(pilot, "▸ Mechanism not supported")
        log = app.workspace.panel.log_view
        await until_true(pilot, lambda: log.cursor is not None and log.cursor.code == 504)
        row = log.cursor
        await keys.press("g")
        await until_true(pilot, lambda: opened(app) == "504")
        await keys.press("m")
        await until_true(pilot, lambda: app.workspace.view is View.COMPARE)
        await keys.press("3")
        await until_true(pilot, lambda: app.workspace.view is View.LIVE and log.has_focus)
        assert log.cursor is row
        assert keys.pressed == 3


async def test_from_a_live_504_to_its_comparison_with_220_there_is_one_key_and_one_back_to_its_row() -> None:
    app = SmtptuiApp(demo=True)
    async with app.run_test(size=WIDE) as pilot:
        keys = Counting(pilot)
        await until(pilot, "palette")
        burst(app, "t", "\r")
        await until(pilot, "▸ Mechanism not supported")
        log = app.workspace.panel.log_view
        row = log.cursor
        await keys.press("C")
        await until(pilot, "KEY DIFFERENCES")
        assert picked(app) == ("504", "220")
        await keys.press("escape")
        await until_true(pilot, lambda: app.workspace.view is View.LIVE and log.has_focus)
        assert log.cursor is row
        assert keys.pressed == 2


async def test_keys_that_come_before_everything_stands_are_kept() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        burst(app, "c", "5", "0", "4")
        await until(pilot, "KEY DIFFERENCES")
        assert picked(app) == ("220", "504")
