"""How it looks in German, whose words are longer. Each picture was looked at, as those in English were."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from smtptui.reference.book.catalogue import Catalogue
from smtptui.session.options import Options
from smtptui.session.target import Target, TlsMode
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.desks.begun import Begun
from smtptui.tui.history import History
from smtptui.tui.screens.two_sessions import TwoSessionsScreen
from smtptui.tui.widgets.wire_log import WireLog
from smtptui.watching.pasted import pasted
from smtptui.wire.events import Closed, CloseReason, TlsFailed, Way
from smtptui.words import _, speak
from smtptui.words.language import speak_language
from tests.tui.driving import NARROW, WIDE, entry, feed_events, settled, until, until_true
from tests.tui.test_replay import playing
from tests.tui.transcript import AND_A_501, GREETING_AND_504, events
from tests.watching.test_aligning import A, B

SIZES = (WIDE, NARROW)


@pytest.fixture
def pictures(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Return what compares pictures with those that were looked at."""
    return snapshot.use_extension(SVGImageExtension)


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    assert speak_language("de")
    yield
    speak()


@asynccontextmanager
async def explorer() -> AsyncIterator[Pilot[None]]:
    """Run the explorer in German until all panes stand."""
    app = SmtptuiApp(catalogue=Catalogue(language="de"))
    async with app.run_test(size=SIZES[0]) as pilot:
        await until(pilot, "^p Palette")
        yield pilot


def app_of(pilot: Pilot[None]) -> SmtptuiApp:
    """Return the application."""
    app = pilot.app
    assert isinstance(app, SmtptuiApp)
    return app


async def look(pilot: Pilot[None], pictures: SnapshotAssertion) -> None:
    """Compare what shows, at both sizes, with what was looked at."""
    different = []
    for width, height in SIZES:
        await pilot.resize_terminal(width, height)
        if await settled(pilot) != pictures(name=f"{width}x{height}"):
            different.append(f"{width}x{height}")
    assert not different


async def test_start(pictures: SnapshotAssertion) -> None:
    async with explorer() as pilot:
        await look(pilot, pictures)


async def test_card_of_504(pictures: SnapshotAssertion) -> None:
    async with explorer() as pilot:
        app = app_of(pilot)
        app.workspace.code_list.highlight(entry("504"))
        await pilot.press("enter")
        await until_true(pilot, lambda: app.workspace.detail.has_focus)
        await look(pilot, pictures)


async def test_comparison_of_220_and_504(pictures: SnapshotAssertion) -> None:
    async with explorer() as pilot:
        await pilot.press("c", "5", "0", "4")
        await until(pilot, "WESENTLICHE UNTERSCHIEDE")
        await look(pilot, pictures)


async def test_search_for_a_german_word(pictures: SnapshotAssertion) -> None:
    async with explorer() as pilot:
        await pilot.press("slash")
        app_of(pilot).workspace.code_list.filter_input.value = "postfach voll"
        await until(pilot, "in den Texten")
        await look(pilot, pictures)


async def _watched(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    feed_events(app, events(GREETING_AND_504))
    await pilot.press("3")
    log = app.workspace.panel.log_view
    await until_true(pilot, lambda: log.cursor is not None and log.cursor.code == 504)


async def test_live_504(pictures: SnapshotAssertion) -> None:
    async with explorer() as pilot:
        await _watched(pilot)
        await look(pilot, pictures)


@pytest.mark.parametrize("by", [1, 2, 3, 4], ids=["offers", "tls", "dialogue", "stages"])
async def test_a_side_of_the_session(pictures: SnapshotAssertion, by: int) -> None:
    async with explorer() as pilot:
        await _watched(pilot)
        await pilot.press(*["right_square_bracket"] * by)
        await look(pilot, pictures)


async def test_connect_dialog(pictures: SnapshotAssertion) -> None:
    async with explorer() as pilot:
        await pilot.press("ctrl+o")
        await until(pilot, "enter verbindet")
        await look(pilot, pictures)


async def test_help(pictures: SnapshotAssertion) -> None:
    async with explorer() as pilot:
        await _watched(pilot)
        await pilot.press("question_mark")
        await until(pilot, "esc schließt")
        await look(pilot, pictures)


async def test_palette(pictures: SnapshotAssertion) -> None:
    async with explorer() as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, "504 535")
        await pilot.press(*"504 535")
        await until(pilot, "504 mit 535")
        await look(pilot, pictures)


async def test_failed_tls_with_the_ways_on(pictures: SnapshotAssertion) -> None:
    ways = (Way.INSPECT, Way.PLAINTEXT, Way.CA_FILE)
    why = _("no trusted authority has issued the certificate, or the server leaves out an intermediate one")
    advice = " ".join(
        (
            _("If you trust its issuer, name the file that it is in."),
            _("It can be looked at without being verified, which forbids AUTH."),
            _("Without TLS the session would be in plaintext."),
        )
    )
    async with explorer() as pilot:
        app = app_of(pilot)
        app.workspace.connection._last = Begun(Target("mx.example", 25, TlsMode.AUTO), Options())
        begun = list(events("S: 220 mx.example ESMTP Postfix\nC: EHLO me.example\nS: 250 STARTTLS\n"))
        ended = (
            TlsFailed(100.02, why, advice, ways),
            Closed(100.02, CloseReason.TLS, why, advice, ways=ways),
        )
        feed_events(app, (*begun, *ended))
        await pilot.press("3")
        await until(pilot, "n verbindet ohne TLS")
        await look(pilot, pictures)


async def test_two_sessions_side_by_side(pictures: SnapshotAssertion) -> None:
    async with explorer() as pilot:
        app = app_of(pilot)
        catalogue = app.workspace._catalogue
        screen = TwoSessionsScreen(pasted(catalogue, A), pasted(catalogue, B), History())
        app.push_screen(screen)
        await until(pilot, "→ AUTH FOOBAR")
        await until_true(pilot, lambda: screen.scroll.is_vertical_scroll_end)
        await look(pilot, pictures)


async def test_a_replay_that_stands_still_at_a_504(pictures: SnapshotAssertion, tmp_path: Path) -> None:
    app = SmtptuiApp(
        catalogue=Catalogue(language="de"), playing=playing(tmp_path, events(AND_A_501), paused=True)
    )
    async with app.run_test(size=SIZES[0]) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        await until(pilot, "angehalten")
        await pilot.press(*["right"] * 13)
        log = app.query_one(WireLog)
        await until_true(
            pilot, lambda: log.cursor is not None and log.cursor is log.watched.fold.not_implemented
        )
        await until_true(pilot, lambda: log._fresh is None)
        await until(pilot, "zu tun: ")
        await look(pilot, pictures)
