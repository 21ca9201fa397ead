"""What the list shows, without a list."""

import pytest

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.reference.searching.filtering import CodeFilter
from smtptui.reference.searching.listing import (
    EntryRef,
    Heading,
    Item,
    Narrowing,
    as_entry,
    browse,
    found,
)
from smtptui.reference.searching.search import SearchIndex

CATALOGUE = Catalogue()


def keys(items: tuple[Heading | Item, ...]) -> list[str]:
    """Return the keys of the items."""
    return [item.key for item in items if isinstance(item, Item)]


def test_all_basic_codes_stand_under_their_class() -> None:
    items = browse(CATALOGUE, Narrowing(), {})
    assert keys(items) == [code.code for code in CATALOGUE.codes]
    headings = [item for item in items if isinstance(item, Heading)]
    assert [heading.digit for heading in headings] == ["2", "3", "4", "5"]
    assert headings[0].words == "2yz positive completion"


def test_the_list_is_narrowed_by_class_standing_command_and_session() -> None:
    assert keys(browse(CATALOGUE, Narrowing(digit="3"), {})) == ["334", "353", "354", "355"]
    assigned = keys(browse(CATALOGUE, Narrowing(digit="3", assigned=True), {}))
    assert "353" not in assigned
    answers_etrn = keys(browse(CATALOGUE, Narrowing(command="ETRN"), {}))
    assert {"253", "458", "459"} <= set(answers_etrn)
    assert "354" not in answers_etrn
    assert keys(browse(CATALOGUE, Narrowing(seen=True), {"220": 1, "504": 2, "354": 0})) == ["220", "504"]


def test_what_a_list_is_narrowed_to_is_said_in_words() -> None:
    assert Narrowing(digit="5", command="AUTH", seen=True).words == "5yz · AUTH · seen in this session"
    assert Narrowing().words == ""


def test_every_entry_of_the_reference_is_in_one_of_the_four_lists() -> None:
    assert len(keys(browse(CATALOGUE, Narrowing(Kind.ENHANCED), {}))) == len(CATALOGUE.registry.statuses)
    assert len(keys(browse(CATALOGUE, Narrowing(Kind.EXTENSION), {}))) == len(CATALOGUE.extensions)
    assert len(keys(browse(CATALOGUE, Narrowing(Kind.MECHANISM), {}))) == len(CATALOGUE.mechanisms)


def test_ids_tell_items_apart_and_lead_back_to_them() -> None:
    ids = [
        item.entry.id
        for kind in Kind
        for item in browse(CATALOGUE, Narrowing(kind), {})
        if isinstance(item, Item)
    ]
    assert len(ids) == len(set(ids))
    assert EntryRef(Kind.BASIC, "504").id == "504"
    assert EntryRef(Kind.ENHANCED, "X.5.4").id == "enhanced:X.5.4"


def test_before_the_full_text_is_ready_the_facts_answer() -> None:
    codes = CodeFilter(CATALOGUE).matching("50x")
    assert keys(found(CATALOGUE, "50x", codes, None)) == ["500", "501", "502", "503", "504"]


def test_a_code_is_listed_once_however_often_the_texts_name_it() -> None:
    results = SearchIndex(CATALOGUE).search("504")
    listed = keys(found(CATALOGUE, "504", CodeFilter(CATALOGUE).matching("504"), results))
    assert listed[0] == "504"
    assert listed.count("504") == 1


def test_nothing_found_says_so() -> None:
    assert found(CATALOGUE, "qqq", (), None) == (Heading("nothing matches"),)


def test_an_enhanced_code_that_is_typed_in_full_comes_first() -> None:
    results = SearchIndex(CATALOGUE).search("5.7.1")
    items = found(CATALOGUE, "5.7.1", CodeFilter(CATALOGUE).matching("5.7.1"), results)
    assert keys(items)[0] == "X.7.1"
    assert keys(items).count("X.7.1") == 1


def test_what_has_it_in_its_title_comes_before_what_has_it_in_its_facts() -> None:
    items = found(CATALOGUE, "greylisted", CodeFilter(CATALOGUE).matching("greylisted"), None)
    assert keys(items)[0] == "450"


def test_a_code_has_one_title_wherever_it_was_found() -> None:
    for query in ("soft_bounce", "greylisting", "504", "relay"):
        results = SearchIndex(CATALOGUE).search(query)
        for item in found(CATALOGUE, query, CodeFilter(CATALOGUE).matching(query), results):
            if isinstance(item, Item) and item.kind is Kind.BASIC:
                assert item.title == CATALOGUE.code(item.key).name


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Postfach voll", "552"), ("zustell", "447"), ("Empfänger unbekannt", "550"), ("Passwort", "535")],
)
def test_german_words_find_what_they_mean(typed: str, code: str) -> None:
    results = SearchIndex(CATALOGUE).search(typed)
    assert code in keys(found(CATALOGUE, typed, CodeFilter(CATALOGUE).matching(typed), results))


def test_an_entry_is_known_by_its_code_as_it_is_written() -> None:
    assert as_entry(CATALOGUE, "504") == EntryRef(Kind.BASIC, "504")
    assert as_entry(CATALOGUE, "5.7.1") == EntryRef(Kind.ENHANCED, "X.7.1")
    assert as_entry(CATALOGUE, "x.7.1") == EntryRef(Kind.ENHANCED, "X.7.1")
    assert as_entry(CATALOGUE, "3.7.1") is None
    assert as_entry(CATALOGUE, "5.999.1") is None
    assert as_entry(CATALOGUE, "mailbox") is None
