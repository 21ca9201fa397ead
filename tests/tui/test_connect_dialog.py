"""The connect dialog: recents with how they went, completion, the demo's menu, what is wrong as one types."""

import time
from pathlib import Path

import pytest
from textual.geometry import Region
from textual.widgets import Input

from smtptui.session.options import Options
from smtptui.session.target import Target, TlsMode
from smtptui.settings.state import Recent, StateFile
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.desks.outcomes import ago
from smtptui.tui.screens.connect import ConnectScreen
from smtptui.tui.screens.login import LoginScreen
from tests.scripted_peer import plain_peer
from tests.tui.driving import NARROW, TINY, WIDE, burst, line_with, screen_text, until, until_true

OPTIONS = Options(ehlo_name="client.example")
SECRET = "hunter2-canary"


def remembered(tmp_path: Path, *recents: Recent) -> StateFile:
    state = StateFile(tmp_path / "state.json")
    state.keep(recents=recents)
    return state


def recents() -> tuple[Recent, ...]:
    now = time.time()
    return (
        Recent("mx1.example.org:587", "starttls", outcome="ok", detail="TLSv1.3 · Postfix", at=now - 130),
        Recent("localhost:2525", "auto", outcome="tls", detail="unknown CA", at=now - 7300, verify=False),
    )


@pytest.mark.parametrize("size", [WIDE, NARROW, TINY])
async def test_recents_stand_in_the_dialog_with_how_they_went(size: tuple[int, int], tmp_path: Path) -> None:
    app = SmtptuiApp(state=remembered(tmp_path, *recents()))
    async with app.run_test(size=size) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        await pilot.press("ctrl+o")
        text = await until(pilot, "mx1.example.org:587")
        assert "✓ TLSv1.3 · Postfix  2 min" in line_with(text, "mx1.example.org:587")
        assert "✗ unknown CA  2 hours ago" in line_with(text, "localhost:2525")
        await until(pilot, "enter connects")


async def test_a_recent_that_is_chosen_is_connected_to_as_it_was(tmp_path: Path) -> None:
    with plain_peer() as peer:
        recent = Recent(
            f"127.0.0.1:{peer.port}", "none", ehlo="me.example", verify=False, outcome="ok", at=1.0
        )
        app = SmtptuiApp(state=remembered(tmp_path, recent))
        async with app.run_test(size=WIDE) as pilot:
            await until_true(pilot, lambda: app.workspace.is_furnished)
            burst(app, "ctrl+o", "down", "\r")
            await until(pilot, "PIPELINING")
            panel = app.workspace.panel
            assert panel.target == Target("127.0.0.1", peer.port, TlsMode.NONE)
            assert panel.options == Options(ehlo_name="me.example", insecure=True)


async def test_a_host_is_completed_from_those_one_has_been_connected_to(tmp_path: Path) -> None:
    app = SmtptuiApp(state=remembered(tmp_path, *recents()))
    async with app.run_test(size=WIDE) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        burst(app, "ctrl+o")
        await until(pilot, "enter connects")
        field = app.screen.query_one("#target", Input)
        burst(app, *"mx1")
        await until_true(pilot, lambda: field._suggestion == "mx1.example.org:587")
        burst(app, "right")
        await until_true(pilot, lambda: field.value == "mx1.example.org:587")
        assert "localhost:2525" not in screen_text(app)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("mx.example:99999", "is not a port"),
        ("mx example", "has a blank in it"),
        ("smtp://a@b", "Only host and port"),
        ("demo:nosuch", "There is no demo server"),
    ],
)
async def test_what_is_wrong_with_a_host_is_said_while_it_is_typed(typed: str, words: str) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=NARROW) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        burst(app, "ctrl+o")
        await until(pilot, "enter connects")
        app.screen.query_one("#target", Input).value = typed
        await until(pilot, words)
        app.screen.query_one("#target", Input).value = "mx.example:25"
        await until_true(pilot, lambda: words not in screen_text(app))
        assert isinstance(app.screen, ConnectScreen)


@pytest.mark.parametrize("typed", ["~nobodyx/ca.pem", "x" * 5000, "a\0b"])
async def test_a_file_that_none_can_be_is_said_to_be_none_while_it_is_typed(typed: str) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=NARROW) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        burst(app, "ctrl+o")
        await until(pilot, "enter connects")
        app.screen.query_one("#target", Input).value = "mx.example:25"
        app.screen.query_one("#ca", Input).value = typed
        await until(pilot, "name one with")


async def test_a_server_of_the_demos_menu_is_found_by_its_name_and_tries_what_it_is_there_for() -> None:
    app = SmtptuiApp(options=OPTIONS)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        burst(app, "ctrl+o", *"sendmail")
        await until(pilot, "demo:sendmail")
        burst(app, "down", "\r")
        await until(pilot, "Sendmail 8.18.1")
        await until_true(pilot, lambda: app.workspace.panel.fold.progress.replies == 2)
        burst(app, "t")
        await until(pilot, "Sendmail is known to answer this 504")
        burst(app, "\r")
        await until_true(pilot, lambda: app.workspace.panel.fold.not_implemented)


