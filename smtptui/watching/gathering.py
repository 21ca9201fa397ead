"""The rows of one reply: shown line by line as they come, one once it is complete."""

from smtptui.watching.folded_line import folded_line
from smtptui.watching.rows import Highlight, Kind, ReplyInContext, Row
from smtptui.wire.events import GreetingReceived, ReplyReceived

FOLD_FROM = 4
"""A reply of this many lines or more is folded into one row once it is complete."""

GREETING, NOT_IMPLEMENTED = 220, 504


def highlight_of(event: GreetingReceived | ReplyReceived, code: int) -> Highlight | None:
    """A greeting is the first reply only, and only a 220; a 504 is a code, never a text."""
    if code == NOT_IMPLEMENTED:
        return Highlight.NOT_IMPLEMENTED
    return Highlight.GREETING if code == GREETING and isinstance(event, GreetingReceived) else None


def complete(own: list[Row], reply: ReplyInContext, highlight: Highlight | None) -> Row:
    """Let the rows of a reply say that it is complete; the first speaks for all, and is returned."""
    for row in own:
        # What stood beside a half received reply holds no longer.
        row.event, row.reply, row.highlight, row.tag = reply.event, reply, highlight, ""
    first = own[0]
    first.tag = first.odd = None
    return first


def fold_into(rows: list[Row], own: list[Row]) -> Row:
    """Put one row in place of the last rows, those of a long reply that is complete, and return it."""
    first = own[0]
    event = first.event
    assert isinstance(event, GreetingReceived | ReplyReceived)
    folded = Row(first.number, first.at, Kind.RECEIVED, event, words=folded_line(event))
    folded.code, folded.highlight, folded.reply = event.reply.code, first.highlight, first.reply
    folded.odd, folded.folded = None, tuple(own)
    first.tag = ""
    for row in own:
        folded.weight += row.weight
        row.weight = 0
    rows[-len(own) :] = [folded]
    return folded
