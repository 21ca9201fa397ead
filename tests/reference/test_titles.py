"""One title for one code: what is shown anywhere is the same text; the list alone has a short form of it."""

import re
from collections.abc import Iterator

import pytest

from smtptui import compare, explain
from smtptui.cli.entries import as_json, columns
from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.reference.comparing.compare import compare as compared
from smtptui.reference.searching.finding import found
from smtptui.reference.searching.listing import EntryRef, Item, Narrowing, browse
from smtptui.reference.searching.titles import title_of
from smtptui.words import speak
from smtptui.words.language import speak_language


@pytest.fixture(params=["en", "de"])
def spoken(request: pytest.FixtureRequest) -> Iterator[Catalogue]:
    """Return the reference in each language."""
    if request.param != "en":
        assert speak_language(request.param)
    yield Catalogue(language=request.param)
    speak()


def words(title: str) -> list[str]:
    return re.findall(r"\w+", title.casefold())


def test_the_short_form_of_a_title_is_some_of_its_words_in_their_order(spoken: Catalogue) -> None:
    other = []
    for code in spoken.names:
        whole = iter(words(spoken.title(code)))
        if not all(word in whole for word in words(spoken.name(code))):
            other.append((code, spoken.name(code), spoken.title(code)))
    assert other == []


def test_only_the_list_has_the_short_form(spoken: Catalogue) -> None:
    listed = {item.key: item.title for item in browse(spoken, Narrowing(), {}) if isinstance(item, Item)}
    for code in spoken.names:
        hits = found(spoken, code, (spoken.code(code),), None)
        rows = [item.title for item in hits if isinstance(item, Item) and item.key == code]
        assert {listed[code], *rows} == {spoken.name(code)}


def test_whatever_names_a_code_gives_it_the_same_title(spoken: Catalogue) -> None:
    for code in spoken.names:
        article = spoken.article(code)
        other = "220" if code != "220" else "504"
        comparison = compared(spoken, code, other)
        assert {
            article.title if article is not None else spoken.title(code),
            title_of(spoken, EntryRef(Kind.BASIC, code)),
            columns(spoken, spoken.code(code))[1],
            as_json(spoken, spoken.code(code))["title"],
            comparison.title_a,
        } == {spoken.title(code)}


def test_the_functions_for_programs_give_it_too() -> None:
    catalogue = Catalogue()
    for code in catalogue.names:
        assert explain(code)[0].title == catalogue.title(code)
    assert compare("504", "220").a.title == catalogue.title("504")
