"""The catalogues: every message has words, with the same places, in the terms of the trade."""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message

from tests.reference.german import forbidden_in, unstyled_in
from tests.translating.words import catalogues, read, template

LANGUAGES = [language for language, _ in catalogues()]
PLACE = re.compile(r"\{[^{}]*\}")


@cache
def _catalogue(language: str) -> Catalog:
    return read(language)


def _forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())  # type: ignore[arg-type]


def _told(language: str) -> Iterator[tuple[Message, tuple[str, ...]]]:
    for message in _catalogue(language):
        if message.id and all(forms := _forms(message.string)):
            yield message, forms


def test_german_is_among_the_languages() -> None:
    assert "de" in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_code_has_words(language: str) -> None:
    known = {_forms(message.id)[0] for message, _ in _told(language)}
    assert [message.id for message in template() if message.id and _forms(message.id)[0] not in known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_kept_for_a_message_that_is_gone(language: str) -> None:
    asked = {_forms(message.id)[0] for message in template() if message.id}
    assert [message.id for message, _ in _told(language) if _forms(message.id)[0] not in asked] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_places_are_those_of_the_message(language: str) -> None:
    assert [
        (message.id, forms)
        for message, forms in _told(language)
        if {place for form in _forms(message.id) for place in PLACE.findall(form)}
        != {place for form in forms for place in PLACE.findall(form)}
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_blanks_and_line_breaks_at_the_ends_are_those_of_the_message(language: str) -> None:
    assert [
        (message.id, forms)
        for message, forms in _told(language)
        for asked, form in [(_forms(message.id)[0], forms[0])]
        if (asked[:1].isspace(), asked[-1:].isspace()) != (form[:1].isspace(), form[-1:].isspace())
    ] == []


def test_german_words_are_the_terms_of_the_trade() -> None:
    assert [
        (form, found)
        for _, forms in _told("de")
        for form in forms
        if not form.lstrip("✗ ").startswith("{") or "!" not in form  # a mark before what is odd
        if (found := [*forbidden_in(form), *(each for each in unstyled_in(form) if '"' not in each)])
    ] == []


def test_words_within_a_formatted_string_are_among_the_messages() -> None:
    assert template().get("What stands out") is not None
