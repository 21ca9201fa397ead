"""Two sessions held beside each other: which replies answer the same command, and in what they differ."""

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from smtptui.text import visible
from smtptui.watching.fold import Fold
from smtptui.watching.offers import OfferChange, compare_offers
from smtptui.watching.rows import Row
from smtptui.wire.events import GreetingReceived, ReplyReceived
from smtptui.wire.verbs import INTRODUCTIONS, Occasion
from smtptui.words import mark

LAST = 500
"""Exchanges of each session that are held beside each other: the last ones."""

RATIO, LEAST = 2.0, 0.05
"""How many times as long, and how many seconds longer, one of two replies took for that to be told."""

TEXT = 400
"""Characters of a reply's text that are compared and shown."""


class Exchange(NamedTuple):
    """A command and its reply; no command for the greeting and for what nobody asked. Times in seconds."""

    verb: str
    command: str
    code: int | None
    enhanced: str
    text: str
    took: float | None
    row: Row


class Difference(StrEnum):
    """In what two replies to the same command differ."""

    ONE_SIDED = mark("only one")
    CODE = mark("code")
    ENHANCED = mark("enhanced code")
    TEXT = mark("text")
    TIME = mark("time")


class Pair(NamedTuple):
    """What answers the same command in both sessions, None where one has no such reply."""

    a: Exchange | None
    b: Exchange | None

    @property
    def command(self) -> str:
        """The command, as the first that has it said it."""
        return (self.a.command if self.a else "") or (self.b.command if self.b else "")

    @property
    def verb(self) -> str:
        """The verb or the occasion."""
        either = self.a or self.b
        return either.verb if either else ""

    @property
    def differences(self) -> tuple[Difference, ...]:
        """In what they differ, the weightiest first."""
        a, b = self.a, self.b
        if a is None or b is None:
            return (Difference.ONE_SIDED,)
        found = []
        if a.code != b.code:
            found.append(Difference.CODE)
        if a.enhanced != b.enhanced:
            found.append(Difference.ENHANCED)
        if a.text != b.text:
            found.append(Difference.TEXT)
        if self.ratio >= RATIO:
            found.append(Difference.TIME)
        return tuple(found)

    @property
    def ratio(self) -> float:
        """How many times as long the slower reply took; 1 where the times are not known, or close."""
        a, b = self.a, self.b
        if a is None or b is None or a.took is None or b.took is None or abs(a.took - b.took) < LEAST:
            return 1.0
        return max(a.took, b.took) / max(min(a.took, b.took), 0.001)


def exchanges(fold: Fold) -> list[Exchange]:
    """Return the last exchanges of a session, or of a text."""
    found: list[Exchange] = []
    seen: set[int] = set()
    for row in reversed(fold.rows):
        if row.reply is None or id(row.reply) in seen:
            continue
        seen.add(id(row.reply))
        if (exchange := _exchange(row)) is not None:
            found.append(exchange)
            if len(found) == LAST:
                break
    return found[::-1]


def _exchange(row: Row) -> Exchange | None:
    reply = row.reply
    event = reply.event if reply is not None else None
    match event:
        case GreetingReceived():
            verb, command, took = str(Occasion.CONNECT), "", None
        case ReplyReceived(asked=None):
            verb, command, took = "", "", None
        case ReplyReceived(asked=asked, took=seconds) if asked is not None:
            verb, command, took = asked.verb, visible(asked.line), seconds
        case _:
            return _of_text(row)
    wire = event.reply
    text = " ".join(visible(line.text[:TEXT]) for line in wire.lines[:40])[:TEXT]
    return Exchange(verb, command, wire.code, str(wire.enhanced or ""), text, took, row)


def _of_text(row: Row) -> Exchange | None:
    evidence = row.reply.evidence if row.reply is not None else None
    if evidence is None:
        return None
    verb = evidence.command
    command = "" if verb == Occasion.CONNECT else evidence.command_line or verb
    text = f"{evidence.enhanced} {evidence.text}".strip()[:TEXT]
    return Exchange(verb, command, row.code, evidence.enhanced, text, None, row)


def align(a: Sequence[Exchange], b: Sequence[Exchange]) -> list[Pair]:
    """Return both in one order: first the same commands meet, between them those of the same verb."""
    return list(_align(a, b, (_whole, _verb)))


def _whole(exchange: Exchange) -> str:
    return exchange.verb if exchange.verb in INTRODUCTIONS else exchange.command.casefold() or exchange.verb


def _verb(exchange: Exchange) -> str:
    return exchange.verb


def _align(
    a: Sequence[Exchange], b: Sequence[Exchange], keys: tuple[Callable[[Exchange], str], ...]
) -> Iterator[Pair]:
    if not keys:
        yield from (Pair(each, None) for each in a)
        yield from (Pair(None, each) for each in b)
        return
    matcher = SequenceMatcher(None, [*map(keys[0], a)], [*map(keys[0], b)], autojunk=False)
    for tag, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        if tag == "equal":
            yield from map(Pair, a[a_from:a_to], b[b_from:b_to])
        else:
            yield from _align(a[a_from:a_to], b[b_from:b_to], keys[1:])


def offers_compared(a: Fold, b: Fold) -> OfferChange | None:
    """Return what the second server offers otherwise than the first; None where one has not said EHLO."""
    first, second = a.known.context.extensions, b.known.context.extensions
    return None if first is None or second is None else compare_offers(first, second)
