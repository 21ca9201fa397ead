"""How it looks. Each picture was looked at; it changes only in a commit that says why.

Each state is brought up once, and drawn at every size in both of our own themes.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from smtptui.session.options import Options
from smtptui.session.target import Target, TlsMode
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.desks.begun import Begun
from smtptui.tui.themes import DARK, LIGHT
from smtptui.wire.events import Closed, CloseReason, TlsFailed, Way
from tests.tui.driving import NARROW, TINY, WIDE, entry, feed_events, settled, until, until_true
from tests.tui.transcript import GREETING_AND_504, events

SIZES = ((200, 60), WIDE, NARROW, TINY)
THEMES = {"dark": DARK.name, "light": LIGHT.name}

Shown = Pilot[None]


@pytest.fixture
def pictures(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Return what compares pictures with those that were looked at."""
    return snapshot.use_extension(SVGImageExtension)


@asynccontextmanager
async def explorer() -> AsyncIterator[Shown]:
    """Run the explorer until all panes stand; nothing in it blinks."""
    app = SmtptuiApp()
    async with app.run_test(size=SIZES[0]) as pilot:
        await until(pilot, "palette")
        yield pilot


def workspace_of(pilot: Shown) -> SmtptuiApp:
    """Return the application."""
    app = pilot.app
    assert isinstance(app, SmtptuiApp)
    return app


async def look(pilot: Shown, pictures: SnapshotAssertion) -> None:
    """Compare what shows, at every size and in both themes, with what was looked at."""
    different = []
    for width, height in SIZES:
        await pilot.resize_terminal(width, height)
        for name, theme in THEMES.items():
            pilot.app.theme = theme
            drawn = await settled(pilot)
            if drawn != pictures(name=f"{width}x{height}-{name}"):
                different.append(f"{width}x{height}-{name}")
    assert not different


async def test_start(pictures: SnapshotAssertion) -> None:
    async with explorer() as pilot:
        await look(pilot, pictures)


async def test_card_of_504(pictures: SnapshotAssertion) -> None:
    async with explorer() as pilot:
        app = workspace_of(pilot)
        app.workspace.code_list.highlight(entry("504"))
        await pilot.press("enter")
        await until_true(pilot, lambda: app.workspace.detail.has_focus)
        await look(pilot, pictures)


async def test_search(pictures: SnapshotAssertion) -> None:
    async with explorer() as pilot:
        app = workspace_of(pilot)
        await pilot.press("slash")
        app.workspace.code_list.filter_input.value = "greylist"
        await until(pilot, "in the texts")
        await look(pilot, pictures)


async def test_comparison_of_220_and_504(pictures: SnapshotAssertion) -> None:
    async with explorer() as pilot:
        await pilot.press("c", "5", "0", "4")
        await until(pilot, "KEY DIFFERENCES")
        await look(pilot, pictures)


async def watched(pilot: Shown, text: str = GREETING_AND_504) -> SmtptuiApp:
    """Watch a session with a greeting and a 504."""
    app = workspace_of(pilot)
    feed_events(app, events(text))
    await pilot.press("3")
    log = app.workspace.panel.log_view
    await until_true(pilot, lambda: log.cursor is not None and log.cursor.code == 504)
    return app


async def test_live_following(pictures: SnapshotAssertion) -> None:
    async with explorer() as pilot:
        await watched(pilot)
        await look(pilot, pictures)


async def test_live_paused(pictures: SnapshotAssertion) -> None:
    async with explorer() as pilot:
        app = workspace_of(pilot)
        source = feed_events(app, events(GREETING_AND_504))
        await pilot.press("3")
        log = app.workspace.panel.log_view
        await until_true(pilot, lambda: log.cursor is not None and log.cursor.code == 504)
        await pilot.press("up", "up", "up")
        await until_true(pilot, lambda: not log.follow)
        source.put(*list(events("C: NOOP\nS: 250 2.0.0 Ok\n" * 3, start=101.0))[2:])
        await until(pilot, "paused")
        await until_true(pilot, lambda: source.drained.is_set())
        await look(pilot, pictures)


async def test_failed_tls_with_the_ways_on(pictures: SnapshotAssertion) -> None:
    ways = (Way.INSPECT, Way.PLAINTEXT, Way.CA_FILE)
    why = "the certificate is signed by an authority that is not trusted here: Lab CA"
    advice = "Name the authority's file, or inspect the server without AUTH."
    async with explorer() as pilot:
        app = workspace_of(pilot)
        app.workspace.connection._last = Begun(Target("mx.example", 25, TlsMode.AUTO), Options())
        begun = list(events("S: 220 mx.example ESMTP Postfix\nC: EHLO me.example\nS: 250 STARTTLS\n"))
        ended = (
            TlsFailed(100.02, why, advice, ways),
            Closed(100.02, CloseReason.TLS, why, advice, ways=ways),
        )
        feed_events(app, (*begun, *ended))
        await pilot.press("3")
        await until(pilot, "n connects without TLS")
        await look(pilot, pictures)


async def test_connect_dialog(pictures: SnapshotAssertion) -> None:
    async with explorer() as pilot:
        await pilot.press("ctrl+o")
        await until(pilot, "connects")
        await look(pilot, pictures)


async def test_help(pictures: SnapshotAssertion) -> None:
    async with explorer() as pilot:
        await watched(pilot)
        await pilot.press("question_mark")
        await until(pilot, "esc closes")
        await look(pilot, pictures)
