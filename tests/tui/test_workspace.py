"""The workspace, driven by keys and judged by what stands on the screen."""

import socket

import pytest
from textual.widgets import Input, OptionList

from smtptui.session.target import Target, TlsMode
from smtptui.tui.actions import ACTIONS
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.views import View
from smtptui.tui.widgets.compare_view import CompareView
from tests.scripted_peer import plain_peer
from tests.tui.driving import (
    NARROW,
    TINY,
    WIDE,
    burst,
    entry,
    feed_events,
    line_with,
    listed,
    opened,
    picked,
    screen_text,
    type_text,
    until,
    until_true,
)
from tests.tui.transcript import GREETING_AND_504, events

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])


@SIZES
async def test_the_list_shows_the_codes_grouped_by_class(size: tuple[int, int]) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=size) as pilot:
        text = await until(pilot, "220 Service ready")
        assert "✓ 2yz positive completion" in text


async def test_every_code_of_the_catalogue_is_in_the_list() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        shown = [option.id for option in app.workspace.code_list.options.options if option.id]
        assert shown == [code.code for code in app.workspace._catalogue.codes]


async def test_typing_filters_by_code_and_by_word() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("slash")
        await type_text(pilot, "504")
        await until_true(pilot, lambda: listed(app)[0] == "504")
        await pilot.press("escape")
        await type_text(pilot, "mailbox")
        await until_true(pilot, lambda: "550" in listed(app))
        assert "354" not in listed(app)[:10]


async def test_full_text_finds_what_no_title_says_and_shows_the_match() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("slash")
        await type_text(pilot, "soft_bounce")
        text = await until(pilot, "in the texts")
        assert "504" in listed(app)
        assert "soft_bounce" in text.split("in the texts")[1]


async def test_keywords_mechanisms_and_enhanced_codes_are_found_by_their_names() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("slash")
        for query, id in (
            ("pipelining", "extension:PIPELINING"),
            ("cram-md5", "mechanism:CRAM-MD5"),
            ("5.7.8", "enhanced:5.7.8"),
        ):
            app.workspace.code_list.filter_input.value = query
            await until_true(pilot, lambda id=id: id in listed(app))  # type: ignore[misc]
            assert app.workspace.code_list.highlight(entry(id))
            await until_true(pilot, lambda id=id: opened(app) == id)  # type: ignore[misc]


async def test_a_typo_finds_what_was_meant() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("slash")
        await type_text(pilot, "greylsting")
        await until(pilot, "“greylsting” is nowhere; “greylisting”")
        assert "450" in listed(app)


@pytest.mark.parametrize(
    ("choice", "first"),
    [
        ("Enhanced status codes", "enhanced:"),
        ("EHLO keywords", "extension:"),
        ("AUTH mechanisms", "mechanism:"),
    ],
)
async def test_each_kind_of_entry_is_a_way_in(choice: str, first: str) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("f")
        await until(pilot, choice)
        options = app.screen.query_one(OptionList)
        for index, option in enumerate(options.options):
            if str(option.prompt).endswith(choice):
                options.highlighted = index
        await pilot.press("enter")
        await until_true(pilot, lambda: listed(app)[0].startswith(first))
        ids = listed(app)
        assert len(ids) > 20
        assert all(id.startswith(first) for id in ids)
        await until_true(pilot, lambda: opened(app) == ids[0])


async def test_two_enhanced_codes_are_compared() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        for query, id in (("5.7.8", "enhanced:5.7.8"), ("5.7.9", "enhanced:5.7.9")):
            app.workspace.actions["codes.filter"]()
            app.workspace.code_list.filter_input.value = query
            await until_true(pilot, lambda id=id: opened(app) == id)  # type: ignore[misc]
            await pilot.press("enter", "space")
            await until_true(pilot, lambda id=id: id in picked(app))  # type: ignore[misc]
        await pilot.press("c")
        text = await until(pilot, "KEY DIFFERENCES")
        assert " 5.7.8 " in text
        assert " 5.7.9 " in text


