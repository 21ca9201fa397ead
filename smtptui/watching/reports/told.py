"""One row of a session in words, to be taken along: what was asked, what came, what it means."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smtptui.text import visible
from smtptui.watching.reports.meaning import meaning_lines, meaning_title
from smtptui.wire.events import GreetingReceived, ReplyReceived

if TYPE_CHECKING:
    from smtptui.reference.explaining.explanation import Explanation
    from smtptui.watching.rows import Row

LINES = 4096
"""Lines of a reply that are told: as many as a reply may have."""


def told_row(row: "Row", explanation: "Explanation | None") -> Iterator[str]:
    """Yield a row's lines, in the notation of swaks, and under them what it means; all safe to show."""
    event = row.reply.event if row.reply is not None else None
    asked = event.asked if isinstance(event, ReplyReceived) else None
    evidence = row.reply.evidence if row.reply is not None else None
    if asked is not None:
        yield f" -> {visible(asked.line or asked.verb)}"
    elif evidence is not None and evidence.command_line:
        yield f" -> {visible(evidence.command_line)}"
    if isinstance(event, GreetingReceived | ReplyReceived):
        sign = "<** " if event.reply.code >= 400 else "<-  "
        for line in event.reply.lines[:LINES]:
            yield sign + visible(line.body)
    else:
        yield row.text
    if explanation is not None:
        yield ""
        yield meaning_title(explanation)
        yield from meaning_lines(explanation)
