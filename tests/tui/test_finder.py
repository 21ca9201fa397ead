"""What the palette finds."""

from itertools import pairwise

import pytest

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import EntryRef
from smtptui.settings.remembered import Recent
from smtptui.settings.state import StateFile
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.offers import ActionOffered, Group, Offer, Offers
from tests.tui.driving import WIDE, opened, picked, type_text, until, until_true

OFFERS = Offers(
    Catalogue(),
    [
        ActionOffered("Compare", "Compare the two picked codes", lambda: None),
        ActionOffered("Connect", "Connect to a server", lambda: None),
    ],
    [Recent("mx1.example.org:587", detail="TLSv1.3 · Postfix"), Recent("localhost:2525")],
)


def first(typed: str) -> Offer:
    """Return the best offer."""
    return OFFERS.search(typed)[0]


@pytest.mark.parametrize(
    ("typed", "group", "chosen"),
    [
        ("504", Group.CODES, EntryRef(Kind.BASIC, "504")),
        ("5.7.1", Group.ENHANCED, EntryRef(Kind.ENHANCED, "5.7.1")),
        ("greylisting", Group.SITUATIONS, EntryRef(Kind.SITUATION, "greylisting")),
        ("starttls", Group.EXTENSIONS, EntryRef(Kind.EXTENSION, "STARTTLS")),
        ("scram-sha-256", Group.MECHANISMS, EntryRef(Kind.MECHANISM, "SCRAM-SHA-256")),
    ],
)
def test_what_is_named_comes_first(typed: str, group: Group, chosen: EntryRef) -> None:
    offer = first(typed)
    assert (offer.group, offer.chosen) == (group, chosen)


@pytest.mark.parametrize("typed", ["504 535", "504 vs 535", "compare 504 535", "504≠535", "504 and 535"])
def test_two_codes_are_offered_for_comparison(typed: str) -> None:
    assert first(typed).chosen == (EntryRef(Kind.BASIC, "504"), EntryRef(Kind.BASIC, "535"))


def test_two_situations_are_offered_for_comparison() -> None:
    assert first("mailbox.full server.storage").group is Group.COMPARE


def test_a_server_of_the_past_is_offered_by_a_part_of_its_name() -> None:
    assert first("mx1").chosen == Recent("mx1.example.org:587", detail="TLSv1.3 · Postfix")
    assert [offer.chosen for offer in OFFERS.search("2525")] == [Recent("localhost:2525")]


@pytest.mark.parametrize("typed", ["mail.example.com", "[::1]:25", "localhost", "smtps://mx.example.com"])
def test_a_host_that_is_typed_can_be_connected_to(typed: str) -> None:
    assert any(offer.chosen == Recent(typed) for offer in OFFERS.search(typed))


@pytest.mark.parametrize("typed", ["5.7.1", "mailbox.full", "full", "greylisting is", ""])
def test_what_is_no_host_is_no_server(typed: str) -> None:
    assert [offer for offer in OFFERS.search(typed) if offer.group is Group.SERVERS] == []


def test_an_action_is_found_by_its_name_and_by_what_it_does() -> None:
    assert [offer.words for offer in OFFERS.search("conn") if offer.group is Group.ACTIONS] == ["Connect"]
    assert [offer.words for offer in OFFERS.search("picked") if offer.group is Group.ACTIONS] == ["Compare"]


def test_a_group_stands_together() -> None:
    groups = [offer.group for offer in OFFERS.search("mail")]
    assert len(groups) == len(set(groups)) + sum(one is other for one, other in pairwise(groups))


def test_a_german_word_finds_what_it_means() -> None:
    assert EntryRef(Kind.SITUATION, "mailbox.full") in [
        each.chosen for each in OFFERS.search("postfach voll")
    ]


async def test_a_code_is_opened_from_the_palette() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("ctrl+p")
        await type_text(pilot, "504")
        await until(pilot, "Codes            504")
        await pilot.press("enter")
        await until_true(pilot, lambda: opened(app) == "504")


async def test_two_codes_are_compared_from_the_palette() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("ctrl+p")
        await type_text(pilot, "504 535")
        await until(pilot, "504 with 535")
        await pilot.press("enter")
        await until_true(pilot, lambda: picked(app) == ("504", "535"))


async def test_what_is_remembered_of_servers_stands_first_in_the_palette() -> None:
    state = StateFile(None)
    state.keep(recents=(Recent("[red]mx.example:25"),))
    app = SmtptuiApp(state=state)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, "connect to [red]mx.example:25")
