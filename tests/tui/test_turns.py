"""Keys that arrive together go where the user means: a line, a dialog, the list."""

import pytest
from textual import events
from textual.command import CommandList
from textual.widgets import OptionList

from smtptui.session.options import Options
from smtptui.session.target import Target, TlsMode
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.palette import Palette
from smtptui.tui.screens.choose import ChooseScreen
from smtptui.tui.screens.help import HelpScreen
from smtptui.tui.screens.narrow import NarrowScreen
from smtptui.tui.screens.pasted_lines import PastedLinesScreen
from smtptui.tui.turns import Turns
from tests.scripted_peer import plain_peer
from tests.tui.driving import (
    NARROW,
    WIDE,
    burst,
    entry,
    feed_events,
    listed,
    opened,
    picked,
    screen_text,
    until,
    until_true,
)
from tests.tui.transcript import GREETING_AND_504
from tests.tui.transcript import events as session_events

OPTIONS = Options(ehlo_name="client.example")
MESSAGE = ["Subject: five lines", "", "one", ".two dots", "three"]


def connected_to(port: int) -> SmtptuiApp:
    return SmtptuiApp(target=Target("127.0.0.1", port, TlsMode.NONE), options=OPTIONS)


async def test_a_hundred_commands_in_one_burst_are_a_hundred_commands_in_order() -> None:
    commands = [f"NOOP {number}" for number in range(100)]
    with plain_peer() as peer:
        app = connected_to(peer.port)
        async with app.run_test(size=NARROW) as pilot:
            await until(pilot, "PIPELINING")
            burst(app, ":", *"".join(f"{command}\r" for command in commands))
            await until_true(pilot, lambda: len(peer.lines) >= 100)
            assert peer.lines == commands


async def test_a_message_and_its_dot_typed_in_one_burst_arrive_line_by_line() -> None:
    with plain_peer() as peer:
        app = connected_to(peer.port)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            burst(app, *":DATA\r")
            await until(pilot, "354 go on")
            burst(app, *"".join(f"{line}\r" for line in (*MESSAGE, ".", "NOOP after")))
            await until_true(pilot, lambda: "NOOP after" in peer.lines)
            assert [line.replace("..", ".", 1) for line in peer.messages[0]] == MESSAGE
            assert peer.lines == ["DATA", "NOOP after"]


async def test_keys_right_after_the_filter_key_go_into_the_filter_and_on_to_the_card() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        burst(app, *"/504\r\r")
        await until_true(pilot, lambda: app.workspace.is_furnished)
        await until_true(pilot, lambda: app.focused is app.workspace.detail)
        assert opened(app) == "504"
        assert app.workspace.code_list.filter_input.value == "504"


async def test_keys_right_after_escape_are_actions_again() -> None:
    with plain_peer() as peer:
        app = connected_to(peer.port)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            burst(app, *":NO\x1b2:OP\r")
            await until_true(pilot, lambda: peer.lines)
            assert peer.lines == ["NOOP"]
            # One types where the answer shows: beside a comparison the session is a line.
            assert app.workspace.view == "live"


async def test_keys_before_everything_stands_are_kept() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        burst(app, *"a220\rb504\r")
        await until_true(pilot, lambda: picked(app) == ("220", "504"))


@pytest.mark.parametrize(
    ("keys", "screen"),
    [
        ("a", ChooseScreen),
        ("f", NarrowScreen),
        ("?", HelpScreen),
    ],
)
@pytest.mark.parametrize("closing", ["\r", "\x1b"], ids=["enter", "escape"])
async def test_a_dialog_closes_once_however_often_it_is_told_to(
    keys: str, screen: type[object], closing: str
) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        burst(app, *keys)
        await until_true(pilot, lambda: isinstance(app.screen, screen))
        burst(app, *(closing * 3))
        await until_true(pilot, lambda: app.screen is app.workspace)
        burst(app, *keys, *(closing * 3), "2")
        await until_true(pilot, lambda: app.workspace.view == "compare")
        assert app.screen is app.workspace


async def test_two_answers_to_a_dialog_close_nothing_but_that_dialog() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("a")
        await until(pilot, "Side A")
        dialog = app.screen
        dialog.dismiss(entry("220"))
        dialog.dismiss(entry("504"))
        await until_true(pilot, lambda: app.screen is app.workspace)
        await until_true(pilot, lambda: picked(app)[0])
        assert picked(app) == ("220", "")


async def test_a_double_click_on_an_option_is_one_answer() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("f")
        await until(pilot, "WAY IN")
        options = app.screen.query_one(OptionList)
        x, y = options.region.x + 4, options.region.y + 2
        for _ in range(3):
            for kind in (events.MouseDown, events.MouseUp):
                app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        await until_true(pilot, lambda: app.screen is app.workspace)
        await until_true(pilot, lambda: listed(app)[0].startswith("enhanced:"))


async def test_a_target_and_two_enters_connect_once() -> None:
    with plain_peer() as peer:
        app = SmtptuiApp(options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "220 Service ready")
            burst(app, "ctrl+o")
            await until(pilot, "enter connects")
            burst(app, *f"127.0.0.1:{peer.port}\r\r")
            await until(pilot, "PIPELINING")
            assert app.screen is app.workspace


