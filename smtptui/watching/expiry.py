"""When a certificate expires, in words."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from smtptui.text import visible
from smtptui.words import _, plural

SOON_DAYS = 21
"""Days before its end from which a certificate should have been renewed: those of 90 days are renewed after
60, in the last third; one with three weeks left has missed that."""

DAY = 86_400
HOUR = 3_600


class Urgency(StrEnum):
    """How much of a certificate's time is left."""

    VALID = "valid"
    SOON = "soon"
    EXPIRED = "expired"
    NOT_YET = "not yet"
    UNKNOWN = "unknown"


class Expiry(NamedTuple):
    """When it expires, in words, and how urgent that is."""

    words: str
    urgency: Urgency


def expiry(not_before: str, not_after: str, now: datetime) -> Expiry:
    """Return when a certificate expires; times are ISO 8601, `now` is aware of its zone."""
    try:
        begin, end = datetime.fromisoformat(not_before), datetime.fromisoformat(not_after)
        left, until = (end - now).total_seconds(), (begin - now).total_seconds()
    except (ValueError, TypeError):
        return Expiry(visible(not_after) or _("unknown"), Urgency.UNKNOWN)
    day = f"{end:%Y-%m-%d}"
    if until > 0:
        words = plural(
            "not valid yet: from {begin}, in {number} day",
            "not valid yet: from {begin}, in {number} days",
            _days(until),
            begin=f"{begin:%Y-%m-%d}",
        )
        return Expiry(words, Urgency.NOT_YET)
    if left <= 0:
        words = plural(
            "expired {number} day ago, on {day}", "expired {number} days ago, on {day}", _days(-left), day=day
        )
        return Expiry(words if -left >= DAY else _("expired today, {day}", day=day), Urgency.EXPIRED)
    if left < DAY:
        hours = max(1, int(left // HOUR))
        words = plural("expires in {number} hour, {day}", "expires in {number} hours, {day}", hours, day=day)
        return Expiry(words, Urgency.SOON)
    words = plural(
        "expires in {number} day, on {day}", "expires in {number} days, on {day}", _days(left), day=day
    )
    return Expiry(words, Urgency.SOON if left < SOON_DAYS * DAY else Urgency.VALID)


def _days(seconds: float) -> int:
    return max(1, int(seconds // DAY))
