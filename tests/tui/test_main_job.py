"""The main job by keys, on real servers: watch, see the greeting and a 504 stand out, read what it means."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from smtptui.session.session import Options
from smtptui.session.target import Target, TlsMode
from smtptui.tui.app import SmtptuiApp
from smtptui.watching.rows import Highlight, Kind
from tests.postfix_server import PostfixUnavailable, running_postfix
from tests.tui.driving import NARROW, WIDE, line_with, opened, screen_text, type_text, until, until_true

OPTIONS = Options(ehlo_name="client.example")


@pytest.mark.postfix
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
async def test_postfix_refuses_a_bare_helo_name_with_a_504_that_is_explained_as_the_name(
    size: tuple[int, int], tmp_path: Path, postfix_or_skip: Callable[[str], None]
) -> None:
    try:
        with running_postfix(tmp_path) as postfix:
            app = SmtptuiApp(target=Target("127.0.0.1", postfix.port, TlsMode.AUTO), options=OPTIONS)
            async with app.run_test(size=size) as pilot:
                await until(pilot, "250-mx.example")
                text = await until(pilot, "GREETING  Postfix")
                greeting = line_with(text, "220 mx.example ESMTP")
                assert greeting.startswith("▌")
                assert "GREETING  Postfix" in greeting
                await pilot.press("colon")
                await type_text(pilot, "HELO bare")
                await pilot.press("enter")
                await until(pilot, "504 5.5.2 <bare>: Helo")
                refused = app.workspace.panel.fold.rows[-1]
                said = "504 5.5.2 <bare>: Helo command rejected: need fully-qualified hostname"
                assert refused.text == said
                assert refused.highlight is Highlight.NOT_IMPLEMENTED
                counted = {"220": 1, "250": 1, "504": 1}
                await until_true(pilot, lambda: app.workspace.code_list.counts == counted)
                await pilot.press("escape", "3")
                text = await until(pilot, "WHAT IT MEANS HERE")
                assert "HELO name not fully qualified" in text
                explanation = app.workspace.panel.watched.explanation(refused)
                assert explanation is not None
                assert explanation.meanings[0].id == "504.helo-not-fqdn"
                assert explanation.meanings[0].confidence == "certain"
    except PostfixUnavailable as error:
        postfix_or_skip(str(error))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
async def test_the_demo_server_refuses_an_unknown_mechanism_with_a_504_that_is_explained_as_one(
    size: tuple[int, int],
) -> None:
    app = SmtptuiApp(options=OPTIONS, demo=True)
    async with app.run_test(size=size) as pilot:
        await until(pilot, "GREETING")
        await until(pilot, "250-demo.example")
        await pilot.press("t", "enter")
        await until(pilot, "504 5.5.4 Unrecognized")
        await pilot.press("escape", "3")
        text = await until(pilot, "WHAT IT MEANS HERE")
        assert "Mechanism not supported" in text
        assert "you asked for FOOBAR" in text
        row = app.workspace.panel.fold.rows[-1]
        explanation = app.workspace.panel.watched.explanation(row)
        assert explanation is not None
        assert explanation.meanings[0].id == "504.mechanism"
        await pilot.press("g")
        await until_true(pilot, lambda: opened(app) == "504")
        await pilot.press("escape")
        await until(pilot, "WHAT IT MEANS HERE")
        await pilot.press("1")
        await until(pilot, "●1")


@pytest.mark.parametrize(
    ("command", "meaning"),
    [
        ("AUTH FOOBAR", "504.mechanism"),
        ("HELO bare", "504.helo-not-fqdn"),
        ("MAIL FROM:<you@bare>", "504.sender-not-fqdn"),
        ("MAIL FROM:<you@example.org> FROB=1", "504.parameter"),
        ("AUTH XOAUTH2", "504.encryption-required"),
    ],
)
async def test_the_demo_server_says_504_in_each_of_its_ways(command: str, meaning: str) -> None:
    app = SmtptuiApp(options=OPTIONS, demo=True)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "250-demo.example")
        app.workspace.panel.send(command)
        await until(pilot, "▌")
        await until(pilot, " 504 5.")
        explanation = app.workspace.panel.watched.explanation(app.workspace.panel.fold.rows[-1])
        assert explanation is not None
        assert explanation.meanings[0].id == meaning


async def test_a_password_typed_for_auth_login_stands_nowhere_on_the_screen() -> None:
    app = SmtptuiApp(options=OPTIONS, demo=True)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "250-demo.example")
        await pilot.press("colon")
        await type_text(pilot, "AUTH LOGIN")
        await pilot.press("enter")
        await until(pilot, "Enter again sends it all the same")
        await pilot.press("enter")
        await until(pilot, "334")
        for secret in ("dXNlcg==", "aHVudGVyMg=="):
            await type_text(pilot, secret)
            assert secret not in screen_text(app)
            await pilot.press("enter")
            await until_true(pilot, lambda: not app.workspace.panel.command_line.value)
        text = await until(pilot, "235")
        assert "aHVudGVyMg" not in text
        assert "dXNlcg" not in text
        assert not any("aHVudGVyMg" in repr(row) for row in app.workspace.panel.fold.rows)
        await pilot.press("up", "up", "up")
        await until_true(pilot, lambda: app.workspace.panel.command_line.value == "AUTH LOGIN")


async def test_disconnecting_says_quit_and_reconnecting_begins_anew() -> None:
    app = SmtptuiApp(options=OPTIONS, demo=True)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "250-demo.example")
        await pilot.press("d")
        await until(pilot, "221")
        await until(pilot, "closed after QUIT")
        await pilot.press("ctrl+r")
        await until(pilot, "250-demo.example")
        assert app.workspace.panel.connected
        assert app.workspace.panel.fold.progress.counts == {"220": 1, "250": 1}


async def test_a_command_with_a_control_character_is_refused_before_an_octet_is_written() -> None:
    app = SmtptuiApp(options=OPTIONS, demo=True)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "250-demo.example")
        app.workspace.panel.send("NOOP\x07")
        await until(pilot, "not sent: NOOP␇: The control character U+0007")
        assert not any(row.kind is Kind.SENT for row in app.workspace.panel.fold.rows[-1:])
        assert app.workspace.panel.connected


async def test_a_refused_connection_is_said_in_words_with_what_to_do_next() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    app = SmtptuiApp(target=Target("127.0.0.1", port, TlsMode.AUTO), options=OPTIONS)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "connection refused")
        await pilot.press("3")
        await until(pilot, "WHAT TO DO NEXT")
        assert not app.workspace.panel.connected


async def test_an_unknown_host_is_said_in_words() -> None:
    app = SmtptuiApp(target=Target("no-such-host.invalid", 25, TlsMode.AUTO), options=OPTIONS)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "there is no host no-such-host.invalid")


async def test_a_defect_of_ours_in_a_session_is_said_and_the_explorer_lives_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def broken(self: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr("smtptui.session.session.Session.__aenter__", broken)
    app = SmtptuiApp(target=Target("127.0.0.1", 9, TlsMode.NONE), options=OPTIONS)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "! closed: a defect of this program: RuntimeError")
        assert not app.workspace.panel.connected
