"""An explanation as a value, and its summary in a line."""

from typing import NamedTuple

from smtptui.reference.book.model import Confidence
from smtptui.words import spoken

SUMMARY_LENGTH = 80
"""Characters of a summary: it stands beside a line of the live panel."""


class Ranked(NamedTuple):
    """A meaning that the reply may have; `advice` uses the evidence, `fix` is the reference's own.

    `id` is that of the code's own meaning, or the situation's where the code's facts have none for it. `gist`
    says in a line what happened, `next` in a few words what to do; both are empty where nothing is written.
    """

    id: str
    title: str
    confidence: Confidence
    because: tuple[str, ...]
    fix: str
    advice: tuple[str, ...]
    situation: str = ""
    gist: str = ""
    next: str = ""
    more: str = ""
    """What the situation's article goes on with after a `fix` that is the code's or the vendor's own."""


class Explanation(NamedTuple):
    """What a reply means; `meanings` has the best first and is empty for a code the reference does not hold.

    `mistaken_for` are codes, `remarks` what is odd about the reply, `summary` one line of at most
    `SUMMARY_LENGTH` characters. `actor` and `retry` are words. `answers` is the command that it answers, or
    that its text names, else the commands that the first meaning answers (all meanings, where only the code
    is known).
    """

    code: str
    enhanced: str
    title: str
    class_name: str
    meanings: tuple[Ranked, ...]
    actor: str
    retry: str
    mistaken_for: tuple[str, ...]
    remarks: tuple[str, ...]
    summary: str
    answers: tuple[str, ...] = ()
    note: str = ""
    """The user's own words on it, if there are any; a line for each note."""


def summary_of(title: str, short: str = "") -> str:
    """Return a title, and a few words of advice where they fit, as a line of at most `SUMMARY_LENGTH`."""
    words = lowered(title)
    if short and len(words) + 2 + len(short) <= SUMMARY_LENGTH:
        words = f"{words}: {short}"
    return words if len(words) <= SUMMARY_LENGTH else words[: SUMMARY_LENGTH - 1].rstrip() + "…"


def lowered(title: str) -> str:
    """Return a title as it stands within a line: its first word small, unless it is a name like HELO.

    That is English: another language keeps its title, whose first word may be a German noun.
    """
    if spoken()[0] is not None:
        return title
    first, _, _ = title.partition(" ")
    return title if first[1:] != first[1:].lower() else title[:1].lower() + title[1:]
