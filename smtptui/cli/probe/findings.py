"""What came of a session, as far as it is to be judged: the replies, TLS, and how it ended."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from smtptui.wire.events import (
    Closed,
    CommandSent,
    Connected,
    Connecting,
    Event,
    GreetingReceived,
    LineReceived,
    PartialLine,
    Refused,
    ReplyReceived,
    StateChanged,
    TimedOut,
    TlsEstablished,
    TlsFailed,
)
from smtptui.wire.reply import Reply

if TYPE_CHECKING:
    from smtptui.watching.rows import Row

ANSWERS_KEPT = 2000
"""Replies that are judged: a session of ours has fewer, whatever it is asked to do."""


class Answer(NamedTuple):
    """A reply with the verb that it answers; CONNECT for the greeting, empty where nobody asked.

    `took` is in seconds, `tls` tells that it came inside TLS; `situation` is what it is explained as, empty
    where that is not asked for.
    """

    verb: str
    reply: Reply
    took: float
    tls: bool
    situation: str = ""
    row: "Row | None" = None
    """With which it is explained, where that was kept."""


@dataclass(slots=True)
class Findings:
    """Feed it every event once, in order. Times are in seconds."""

    answers: list[Answer] = field(default_factory=list)
    commands: int = 0
    started: float | None = None
    took: float = 0.0
    connected: Connected | None = None
    tls: TlsEstablished | None = None
    trouble: TlsFailed | TimedOut | None = None
    """The first of these."""
    not_sent: Refused | None = None
    closed: Closed | None = None
    partial: bytes = b""
    """What came of a line that never ended."""
    _may_speak: float = 0.0
    """Since when the server may."""

    def receive(self, event: Event, situation: str = "", row: "Row | None" = None) -> None:
        """Take in one event, with the situation and the row of the reply that it is."""
        if self.started is None:
            self.started = event.at
        match event:
            case CommandSent():
                self.commands += 1
            case ReplyReceived(_, reply, asked, _, took):
                verb = asked.verb if asked is not None else ""
                self._add(Answer(verb, reply, took, self.tls is not None, situation, row))
            case LineReceived() | StateChanged() | Connecting():
                pass
            case GreetingReceived(at, reply):
                took = at - self._may_speak
                self._add(Answer("CONNECT", reply, took, self.tls is not None, situation, row))
            case Connected(at):
                self.connected, self._may_speak = event, at
            case TlsEstablished(at):
                self.tls, self._may_speak = event, at
            case TlsFailed() | TimedOut():
                self.trouble = self.trouble or event
            case Refused():
                self.not_sent = self.not_sent or event
            case PartialLine(_, octets):
                self.partial = octets[:512]
            case Closed(at):
                self.closed, self.took = event, at - self.started
            case _:
                pass

    @property
    def greeting(self) -> Answer | None:
        """The first reply, if one came."""
        return next((answer for answer in self.answers if answer.verb == "CONNECT"), None)

    def _add(self, answer: Answer) -> None:
        if len(self.answers) < ANSWERS_KEPT:
            self.answers.append(answer)


def findings_of(events: Iterable[Event]) -> Findings:
    """Return what came of a whole session."""
    findings = Findings()
    for event in events:
        findings.receive(event)
    return findings
