import ssl
from collections.abc import Iterator

import pytest

from smtptui.words import _, decimal, listed, mark, plural, speak
from smtptui.words.failures import why_of
from smtptui.words.language import speak_language


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    speak()


def test_places_are_filled_and_values_are_put_in_as_they_are() -> None:
    assert _("{a} and {b!r}", a="{b}", b="x") == "{b} and 'x'"
    assert _("braces without values stay: {}") == "braces without values stay: {}"


def test_a_counted_thing_has_the_form_of_its_number() -> None:
    assert [plural("{number} line", "{number} lines", number) for number in (0, 1, 2)] == [
        "0 lines",
        "1 line",
        "2 lines",
    ]


def test_why_the_system_could_not_is_said_in_the_language_that_is_spoken() -> None:
    with pytest.raises(FileNotFoundError) as missing:
        open("/nowhere/file").close()
    assert why_of(missing.value) == "No such file or directory"
    assert speak_language("de")
    assert why_of(missing.value) == "Datei oder Verzeichnis nicht gefunden"
    assert why_of(ssl.SSLError(1, "what TLS says")) == "what TLS says"
    assert why_of(ValueError("no octets")) == "no octets"


@pytest.mark.parametrize(
    ("words", "sentence"), [("", ""), ("a", "a"), ("ab", "a and b"), ("abc", "a, b and c")]
)
def test_words_are_listed_as_a_sentence_has_them(words: str, sentence: str) -> None:
    assert listed(words) == sentence


@pytest.mark.parametrize(
    ("translated", "number", "written"),
    [("1,5", "0.25", "0,25"), ("1,5", "12", "12"), ("⟦1٫5⟧", "-3.0", "-3٫0"), ("", "0.25", "0.25")],
)
def test_a_number_has_the_decimal_sign_of_the_language(translated: str, number: str, written: str) -> None:
    assert decimal(number) == number
    speak(lambda _message: translated)
    assert decimal(number) == written


def test_in_german_it_is_a_comma() -> None:
    speak_language("de")
    assert decimal("0.004") == "0,004"


def test_another_language_is_spoken_from_now_on_and_english_again() -> None:
    kept = mark("go on")
    speak({"go on": "weiter"}.get, lambda one, many, number: f"{{number}} von {many}")  # type: ignore[arg-type]
    assert _(kept) == "weiter"
    assert plural("one", "many", 3) == "3 von many"
    speak()
    assert _(kept) == "go on"


def test_the_places_of_a_translation_are_filled_in_its_own_order() -> None:
    speak(lambda message: "{b} vor {a}")
    assert _("{a} after {b}", a=1, b=2) == "2 vor 1"