async def test_an_action_named_in_the_palette_runs_though_enter_comes_before_the_search_is_done() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "220 Service ready")
        burst(app, "ctrl+p", *"Keys\r")
        await until_true(pilot, lambda: isinstance(app.screen, HelpScreen))
        burst(app, "\x1b", "ctrl+p", *"keys\r\r\r", "\x1b", "\x1b", "2")
        await until_true(pilot, lambda: app.screen is app.workspace and app.workspace.view == "compare")


@pytest.mark.parametrize("keys", ["pageup", "pagedown"])
async def test_paging_a_list_that_has_no_room_yet_or_nothing_in_it_does_nothing(keys: str) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=(20, 6)) as pilot:
        burst(
            app, "f", keys, keys, "\x1b", "ctrl+p", keys, "x", keys, "\x1b", "/", "#", "\r", keys, keys, "2"
        )
        await until_true(pilot, lambda: app.workspace.view == "compare")


@pytest.mark.parametrize("answer", ["lines", "one", "message", "first", "none"])
async def test_several_pasted_lines_are_asked_about_and_none_is_lost(answer: str) -> None:
    with plain_peer() as peer:
        app = connected_to(peer.port)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            if answer == "message":
                burst(app, *":DATA\r")
                await until(pilot, "354 go on")
                app.post_message(events.Paste("\n".join((*MESSAGE, "."))))
            else:
                burst(app, ":")
                await until_true(pilot, lambda: app.focused is app.workspace.panel.command_line)
                app.post_message(events.Paste("NOOP one\nNOOP two\r\nNOOP three\n"))
            await until_true(pilot, lambda: isinstance(app.screen, PastedLinesScreen))
            burst(
                app,
                *{
                    "one": "\r",
                    "lines": ["down", "\r"],
                    "message": ["down", "down", "\r"],
                    "first": ["down", "down", "down", "\r"],
                    "none": "\x1b",
                }[answer],
            )
            await until_true(pilot, lambda: app.screen is app.workspace)
            match answer:
                case "lines":
                    await until_true(pilot, lambda: len(peer.lines) == 3)
                    assert peer.lines == ["NOOP one", "NOOP two", "NOOP three"]
                case "one":
                    await until(pilot, "pasted line 1 of 3 · enter sends it")
                    burst(app, "\r", "ctrl+x")
                    await until(pilot, "pasted line 3 of 3, the last one")
                    burst(app, "\r")
                    await until_true(pilot, lambda: len(peer.lines) == 2)
                    assert peer.lines == ["NOOP one", "NOOP three"]
                    await until_true(pilot, lambda: "pasted line" not in screen_text(app))
                case "message":
                    await until_true(pilot, lambda: peer.messages)
                    assert [line.replace("..", ".", 1) for line in peer.messages[0]] == MESSAGE
                case "first":
                    await until_true(pilot, lambda: app.workspace.panel.command_line.value == "NOOP one")
                    assert peer.lines == []
                case "none":
                    assert app.workspace.panel.command_line.value == ""
                    assert peer.lines == []


async def test_a_flood_does_not_keep_the_next_key_waiting() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        feed_events(app, session_events(GREETING_AND_504 + "C: NOOP\nS: 250 2.0.0 Ok\n" * 400))
        burst(app, "2", "1", "2")
        await until_true(pilot, lambda: app.workspace.view == "compare")


async def test_a_button_pressed_on_what_has_gone_since_it_was_drawn_is_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        taken: list[events.Event] = []

        async def take(event: events.Event) -> None:
            taken.append(event)

        turns = Turns(app, take)
        await turns.open()
        pressed = events.MouseDown(None, 1, 1, 0, 0, 1, shift=False, meta=False, ctrl=False)
        monkeypatch.setattr(app, "get_widget_at", lambda x, y: (OptionList(), None))
        await turns.come(pressed)
        assert taken == []
        monkeypatch.undo()
        await turns.come(pressed)
        assert taken == [pressed]


async def test_a_search_that_ends_after_the_palette_was_emptied_ends_nothing() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        await pilot.press("ctrl+p")
        await until_true(pilot, lambda: isinstance(app.screen, Palette))
        palette = app.screen
        assert isinstance(palette, Palette)
        commands = palette.query_one(CommandList)
        await palette.query("*").remove()
        for searched in (True, False):
            palette._list_visible = searched
            palette._show_busy = searched
            palette._tell_none(searched=searched)
        palette._refresh_command_list(commands, [], clear_current=True)
        await pilot.press("escape")
        await until_true(pilot, lambda: app.screen is app.workspace)


async def test_a_key_on_its_way_as_the_program_ends_goes_nowhere() -> None:
    with plain_peer() as peer:
        app = connected_to(peer.port)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            key = events.Key("escape", None)
            key._set_forwarded()
        # As it bubbles up from a widget that has been taken down meanwhile.
        await app.on_event(key)
        assert not app.is_running
