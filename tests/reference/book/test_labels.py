from collections.abc import Callable
from enum import StrEnum

import pytest

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.labels import WORDS, Labels
from smtptui.reference.book.model import Actor, Kind, Retry, SessionEffect, Status
from smtptui.wire.verbs import Stage
from smtptui.words import speak

LABELS = Labels()


@pytest.mark.parametrize(
    ("enum", "word"),
    [
        (Actor, LABELS.actor),
        (Retry, LABELS.retry),
        (SessionEffect, LABELS.session),
        (Status, LABELS.status),
        (Stage, LABELS.stage),
        (Kind, lambda kind: LABELS.word(f"kind.{kind}")),
    ],
)
def test_every_value_has_words_of_its_own(enum: type[StrEnum], word: Callable[[object], str]) -> None:
    words = [word(value) for value in enum]
    assert all(words)
    assert len(set(words)) == len(words)


def test_classes_have_the_names_of_the_rfc() -> None:
    assert [LABELS.class_name(code) for code in ("220", "354", "421", "5.7.8")] == [
        "2yz positive completion",
        "3yz positive intermediate",
        "4yz transient negative",
        "5yz permanent negative",
    ]


def test_a_code_of_no_class_still_has_words() -> None:
    for words in (LABELS.class_name("101"), LABELS.outcome("X.7.8"), LABELS.advice("")):
        assert words


def test_every_command_of_the_facts_has_a_name(catalogue: Catalogue) -> None:
    assert LABELS.commands(("CONNECT", "END-OF-DATA", "RCPT")) == ("the connection", "end of data", "RCPT")
    assert all("-" not in LABELS.command(verb) for verb in ("CONNECT", "END-OF-DATA", "ANY"))


def test_a_translation_is_asked_for_the_english_words() -> None:
    speak({"succeeded": "gelungen"}.get)  # type: ignore[arg-type]
    try:
        assert LABELS.outcome("250") == "gelungen"
    finally:
        speak()
    assert LABELS.outcome("250") == "succeeded"


def test_no_two_fields_of_a_comparison_have_one_label() -> None:
    fields = [words for key, words in WORDS.items() if key.startswith("field.")]
    assert len(set(fields)) == len(fields)
