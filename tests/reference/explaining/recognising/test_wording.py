import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtptui.reference.explaining.recognising.wording import READ, wording


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("User  Unknown", "user unknown"),
        ("<a@b.example>... User doesn't exist", "<addr>... user does not exist"),
        ("It can't and won't", "it can not and will not"),
        ("Cannot find your e-mail", "can not find your email"),
        ("[192.0.2.1] blocked", "<ip> blocked"),
        ("from 2001:db8::1 refused", "from <ip> refused"),
        ("RESOLVER.ADR.RecipNotFound", "resolver.adr.recip not found"),
        ("MAILBOX_FULL", "mailbox full"),
        ("blocked. To reduce spam we do this, so there", "blocked. , so there"),
    ],
)
def test_what_differs_from_reply_to_reply_is_masked(text: str, expected: str) -> None:
    assert wording(text).text == expected


def test_links_are_kept_apart() -> None:
    said = wording("blocked, see https://Example.org/spam?a=1 now")
    assert said.text == "blocked, see <url> now"
    assert said.links == "https://example.org/spam?a=1"


@given(st.text(max_size=300))
def test_any_text_has_a_wording(text: str) -> None:
    assert len(wording(text * 10).text) <= 3 * READ
