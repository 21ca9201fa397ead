"""The German articles beside the English: the same files and names, the terms of the trade, nothing stale."""

from pathlib import Path

import pytest

import smtptui.reference
from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.translation import sections
from smtptui.words import speak
from smtptui.words.language import speak_language
from tests.reference.german import forbidden_in, glossary, names_in, unstyled_in
from tests.translating.texts import Texts

ARTICLES = Path(smtptui.reference.ROOT) / "articles"
FILES = sorted(path.relative_to(ARTICLES / "de").as_posix() for path in (ARTICLES / "de").rglob("*.md"))
LONGER = 1.45
"""How much longer a file may be than its English, in characters: cards have the same room."""

LIST_COLUMNS = 20
"""Cells of a title in the list where the terminal has 80 columns."""


def _text(language: str, name: str) -> str:
    return (ARTICLES / language / name).read_text("utf-8")


def test_the_glossary_has_terms_and_forbidden_words() -> None:
    assert len(glossary()) == 164
    assert forbidden_in("Der Client sendet ein Kommando.") == ["Kommando"]
    assert forbidden_in("`Kommando` und die Kommandozeile, Sender Policy Framework") == ["Kommandozeile"]


@pytest.mark.parametrize("name", FILES)
def test_the_german_has_the_terms_of_the_trade(name: str) -> None:
    faults = [
        (number, found)
        for number, line in enumerate(_text("de", name).splitlines(), 1)
        for found in (*forbidden_in(line), *unstyled_in(line))
    ]
    assert faults == []


@pytest.mark.parametrize("name", FILES)
def test_names_of_commands_settings_codes_and_hosts_are_the_same_in_both(name: str) -> None:
    english, german = sections(_text("en", name)), sections(_text("de", name))
    differing = {
        key: (sorted(lost), sorted(added))
        for key in english.keys() & german.keys()
        if (lost := set(names_in(english[key])) - set(names_in(german[key])))
        | (added := set(names_in(german[key])) - set(names_in(english[key])))
    }
    assert differing == {}


@pytest.mark.parametrize("name", FILES)
def test_the_sections_are_the_same_in_both_and_in_order(name: str) -> None:
    assert list(sections(_text("de", name))) == list(sections(_text("en", name)))


@pytest.mark.parametrize("name", FILES)
def test_the_german_is_not_much_longer(name: str) -> None:
    assert len(_text("de", name)) <= LONGER * len(_text("en", name))


def test_every_text_is_there_and_none_is_stale() -> None:
    assert (
        sorted(path.relative_to(ARTICLES / "en").as_posix() for path in (ARTICLES / "en").rglob("*.md"))
        == FILES
    )
    assert list(Texts("de").findings()) == []


def test_no_short_title_is_cut_in_the_list_because_german_is_longer() -> None:
    catalogue = Catalogue(language="de")
    english = {code: catalogue.name(code) for code in catalogue.names}
    assert speak_language("de")
    try:
        german = {code: catalogue.name(code) for code in catalogue.names}
    finally:
        speak()
    assert german != english
    longer = {code: name for code, name in german.items() if len(name) > LIST_COLUMNS >= len(english[code])}
    assert longer == {}
