"""Several sessions: a tab for each, the keys between them, and nothing left of those that are closed."""

import os
import threading
from contextlib import ExitStack

import pytest
from textual.pilot import Pilot

from smtptui.session.options import Options
from smtptui.session.target import Target, TlsMode
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.desks.requests import ConnectionWanted
from smtptui.tui.screens.two_sessions import TwoSessionsScreen
from smtptui.watching.pasted import pasted
from smtptui.wire.events import State
from tests.scripted_peer import plain_peer
from tests.tui.driving import TINY, WIDE, line_with, screen_text, type_text, until, until_true
from tests.tui.test_live_panel import command

OPTIONS = Options(ehlo_name="client.example")


def wanted(port: int) -> ConnectionWanted:
    return ConnectionWanted(Target("127.0.0.1", port, TlsMode.NONE), OPTIONS)


async def test_another_server_gets_a_tab_and_the_keys_lead_from_one_to_the_other() -> None:
    with plain_peer() as one, plain_peer() as other:
        app = SmtptuiApp(target=wanted(one.port).target, options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            assert "{ } X" not in screen_text(app)
            panel = app.workspace.panel
            first = panel.session
            app.workspace.post_message(wanted(other.port))
            await until(pilot, "{ } X")
            await until_true(pilot, lambda: panel.session is not first and panel.fold.progress.replies == 2)
            await command(pilot, "NOOP other")
            await until_true(pilot, lambda: other.lines == ["NOOP other"])
            await pilot.press("escape", "left_curly_bracket")
            await until_true(pilot, lambda: panel.session is first)
            await command(pilot, "NOOP one")
            await until_true(pilot, lambda: one.lines == ["NOOP one"])
            strip = line_with(screen_text(app), "{ } X")
            assert strip.index(f":{one.port}") < strip.index(f":{other.port}")
            await pilot.press("escape", "right_curly_bracket", "right_curly_bracket", "right_curly_bracket")
            await until_true(pilot, lambda: panel.session is not first)


async def test_the_same_server_again_takes_the_tab_of_the_session_before() -> None:
    with plain_peer() as peer:
        app = SmtptuiApp(target=wanted(peer.port).target, options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            panel = app.workspace.panel
            before = panel.session
            assert before is not None
            await pilot.press("ctrl+r")
            await until_true(pilot, lambda: panel.session is not before)
            await until_true(pilot, lambda: before.session.join(0))
            assert peer.lines == ["QUIT"]
            assert len(panel.tabs.kept) == 1


async def test_what_happens_in_a_tab_behind_shows_in_the_strip_and_a_click_leads_there() -> None:
    with plain_peer() as one, plain_peer(b"554 5.7.1 not you\r\n", waits=True) as other:
        app = SmtptuiApp(target=wanted(one.port).target, options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            app.workspace.post_message(wanted(other.port))
            await until(pilot, "{ } X")
            await pilot.press("left_curly_bracket")
            await until(pilot, "PIPELINING")
            other.go.set()
            text = await until(pilot, f":{other.port} 554")
            row, line = next(each for each in enumerate(text.splitlines()) if "{ } X" in each[1])
            await pilot.click(offset=(line.index(f":{other.port}"), row))
            await until(pilot, "554 5.7.1 not you")


async def test_a_click_on_a_tab_explains_in_the_pane_what_was_selected_in_that_session() -> None:
    with plain_peer() as one, plain_peer(b"554 5.7.1 not you\r\n") as other:
        app = SmtptuiApp(target=wanted(one.port).target, options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            await pilot.press("3")
            await until(pilot, "answers  EHLO")
            app.workspace.post_message(wanted(other.port))
            await until(pilot, "only QUIT is left")
            text = await until(pilot, "{ } X")
            row, line = next(each for each in enumerate(text.splitlines()) if "{ } X" in each[1])
            await pilot.click(offset=(line.index(f":{one.port}"), row))
            await until(pilot, "answers  EHLO")
            assert "only QUIT is left" not in screen_text(app)


async def test_what_is_half_typed_waits_in_its_session_while_another_one_shows() -> None:
    with plain_peer() as one, plain_peer() as other:
        app = SmtptuiApp(target=wanted(one.port).target, options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            panel = app.workspace.panel
            line, first = panel.command_line, panel.session
            app.workspace.post_message(wanted(other.port))
            await until_true(pilot, lambda: panel.session is not first and panel.fold.progress.replies == 2)
            await pilot.press("colon")
            await type_text(pilot, "NOOP other")
            await pilot.press("left", "escape", "left_curly_bracket")
            await until_true(pilot, lambda: panel.session is first)
            assert line.value == ""
            await pilot.press("colon")
            await type_text(pilot, "VRFY one")
            await pilot.press("escape", "right_curly_bracket")
            await until_true(pilot, lambda: panel.session is not first)
            assert (line.value, line.cursor_position) == ("NOOP other", len("NOOP othe"))
            await pilot.press("colon", "enter")
            await until_true(pilot, lambda: other.lines == ["NOOP other"])
            await pilot.press("escape", "left_curly_bracket")
            await until_true(pilot, lambda: panel.session is first)
            assert line.value == "VRFY one"
            assert one.lines == []


async def test_the_answer_to_a_challenge_waits_nowhere() -> None:
    with plain_peer() as one, plain_peer() as other:
        app = SmtptuiApp(target=wanted(one.port).target, options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            panel = app.workspace.panel
            line, first = panel.command_line, panel.session
            await pilot.press("colon")
            line.status = lambda: State.AUTHENTICATING
            line.value = "c2VjcmV0"
            app.workspace.post_message(wanted(other.port))
            await until_true(pilot, lambda: panel.session is not first and panel.fold.progress.replies == 2)
            app.workspace.action_do("tabs.previous")
            await until_true(pilot, lambda: panel.session is first)
            assert line.value == ""


async def test_what_is_half_typed_stays_when_one_connects_to_the_same_server_again() -> None:
    with plain_peer() as peer:
        app = SmtptuiApp(target=wanted(peer.port).target, options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            panel = app.workspace.panel
            before = panel.session
            await pilot.press("colon")
            await type_text(pilot, "NOOP again")
            await pilot.press("escape", "ctrl+r")
            await until_true(pilot, lambda: panel.session is not before)
            assert panel.command_line.value == "NOOP again"


async def test_closing_a_tab_closes_its_connection_and_shows_its_neighbour() -> None:
    with plain_peer() as one, plain_peer() as other:
        app = SmtptuiApp(target=wanted(one.port).target, options=OPTIONS)
        async with app.run_test(size=WIDE, notifications=True) as pilot:
            await until(pilot, "PIPELINING")
            panel = app.workspace.panel
            app.workspace.post_message(wanted(other.port))
            await until_true(pilot, lambda: len(panel.tabs.kept) == 2 and panel.fold.progress.replies == 2)
            closed = panel.session
            assert closed is not None
            await pilot.press("X")
            await until_true(pilot, lambda: closed.session.join(0))
            assert other.lines == ["QUIT"]
            await until_true(pilot, lambda: panel.connected and panel.session is not closed)
            assert "{ } X" not in screen_text(app)
            await pilot.press("X")
            await until_true(pilot, lambda: not panel.tabs.kept and panel.has_class("-idle"))
            await pilot.press("X")
            await until(pilot, "There is no session to close")


async def test_leaving_says_quit_to_every_server() -> None:
    with plain_peer() as one, plain_peer() as other:
        app = SmtptuiApp(target=wanted(one.port).target, options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            app.workspace.post_message(wanted(other.port))
            panel = app.workspace.panel
            await until_true(pilot, lambda: len(panel.tabs.kept) == 2 and panel.fold.progress.replies == 2)
            await pilot.press("q")
            await until_true(pilot, lambda: app._exit)
        assert (one.lines, other.lines) == (["QUIT"], ["QUIT"])


async def test_leaving_waits_no_longer_than_the_sessions_take_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smtptui.tui.leaving.PATIENCE", 3600.0)
    with plain_peer() as peer:
        app = SmtptuiApp(target=wanted(peer.port).target, options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            await pilot.press("q")
            await until_true(pilot, lambda: app._exit)
    assert peer.lines == ["QUIT"]


async def test_fifty_sessions_opened_and_closed_leave_no_thread_and_no_socket() -> None:
    with ExitStack() as stack:
        peers = [stack.enter_context(plain_peer()) for _ in range(10)]
        app = SmtptuiApp()
        async with app.run_test(size=TINY) as pilot:
            await until_true(pilot, lambda: app.workspace.is_furnished)
            before = await one_session(app, pilot, peers[0].port)
            for number in range(50):
                await one_session(app, pilot, peers[number % 10].port)
            await until_true(pilot, lambda: left_over() == before)
            assert not any("SMTP" in thread.name for thread in threading.enumerate())


async def one_session(app: SmtptuiApp, pilot: Pilot[None], port: int) -> tuple[int, int]:
    """Open a session and close it; return what is left over."""
    panel = app.workspace.panel
    app.workspace.post_message(wanted(port))
    await until_true(pilot, lambda: panel.session and panel.fold.progress.replies == 2)
    session = panel.session
    assert session is not None
    await pilot.press("X")
    await until_true(pilot, lambda: session.session.join(0) and panel.session is None)
    return left_over()


def left_over() -> tuple[int, int]:
    """Return the numbers of threads and of sockets."""
    names = (f"/proc/self/fd/{each}" for each in os.listdir("/proc/self/fd"))
    sockets = sum(os.path.islink(name) and os.readlink(name).startswith("socket:") for name in names)
    return threading.active_count(), sockets


HOSTILE = "C: NOOP\nS: 504 5.5.4 [@click=app.quit]go[/x] \x1b[31mred\x1b]0;t\x07\n"


async def test_what_a_hostile_server_says_is_literal_in_tabs_and_beside_another_session() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        catalogue = app.workspace._catalogue
        for number in range(12):
            watched = pasted(catalogue, HOSTILE)
            watched.name = f"[@click=app.quit]{number}[/x]\x1b[31m"
            app.workspace.panel.show(watched)
        await pilot.press("3")
        text = await until(pilot, "[@click=app.quit]11[/x]")
        assert "\x1b" not in text
        await pilot.press("right_curly_bracket")
        await until(pilot, "[@click=app.quit]0[/x]")
        await pilot.press("D", "enter")
        await until_true(pilot, lambda: isinstance(app.screen, TwoSessionsScreen))
        text = await until(pilot, "504  5.5.4 [@click=app.quit]go[/x]")
        assert "\x1b" not in text
