"""Sessions for tests: a transcript as one reads it, turned into the events that a session yields."""

from collections.abc import Iterator

from smtptui.wire.events import (
    Asked,
    CommandSent,
    Connected,
    Event,
    GreetingReceived,
    LineReceived,
    ReplyReceived,
    State,
    StateChanged,
)
from smtptui.wire.reply import Reply, ReplyLine

GREETING_AND_504 = """
S: 220 mx.example ESMTP Postfix
C: EHLO me.example
S: 250-mx.example
S: 250-PIPELINING
S: 250-SIZE 10240000
S: 250-STARTTLS
S: 250-AUTH PLAIN LOGIN
S: 250-ENHANCEDSTATUSCODES
S: 250-8BITMIME
S: 250-DSN
S: 250 SMTPUTF8
C: AUTH FOOBAR
S: 504 5.5.4 Unrecognized authentication type
"""

AND_A_501 = (
    GREETING_AND_504
    + """C: MAIL FROM:<a@example.net> BODY=9BIT
S: 501 5.5.4 Unsupported BODY parameter
"""
)


def reply_line(raw: bytes, at: float) -> ReplyLine:
    """Return the line as the parser would."""
    return ReplyLine((raw, at, at, (), 0))


def events(transcript: str, *, start: float = 100.0, step: float = 0.004) -> Iterator[Event]:
    """Yield the events of a session; every line takes `step` seconds."""
    at = start
    yield Connected(at, "mx.example", "192.0.2.1", 25, 0.002)
    yield StateChanged(at, State.READY, State.AWAITING_GREETING)
    asked: Asked | None = None
    lines: list[ReplyLine] = []
    greeted = False
    for row in transcript.strip().splitlines():
        at += step
        side, _, text = row.partition(": ")
        if side == "C":
            asked = Asked(text.split(" ")[0].upper(), text.encode(), at)
            yield CommandSent(at, asked, len(text) + 2)
            continue
        lines.append(reply_line(text.encode() + b"\r\n", at))
        yield LineReceived(at, lines[-1], len(lines) - 1)
        if lines[-1].separator == b"-":
            continue
        reply = Reply(((), False, *lines))
        lines = []
        if not greeted:
            greeted = True
            yield GreetingReceived(at, reply)
            yield StateChanged(at, State.AWAITING_GREETING, State.READY)
        else:
            yield ReplyReceived(at, reply, asked, State.IDENTIFIED, step)
            if asked and asked.verb == "EHLO":
                yield StateChanged(at, State.READY, State.IDENTIFIED)
            asked = None
