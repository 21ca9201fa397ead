"""A title within a line: small in English, as it is written in a language of nouns with capitals."""

import pytest

from smtptui.reference.explaining.explanation import lowered
from smtptui.words import speak
from smtptui.words.language import speak_language


@pytest.mark.parametrize(
    ("title", "within"),
    [("Mechanism not supported", "mechanism not supported"), ("HELO name missing", "HELO name missing")],
)
def test_the_first_word_is_small_in_english_unless_it_is_a_name(title: str, within: str) -> None:
    assert lowered(title) == within


def test_a_german_noun_keeps_its_capital() -> None:
    try:
        assert speak_language("de")
        assert lowered("Mechanismus nicht unterstützt") == "Mechanismus nicht unterstützt"
    finally:
        speak()
