"""What is listed of a search: what is named, titles, facts, texts."""

import pytest

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.reference.searching.filtering import CodeFilter
from smtptui.reference.searching.finding import found
from smtptui.reference.searching.listing import Heading, Item
from smtptui.reference.searching.search import SearchIndex
from smtptui.reference.searching.synonyms import SYNONYMS
from smtptui.reference.searching.titles import title_of

CATALOGUE = Catalogue()
INDEX = SearchIndex(CATALOGUE)


def keys(items: tuple[Heading | Item, ...]) -> list[str]:
    """Return the keys of the items."""
    return [item.key for item in items if isinstance(item, Item)]


def search(typed: str) -> tuple[Heading | Item, ...]:
    """Return what is listed for a text, everything read."""
    return found(CATALOGUE, typed, CodeFilter(CATALOGUE).matching(typed), INDEX.search(typed))


def under(items: tuple[Heading | Item, ...], heading: str) -> list[str]:
    """Return the keys under a heading."""
    here: list[str] = []
    at = ""
    for item in items:
        if isinstance(item, Heading):
            at = item.words
        elif at == heading:
            here.append(item.key)
    return here


def test_before_the_full_text_is_ready_the_facts_answer() -> None:
    codes = CodeFilter(CATALOGUE).matching("50x")
    assert keys(found(CATALOGUE, "50x", codes, None)) == ["500", "501", "502", "503", "504"]


def test_a_code_is_listed_once_however_often_the_texts_name_it() -> None:
    results = INDEX.search("504")
    listed = keys(found(CATALOGUE, "504", CodeFilter(CATALOGUE).matching("504"), results))
    assert listed[0] == "504"
    assert listed.count("504") == 1


def test_nothing_found_says_so() -> None:
    assert found(CATALOGUE, "qqq", (), None) == (Heading("nothing matches"),)


def test_an_enhanced_code_that_is_typed_in_full_comes_first() -> None:
    results = INDEX.search("5.7.1")
    items = found(CATALOGUE, "5.7.1", CodeFilter(CATALOGUE).matching("5.7.1"), results)
    assert keys(items)[0] == "5.7.1"
    assert "X.7.1" not in keys(items)


def test_what_has_it_in_its_title_comes_before_what_has_it_in_its_facts() -> None:
    items = found(CATALOGUE, "greylisted", CodeFilter(CATALOGUE).matching("greylisted"), None)
    assert keys(items)[0] == "450"


def test_a_code_has_one_title_wherever_it_was_found() -> None:
    for query in ("soft_bounce", "greylisting", "504", "relay"):
        results = INDEX.search(query)
        for item in found(CATALOGUE, query, CodeFilter(CATALOGUE).matching(query), results):
            if isinstance(item, Item) and item.kind is Kind.BASIC:
                assert item.title == CATALOGUE.code(item.key).name


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Postfach voll", "552"), ("zustell", "447"), ("Empfänger unbekannt", "550"), ("Passwort", "535")],
)
def test_german_words_find_what_they_mean(typed: str, code: str) -> None:
    results = INDEX.search(typed)
    assert code in keys(found(CATALOGUE, typed, CodeFilter(CATALOGUE).matching(typed), results))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("5.7.1", "5.7.1"),
        ("x.7.1", "X.7.1"),
        ("greylisting", "greylisting"),
        ("starttls", "STARTTLS"),
        ("plain", "PLAIN"),
        ("504", "504"),
        ("mailbox.full", "mailbox.full"),
    ],
)
def test_what_is_typed_in_full_comes_first_as_it_was_typed(typed: str, first: str) -> None:
    assert keys(search(typed))[0] == first


def test_titles_come_before_texts_whatever_the_kind() -> None:
    items = search("mailbox full")
    titled = under(items, "in the titles")
    assert "mailbox.full" in titled
    listed = keys(items)
    texts = [key for key in listed if key not in titled and listed.index(key) > listed.index("mailbox.full")]
    assert texts


def test_nothing_is_listed_twice() -> None:
    for typed in ("5.7.1", "greylisting", "auth", "plain", "mailbox"):
        listed = [item.entry for item in search(typed) if isinstance(item, Item)]
        assert len(listed) == len(set(listed)), typed


def test_every_item_has_the_title_of_its_card_or_of_a_code_the_short_form_of_it() -> None:
    for typed in ("auth", "relay", "5.7", "mailbox"):
        for item in search(typed):
            if isinstance(item, Item):
                is_code = item.kind is Kind.BASIC
                shown = CATALOGUE.name(item.key) if is_code else title_of(CATALOGUE, item.entry)
                assert item.title == shown


def test_every_synonym_is_a_word_that_the_texts_begin_a_word_with() -> None:
    assert [(typed, meant) for typed, meant in SYNONYMS.items() if not INDEX.search(meant).hits] == []
    assert [(typed, meant) for typed, meant in SYNONYMS.items() if INDEX.search(meant).corrected] == []


def test_under_the_titles_stands_nothing_whose_title_does_not_show_it() -> None:
    for typed in ("zustellung", "delivery", "mailbox"):
        for key in under(search(typed), "in the titles"):
            assert not key.isdigit()
