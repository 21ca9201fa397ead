"""A meaning that a reply may have, with all that is said of it."""

from typing import NamedTuple

from smtptui.reference.book.model import Actor, Retry
from smtptui.reference.explaining.explanation import Ranked


class Candidate(NamedTuple):
    """A meaning that a reply may have.

    `short` are words of advice for a line of the live panel, `commands` those that it may answer, `exact`
    tells that an exact code says so, `remark` what is odd about saying it so.
    """

    ranked: Ranked
    actor: Actor
    retry: Retry
    short: str
    commands: tuple[str, ...]
    exact: bool = False
    remark: str = ""


USUAL_CODES = {
    "auth.mechanism": "504",
    "auth.needs-tls": "538",
    "command.not-implemented": "502",
    "command.unknown": "500",
    "limit.recipients": "452",
    "sequence.bad": "503",
}
"""The code that an RFC has for a situation which servers say under many (RFC 5321 §4.2.2, RFC 4954 §6)."""


def usual_code(situation: str, code: str) -> str:
    """Return the code that RFCs have for a situation, where `code` is another; empty where it is the same."""
    usual = USUAL_CODES.get(situation, "")
    return usual if code[:1] in ("4", "5") and usual != code else ""
