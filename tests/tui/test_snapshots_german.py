"""How it looks in German, whose words are longer. Each picture was looked at, as those in English were."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from smtptui.reference.book.catalogue import Catalogue
from smtptui.tui.app import SmtptuiApp
from smtptui.words import speak
from smtptui.words.language import speak_language
from tests.tui.driving import NARROW, WIDE, entry, feed_events, settled, until, until_true
from tests.tui.transcript import GREETING_AND_504, events

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
