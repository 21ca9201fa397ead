"""How the room is shared out: by keys, by dragging, and the same again at the next start."""

from pathlib import Path

import pytest
from textual import events as happenings
from textual.pilot import Pilot

from smtptui.reference.book.catalogue import Catalogue
from smtptui.session.options import Options
from smtptui.session.target import Target, TlsMode
from smtptui.settings.state import StateFile
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.room import ALL, HALF, LINE, THIRD, Room, room_from
from smtptui.tui.views import View
from smtptui.tui.widgets.welcome import Welcome
from smtptui.words import speak
from smtptui.words.language import speak_language
from tests.scripted_peer import plain_peer
from tests.tui.driving import (
    NARROW,
    TINY,
    WIDE,
    entry,
    feed_events,
    screen_text,
    settled,
    until,
    until_true,
)
from tests.tui.transcript import GREETING_AND_504, events

VAST = (200, 60)


def test_the_session_is_opened_step_by_step_and_round_again() -> None:
    room, shares = Room(live_share=LINE), []
    for _ in range(4):
        room = room.stepped(View.LIVE, 1)
        shares.append(room.live_share)
    assert shares == [THIRD, HALF, ALL, LINE]
    assert room.stepped(View.LIVE, -1).live_share == ALL
    assert room.share == Room().share


def test_between_the_ends_it_has_any_share_and_near_them_it_snaps() -> None:
    assert Room().with_share(View.CODES, 0.4).share == 0.4
    assert Room().with_share(View.CODES, 0.02).share == LINE
    assert Room().with_share(View.CODES, 0.99).share == ALL
    assert Room().with_columns(1000).columns < 100


@pytest.mark.parametrize("layout", [{"list": 9e9, "live": -3.0}, {"live": float("nan")}, {"live-view": 7.0}])
def test_what_was_remembered_but_cannot_be_is_what_suits(layout: dict[str, float]) -> None:
    assert room_from(layout) == Room()


async def _watching(pilot: Pilot[None]) -> SmtptuiApp:
    app = pilot.app
    assert isinstance(app, SmtptuiApp)
    await until(pilot, "palette")
    feed_events(app, events(GREETING_AND_504))
    await pilot.press("3")
    await until(pilot, "504 5.5.4")
    return app


async def test_one_key_opens_it_to_all_and_escape_gives_the_others_their_room_again() -> None:
    async with SmtptuiApp().run_test(size=WIDE) as pilot:
        app = await _watching(pilot)
        await settled(pilot)
        before = app.workspace.panel.size.height
        await pilot.press("z")
        await until_true(pilot, lambda: app.workspace.panel.size.height > 30)
        assert "esc Smaller" in await until(pilot, "esc Smaller")
        await pilot.press("escape")
        await until_true(pilot, lambda: app.workspace.panel.size.height == before)
        assert app.workspace.view is View.LIVE


async def test_it_closes_to_a_line_and_the_keys_go_to_what_the_reply_means() -> None:
    async with SmtptuiApp().run_test(size=WIDE) as pilot:
        app = await _watching(pilot)
        await pilot.press("Z", "Z")
        await until_true(pilot, lambda: app.workspace.panel.outer_size.height == 1)
        await until_true(pilot, lambda: app.workspace.reply_view.has_focus)


async def test_opening_all_of_it_from_the_codes_goes_to_the_live_view() -> None:
    async with SmtptuiApp().run_test(size=WIDE) as pilot:
        app = await _watching(pilot)
        await pilot.press("1", "z", "z")
        await until_true(pilot, lambda: app.workspace.view is View.LIVE)
        await until_true(pilot, lambda: app.workspace.panel.log_view.has_focus)


@pytest.mark.parametrize(
    ("language", "ways"),
    [
        ("en", ("A  220 Service ready", "WHICH TO USE WHEN", "mechanism too weak for the", "user 534.")),
        (
            "de",
            ("A  220 Server bereit", "WANN WELCHEN VERWENDEN", "Mechanismus 534."),
        ),
    ],
)
async def test_beside_an_open_session_all_that_220_and_504_differ_in_is_on_the_first_screen(
    language: str, ways: tuple[str, ...]
) -> None:
    if language != "en":
        assert speak_language(language)
    try:
        app = SmtptuiApp(catalogue=Catalogue(language=language))
        async with app.run_test(size=WIDE, notifications=True) as pilot:
            await until_true(pilot, lambda: app.workspace.is_furnished)
            begun = list(events(GREETING_AND_504))
            source = feed_events(app, begun[:-2])
            app.workspace.comparison.compare(entry("220"), entry("504"))
            text = await until(pilot, ways[-1])
            assert [words for words in ways if words not in text] == []
            assert app.workspace.compare_view.scroll_offset.y == 0
            assert "LIVE mx.example:25" in text
            assert app.workspace.panel.outer_size.height == 1
            source.put(*begun[-2:])
            await until(pilot, "504 just arrived" if language == "en" else "gerade kam eine 504")
    finally:
        speak()


