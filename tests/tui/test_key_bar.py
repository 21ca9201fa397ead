"""The bottom line says what applies where one is, whole words only, and where escape leads."""

from smtptui.tui.app import SmtptuiApp
from smtptui.tui.hints import ALWAYS
from smtptui.tui.widgets.key_bar import KeyBar
from tests.tui.driving import TINY, WIDE, entry, feed_events, screen_text, until, until_true
from tests.tui.transcript import GREETING_AND_504, events


def bottom(app: SmtptuiApp) -> str:
    return screen_text(app).splitlines()[-1]


async def test_it_names_the_keys_of_the_pane_that_has_the_focus() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=(160, 40)) as pilot:
        await until(pilot, "palette")
        assert "space Pick" in bottom(app)
        feed_events(app, events(GREETING_AND_504))
        await pilot.press("3")
        await until(pilot, "g Card")
        assert "space Pick" not in bottom(app)
        assert "m Mistaken for" in bottom(app)


async def test_a_field_has_its_own_keys_and_those_that_would_be_typed_are_not_named() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        feed_events(app, events(GREETING_AND_504))
        app.workspace.panel.command_line.disabled = False
        app.workspace.set_focus(app.workspace.panel.command_line)
        await until(pilot, "⏎ Send")
        assert "Tab Complete" in bottom(app)
        assert "↑ History" in bottom(app)
        assert "? Keys" not in bottom(app)


async def test_escape_is_named_by_where_it_leads() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        assert "esc" not in bottom(app)
        feed_events(app, events(GREETING_AND_504))
        await pilot.press("3")
        await until(pilot, "esc Codes")
        await pilot.press("g")
        await until(pilot, "esc Live")
        await pilot.press("m")
        await until(pilot, "esc 504")


async def test_in_a_narrow_terminal_hints_are_left_out_whole() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=TINY) as pilot:
        await until(pilot, "palette")
        bar = app.workspace.query_one(KeyBar)
        assert len(bar.shown) < len(bar.here)
        assert bottom(app).split("? Keys")[0].rstrip().endswith(bar.shown[-1].words)
        assert [hint.key for hint in bar.always] == ["?", "^p"]
        assert len(ALWAYS) == 3


async def test_a_click_on_a_hint_does_what_it_says() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        app.workspace.comparison.sides = (entry("220"), entry("504"))
        at = bottom(app).index("c Compare")
        await pilot.click(KeyBar, offset=(at, 0))
        await until_true(pilot, lambda: app.workspace.view == "compare")
        await pilot.click(KeyBar, offset=(bottom(app).index("^p palette"), 0))
        await until_true(pilot, lambda: app.screen is not app.workspace)


async def test_what_is_done_with_a_reply_is_named_only_where_one_is_selected() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=(140, 40)) as pilot:
        await until(pilot, "palette")
        feed_events(app, events(GREETING_AND_504))
        await pilot.press("3")
        await until(pilot, "504 5.5.4")
        await until_true(pilot, lambda: "g Card" in bottom(app))
        assert "m Mistaken for" in bottom(app)
        await pilot.press("home")
        await until_true(pilot, lambda: "g Card" not in bottom(app))
        assert "m Mistaken for" not in bottom(app)
        assert "With 220" not in bottom(app)
        await pilot.press("down")
        await until_true(pilot, lambda: "g Card" in bottom(app))