async def test_the_demo_with_starttls_fails_to_be_verified_and_i_inspects_it_in_its_tab() -> None:
    app = SmtptuiApp(options=OPTIONS)
    async with app.run_test(size=WIDE) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        burst(app, "ctrl+o", *"demo:starttls", "\r")
        await until(pilot, "i inspects it")
        burst(app, "i")
        await until(pilot, "unverified")
        assert len(app.workspace.panel.tabs.kept) == 1


async def test_how_a_session_goes_is_remembered_and_no_password(tmp_path: Path) -> None:
    state = StateFile(tmp_path / "state.json")
    with plain_peer(b"220 mx.example ESMTP Postfix\r\n") as peer, plain_peer(b"554 5.7.1 no\r\n") as refusing:
        app = SmtptuiApp(
            target=Target("127.0.0.1", peer.port, TlsMode.NONE),
            options=OPTIONS,
            state=state,
        )
        where = f"127.0.0.1:{peer.port}"
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            await until_true(pilot, lambda: state.state.recents)
            burst(app, "ctrl+o")
            await until(pilot, "enter connects")
            app.screen.query_one("#target", Input).value = f"127.0.0.1:{refusing.port}"
            app.screen.query_one("#user", Input).value = "me@example.org"
            burst(app, "\r")
            await until_true(pilot, lambda: len(state.state.recents) == 2)
            await until_true(pilot, lambda: state.state.recents[0].outcome == "refused")
    first, second = StateFile(tmp_path / "state.json").state.recents
    assert (second.target, second.outcome, second.detail) == (where, "ok", "Postfix")
    assert first.detail.startswith("554 5.7.1 no")
    assert first.user == "me@example.org"
    assert SECRET not in (tmp_path / "state.json").read_text()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3, "just now"), (65, "1 min ago"), (7200, "2 hours ago"), (86400 * 3, "3 days ago")],
)
def test_how_long_ago_is_said_roughly(seconds: float, words: str) -> None:
    assert ago(seconds) == words


async def test_a_demo_server_that_is_tried_in_another_way_stays_that_of_the_menu(tmp_path: Path) -> None:
    state = StateFile(tmp_path / "state.json")
    app = SmtptuiApp(options=OPTIONS, state=state)
    async with app.run_test(size=WIDE) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        burst(app, "ctrl+o", *"demo:starttls", "\r")
        await until(pilot, "i inspects it")
        burst(app, "i")
        await until(pilot, "unverified")
        await until_true(pilot, lambda: app.workspace.panel.fold.progress.replies == 4)
        burst(app, "t")
        await until_true(pilot, lambda: app.workspace.panel.command_line.value == "STARTTLS")
        await until_true(pilot, lambda: [each.target for each in state.state.recents] == ["demo:starttls"])
        assert not state.state.recents[0].verify


async def test_a_click_on_a_recent_connects_at_the_smallest_size(tmp_path: Path) -> None:
    with plain_peer() as peer:
        recent = Recent(f"127.0.0.1:{peer.port}", "none", ehlo="me.example", outcome="ok", at=1.0)
        app = SmtptuiApp(state=remembered(tmp_path, recent))
        async with app.run_test(size=TINY) as pilot:
            await until_true(pilot, lambda: app.workspace.is_furnished)
            burst(app, "ctrl+o")
            await until(pilot, recent.target)
            await until_true(pilot, lambda: app.screen.query_one("#places").region.height >= 3)
            regions: list[Region] = []

            def rests() -> bool:
                regions.append(app.screen.query_one("#places").region)
                return regions[-3:] == [regions[-1]] * 3

            # What is clicked must not move away under the pointer.
            await until_true(pilot, rests)
            await pilot.click("#places", offset=(2, 0))
            await until_true(pilot, lambda: app.workspace.panel.fold.progress.replies == 2)
            assert app.workspace.panel.target == Target("127.0.0.1", peer.port, TlsMode.NONE)


async def test_who_means_to_log_in_is_asked_for_the_password_once_the_server_can_take_it() -> None:
    with plain_peer() as peer:
        app = SmtptuiApp(options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until_true(pilot, lambda: app.workspace.is_furnished)
            burst(app, "ctrl+o")
            await until(pilot, "enter connects")
            app.screen.query_one("#target", Input).value = f"127.0.0.1:{peer.port}"
            app.screen.query_one("#user", Input).value = "me@example.org"
            burst(app, "\r")
            await until_true(pilot, lambda: isinstance(app.screen, LoginScreen))
            await until(pilot, "me@example.org")
            assert peer.lines == []
            burst(app, "\x1b")
            await until_true(pilot, lambda: app.screen is app.workspace)
            burst(app, *":NOOP\r")
            await until_true(pilot, lambda: peer.lines == ["NOOP"])
            assert app.screen is app.workspace