async def test_a_filter_that_matches_nothing_names_the_nearest_code() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("slash")
        await type_text(pilot, "5044")
        text = await until(pilot, "no code matches; nearest:")
        assert "504 " in text
        await pilot.press("enter", "enter")
        await until_true(pilot, lambda: opened(app) == "504")


@SIZES
async def test_enter_on_a_filtered_code_opens_its_card(size: tuple[int, int]) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=size) as pilot:
        await pilot.press("slash")
        await type_text(pilot, "504")
        await pilot.press("enter", "enter")
        text = await until(pilot, "5yz permanent negative")
        assert "IT MEANS" in text
        assert app.focused is app.workspace.detail


async def test_two_picked_codes_are_compared_and_swapped() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        for code in ("220", "504"):
            await pilot.press("slash")
            await type_text(pilot, code)
            await pilot.press("enter", "space")
        await pilot.press("c")
        text = await until(pilot, "KEY DIFFERENCES")
        assert "refused for good" in text
        assert picked(app) == ("220", "504")
        assert app.workspace.compare_view.sides == (entry("220"), entry("504"))
        await pilot.press("x")
        await until_true(pilot, lambda: app.workspace.compare_view.sides == (entry("504"), entry("220")))


async def test_a_code_that_nobody_knows_is_said_to_be_so_where_it_would_be_compared() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        app.workspace.comparison.sides = (entry("999"), entry("504"))
        await pilot.press("2")
        assert "the reference has no code '999'" in await until(pilot, "the reference has no code")


async def test_a_side_is_chosen_from_the_picker_and_an_unknown_code_is_answered_with_the_nearest() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("a")
        await type_text(pilot, "505")
        text = await until(pilot, "There is no code 505; the nearest:")
        assert "✗ 501" in text
        for _ in range(3):
            await pilot.press("backspace")
        await type_text(pilot, "220")
        await pilot.press("enter")
        await until_true(pilot, lambda: picked(app) == ("220", ""))


async def test_comparing_with_nothing_picked_compares_the_code_one_is_at_in_four_keys() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("c", "5", "0", "4")
        await until(pilot, "KEY DIFFERENCES")
        assert picked(app) == ("220", "504")


async def test_the_way_here_names_the_sides_as_they_stand() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("c", "5", "0", "4")
        await until(pilot, "› 220 ≠ 504")
        await pilot.press("x")
        await until(pilot, "› 504 ≠ 220")


async def test_a_code_is_not_compared_with_itself_and_the_dialog_says_so() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("c", "2", "2", "0")
        text = await until(pilot, "220 is on the other side already.")
        assert "250" in text
        await pilot.press("backspace", "backspace", "backspace", "5", "0", "4")
        await until(pilot, "KEY DIFFERENCES")
        assert picked(app) == ("220", "504")


async def test_the_compare_view_with_nothing_picked_says_how_to_pick() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("2")
        await until(pilot, "Nothing is picked yet")


async def test_a_side_that_is_filled_shows_and_the_open_one_says_how_to_fill_it() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("space", "2")
        text = await until(pilot, "fill the other side")
        assert "A  220 Service ready" in text
        await pilot.press("b", "5", "0", "4")
        await until(pilot, "KEY DIFFERENCES")
        assert picked(app) == ("220", "504")


@SIZES
async def test_a_greeting_and_a_504_stand_out_and_are_counted(size: tuple[int, int]) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=size) as pilot:
        await until(pilot, "palette")
        feed_events(app, events(GREETING_AND_504))
        text = await until(pilot, "✗ mechanism not supported")
        greeting = line_with(text, "220 mx.example")
        refused = line_with(text, "504 5.5.4")
        assert greeting.startswith("▌    0.004  ← 220")
        # Where there is no room for both, the greeting is pinned above the lines in view.
        assert "GREETING" in greeting or size == NARROW
        assert "▌" in refused
        assert "✗ mechanism not supported" in text
        assert app.workspace.code_list.counts["504"] == 1


