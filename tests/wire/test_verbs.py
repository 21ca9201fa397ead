"""The one table of verbs."""

import pytest

from smtptui.wire.verbs import (
    DECIDING,
    KNOWN_VERBS,
    VERBS,
    Occasion,
    Stage,
    Verb,
    explained_as,
    is_plainly_command,
    stage_of,
)


def test_every_verb_and_occasion_has_a_row() -> None:
    assert set(VERBS) == {*map(str, Verb), *map(str, Occasion)}
    assert not set(map(str, Occasion)) & KNOWN_VERBS


def test_a_completion_begins_with_its_verb_and_places_the_cursor_once() -> None:
    for completion in filter(None, (row.completion for row in VERBS.values())):
        assert completion.split()[0] in KNOWN_VERBS
        assert completion.count("|") <= 1
    assert VERBS["MAIL"].completion == "MAIL FROM:<|>"


def test_what_decides_and_what_it_is_explained_as_and_its_stage() -> None:
    assert {"STARTTLS", "DATA", "BDAT", "AUTH", "RESPONSE", "END-OF-DATA"} <= DECIDING
    assert not {"NOOP", "MAIL", "RCPT", "EHLO", "QUIT"} & DECIDING
    assert explained_as("HELO") == "EHLO"
    assert explained_as("FROBNICATE") == "FROBNICATE"
    assert stage_of("BDAT LAST") is Stage.MESSAGE
    assert stage_of("FROBNICATE") is None


@pytest.mark.parametrize(
    "line",
    [
        "NOOP",
        "noop",
        "MAIL FROM:<a@b.c> SIZE=10",
        "rcpt to: <a@b.c>",
        "DATA",
        "QUIT",
        "BDAT 5 LAST",
        "EHLO me.example",
        "AUTH PLAIN",
        "VRFY postmaster",
    ],
)
def test_a_command_is_plainly_one(line: str) -> None:
    assert is_plainly_command(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Subject: x",
        "Data follows below",
        "Help me with this one",
        "Mail from my aunt",
        "quit smoking",
        "AGxhYgBjNG5hcnk=",
        "hunter2",
        "CONNECT",
        "RESPONSE",
        ".",
    ],
)
def test_text_of_a_message_and_a_response_are_not(line: str) -> None:
    assert not is_plainly_command(line)
