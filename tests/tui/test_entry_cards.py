"""The cards of enhanced codes, keywords and mechanisms."""

from smtptui.reference.book.catalogue import Catalogue
from smtptui.tui.page import Row
from smtptui.tui.widgets.entry_cards import enhanced_card, extension_card, mechanism_card
from smtptui.tui.widgets.meanings_table import IN_TABLE

CATALOGUE = Catalogue()


def test_the_card_of_an_enhanced_code_says_what_it_means_with_which_basic_code_and_what_to_do() -> None:
    card = enhanced_card(CATALOGUE, "5.7.8")
    rows = [line for line in card.sections[0].lines if isinstance(line, Row)]
    cells = [tuple(cell.plain for cell in row.cells) for row in rows]
    assert cells[0] == ("REPLY", "IT MEANS", "DO")
    assert cells[1][0] == "535"
    assert len(cells) <= IN_TABLE + 1
    assert all(cell for row in cells for cell in row)


def test_an_enhanced_code_has_the_class_with_which_it_was_asked_for() -> None:
    assert "5yz permanent negative" in enhanced_card(CATALOGUE, "5.7.1").plain
    assert "4yz transient negative" in enhanced_card(CATALOGUE, "4.7.1").plain
    assert "yz" not in enhanced_card(CATALOGUE, "X.7.1").plain.split("WHAT IT MEANS")[0]


def test_every_entry_has_a_card_whose_first_section_is_the_answer() -> None:
    cards = [enhanced_card(CATALOGUE, status.code) for status in CATALOGUE.registry.statuses]
    cards += [extension_card(CATALOGUE, each) for each in CATALOGUE.extensions]
    cards += [mechanism_card(each) for each in CATALOGUE.mechanisms]
    assert [card.title for card in cards if card.sections[0].id != "answer"] == []
    assert [card.title for card in cards if card.sections[-1].id != "sources"] == []


def test_the_card_of_an_extension_says_what_is_answered_to_its_command() -> None:
    card = extension_card(CATALOGUE, CATALOGUE.extension("STARTTLS"))
    rows = [line for line in card.sections[0].lines if isinstance(line, Row)]
    cells = [tuple(cell.plain for cell in row.cells) for row in rows]
    assert ("220", "Go-ahead for the TLS handshake", "start the TLS handshake, then EHLO again") in cells
