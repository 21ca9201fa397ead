"""What varies in a reply's text, and what says something and stays."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smtptui.transcripts.masking import Template, masked, with_stand_ins


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("<anna7@reef.example>: unknown", "<bo@cove.example>: unknown"),
        ("Ok: queued as 4fTq8C1k2Rz550", "Ok: queued as 9C04D5501F"),
        ("client [192.0.2.1] blocked", "client [198.51.100.250] blocked"),
        ("<mx7.reef.example>: bad HELO", "<gw.cove.example>: bad HELO"),
        ("no user u1", "no user u42"),
        ("see https://list.example/ip/192.0.2.1", "see https://list.example/ip/192.0.2.77"),
        ("try again in 17 seconds", "try again in 9000 seconds"),
    ],
)
def test_texts_that_differ_in_what_varies_are_of_one_shape(one: str, two: str) -> None:
    assert masked(one).stays == masked(two).stays


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("temporarily deferred [TSS04]", "temporarily deferred [TSS09]"),
        ("on our block list (S3140)", "on our block list (S3150)"),
        ("rejected, 5.7.1", "rejected, 5.7.26"),
        ("from eu.protection.outlook.com", "from mx.reef.example"),
        ("listed at zen.spamhaus.org", "listed at bl.spamcop.net"),
        ("<bare>: need a full name", "<mx.reef.example>: need a full name"),
    ],
)
def test_what_says_something_stays(one: str, two: str) -> None:
    assert masked(one).stays != masked(two).stays


@example("0@")
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=80))
def test_any_text_is_whole_again_with_its_values(text: str) -> None:
    parted = masked(text)
    standing, stands = with_stand_ins(parted)
    if not any(stand in text for stand in stands):
        assert Template(standing, stands).filled(parted.values) == text
