"""The events of a session folded into the rows that are shown: no widget, no socket, no clock."""

from bisect import bisect_right
from collections.abc import Iterable

from smtptui.text import visible
from smtptui.watching.folded_line import folded_line
from smtptui.watching.known import Known
from smtptui.watching.progress import Progress
from smtptui.watching.retention import BLOCK, ROWS_SETTLED, Retention, read_part, settle
from smtptui.watching.rows import Highlight, Kind, ReplyInContext, Row
from smtptui.wire.events import (
    Closed,
    CommandSent,
    Connected,
    Connecting,
    DataSent,
    Event,
    GreetingReceived,
    Held,
    LineReceived,
    PartialLine,
    Refused,
    ReplyReceived,
    Resolved,
    Resolving,
    State,
    StateChanged,
    TlsEstablished,
)
from smtptui.wire.reply import ReplyLine
from smtptui.words import _

FOLD_FROM = 4
"""A reply of this many lines or more is folded into one row once it is complete."""

ROW_OCTETS = 300
"""Octets that a row needs itself, about."""


NOTHING = PartialLine(0.0, b"")


class Fold:
    """What is shown of a session. Feed it every event once, in order."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.progress = Progress()
        self.known = Known()
        self.started: float | None = None
        self.partial = NOTHING
        """What came of a line that has not ended."""
        self.forgotten = 0
        """Rows that a flood has pushed out; the counts go on."""
        self.newest: Row | None = None
        """What one who follows reads: the newest reply or trouble; a refusal stays until the next command."""
        self.greeting: Row | None = None
        self.not_implemented: Row | None = None
        """The last 504."""
        self._commanded = False
        """Whether a command was sent since `newest` came."""
        self._retention = Retention()
        self._number = 0
        self._lines: list[Row] = []
        """The rows of the reply that is being received."""

    def receive(self, event: Event) -> None:
        """Take in one event."""
        if self.started is None:
            self.started = event.at
        match event:
            case LineReceived():
                self._line(event)
                return
            case PartialLine():
                self.partial = event
                return
        self.progress.receive(event)
        match event:
            case GreetingReceived() | ReplyReceived():
                self._reply(event)
            case CommandSent():
                self._sent(event)
            case TlsEstablished():
                self.known.secured()
                self._add(event.at, Kind.SYSTEM if event.verified else Kind.WARNING, event)
            case Closed():
                self._close(event)
            case StateChanged() | Held():
                pass
            case Refused():
                self._add(event.at, Kind.WARNING, event)
            case DataSent():
                self._add(event.at, Kind.SENT, event)
            case Resolving() | Resolved() | Connecting() | Connected():
                self._add(event.at, Kind.SYSTEM, event)
            case _:
                self._read_next(self._add(event.at, Kind.TROUBLE, event))

    def unfold(self, row: Row) -> None:
        """Show the lines of a folded row under it, or hide them again; nothing if the row is forgotten."""
        if row not in self.rows:
            return
        index = self.rows.index(row) + 1
        if row.unfolded:
            del self.rows[index : index + len(row.folded)]
        else:
            self.rows[index:index] = row.folded
        row.unfolded = not row.unfolded

    def shown_for(self, row: Row) -> Row:
        """Return the row in which a line shows that was folded meanwhile; any other row as it is."""
        index = bisect_right(self.rows, row.number, key=lambda other: other.number)
        before = self.rows[index - 1] if index else row
        return before if row in before.folded else row

    # Rows that come

    def _sent(self, event: CommandSent) -> None:
        """Show a command; what it says was redacted where the event was made."""
        self._commanded = True
        self.known.sent(event)
        self._add(event.at, Kind.SENT, event)

    def _close(self, event: Closed) -> None:
        self.partial = NOTHING
        before = self.rows[-1] if self.rows else None
        if before is not None and before.kind is Kind.TROUBLE and visible(_(event.detail)) in before.text:
            # The row above has just said how; the end says only that it is over.
            event = event._replace(detail="")
        row = self._add(event.at, Kind.SYSTEM if event.expected else Kind.TROUBLE, event)
        # Where what failed says more than that it is over now, that is what to read.
        failed = self.newest is not None and self.newest.kind is Kind.TROUBLE
        if not event.expected and (event.advice or not failed):
            self._read_next(row)

    def _line(self, event: LineReceived) -> None:
        """Show a line the moment it ended; whether it belongs to a greeting or a 504 shows at once."""
        self.partial = NOTHING
        if event.reply_line == 0:
            self._lines = []
        row = self._received(event.line, event)
        self._lines.append(row)
        if row.code == 504:
            row.highlight = Highlight.NOT_IMPLEMENTED
        elif row.code == 220 and self.progress.state in (None, State.AWAITING_GREETING):
            row.highlight = Highlight.GREETING

    def _received(self, line: ReplyLine, event: Event) -> Row:
        row = self._add(event.at, Kind.RECEIVED, event, len(line.raw))
        row.line, row.code = line, line.code
        if line.anomalies:
            row.anomalies = tuple(map(str, line.anomalies))
        return row

    def _reply(self, event: GreetingReceived | ReplyReceived) -> None:
        """Close the rows of a complete reply: highlight, fold, and let what it says now come to the eye."""
        reply, own = event.reply, self._lines
        self._lines = []
        code = reply.code
        in_context = self._in_context(event)
        if not own:
            own = [self._received(reply.lines[-1], event)]
        highlight = _highlight(event, code)
        for row in own:
            # The first row speaks for all; what stood beside a half received reply holds no longer.
            row.event, row.reply, row.highlight, row.tag = event, in_context, highlight, ""
        first = own[0]
        first.tag = None
        seen = [anomaly for row in own for anomaly in row.anomalies]
        first.anomalies = tuple(dict.fromkeys([*seen, *map(str, read_part(reply).anomalies)]))
        # A command typed, or a notice, between its lines keeps them unfolded.
        if len(own) >= FOLD_FROM and self.rows[-len(own) :] == own:
            first = self._fold(event, own)
        if highlight is Highlight.GREETING:
            self.greeting = first
        elif highlight is Highlight.NOT_IMPLEMENTED:
            self.not_implemented = first
        self._read_next(first)

    def _in_context(self, event: GreetingReceived | ReplyReceived) -> ReplyInContext:
        if isinstance(event, GreetingReceived):
            return ReplyInContext(event, self.known.greeted(event))
        context, change = self.known.answered(event)
        return ReplyInContext(event, context, change=change)

    def _fold(self, event: GreetingReceived | ReplyReceived, own: list[Row]) -> Row:
        """Put one row in place of the rows of a long reply, and return it."""
        first = own[0]
        folded = Row(first.number, first.at, Kind.RECEIVED, event, words=folded_line(event))
        folded.code, folded.highlight, folded.reply = event.reply.code, first.highlight, first.reply
        folded.anomalies, folded.folded = first.anomalies, tuple(own)
        first.tag = ""
        for row in own:
            folded.weight += row.weight
            row.weight = 0
        self.rows[-len(own) :] = [folded]
        return folded

    def _read_next(self, row: Row) -> None:
        """Let a reply or trouble be what one who follows reads, unless a refusal is to stay."""
        stays = self.newest is not None and (self.newest.code or 0) >= 400 and not self._commanded
        if not stays or (row.code or 0) >= 400:
            self.newest, self._commanded = row, False

    def _add(self, at: float, kind: Kind, event: Event, octets: int = 0) -> Row:
        self._number += 1
        row = Row(self._number, at, kind, event)
        row.weight = (ROW_OCTETS + octets) // BLOCK
        self.rows.append(row)
        if self._number % ROWS_SETTLED == 0:
            settle()
        if going := self._retention.excess(self.rows, row.weight):
            # The lines of a folded row go with it: they would keep the whole reply.
            if (last := self.rows[going - 1]).unfolded:
                going += len(last.folded)
            del self.rows[:going]
            self.forgotten += going
        return row


def _highlight(event: GreetingReceived | ReplyReceived, code: int) -> Highlight | None:
    """A greeting is the first reply only, and only a 220; a 504 is a code, never a text."""
    if code == 504:
        return Highlight.NOT_IMPLEMENTED
    return Highlight.GREETING if isinstance(event, GreetingReceived) and code == 220 else None


def feed(events: Iterable[Event]) -> Fold:
    """Return what is shown after all of `events`."""
    fold = Fold()
    for event in events:
        fold.receive(event)
    return fold
