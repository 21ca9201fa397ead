"""Sessions told of in a text, a log or a transcript, as events: to be replayed like recordings."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from smtptui.reference.explaining.evidence import Evidence
from smtptui.transcripts.reader import FoundReply, find_replies
from smtptui.watching.fold import Fold
from smtptui.watching.rows import Kind, ReplyInContext
from smtptui.wire.events import (
    Asked,
    CommandSent,
    Event,
    GreetingReceived,
    LineReceived,
    Noticed,
    ReplyReceived,
    State,
)
from smtptui.wire.reply import Reply, ReplyLine

REPLIES_KEPT = 50_000
"""Replies of a text that are kept, with their commands about as many rows as `retention.ROWS_KEPT`."""

DAY = 24 * 60 * 60
"""Seconds after which a log's clock is where it was."""


class ToldSession(NamedTuple):
    """A session that a text shows (or 0 for `number`: replies of sessions that it does not show).

    `line` is where its first reply stands. `started` is the time of day in seconds, None where the text has
    none: then all events are at 0. `evidence` has what the text says of each reply, by the `id` of its event.
    """

    number: int
    line: int
    started: int | None
    events: list[Event]
    evidence: dict[int, Evidence]

    def fold(self) -> Fold:
        """Return what the events are to be folded into."""
        return ToldFold(self.evidence)


class Told(NamedTuple):
    """All sessions of a text, in the order of their first replies; `left_out` counts what was too much."""

    sessions: list[ToldSession]
    left_out: int


class ToldFold(Fold):
    """Folds events of a text; what it says of a reply goes before what the events let one know."""

    def __init__(self, evidence: dict[int, Evidence]) -> None:
        super().__init__()
        self._evidence = evidence

    def receive(self, event: Event) -> None:
        """Take in one event."""
        super().receive(event)
        evidence = self._evidence.get(id(event))
        if evidence is None:
            return
        row = self.rows[-1]
        if row.reply is None:
            # An enhanced code alone: no reply of the wire has none but that.
            row.kind, row.reply = Kind.RECEIVED, ReplyInContext(evidence=evidence)
        else:
            row.reply.evidence = evidence


def told_in(lines: Iterable[str]) -> Told:
    """Return the sessions that the lines of a text tell of."""
    sessions: dict[int, _Gathered] = {}
    count = 0
    for found in find_replies(lines):
        count += 1
        if count <= REPLIES_KEPT:
            own = sessions.setdefault(found.session, _Gathered(found))
            own.take(found)
    return Told([own.session for own in sessions.values()], max(0, count - REPLIES_KEPT))


class _Gathered:
    """A session as its replies come."""

    def __init__(self, first: FoundReply) -> None:
        self.session = ToldSession(first.session, first.line, first.stamp, [], {})
        self._at = 0.0

    def take(self, found: FoundReply) -> None:
        """Append the events of a reply, its command before it."""
        started = self.session.started
        if found.stamp is not None and started is not None:
            since = float((found.stamp - started) % DAY)
            # What is in the wrong order by a little is not of the next day.
            self._at = max(self._at, since) if since < DAY / 2 else self._at
        made = list(events_of(found.evidence, self._at))
        self.session.events.extend(made)
        self.session.evidence[id(made[-1])] = found.evidence


def events_of(evidence: Evidence, at: float) -> Iterator[Event]:
    """Yield the events that a reply in a text stands for; the last one is the reply."""
    line = evidence.command_line.encode("utf-8", "surrogateescape")
    asked = Asked(evidence.command, line, at) if evidence.command and evidence.command != "CONNECT" else None
    if asked is not None and line and evidence.command != "END-OF-DATA":
        yield CommandSent(at, asked, len(line) + 2)
    if not (len(evidence.code) == 3 and evidence.code.isascii() and evidence.code.isdigit()):
        yield Noticed(at, f"{evidence.enhanced} {evidence.text}".strip())
        return
    lines = [ReplyLine((raw, at, at, (), 0)) for raw in _raw_lines(evidence)]
    for number, own in enumerate(lines):
        yield LineReceived(at, own, number)
    reply = Reply(((), False, *lines))
    if evidence.command == "CONNECT":
        yield GreetingReceived(at, reply)
    else:
        yield ReplyReceived(at, reply, asked, State.IDENTIFIED)


def _raw_lines(evidence: Evidence) -> list[bytes]:
    """Return a reply as octets: one line, but each keyword of an EHLO reply on its own."""
    texts = [evidence.text]
    if evidence.command in ("EHLO", "LHLO") and evidence.keywords and evidence.code[0] == "2":
        texts = _by_keyword(evidence.text, frozenset(evidence.keywords))
    if evidence.enhanced:
        texts[0] = f"{evidence.enhanced} {texts[0]}".strip()
    raw = [text.replace("\r", " ").replace("\n", " ").encode("utf-8", "surrogateescape") for text in texts]
    separators = [b"-"] * (len(raw) - 1) + [b" "]
    code = evidence.code.encode()
    return [code + separator + text + b"\r\n" for separator, text in zip(separators, raw, strict=True)]


def _by_keyword(text: str, keywords: frozenset[str]) -> list[str]:
    """Return the first line of an EHLO reply whose lines were joined, and then each keyword's."""
    texts: list[str] = []
    for word in text.split():
        if texts and word.upper().partition("=")[0] in keywords:
            texts.append(word)
        else:
            texts[-1:] = [f"{texts[-1]} {word}"] if texts else [word]
    return texts or [text]
