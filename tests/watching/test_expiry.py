"""When a certificate expires, in words."""

from datetime import UTC, datetime

import pytest

from smtptui.watching.expiry import Urgency, expiry

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PAST = "2026-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("not_before", "not_after", "words", "urgency"),
    [
        (PAST, "2027-02-15T12:00:00+00:00", "expires in 82 days, on 2027-02-15", Urgency.VALID),
        (PAST, "2026-12-16T12:00:00+00:00", "expires in 21 days, on 2026-12-16", Urgency.VALID),
        (PAST, "2026-12-16T11:59:59+00:00", "expires in 20 days, on 2026-12-16", Urgency.SOON),
        (PAST, "2026-11-26T12:00:00+00:00", "expires in 1 day, on 2026-11-26", Urgency.SOON),
        (PAST, "2026-11-25T14:30:00+00:00", "expires in 2 hours, 2026-11-25", Urgency.SOON),
        (PAST, "2026-11-25T11:00:00+00:00", "expired today, 2026-11-25", Urgency.EXPIRED),
        (PAST, "2026-11-22T11:00:00+00:00", "expired 3 days ago, on 2026-11-22", Urgency.EXPIRED),
        (
            "2026-11-28T12:00:00+00:00",
            "2027-02-15T12:00:00+00:00",
            "not valid yet: from 2026-11-28, in 3 days",
            Urgency.NOT_YET,
        ),
        ("", "", "unknown", Urgency.UNKNOWN),
        (PAST, "soon\x1b[2J", "soon␛[2J", Urgency.UNKNOWN),
        ("2026-01-01T00:00:00", "2027-01-01T00:00:00", "2027-01-01T00:00:00", Urgency.UNKNOWN),
    ],
)
def test_an_end_is_told_in_days_and_how_urgent_it_is(
    not_before: str, not_after: str, words: str, urgency: Urgency
) -> None:
    assert expiry(not_before, not_after, NOW) == (words, urgency)