@SIZES
async def test_selecting_a_reply_shows_what_it_means_here(size: tuple[int, int]) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=size) as pilot:
        await until(pilot, "palette")
        feed_events(app, events(GREETING_AND_504))
        await pilot.press("3")
        text = await until(pilot, "WHAT IT MEANS HERE")
        assert "AUTH FOOBAR" in text
        assert "PLAIN" in text
        await pilot.press("g")
        await until_true(pilot, lambda: opened(app) == "504")
        assert app.workspace.view == "codes"


async def test_the_selected_reply_is_compared_with_what_it_is_mistaken_for() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        feed_events(app, events(GREETING_AND_504))
        await pilot.press("3", "m")
        await until_true(pilot, lambda: picked(app)[0] == "504")
        assert picked(app)[1] in app.workspace._catalogue.code("504").lookalikes
        assert app.workspace.view == "compare"


async def test_one_key_compares_the_selected_reply_with_the_greeting_and_escape_leads_back_to_its_row() -> (
    None
):
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        feed_events(app, events(GREETING_AND_504))
        await pilot.press("3")
        await until(pilot, "C With 220")
        row = app.workspace.panel.log_view.cursor
        await pilot.press("C")
        await until_true(pilot, lambda: picked(app) == ("504", "220"))
        await until(pilot, "KEY DIFFERENCES")
        await pilot.press("escape")
        await until_true(pilot, lambda: app.workspace.view is View.LIVE)
        assert app.workspace.panel.log_view.cursor is row


async def test_one_key_compares_a_card_and_the_side_of_a_comparison_with_the_greeting() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        app.workspace.codes.open(entry("504"))
        await pilot.press("C")
        await until_true(pilot, lambda: picked(app) == ("504", "220"))
        app.workspace.comparison.compare(entry("220"), entry("550"))
        await pilot.press("C")
        await until_true(pilot, lambda: picked(app) == ("550", "220"))


async def test_220_and_what_is_no_code_are_not_compared_with_the_greeting() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished and opened(app) == "220")
        await pilot.press("C")
        await until(pilot, "This is 220 itself")
        app.workspace.codes.open(entry("extension:SIZE"))
        await until_true(pilot, lambda: opened(app) == "extension:SIZE")
        await pilot.press("C")
        await until(pilot, "Only codes can be compared")
        assert app.workspace.view is View.CODES


async def test_enter_unfolds_a_long_reply() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        feed_events(app, events(GREETING_AND_504))
        await pilot.press("3", "home", "down", "down", "down", "enter")
        text = await until(pilot, "250-AUTH PLAIN LOGIN")
        assert "250-PIPELINING" in text


async def test_the_row_that_overflows_first_comes_into_view() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, "palette")
        source = feed_events(app, [])
        panel, log = app.workspace.panel, app.workspace.panel.log_view
        await until(pilot, "LIVE mx.example")
        for event in events("S: 220 mx ESMTP\n" + "C: NOOP\nS: 250 2.0.0 Ok\n" * 6):
            source.put(event)
            await source.drained.wait()
            await until_true(
                pilot,
                lambda: (
                    log.virtual_size.height
                    == len(panel.fold.rows) + log.viewed.heights.more + (log._tail is not None)
                    and log.scroll_y == max(0, log.virtual_size.height - log.size.height)
                ),
            )


async def test_scrolling_up_stops_following_and_end_follows_again() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, "palette")
        feed_events(app, events("S: 220 mx ESMTP\n" + "C: NOOP\nS: 250 2.0.0 Ok\n" * 40))
        await until(pilot, "NOOP")
        log = app.workspace.panel.log_view
        await pilot.press("3", "home")
        await until_true(pilot, lambda: not log.follow)
        assert "220 mx ESMTP" in screen_text(app)
        await pilot.press("end")
        await until_true(pilot, lambda: log.follow)


