"""What the functions return: named tuples of texts and numbers, which any process can be sent.

Fields and ids (`Meaning.id`, `Meaning.situation`, `Difference.field`) are kept within a major version; the
words of titles and advice may change with any.
"""

from typing import NamedTuple


class Meaning(NamedTuple):
    """What a reply may mean; `confidence` is ``certain``, ``likely`` or ``possible``.

    `id` is ``504.mechanism``, or a situation's where the code has no meaning of its own for it; `situation`
    is what happened, whatever the code (``auth.mechanism``), or None. `next` says in a few words what to do,
    `fix` at length, `advice` with what is known of the reply, `because` what it was found by.
    """

    id: str
    situation: str | None
    title: str
    confidence: str
    next: str
    because: tuple[str, ...]
    advice: tuple[str, ...]
    fix: str


class Explanation(NamedTuple):
    """A reply and what it means; `meanings` has the best first and is empty for a code that nobody knows.

    `line` is where the reply ends in what was read, from 1. `text` and `command` are what was said, made safe
    to print; `answers` is the verb of the command, None where it is not told. `mistaken_for` are codes.
    """

    line: int
    code: int | None
    enhanced: str | None
    text: str
    title: str
    class_name: str
    answers: str | None
    command: str | None
    server: str | None
    summary: str
    meanings: tuple[Meaning, ...]
    actor: str
    retry: str
    mistaken_for: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def situation(self) -> str | None:
        """The id of what happened; None where that only may be."""
        if not self.meanings or (len(self.meanings) > 1 and self.meanings[0].confidence == "possible"):
            return None
        return self.meanings[0].situation


class Side(NamedTuple):
    """One of two entries that are compared; `choose` says when a server sends it."""

    code: str
    title: str
    class_name: str
    gist: str
    choose: str


class Difference(NamedTuple):
    """A fact about both, in words; `field` is its id."""

    field: str
    a: str
    b: str


class Comparison(NamedTuple):
    """Two entries side by side: the facts in which they differ, and those in which they do not.

    `note` tells in prose how to tell them apart; None where nothing is written on the two.
    """

    a: Side
    b: Side
    differences: tuple[Difference, ...]
    common: tuple[Difference, ...]
    note: str | None
