"""The user's own notes: on the cards of what they are about, and with what a server says."""

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import EntryRef
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.widgets.code_detail import card
from tests.tui.driving import WIDE, screen_text, until

NOTES = {
    "504": "ask Eva\nor Tom",
    "550 5.7.1": "our [b]filter[/x]\x1b[2J",
    "auth.mechanism": "we offer only PLAIN",
}


async def test_a_note_stands_on_the_card_below_what_it_is_of() -> None:
    async with SmtptuiApp(catalogue=Catalogue(notes=NOTES)).run_test(size=WIDE) as pilot:
        await pilot.press("slash", *"504", "enter")
        text = await until(pilot, "your note  ask Eva")
        lines = text.splitlines()
        at = next(number for number, line in enumerate(lines) if "ask Eva" in line)
        assert "or Tom" in lines[at + 1]
        assert at < 12


async def test_markup_and_control_characters_of_a_note_are_text() -> None:
    async with SmtptuiApp(catalogue=Catalogue(notes=NOTES)).run_test(size=WIDE) as pilot:
        await pilot.press("slash", *"550", "enter")
        await until(pilot, "550 5.7.1: our [b]filter[/x]␛[2J")


async def test_a_note_stands_with_what_a_server_says() -> None:
    async with SmtptuiApp(catalogue=Catalogue(notes=NOTES), demo=True).run_test(size=WIDE) as pilot:
        await until(pilot, "250")
        await pilot.press("t")
        await until(pilot, "AUTH")
        await pilot.press("enter")
        await until(pilot, "your note  we offer only PLAIN")


async def test_without_notes_nothing_is_said_of_them() -> None:
    async with SmtptuiApp().run_test(size=WIDE) as pilot:
        await until(pilot, "220")
        assert "note" not in screen_text(pilot.app)


def test_every_kind_of_entry_has_a_head_to_put_notes_under() -> None:
    catalogue = Catalogue()
    entries = [
        EntryRef(Kind.BASIC, "504"),
        EntryRef(Kind.ENHANCED, "X.7.1"),
        EntryRef(Kind.EXTENSION, "STARTTLS"),
        EntryRef(Kind.MECHANISM, "PLAIN"),
        EntryRef(Kind.SITUATION, "mailbox.full"),
    ]
    assert all(len(card(catalogue, entry).sections[0].lines) > 2 for entry in entries)
