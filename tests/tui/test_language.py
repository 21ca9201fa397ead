"""The language changes at once: on the screen is what would be there, had it begun in that language."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from smtptui.reference.book.catalogue import Catalogue
from smtptui.settings.state import StateFile
from smtptui.tui.app import SmtptuiApp
from smtptui.words import speak
from smtptui.words.language import speak_language
from tests.tui.driving import NARROW, WIDE, entry, feed_events, screen_text, until
from tests.tui.transcript import GREETING_AND_504, events

STATES = ("start", "card", "comparison", "live", "log", "search", "nothing", "tls", "stages", "narrowed")

SCROLL_BAR = dict.fromkeys(map(ord, "▁▂▃▄▅▆▇█"), " ")
"""Its ends are drawn by eighths, as far as the window was scrolled when the text had another length."""


@pytest.fixture(autouse=True)
def _english_after() -> Iterator[None]:
    yield
    speak()


def _app(language: str) -> SmtptuiApp:
    assert speak_language(language)
    return SmtptuiApp(catalogue=Catalogue(language=language))


async def _go(pilot: Pilot[None], state: str) -> None:
    """Go to a state, by keys and by what no language has a word in."""
    app = pilot.app
    assert isinstance(app, SmtptuiApp)
    await until(pilot, "^p ")
    app.workspace.code_list.filter_input.cursor_blink = False
    app.workspace.panel.command_line.cursor_blink = False
    match state:
        case "card":
            app.workspace.code_list.highlight(entry("504"))
            await pilot.press("enter", "right_square_bracket", "right_square_bracket", "down", "down")
        case "comparison":
            app.workspace.comparison.sides = (entry("220"), entry("504"))
            await pilot.press("c", "pagedown")
        case "live" | "log" | "tls" | "stages":
            feed_events(app, events(GREETING_AND_504))
            await pilot.press("3")
            await until(pilot, "504 5.5.4")
            sides = {"tls": 2, "stages": 4}.get(state, 0)
            await pilot.press(*["right_square_bracket"] * sides)
            if state == "log":
                await pilot.press("home", "down", "down")
        case "search" | "nothing":
            await pilot.press("slash")
            app.workspace.code_list.filter_input.value = "greylist" if state == "search" else "xyzzy"
        case "narrowed":
            app.workspace.codes.list_command("AUTH")
            await pilot.press("down")
    await _rest(pilot)


async def _rest(pilot: Pilot[None]) -> str:
    """Wait until nothing changes any more; return the screen."""
    before = ""
    for _ in range(200):
        await pilot.pause(0.02)
        await pilot.app.workers.wait_for_complete()
        text = screen_text(pilot.app)
        if text == before:
            break
        before = text
    return before


async def _seen(pilot: Pilot[None], state: str) -> list[str]:
    """Return what is seen once nothing changes any more.

    Of a text in the middle of which one reads it is all of the text, and what stands around the panes: where
    it begins on the screen depends on how long it was in the other language.
    """
    lines = [line.rstrip() for line in (await _rest(pilot)).translate(SCROLL_BAR).splitlines()]
    app = pilot.app
    assert isinstance(app, SmtptuiApp)
    texts = {"card": app.workspace.detail, "comparison": app.workspace.compare_view}
    return [lines[0], lines[-1], texts[state].text] if state in texts else lines


async def _begun_in(language: str, state: str, size: tuple[int, int]) -> list[str]:
    async with _app(language).run_test(size=size) as pilot:
        await _go(pilot, state)
        return await _seen(pilot, state)


@pytest.mark.parametrize(
    ("state", "size"),
    [*((state, WIDE) for state in STATES), *((state, NARROW) for state in ("start", "live", "search"))],
)
async def test_all_that_is_on_the_screen_is_said_again(state: str, size: tuple[int, int]) -> None:
    german = await _begun_in("de", state, size)
    async with _app("en").run_test(size=size) as pilot:
        await _go(pilot, state)
        app = pilot.app
        assert isinstance(app, SmtptuiApp)
        english = await _seen(pilot, state)
        place, focused = app.workspace.place, app.focused
        assert english != german
        app.workspace.action_do("program.language")
        assert await _seen(pilot, state) == german
        assert app.focused is focused
        assert replace(app.workspace.place, scrolled=0) == replace(place, scrolled=0)
        app.workspace.action_do("program.language")
        assert await _seen(pilot, state) == english


async def test_one_reads_on_in_the_same_section() -> None:
    async with _app("en").run_test(size=WIDE) as pilot:
        await _go(pilot, "card")
        app = pilot.app
        assert isinstance(app, SmtptuiApp)
        detail = app.workspace.detail
        section = detail.card.sections[detail.section].id
        assert detail.section > 0
        await pilot.press("f3")
        await _rest(pilot)
        assert detail.card.sections[detail.section].id == section
        assert detail.card.sections[detail.section].name != section
        assert detail.scroll_y > 0


async def test_what_is_typed_stays_and_the_choice_is_remembered() -> None:
    app = _app("en")
    async with app.run_test(size=WIDE) as pilot:
        await _go(pilot, "search")
        await pilot.press("f3")
        await _rest(pilot)
        assert isinstance(app.focused, Input)
        assert app.focused.value == "greylist"
        assert app.state.state.language == "de"
        assert app.workspace.codes.catalogue.language == "de"


async def test_the_state_of_another_session_is_said_again_when_it_shows() -> None:
    async with _app("en").run_test(size=WIDE) as pilot:
        await _go(pilot, "live")
        app = pilot.app
        assert isinstance(app, SmtptuiApp)
        feed_events(app, events(GREETING_AND_504), label="other.example:25")
        await until(pilot, "other.example")
        await pilot.press("f3")
        await _rest(pilot)
        await pilot.press("left_curly_bracket")
        text = await _rest(pilot)
        assert "BEGRÜSSUNG" in text or "Begrüßung" in text
        assert "GREETING" not in text


def test_a_language_that_is_not_there_is_not_spoken() -> None:
    assert StateFile(None).state.language == ""
    assert not speak_language("../de")
