"""Escape leads back to where one was; the filter gives back the row one came from."""

from smtptui.tui.app import SmtptuiApp
from smtptui.tui.views import Place, Places, View
from tests.tui.driving import (
    NARROW,
    WIDE,
    burst,
    entry,
    feed_events,
    opened,
    picked,
    screen_text,
    until,
    until_true,
)
from tests.tui.transcript import GREETING_AND_504, events


def place(view: View, code: str = "220", *, in_pane: bool = False) -> Place:
    return Place(view, entry(code), (None, None), in_pane)


def test_one_goes_back_the_way_one_came() -> None:
    places = Places()
    places.leave(place(View.CODES), place(View.LIVE))
    places.leave(place(View.LIVE), place(View.CODES, "504"))
    assert places.back(place(View.CODES, "504")) == place(View.LIVE)
    assert places.back(place(View.LIVE)) == place(View.CODES)
    assert places.back(place(View.CODES)) is None


def test_going_where_one_has_just_been_is_going_back() -> None:
    places = Places()
    places.leave(place(View.CODES), place(View.LIVE))
    places.leave(place(View.LIVE), place(View.CODES))
    assert not places


async def test_escape_leads_from_the_card_of_a_reply_back_to_the_session_and_on_to_the_codes() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        feed_events(app, events(GREETING_AND_504))
        await until(pilot, "504 5.5.4")
        await pilot.press("3", "g")
        await until_true(pilot, lambda: opened(app) == "504" and app.workspace.view is View.CODES)
        await pilot.press("m")
        await until_true(pilot, lambda: app.workspace.view is View.COMPARE)
        await pilot.press("escape")
        await until_true(pilot, lambda: app.workspace.view is View.CODES)
        assert opened(app) == "504"
        await until_true(pilot, lambda: app.workspace.detail.has_focus)
        await pilot.press("escape")
        await until_true(pilot, lambda: app.workspace.view is View.LIVE)
        await until_true(pilot, lambda: app.workspace.panel.log_view.has_focus)
        await pilot.press("escape")
        await until_true(pilot, lambda: app.workspace.view is View.CODES)
        assert opened(app) == "220"
        await until_true(pilot, lambda: app.workspace.code_list.options.has_focus)


async def test_escape_leads_out_of_a_wide_comparison() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        await pilot.press("2")
        await until_true(pilot, lambda: app.workspace.view is View.COMPARE)
        await pilot.press("escape")
        await until_true(pilot, lambda: app.workspace.view is View.CODES)


async def test_escape_in_the_filter_gives_back_the_row_one_came_from() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        assert app.workspace.code_list.highlight(entry("252"))
        await until_true(pilot, lambda: opened(app) == "252")
        burst(app, *"/auth")
        await until_true(pilot, lambda: opened(app) != "252")
        burst(app, "\x1b", "2")
        await until_true(pilot, lambda: app.workspace.view is View.COMPARE)
        await until_true(pilot, lambda: opened(app) == "252")
        assert app.workspace.code_list.highlighted == entry("252")


async def test_escape_in_a_filtered_list_shows_all_of_it_again_the_cursor_where_it_is() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, "palette")
        burst(app, *"/504\r")
        await until(pilot, "esc All codes")
        everything = len(app.workspace.code_list.entries)
        burst(app, "\x1b")
        await until_true(pilot, lambda: not app.workspace.code_list.filter_input.value)
        await until_true(pilot, lambda: len(app.workspace.code_list.entries) > everything)
        await until_true(pilot, lambda: app.workspace.code_list.highlighted == entry("504"))
        await until_true(pilot, lambda: "esc All" not in screen_text(app))


async def test_where_nothing_matches_no_card_stands_beside_it() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        burst(app, *"/qqqqqq")
        await until(pilot, "nothing matches")
        await until_true(pilot, lambda: opened(app) == "")


async def test_a_third_pick_begins_again_with_a() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, "palette")
        burst(app, "space", "down", "space", "down")
        await until_true(pilot, lambda: picked(app) == ("220", "221"))
        burst(app, "space")
        await until_true(pilot, lambda: picked(app) == ("235", ""))


async def test_back_in_the_session_the_row_is_the_one_that_was_left_whatever_came_meanwhile() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        source = feed_events(app, events(GREETING_AND_504))
        await pilot.press("3")
        await until(pilot, "504 5.5.4")
        log = app.workspace.panel.log_view
        await until_true(pilot, lambda: log.cursor is not None and log.cursor.code == 504)
        left = log.cursor
        await pilot.press("g")
        await until_true(pilot, lambda: opened(app) == "504")
        source.put(*events("C: NOOP\nS: 250 2.0.0 Ok\n"))
        await until_true(pilot, lambda: app.workspace.panel.fold.rows[-1].code == 250)
        await until_true(pilot, lambda: log.cursor is not left)
        await pilot.press("alt+left")
        await until_true(pilot, lambda: log.cursor is left)
        assert log.has_focus


async def test_back_on_a_card_one_reads_on_where_one_was() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        app.workspace.code_list.highlight(entry("504"))
        await pilot.press("enter")
        await until_true(pilot, lambda: app.workspace.detail.has_focus)
        await pilot.press("pagedown")
        await until_true(pilot, lambda: app.workspace.detail.scroll_offset.y > 0)
        scrolled = app.workspace.detail.scroll_target_y
        await pilot.press("m")
        await until_true(pilot, lambda: app.workspace.view is View.COMPARE)
        await pilot.press("escape")
        await until_true(pilot, lambda: app.workspace.detail.scroll_offset.y == round(scrolled))


async def test_the_top_line_shows_the_way_here_as_far_as_there_is_room() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=(140, 40)) as pilot:
        await until(pilot, "palette")
        feed_events(app, events(GREETING_AND_504))
        await pilot.press("3")
        await until(pilot, "504 5.5.4")
        await pilot.press("g", "m")
        other = app.workspace._catalogue.code("504").lookalikes[0]
        text = await until(pilot, "Codes › Live › 504 › 504 ≠ ")
        assert text.splitlines()[0].count(other) <= 1
        await pilot.resize_terminal(*NARROW)
        text = await until(pilot, "2 Compare  3   … › 504 › 504 ≠ ")
        assert "1 Codes" not in text.splitlines()[0]
        await pilot.press("escape", "escape", "escape")
        await until(pilot, " 2 Compare ")
        assert "›" not in app.workspace.title_bar.render().plain