async def test_markup_from_a_server_is_shown_as_it_came() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        feed_events(
            app, events("S: 220 [@click=app.quit]mx[/x] ESMTP [red]\nC: NOOP [/b]\nS: 504 [/x] [bold")
        )
        await until(pilot, "[@click=app.quit]mx[/x] ESMTP [red]")
        await pilot.press("3", "up")
        await until(pilot, "504 [/x] [bold")


async def test_the_keys_are_explained() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("question_mark")
        text = await until(pilot, "CODES AND COMPARISON")
        assert "Compare what is picked, or what one is at with another" in text
        await pilot.press("escape")
        await until_true(pilot, lambda: app.screen is app.workspace)


async def test_every_row_of_the_action_table_resolves() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        workspace = app.workspace
        for action in ACTIONS:
            if action.does:
                owner, _, name = action.does.partition(".")
                assert owner == "app", action.id
                assert callable(getattr(app, f"action_{name}", None)), action.id
            else:
                assert action.id in workspace.actions, action.id
            for key in action.keys.split(","):
                found = workspace._bindings.get_bindings_for_key(key)
                assert any(binding.id == action.id for binding in found)
        assert set(workspace.actions) == {action.id for action in ACTIONS if not action.does}


async def test_the_palette_lists_every_action() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        titles = {command.title for command in app.get_system_commands(app.screen)}
        assert {action.label for action in ACTIONS} - {"Palette"} <= titles


async def test_an_action_runs_from_the_palette() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("ctrl+p")
        await type_text(pilot, "Compare")
        await until(pilot, "Compare what is picked, or what one is at with another")
        await pilot.press("enter")
        await until(pilot, "Side B: compared with 220")


async def test_a_click_opens_a_view_and_a_code() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        await pilot.click("TitleBar", offset=(32, 0))
        await until_true(pilot, lambda: app.workspace.view == "live")
        await pilot.click("CodeList OptionList", offset=(5, 2))
        await until_true(pilot, lambda: app.workspace.view == "codes")
        assert opened(app) == "211"


@pytest.mark.parametrize(
    "text", ["", "mx.example:0", "mx.example:70000", "http://mx.example", "no host", "[::1", "mx.example:x"]
)
async def test_a_target_that_is_none_is_refused_where_it_was_typed(text: str) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("ctrl+o")
        await until(pilot, "enter connects")
        app.screen.query_one(Input).value = text
        await pilot.press("enter")
        problem = app.screen.query_one(".problem")
        await until_true(pilot, lambda: str(problem.render()).strip())
        assert app.screen is not app.workspace


async def test_on_a_tiny_terminal_one_pane_shows_at_a_time() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=TINY) as pilot:
        await until(pilot, "220 Service ready")
        await pilot.press("enter")
        await until(pilot, "2yz positive completion")
        assert not app.workspace.code_list.display or not app.workspace.code_list.region
        await pilot.press("escape")
        await until(pilot, "220 Service ready")
        feed_events(app, events(GREETING_AND_504))
        await pilot.press("3")
        text = await until(pilot, "GREETING")
        assert "504 5.5.4" in text


@pytest.mark.parametrize("size", [NARROW, TINY], ids=["80x24", "60x20"])
@pytest.mark.parametrize("keys", [["2"], ["space", "2"]], ids=" ".join)
async def test_where_the_list_gives_way_no_key_goes_to_what_is_hidden(
    size: tuple[int, int], keys: list[str]
) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys)
        await until_true(pilot, lambda: app.workspace.view == "compare")
        assert isinstance(app.focused, CompareView)
        await pilot.press("escape")
        await until_true(pilot, lambda: isinstance(app.focused, OptionList))


