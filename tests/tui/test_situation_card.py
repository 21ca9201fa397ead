"""The card of a situation."""

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from smtptui.reference.book.catalogue import Catalogue
from smtptui.tui.widgets.situation_card import situation_card
from tests.tui.driving import screen_text

CATALOGUE = Catalogue()


class OneCard(App[None]):
    def __init__(self, id: str) -> None:
        super().__init__()
        self.situation = id

    def compose(self) -> ComposeResult:
        yield Static(situation_card(CATALOGUE, self.situation).page, markup=False)


async def test_a_card_says_what_happened_who_acts_and_what_to_do() -> None:
    app = OneCard("client.blocklisted")
    async with app.run_test(size=(100, 60)):
        shown = screen_text(app)
    for words in (
        "▐client.blocklisted▌ Client on a blocklist",
        "IF YOU SEND",
        "SETTINGS",
        "NOT TO BE CONFUSED WITH",
        "client.blocklist-query-refused",
        "send it again  at once, after a change",
        "550 Mailbox unavailable",
        "RFC 5782",
    ):
        assert words in shown, words


@pytest.mark.parametrize("id", CATALOGUE.situation_ids)
def test_every_situation_has_a_card(id: str) -> None:
    assert len(situation_card(CATALOGUE, id).page.laid(80).rows) > 5
