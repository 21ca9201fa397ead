"""What one does with a session: connect as before, go on after a failure, copy, open the card."""

import base64
from pathlib import Path

import pytest
from textual import on
from textual.widgets import Input

from smtptui.session.options import Options
from smtptui.session.target import Target, TlsMode, parse_target
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.desks.begun import Begun
from smtptui.tui.desks.requests import ConnectionWanted
from smtptui.tui.screens.connect import ConnectScreen, Login, Wanted
from smtptui.tui.views import View
from smtptui.wire.events import Closed, CloseReason, State, StateChanged, Way
from tests.scripted_peer import plain_peer
from tests.tui.driving import (
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

OPTIONS = Options(ehlo_name="client.example")

TARGETS = pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("mx.example:2465", TlsMode.IMPLICIT),
        ("mx.example:465", TlsMode.IMPLICIT),
        ("mx.example:465", TlsMode.STARTTLS),
        ("mx.example:25", TlsMode.STARTTLS),
        ("mx.example:25", TlsMode.NONE),
        ("mx.example:587", TlsMode.AUTO),
        ("[::1]:25", TlsMode.AUTO),
        ("mx:example.org", TlsMode.STARTTLS),
        ("unix:/run/smtp.sock", TlsMode.NONE),
    ],
)


@TARGETS
async def test_the_dialog_gives_back_what_it_was_given(text: str, mode: TlsMode, tmp_path: Path) -> None:
    authority = tmp_path / "ca.pem"
    authority.write_text("")
    target = parse_target(text, tls=mode)
    options = Options(
        ehlo_name="client.example", insecure=True, ca=authority, client_cert=authority, client_key=authority
    )
    app = SmtptuiApp()
    answers: list[Wanted | None] = []
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        app.push_screen(ConnectScreen(target, options), answers.append)
        await until(pilot, "enter connects")
        burst(app, "\r")
        await until_true(pilot, lambda: answers)
    assert answers == [Wanted(target, options)]


async def test_each_field_of_the_dialog_counts(tmp_path: Path) -> None:
    authority = tmp_path / "ca.pem"
    authority.write_text("")
    app = SmtptuiApp()
    answers: list[Wanted | None] = []
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        app.push_screen(ConnectScreen(None, Options()), answers.append)
        await until(pilot, "enter connects")
        burst(
            app,
            *"h.example:26",
            "\t",
            "right",
            "\t",
            "right",
            "\t",
            *str(authority),
            "\t",
            *"me.example",
            "\t",
            *"me@example.org",
            "\t",
            "right",
            "\t",
            *str(authority),
            "\t",
            *str(authority),
            "\r",
        )
        await until_true(pilot, lambda: answers)
    expected = Options("me.example", True, authority, authority, authority)
    login = Login("me@example.org", "PLAIN")
    assert answers == [Wanted(Target("h.example", 26, MODES[1]), expected, "", login)]


MODES = tuple(TlsMode)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("#ca", "/no/such/file.pem", "is no file"),
        ("#cert", "/no/such/file.pem", "is no file"),
        ("#key", "/no/such/file.pem", "is no file"),
        ("#ehlo", "no host name", "cannot be said in EHLO"),
    ],
)
async def test_an_option_that_cannot_be_used_is_said_where_it_was_typed(
    field: str, value: str, words: str
) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        app.push_screen(ConnectScreen(parse_target("mx.example"), Options()))
        await until(pilot, "enter connects")
        app.screen.query_one(field, Input).value = value
        await until(pilot, words)
        burst(app, "\r")
        await until(pilot, words)


async def test_connecting_again_keeps_everything_that_was_chosen() -> None:
    target = Target("127.0.0.1", 1, TlsMode.STARTTLS)
    options = OPTIONS._replace(insecure=True)
    app = SmtptuiApp(target=target, options=options)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "refused")
        await pilot.press("ctrl+o")
        await until(pilot, "(starttls)")
        assert "(only inspect: no AUTH)" in screen_text(app)
        burst(app, "\r")
        await until_true(pilot, lambda: app.screen is app.workspace)
        assert app.workspace.panel.target == target
        assert app.workspace.panel.options == options
        await pilot.press("ctrl+r")
        await until_true(pilot, lambda: app.workspace.panel.target == target)
        assert app.workspace.panel.options == options


WORDS = {
    ("i", True): "inspects it",
    ("i", False): "connects with TLS from",
    ("n", False): "connects without TLS",
}