@pytest.mark.parametrize("size", [TINY, (30, 10), (160, 8)], ids=str)
@pytest.mark.parametrize("opens", [":", "/"])
async def test_what_is_typed_goes_on_where_it_was_however_small_the_terminal_becomes(
    opens: str, size: tuple[int, int]
) -> None:
    with plain_peer() as peer:
        app = SmtptuiApp(target=Target("127.0.0.1", peer.port, TlsMode.NONE))
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            burst(app, "2", opens)
            await until_true(pilot, lambda: isinstance(app.focused, Input))
            field = app.focused
            assert isinstance(field, Input)
            await pilot.resize_terminal(*size)
            await until_true(pilot, lambda: app.workspace.one_pane)
            burst(app, *"quota")
            await until_true(pilot, lambda: field.value == "quota")
            assert app.focused is field


@pytest.mark.parametrize("theme", ["nord", "textual-light", "smtptui-light", "nonsense"])
async def test_any_theme_will_do(theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_THEME", theme)
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "220 Service ready")
        app.theme = "dracula"
        await until(pilot, "220 Service ready")


async def test_leaving_while_a_dialog_gives_its_answer_is_no_crash() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("a")
        await until(pilot, "Side A")
        app.screen.query_one(Input).post_message(Input.Submitted(app.screen.query_one(Input), "220"))
        app.exit()
    assert app.return_code == 0


async def test_a_server_that_has_not_greeted_is_connected_all_the_same() -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    target = Target("127.0.0.1", listening.getsockname()[1], TlsMode.NONE)
    app = SmtptuiApp(target=target)
    with listening:
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "waiting for its greeting")
            await until(pilot, "● 127.0.0.1")
            await pilot.press("d")
            await until(pilot, "○ 127.0.0.1")


async def test_the_footer_says_how_to_leave_the_filter() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, "/ Filter")
        await pilot.press("slash")
        text = await until(pilot, "esc Codes")
        assert "/ Filter" not in text
        assert "⏎ To the list" in text


async def test_a_click_goes_to_a_row_and_a_double_click_opens_it() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        await pilot.click("CodeList OptionList", offset=(8, 2))
        await until_true(pilot, lambda: opened(app) == "211")
        assert app.focused is app.workspace.code_list.options
        await pilot.click("CodeList OptionList", offset=(8, 3), times=2)
        await until_true(pilot, lambda: opened(app) == "214" and app.focused is app.workspace.detail)


async def test_a_click_at_the_edge_of_a_row_picks_it() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        await pilot.click("CodeList OptionList", offset=(0, 2))
        await pilot.click("CodeList OptionList", offset=(1, 4))
        await until_true(pilot, lambda: picked(app) == ("211", "220"))
        await pilot.click("CodeList OptionList", offset=(0, 2))
        await until_true(pilot, lambda: picked(app) == ("", "220"))


async def test_a_live_reply_is_compared_with_220_by_two_keys_and_with_any_code_typed() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        feed_events(app, events(GREETING_AND_504))
        await until(pilot, "504 5.5.4")
        await pilot.press("3", "end", "c")
        await until(pilot, "Side B: compared with 504")
        await pilot.press("enter")
        await until_true(pilot, lambda: picked(app) == ("504", "220"))
        await pilot.press("3", "c", *"550")
        await until_true(pilot, lambda: picked(app) == ("504", "550"))


async def test_in_a_comparison_the_key_of_mix_ups_goes_to_the_next_one() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        first, second, *_ = app.workspace._catalogue.code("504").lookalikes
        app.workspace.codes.open(entry("504"))
        await pilot.press("m")
        await until_true(pilot, lambda: picked(app) == ("504", first))
        await pilot.press("m")
        await until_true(pilot, lambda: picked(app) == ("504", second))


async def test_the_card_of_a_situation_is_compared_with_what_it_is_confused_with() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        app.workspace.codes.open(entry("situation:mailbox.full"))
        await pilot.press("m")
        await until(pilot, "mailbox.full ≠ server.storage")


async def test_a_key_held_down_says_the_same_once() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        burst(app, *"ddddddddL")
        await until(pilot, "There is no connection")
        await until_true(pilot, lambda: not app._turns._waiting)
        await pilot.pause()
        assert len(app._notifications) == len({each.message for each in app._notifications})
