"""A server's echo of a credential, in any disguise."""

import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtptui.wire.scrubber import KEPT, Scrubber

CANARY = b"c4nary in?the=m1ne"
ENCODED = base64.b64encode(CANARY)


def scrubbed(text: bytes, *secrets: bytes, continued: bool = False, continues: bool = False) -> bytes:
    scrubber = Scrubber()
    scrubber.add(secrets or (CANARY,))
    result = scrubber.scrub(text, continued=continued, continues=continues)
    assert len(result) == len(text)
    return result


@pytest.mark.parametrize(
    "form",
    [
        CANARY,
        CANARY.upper(),
        CANARY[::-1],
        CANARY.hex().encode(),
        CANARY.hex().upper().encode(),
        CANARY.hex(" ").encode(),
        CANARY.hex(":").encode(),
        quote(CANARY, safe="").encode(),
        quote(CANARY).encode(),
        "".join(f"%{octet:02X}" for octet in CANARY).encode(),
        ENCODED,
        ENCODED.lower(),
        ENCODED[::-1].lstrip(b"="),
        ENCODED.rstrip(b"="),
        quote(ENCODED, safe="").encode(),
        ENCODED[:9] + b" " + ENCODED[9:],
        b" ".join(ENCODED[at : at + 4] for at in range(0, len(ENCODED), 4)),
        b"c4nary in?t he=m1ne",
    ],
)
def test_any_disguise_is_masked_and_the_rest_is_not(form: bytes) -> None:
    assert scrubbed(b"5.7.8 <" + form + b"> is wrong") == b"5.7.8 <" + b"*" * len(form) + b"> is wrong"


def test_base64_for_urls_is_masked() -> None:
    secret = b"\xfb\xef\xbe~~~"
    form = base64.urlsafe_b64encode(secret)
    assert scrubbed(b"<" + form + b">", secret) == b"<" + b"*" * len(form) + b">"


def test_entities_are_masked() -> None:
    assert scrubbed(b"[a&lt;b&amp;c]", b"a<b&c") == b"[" + b"*" * 12 + b"]"


@pytest.mark.parametrize("form", [CANARY.replace(b" ", b"_"), ENCODED])
@pytest.mark.parametrize("cut", range(1, 17))
def test_of_a_credential_torn_over_two_lines_at_least_one_half_is_masked(form: bytes, cut: int) -> None:
    secrets = (CANARY.replace(b" ", b"_"), CANARY)
    first = scrubbed(b"5.7.8 bad " + form[:cut], *secrets, continues=True)
    second = scrubbed(b"5.7.8 " + form[cut:] + b" is it", *secrets, continued=True)
    assert first.startswith(b"5.7.8 bad ")
    assert second.endswith(b" is it")
    left = first.removeprefix(b"5.7.8 bad ") + second.removeprefix(b"5.7.8 ").removesuffix(b" is it")
    assert left.count(b"*") >= len(form) - 3


def test_the_middle_line_of_a_credential_torn_over_three_is_masked() -> None:
    assert scrubbed(b"5.7.8 " + ENCODED[8:16] + b" ", continued=True, continues=True) == b"5.7.8 ******** "


def test_a_line_of_one_letter_is_no_end_of_a_credential() -> None:
    assert scrubbed(b"e", continued=True, continues=True) == b"e"


def test_an_ordinary_line_of_a_long_reply_stays_as_it_is() -> None:
    text = b"5.7.8 Username and Password not accepted. Learn more at"
    assert scrubbed(text, continued=True, continues=True) == text


def test_only_the_latest_credentials_are_looked_for() -> None:
    scrubber = Scrubber()
    scrubber.add(b"secret-%04d" % number for number in range(KEPT + 1))
    assert scrubber.scrub(b"secret-0000") == b"secret-0000"
    assert scrubber.scrub(b"secret-0001 secret-%04d" % KEPT) == b"*" * 11 + b" " + b"*" * 11


@given(st.lists(st.binary(min_size=1, max_size=12), max_size=4), st.binary(max_size=60))
def test_scrubbing_keeps_the_length_and_never_raises(secrets: list[bytes], text: bytes) -> None:
    scrubber = Scrubber()
    scrubber.add(secrets)
    for flags in range(8):
        result = scrubber.scrub(
            text, unfinished=bool(flags & 1), continued=bool(flags & 2), continues=bool(flags & 4)
        )
        assert len(result) == len(text)