class AskedApp(SmtptuiApp):
    """Notes what is to be connected to, and connects to nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[ConnectionWanted] = []

    @on(ConnectionWanted)
    def _connect(self, event: ConnectionWanted) -> None:
        self.asked.append(event)


def ended_by(*ways: Way) -> list[object]:
    closed = Closed(101.0, CloseReason.TLS, "the certificate was issued by nobody known", ways=ways)
    return [StateChanged(100.0, State.READY, State.AWAITING_GREETING), closed]


@pytest.mark.parametrize(
    ("ways", "key", "target", "insecure"),
    [
        ((Way.INSPECT, Way.PLAINTEXT, Way.CA_FILE), "i", Target("mx.example", 25, TlsMode.AUTO), True),
        ((Way.INSPECT, Way.PLAINTEXT), "n", Target("mx.example", 25, TlsMode.NONE), False),
        ((Way.IMPLICIT_TLS,), "i", Target("mx.example", 25, TlsMode.IMPLICIT), False),
    ],
)
async def test_after_a_tls_failure_each_way_on_is_a_key_away(
    ways: tuple[Way, ...], key: str, target: Target, insecure: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = AskedApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        app.workspace.connection._last = Begun(Target("mx.example", 25, TlsMode.AUTO), OPTIONS)
        feed_events(app, ended_by(*ways))  # type: ignore[arg-type]
        await until(pilot, f"{key} {WORDS[key, insecure]}")
        burst(app, key)
        await until_true(pilot, lambda: app.asked)
    assert [(each.target, each.options.insecure) for each in app.asked] == [(target, insecure)]


async def test_without_a_tls_failure_no_way_is_offered() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        assert "Inspect" not in screen_text(app)
        burst(app, "i", "n", "2")
        await until_true(pilot, lambda: app.workspace.view is View.COMPARE)


async def test_the_selected_reply_is_copied_as_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    app = SmtptuiApp()
    copied: list[str] = []
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, "palette")
        monkeypatch.setattr(app._driver, "write", copied.append)
        feed_events(app, events(GREETING_AND_504))
        await until(pilot, "504 5.5.4")
        await pilot.press("3", "y")
        await until(pilot, "Copied: 504 5.5.4 Unrecognized authentication type")
    text = base64.b64encode(b"504 5.5.4 Unrecognized authentication type").decode()
    assert f"\x1b]52;c;{text}\a" in "".join(copied)


async def test_a_card_and_a_comparison_are_copied_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        await pilot.press("y")
        await until_true(pilot, lambda: app.clipboard.startswith("220 Service ready"))
        app.workspace.comparison.compare(entry("502"), entry("504"))
        await until(pilot, "KEY DIFFERENCES")
        await pilot.press("y")
        await until_true(pilot, lambda: "≠" in app.clipboard)
        assert "504" in app.clipboard


async def test_an_empty_text_never_empties_the_clipboard() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, "palette")
        app.copy_to_clipboard("kept")
        app.copy_to_clipboard("")
        assert app.clipboard == "kept"
        await pilot.press("3", "y")
        await until(pilot, "There is nothing to copy here")
        assert app.clipboard == "kept"


async def test_a_reply_with_an_enhanced_code_alone_leads_to_the_card_of_that_code() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        app.workspace.sessions._show_text("said: 5.7.1 Access denied")
        if not app.workspace.panel.fold.rows:
            pytest.fail("no reply was found")
        await until_true(pilot, lambda: app.workspace.panel.log_view.cursor is not None)
        await pilot.press("g")
        await until_true(pilot, lambda: opened(app) == "enhanced:X.7.1")
        await pilot.press("3", "m")
        await until_true(pilot, lambda: opened(app) == "enhanced:X.7.1" and picked(app) == ("", ""))


async def test_a_search_that_fails_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __init__(self, catalogue: object) -> None:
            raise OSError("articles are gone")

    monkeypatch.setattr("smtptui.reference.searching.search.SearchIndex", Broken)
    app = SmtptuiApp()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, "palette")
        burst(app, *"/504")
        await until(pilot, "articles are gone")
        await until_true(pilot, lambda: opened(app) == "504")


async def test_an_end_that_was_not_expected_covers_neither_log_nor_command_line() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, "palette")
        feed_events(app, ended_by(Way.RETRY))  # type: ignore[arg-type]
        await until(pilot, "ctrl+r tries again")
        assert not list(app._notifications)


async def test_a_new_connection_leaves_nothing_of_the_last_one_in_the_pane() -> None:
    with plain_peer() as peer:
        app = SmtptuiApp(target=Target("127.0.0.1", peer.port, TlsMode.NONE), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            await pilot.press("3")
            await until(pilot, "WHAT IT MEANS HERE")
            app.post_message(ConnectionWanted(Target("127.0.0.1", 1, TlsMode.NONE), OPTIONS))
            await until(pilot, "refused")
            assert "WHAT IT MEANS HERE" not in screen_text(app)
