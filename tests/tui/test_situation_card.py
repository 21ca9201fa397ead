"""The card of a situation."""

import pytest

from smtptui.reference.book.catalogue import Catalogue
from smtptui.tui.widgets.situation_card import situation_card

CATALOGUE = Catalogue()


def test_a_card_says_what_happened_who_acts_and_what_to_do() -> None:
    shown = situation_card(CATALOGUE, "client.blocklisted").plain
    for words in (
        "client.blocklisted Client on a blocklist",
        "IF YOU SEND",
        "SETTINGS",
        "NOT TO BE CONFUSED WITH",
        "Blocklist query refused",
        "send it again  at once, after a change",
        "550  Mailbox unavailable",
        "RFC 5782",
    ):
        assert words in shown, words


@pytest.mark.parametrize("id", CATALOGUE.situation_ids)
def test_every_situation_has_a_card(id: str) -> None:
    assert len(situation_card(CATALOGUE, id).page.laid(80).rows) > 5
