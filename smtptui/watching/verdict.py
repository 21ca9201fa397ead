"""What stands under a row that matters: what it means here, what was offered and asked, what to do."""

from typing import TYPE_CHECKING, NamedTuple

from smtptui.text import visible
from smtptui.watching.greeting_verdict import Verdict as Greeting
from smtptui.watching.greeting_words import verdict_words
from smtptui.watching.reading import REFUSED_FROM
from smtptui.watching.rows import Highlight, ReplyInContext, Row
from smtptui.words import _

if TYPE_CHECKING:
    # Rows are drawn before anything is explained, and the explanations' modules are dear to import.
    from smtptui.reference.book.model import Confidence
    from smtptui.reference.explaining.explanation import Explanation

ASKED_SHOWN = 120
"""Octets of a command that are shown under what answers it."""

PERHAPS = 3
"""How many meanings are named where none is likely."""


class Verdict(NamedTuple):
    """What a row means, in lines: the meaning, then each of `facts`, then what to do `next`.

    `sure` is empty where nothing is claimed; `next` may be empty.
    """

    meaning: str
    sure: "Confidence | None" = None
    facts: tuple[str, ...] = ()
    next: str = ""


def speaks(row: Row) -> bool:
    """Return whether what a reply means stands under this row of it: the last, or the one that folds all."""
    reply = row.reply
    if reply is None:
        return False
    return row.line is None or reply.event is None or row.line is reply.event.reply.lines[-1]


def is_explained(row: Row) -> bool:
    """Return whether all that is to stand beside and under a row has been found out."""
    if row.reply is None:
        return True
    refused = (row.code or 0) >= REFUSED_FROM
    return row.tag is not None and not (refused and speaks(row) and row.reply.explanation is None)


def verdict_of(row: Row) -> Verdict | None:
    """Return what stands under a row; None before it is explained, and where nothing needs saying."""
    if row.reply is None or not speaks(row):
        return None
    if row.highlight is Highlight.GREETING:
        return Verdict(_greeted(row))
    explanation = row.reply.explanation
    if explanation is None or (row.code or 0) < REFUSED_FROM:
        return None
    if row.highlight is not Highlight.NOT_IMPLEMENTED:
        return Verdict(explanation.summary)
    return _not_implemented(explanation, _asked(row.reply))


def _greeted(row: Row) -> str:
    """Return how the server greeted where that is out of the ordinary, or else what may be said now."""
    told = row.reply.verdict if row.reply is not None else None
    if told is None or told.verdict in (Greeting.NORMAL, Greeting.SEVERAL_LINES):
        return _("the server is ready; EHLO comes next")
    return verdict_words(told)


def _asked(reply: ReplyInContext) -> tuple[str, ...]:
    """Return what was asked, where other commands or replies stand between."""
    asked = getattr(reply.event, "asked", None)
    if not reply.apart or asked is None:
        return ()
    line = visible(asked.line[:ASKED_SHOWN]) or asked.verb
    return (_("it answers {command}", command=line),)


def _not_implemented(explanation: "Explanation", asked: tuple[str, ...]) -> Verdict:
    from smtptui.reference.book.model import Confidence
    from smtptui.reference.explaining.explanation import lowered

    if not explanation.meanings:
        return Verdict(lowered(explanation.title), facts=asked)
    best = explanation.meanings[0]
    if best.confidence is not Confidence.POSSIBLE:
        facts = (*asked, *best.advice)
        return Verdict(lowered(best.title), best.confidence, facts, best.next or _first(best.fix))
    titles = [meaning.title for meaning in explanation.meanings[:PERHAPS]]
    # The code's own title stands before them.
    others = "; ".join(lowered(title) for title in titles if title != explanation.title)
    perhaps = (_("perhaps: {meanings}", meanings=others),) if others else ()
    return Verdict(lowered(explanation.title), best.confidence, (*asked, *perhaps, *best.advice), best.next)


def _first(prose: str) -> str:
    """Return the first sentence of a text, without its marks."""
    plain = prose.replace("`", "")
    end = plain.find(". ")
    return plain if end < 0 else plain[: end + 1]
