"""One key leads from a reply and from a code to the card of its situation."""

from functools import partial

from smtptui.reference.book.catalogue import Catalogue
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.views import View
from smtptui.tui.widgets.reply_page import MEANINGS
from tests.tui.driving import WIDE, burst, feed_events, opened, picked, type_text, until, until_true
from tests.tui.transcript import GREETING_AND_504, events


def shows(app: SmtptuiApp, situation: str) -> bool:
    return opened(app) == f"situation:{situation}"


async def test_a_key_leads_from_a_reply_to_the_card_of_its_situation_and_escape_back() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=(120, 60)) as pilot:
        await until(pilot, "palette")
        feed_events(app, events(GREETING_AND_504))
        await until(pilot, "504 5.5.4")
        await pilot.press("3")
        await until(pilot, "s opens the card of the situation")
        await pilot.press("s")
        await until_true(pilot, lambda: opened(app) == "situation:auth.mechanism")
        assert app.workspace.view is View.CODES
        await pilot.press("escape")
        await until_true(pilot, lambda: app.workspace.view is View.LIVE)


async def test_a_key_leads_from_a_code_through_all_its_situations() -> None:
    app = SmtptuiApp()
    meanings = Catalogue().code("220").meanings
    situations = list(dict.fromkeys(own for meaning in meanings for own in meaning.situations))
    assert len(situations) > 1
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        for situation in (*situations, situations[0]):
            await pilot.press("s")
            await until_true(pilot, partial(shows, app, situation))


async def test_where_no_situation_is_at_hand_the_key_says_so() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, "palette")
        await pilot.press("3", "s")
        await until(pilot, "No situation is at hand")
        assert app.workspace.view is View.LIVE


async def test_the_palette_finds_the_key_by_the_name_of_what_it_does() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        await pilot.press("ctrl+p")
        await type_text(pilot, "Situation")
        await until(pilot, "Open the card of what happened")


async def test_two_situations_are_compared_by_keys() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        burst(app, *"/client.blocklisted\r")
        await until_true(pilot, lambda: opened(app) == "situation:client.blocklisted")
        await pilot.press("space")
        burst(app, *"/client.blocklist-query-refused\r")
        await until_true(pilot, lambda: opened(app) == "situation:client.blocklist-query-refused")
        await pilot.press("c")
        await until_true(pilot, lambda: app.workspace.view is View.COMPARE)
        assert picked(app) == ("situation:client.blocklisted", "situation:client.blocklist-query-refused")


async def test_a_reply_of_many_meanings_tells_of_three_and_counts_the_others() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=(120, 60)) as pilot:
        await until(pilot, "palette")
        app.workspace.sessions._show_text("550 no")
        await until_true(pilot, lambda: app.workspace.panel.log_view.cursor is not None)
        row = app.workspace.panel.log_view.cursor
        assert row is not None
        explanation = app.workspace.panel.watched.explanation(row)
        assert explanation is not None
        left = len(explanation.meanings) - MEANINGS
        assert left > 1
        shown = await until(pilot, f"and {left} more meanings")
        assert all(meaning.title not in shown for meaning in explanation.meanings[MEANINGS:])
