"""The forms in which texts hold replies: of each a text, and beside it the replies that are in it.

A line of a ``.replies`` file is ``CODE ENHANCED COMMAND | piece of the text``: ``-`` where the text has none,
``?`` where it does not prove the command, ``(554)`` where only a program's own name for the code is told.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from smtptui.transcripts.decoding import lines_of
from smtptui.transcripts.reader import FoundReply, find_replies

FORMS = Path(__file__).parents[1] / "corpus" / "forms"
NAMES = sorted(path.stem for path in FORMS.glob("*.txt"))


class Expected(NamedTuple):
    """A reply that a text holds."""

    code: str
    enhanced: str
    command: str
    piece: str


def expected_in(name: str) -> list[Expected]:
    replies = []
    for line in (FORMS / f"{name}.replies").read_text(encoding="utf-8").splitlines():
        head, _, piece = line.partition(" |")
        code, enhanced, command = head.split()
        replies.append(Expected(code, enhanced, command, piece.strip()))
    return replies


def found_in(name: str) -> list[FoundReply]:
    with (FORMS / f"{name}.txt").open("rb") as octets:
        return list(find_replies(lines_of(octets)))


def is_as(expected: Expected, found: FoundReply) -> bool:
    evidence = found.evidence
    codes = ("", expected.code.strip("()")) if expected.code[0] == "(" else (expected.code.replace("-", ""),)
    commands = {"?": (evidence.command,), "AUTH": ("AUTH", "RESPONSE")}
    return (
        evidence.code in codes
        and evidence.enhanced == expected.enhanced.replace("-", "")
        and evidence.command in commands.get(expected.command, (expected.command,))
        and " ".join(expected.piece.split()) in " ".join(evidence.text.split())
    )


def test_every_form_has_the_replies_that_are_in_it() -> None:
    assert NAMES
    assert {path.stem for path in FORMS.glob("*.replies")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_reply_is_found_once_and_none_is_invented(name: str) -> None:
    expected, found = expected_in(name), found_in(name)
    told = [(one.places, one.evidence[:4]) for one in found]
    assert len(found) == len(expected), told
    left = list(found)
    for own in expected:
        fitting = next((one for one in left if is_as(own, one)), None)
        assert fitting is not None, (own, told)
        left.remove(fitting)
