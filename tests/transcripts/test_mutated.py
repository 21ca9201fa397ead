"""What must hold for texts that nobody wrote: no exception, no credential, work that grows with the text."""

import base64
import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtptui.text import visible
from smtptui.transcripts.decoding import lines_of
from smtptui.transcripts.reader import FoundReply, find_replies
from tests.transcripts.mutations import TEXTS, mutated

PASSWORDS = ("geheim99", "tr0ub4dor")
SECRETS = (
    *(
        base64.b64encode(f"\0{name}\0{word}".encode()).decode().rstrip("=")
        for name in ("anna", "")
        for word in PASSWORDS
    ),
    *(base64.b64encode(word.encode()).decode().rstrip("=") for word in PASSWORDS),
)


def found_in(text: bytes, *, live: bool = False) -> list[FoundReply]:
    return list(find_replies(lines_of(io.BytesIO(text)), live=live))


@pytest.mark.parametrize("seed", range(120))
def test_a_mutated_text_is_read_without_an_exception_and_without_a_credential(seed: int) -> None:
    text = mutated(seed)
    for found in found_in(text, live=bool(seed % 2)):
        evidence = found.evidence
        assert evidence.code == "" or len(evidence.code) == 3
        assert visible(evidence.text) == evidence.text
        assert found.line == found.places[0]
        shown = repr(evidence)
        assert not [secret for secret in SECRETS if secret in shown]


@pytest.mark.parametrize("seed", range(0, 120, 7))
def test_a_live_text_gives_no_reply_that_the_same_text_at_rest_does_not_give(seed: int) -> None:
    text = mutated(seed)
    at_rest = {(found.evidence.code, found.evidence.enhanced) for found in found_in(text)}
    assert {
        (found.evidence.code, found.evidence.enhanced) for found in found_in(text, live=True)
    } <= at_rest | {(found.evidence.code, "") for found in found_in(text)}


@pytest.mark.parametrize("text", TEXTS[::12], ids=lambda text: repr(text[:24]))
def test_the_work_for_a_text_twice_as_long_is_twice_as_much(text: bytes) -> None:
    def calls(times: int) -> int:
        count = 0

        def counted(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(counted)
        try:
            found_in(text * times)
        finally:
            sys.setprofile(None)
        return count

    calls(8)
    # Beyond the first copies every window that is looked back through is full.
    once, twice = calls(16), calls(32)
    assert twice <= 2.4 * once


@given(st.lists(st.binary(max_size=60), max_size=12), st.binary(max_size=8))
def test_any_octets_are_read_without_an_exception(lines: list[bytes], end: bytes) -> None:
    for found in found_in(b"\n".join(lines) + end):
        assert found.evidence.code == "" or len(found.evidence.code) == 3
