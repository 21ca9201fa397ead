"""What one does in a session's lines, by keys and mouse: search, show only some, mark, jump, select."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from smtptui.reference.book.catalogue import Catalogue
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.widgets.wire_log import WireLog
from smtptui.watching.watched import Watched
from tests.tui.driving import (
    NARROW,
    WIDE,
    FedSource,
    feed_events,
    line_with,
    screen_text,
    type_text,
    until,
    until_true,
)
from tests.tui.transcript import AND_A_501, events

MANY = AND_A_501 + "C: NOOP\nS: 250 2.0.0 Ok\n" * 60 + "C: AUTH BAR\nS: 504 5.5.4 Not here\n"


@asynccontextmanager
async def watching(
    transcript: str = MANY, size: tuple[int, int] = WIDE
) -> AsyncIterator[tuple[Pilot[None], SmtptuiApp, WireLog, FedSource]]:
    """Show a session, the keys in its log."""
    app = SmtptuiApp()
    async with app.run_test(size=size, notifications=True) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        source = feed_events(app, events(transcript))
        await source.drained.wait()
        await pilot.press("3")
        log = app.workspace.panel.log_view
        await until_true(pilot, lambda: log.cursor is not None and log.virtual_size.height >= len(log.rows))
        yield pilot, app, log, source


def code_at_cursor(log: WireLog) -> int | None:
    """Return the code of the row under the cursor."""
    return log.cursor.code if log.cursor is not None else None


async def test_one_who_has_stopped_to_read_stays_there_when_all_of_it_fits() -> None:
    async with watching(AND_A_501, (80, 24)) as (pilot, app, log, source):
        await pilot.press("comma", "comma", "down")
        await until_true(pilot, lambda: log.scroll_offset.y > 0 and not log.follow)
        stays = log.cursor
        await pilot.resize_terminal(100, 70)
        await until_true(pilot, lambda: log.size.height > log.virtual_size.height and not log.scroll_offset.y)
        source.put(*events("C: NOOP\nS: 250 2.0.0 Ok\n"))
        await until(pilot, "‖ paused · 3 new · End")
        assert log.cursor is stays
        assert not app.workspace.panel.log_view.follow


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
async def test_keys_lead_to_refusals_and_to_504s(size: tuple[int, int]) -> None:
    async with watching(size=size) as (pilot, _app, log, _source):
        await pilot.press("comma")
        await until_true(pilot, lambda: code_at_cursor(log) == 501)
        assert not log.follow
        await pilot.press("comma")
        await until_true(pilot, lambda: code_at_cursor(log) == 504)
        await until(pilot, "do: use a mechanism of the AUTH line of EHLO")
        await pilot.press("full_stop")
        await until_true(pilot, lambda: code_at_cursor(log) == 501)
        await pilot.press("5")
        await until_true(pilot, lambda: log.cursor is log.rows[-1])
        await pilot.press("5")
        await until(pilot, "There is no 504 further down.")


async def test_keys_lead_to_silences_and_a_silence_shows_before_its_row() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        later = [event._replace(at=event.at + 7) for event in events("C: NOOP\nS: 250 ok\n")][2:]
        feed_events(app, [*events("S: 220 mx ESMTP\n"), *later])
        await until(pilot, "┄┄ 7.0 s ┄┄")
        await pilot.press("3", "home", "greater_than_sign")
        log = app.workspace.panel.log_view
        await until_true(pilot, lambda: log.cursor is not None and log.cursor.text == "NOOP")
        await pilot.press("end", "less_than_sign")
        await until_true(pilot, lambda: log.cursor is not None and log.cursor.text == "NOOP")


async def test_a_search_leads_from_hit_to_hit_and_esc_leads_back() -> None:
    async with watching() as (pilot, app, log, _source):
        was = log.cursor
        await pilot.press("slash")
        await type_text(pilot, "5.5.4")
        await until(pilot, "3 of 3")
        assert code_at_cursor(log) == 504
        await pilot.press("up")
        await until(pilot, "2 of 3")
        assert code_at_cursor(log) == 501
        await pilot.press("enter", "enter")
        await until(pilot, "1 of 3")
        await pilot.press("escape")
        await until_true(pilot, lambda: log.follow and log.cursor is was and log.is_vertical_scroll_end)
        assert app.focused is log
        assert "of 3" not in screen_text(app)


async def test_a_search_may_stay_where_it_led() -> None:
    async with watching() as (pilot, app, log, _source):
        await pilot.press("slash")
        await type_text(pilot, "unsupported body")
        await until(pilot, "1 of 1")
        await pilot.press("tab")
        await until_true(pilot, lambda: app.focused is log)
        assert code_at_cursor(log) == 501


async def test_what_is_not_there_is_said() -> None:
    async with watching() as (pilot, _app, log, _source):
        was = log.cursor
        await pilot.press("slash")
        await type_text(pilot, "nowhere")
        await until(pilot, "not found")
        assert log.cursor is was


async def test_a_filter_shows_only_what_it_lets_through_also_of_what_comes_and_can_be_left() -> None:
    async with watching() as (pilot, _app, log, source):
        await pilot.press("F")
        await type_text(pilot, "504")
        text = await until(pilot, "only “504”: 2 lines")
        assert not log.pinned()
        assert "→ NOOP" not in text
        await pilot.press("enter")
        source.put(*list(events("C: AUTH X\nS: 504 third", start=200.0))[2:])
        await until(pilot, "only “504”: 3 lines")
        await until(pilot, "504 third")
        await pilot.press("home")
        await until_true(pilot, lambda: log.cursor is log.rows[0])
        await pilot.press("F", "escape")
        await until_true(pilot, lambda: len(log.rows) > 100)


async def test_a_mark_shows_and_marked_lines_can_be_shown_alone() -> None:
    async with watching() as (pilot, _app, log, _source):
        await pilot.press("comma", "M")
        await until_true(pilot, lambda: "◆" in line_with(screen_text(pilot.app), "← 501 5.5.4"))
        await pilot.press("F")
        await type_text(pilot, "marked")
        await until(pilot, "only “marked”: 1 line")
        await pilot.press("enter", "M")
        await until_true(pilot, lambda: not log.viewed.marked and not log.rows)


async def test_one_key_changes_the_times() -> None:
    async with watching() as (pilot, _app, log, _source):
        log.watched.epoch = 0.0
        await pilot.press("T")
        await until(pilot, "+0.004")
        await pilot.press("T")
        await until(pilot, ":01:")
        await pilot.press("T")
        await until(pilot, "Times: seconds since the start")


async def test_each_session_keeps_how_one_looks_at_it() -> None:
    async with watching() as (pilot, app, log, _source):
        first = log.watched
        await pilot.press("comma", "M")
        await until_true(pilot, lambda: code_at_cursor(log) == 501)
        cursor, top = log.cursor, log.scroll_y
        other = Watched(Catalogue(), "other")
        app.workspace.panel.show(other)
        await until_true(pilot, lambda: log.cursor is None and log.follow)
        app.workspace.panel.show(first)
        await until_true(pilot, lambda: log.cursor is cursor and not log.follow and log.scroll_y == top)
        assert log.viewed.marked == {cursor}


async def test_paused_says_how_much_has_come_since() -> None:
    async with watching() as (pilot, _app, _log, source):
        await until(pilot, "● following")
        await pilot.press("home")
        await until(pilot, "‖ paused · End follows")
        source.put(*list(events("C: NOOP\nS: 250 more", start=200.0))[2:])
        await until(pilot, "‖ paused · 2 new · End")
        await pilot.press("end")
        await until(pilot, "● following")


async def test_a_stretch_selected_by_mouse_is_copied_without_its_frame() -> None:
    async with watching() as (pilot, app, log, _source):
        await pilot.press("comma")
        await until_true(pilot, lambda: code_at_cursor(log) == 501)
        text = [strip.text for strip in app.screen._compositor.render_strips()]
        y = next(number for number, line in enumerate(text) if "▐501▌" in line)
        x = text[y].index("▐501▌")
        await pilot.mouse_down(offset=(x, y))
        await pilot.hover(offset=(x + 27, y))
        await pilot.mouse_up(offset=(x + 27, y))
        await until_true(pilot, lambda: app.screen.get_selected_text())
        assert (app.screen.get_selected_text() or "").strip() == "501  5.5.4 Unsupported BODY"


async def test_what_is_found_stands_out_in_the_row() -> None:
    async with watching() as (pilot, app, _log, _source):
        await pilot.press("slash")
        await type_text(pilot, "unsupported")
        await until(pilot, "1 of 1")
        strips = app.screen._compositor.render_strips()
        strip = next(strip for strip in strips if "▐501▌" in strip.text)
        styles = {segment.text.strip(): segment.style for segment in strip}
        assert styles["Unsupported"] != styles["BODY parameter"]


async def test_a_504_stands_out_more_for_a_moment_where_things_may_move(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with watching("S: 220 mx ESMTP") as (pilot, app, log, source):
        assert not log.may_flash
        monkeypatch.setattr(type(app), "is_headless", property(lambda _: False))
        assert log.may_flash
        app.animation_level = "none"
        assert not log.may_flash
        app.animation_level = "full"
        seen: list[bool] = []
        monkeypatch.setattr(log, "_settle_down", lambda: seen.append(log._fresh is log.rows[-1]))
        source.put(*list(events("C: AUTH B\nS: 504 no", start=200.0))[2:])
        await until_true(pilot, lambda: seen)
        assert seen == [True]


async def test_a_session_that_is_waited_for_shows_a_clock_under_its_lines() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        app.workspace.panel._clock = lambda: 104.1
        feed_events(app, events("S: 220 mx ESMTP\nC: EHLO me"))
        await until(pilot, "… waiting for the reply to EHLO 4 s")


async def test_the_scroll_bar_stands_where_one_is_whatever_it_missed() -> None:
    async with watching("S: 220 mx ESMTP\n" + "C: NOOP\nS: 250 2.0.0 Ok\n" * 40) as (
        pilot,
        _app,
        log,
        _source,
    ):
        await until_true(pilot, lambda: log.max_scroll_y > 0 and log.scroll_offset.y == log.max_scroll_y)
        # As when it comes only after the lines were scrolled.
        log.vertical_scrollbar.position = 0
        log.changed()
        await until_true(pilot, lambda: log.vertical_scrollbar.position == log.scroll_offset.y)
        assert log.vertical_scrollbar.window_virtual_size == log.virtual_size.height