async def test_beside_a_comparison_the_session_is_opened_by_its_key_and_stays_so() -> None:
    async with SmtptuiApp().run_test(size=WIDE) as pilot:
        app = await _watching(pilot)
        app.workspace.comparison.compare(entry("220"), entry("504"))
        await until_true(pilot, lambda: app.workspace.panel.outer_size.height == 1)
        await pilot.press("z")
        await until_true(pilot, lambda: app.workspace.panel.outer_size.height > 9)
        await pilot.press("1", "2")
        await until_true(pilot, lambda: app.workspace.view is View.COMPARE)
        assert app.workspace.panel.outer_size.height > 9
        assert room_from(app.workspace.room.room.remembered).compare_share == THIRD


async def test_who_types_a_command_beside_a_comparison_sees_the_session() -> None:
    with plain_peer() as peer:
        target = Target("127.0.0.1", peer.port, TlsMode.NONE)
        app = SmtptuiApp(target=target, options=Options(ehlo_name="client.example"))
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            app.workspace.comparison.compare(entry("220"), entry("504"))
            await until_true(pilot, lambda: app.workspace.panel.outer_size.height == 1)
            await pilot.press("colon")
            await until_true(pilot, lambda: app.workspace.panel.command_line.has_focus)
            await until_true(pilot, lambda: app.workspace.panel.outer_size.height > 9)
            assert app.workspace.view is View.LIVE


async def test_from_180_columns_on_list_pane_and_session_stand_side_by_side() -> None:
    async with SmtptuiApp().run_test(size=VAST) as pilot:
        app = await _watching(pilot)
        list_, pane, panel = (
            app.workspace.code_list.region,
            app.workspace.reply_view.region,
            app.workspace.panel.region,
        )
        assert list_.y == pane.y == panel.y
        assert list_.right <= pane.x < pane.right <= panel.x
        assert panel.right == VAST[0]


@pytest.mark.parametrize("size", [WIDE, VAST], ids=["120x40", "200x60"])
async def test_its_edge_is_dragged(size: tuple[int, int]) -> None:
    async with SmtptuiApp().run_test(size=size) as pilot:
        app = await _watching(pilot)
        await settled(pilot)
        region = app.workspace.panel.region
        beside = size == VAST
        at = (region.x, region.y + 3) if beside else (region.x + 9, region.y)
        to = (at[0] - 12, at[1]) if beside else (at[0], at[1] - 5)
        assert await pilot.mouse_down(offset=at)
        await pilot.hover(offset=to)
        await until_true(pilot, lambda: (app.workspace.panel.region.x, app.workspace.panel.region.y) != at)
        await pilot.mouse_up(offset=to)
        grown = app.workspace.panel.region
        assert (abs(grown.x - to[0]) <= 1) if beside else (abs(grown.y - to[1]) <= 1)
        assert app.mouse_captured is None


async def test_the_list_is_made_wider_by_its_edge_and_by_key_and_is_so_again_at_the_next_start(
    tmp_path: Path,
) -> None:
    state = StateFile(tmp_path / "state.json")
    app = SmtptuiApp(state=state)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        list_ = app.workspace.code_list
        before = list_.outer_size.width
        await pilot.press("ctrl+right")
        await until_true(pilot, lambda: list_.outer_size.width == before + 2)
        edge = (list_.region.right - 1, 10)
        await pilot.mouse_down(offset=edge)
        await pilot.hover(offset=(edge[0] + 6, 10))
        await until_true(pilot, lambda: list_.outer_size.width == before + 8)
        await pilot.mouse_up(offset=(edge[0] + 6, 10))
    again = SmtptuiApp(state=StateFile(tmp_path / "state.json"))
    async with again.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        await until_true(pilot, lambda: again.workspace.code_list.outer_size.width == before + 8)


@pytest.mark.parametrize("size", [TINY, NARROW, WIDE, VAST])
async def test_what_was_chosen_does_not_disturb_another_size(size: tuple[int, int]) -> None:
    async with SmtptuiApp().run_test(size=VAST) as pilot:
        app = await _watching(pilot)
        await pilot.press("ctrl+right", "ctrl+up")
        await pilot.resize_terminal(*size)
        app.post_message(happenings.Resize(app.size, app.size))
        await until(pilot, "504 5.5.4")
        panes = (app.workspace.code_list, app.workspace.reply_view, app.workspace.panel)

        def all_on_screen() -> bool:
            regions = [pane.region for pane in panes if pane.region]
            return all(each.right <= size[0] and each.bottom <= size[1] for each in regions)

        await until_true(pilot, all_on_screen)


async def test_at_an_empty_start_three_lines_say_what_can_be_done_at_whatever_size_one_comes_to() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=VAST) as pilot:
        await until(pilot, "one server's own code")
        for size in (WIDE, NARROW, TINY):
            await pilot.resize_terminal(*size)
            await until_true(pilot, lambda: "one server's own code" not in screen_text(app))
            welcome = app.workspace.query_one(Welcome)
            await until_true(pilot, lambda: welcome.content_size.height == 3)  # noqa: B023
            lines = screen_text(app).splitlines()
            for key in (" /  ", " ^o  ", " p  "):
                assert any(key in line for line in lines)


async def test_a_click_on_one_of_the_three_lines_does_it() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        lines = screen_text(app).splitlines()
        row = next(index for index, line in enumerate(lines) if " ^o  " in line)
        await pilot.click(offset=(10, row))
        await until(pilot, "Connect")
        await until_true(pilot, lambda: app.screen is not app.workspace)
