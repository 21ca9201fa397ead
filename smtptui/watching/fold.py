"""The events of a session folded into the rows that are shown: no widget, no socket, no clock."""

import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any

from smtptui.text import visible
from smtptui.watching.gathering import FOLD_FROM, complete, fold_into, highlight_of
from smtptui.watching.greeting_verdict import GreetingWatch
from smtptui.watching.known import Known
from smtptui.watching.progress import Progress
from smtptui.watching.reading import Reading
from smtptui.watching.retention import BLOCK, ROWS_SETTLED, Retention, settle
from smtptui.watching.rows import Highlight, Kind, ReplyInContext, Row, index_in
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
from smtptui.wire.verbs import Verb
from smtptui.words import _

ROW_OCTETS = 300
"""Octets that a row needs itself, about."""

ROW_WEIGHT = ROW_OCTETS // BLOCK

_SENT, _RECEIVED, _XCLIENT = Kind.SENT, Kind.RECEIVED, str(Verb.XCLIENT)
"""Looked up once: each line needs them."""

NOTHING = PartialLine(0.0, b"")

_NUMBER = attrgetter("number")


class Fold:
    """What is shown of a session. Feed it every event once, in order."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.progress = Progress()
        self.known = Known()
        self.greets = GreetingWatch()
        """How the server greets, or has greeted."""
        self.reading = Reading()
        self.started: float | None = None
        self.partial = NOTHING
        """What came of a line that has not ended."""
        self.secured: int | None = None
        """The number of the row that says that TLS stands: all after it came and went inside."""
        self.forgotten = 0
        """Rows that a flood has pushed out; the counts go on."""
        self._retention = Retention()
        self._number = 0
        self._lines: list[Row] = []
        """The rows of the reply that is being received."""

    @property
    def newest(self) -> Row | None:
        """What one who follows reads: the newest reply or trouble; a refusal stays until the next command."""
        return self.reading.newest

    @property
    def greeting(self) -> Row | None:
        """The greeting."""
        return self.reading.greeting

    @property
    def not_implemented(self) -> Row | None:
        """The last 504."""
        return self.reading.not_implemented

    @property
    def unfinished(self) -> int:
        """The number from which on rows may still change: they belong to a reply that is not complete."""
        return self._lines[0].number if self._lines else sys.maxsize

    def receive(self, event: Event) -> None:
        """Take in one event."""
        if self.greets.verdict is None:
            if self.started is None:
                self.started = event.at
            self.greets.receive(event)
        _TAKES.get(type(event), _TROUBLE)(self, event)

    def skip(self, rows: int, counts: Mapping[str, int]) -> None:
        """Forget all rows; count `rows` that were never made, and replies by their codes, as if they were."""
        self.forgotten += len(self.rows) + rows
        self.rows.clear()
        self._lines, self._retention, self.partial = [], Retention(), NOTHING
        self.progress.counts.update(counts)
        self.progress.replies += sum(counts.values())

    def unfold(self, row: Row) -> None:
        """Show the lines of a folded row under it, or hide them again; nothing if the row is forgotten."""
        index = self.index_of(row)
        if index is None:
            return
        if row.unfolded:
            del self.rows[index + 1 : index + 1 + len(row.folded)]
        else:
            self.rows[index + 1 : index + 1] = row.folded
        row.unfolded = not row.unfolded

    def index_of(self, row: Row) -> int | None:
        """Return where a row is; None for one that was forgotten, or folded into another."""
        return index_in(self.rows, row)

    def shown_for(self, row: Row) -> Row:
        """Return the row in which a line shows that was folded meanwhile; any other row as it is."""
        index = bisect_right(self.rows, row.number, key=_NUMBER)
        before = self.rows[index - 1] if index else row
        return before if before.folded and row in before.folded else row

    # What happens

    def _partial(self, event: PartialLine) -> None:
        self.partial = event

    def _sent(self, event: CommandSent) -> None:
        """Show a command; what it says was redacted where the event was made."""
        self.progress.receive(event)
        if event.asked.verb == _XCLIENT:
            self.greets.receive(event)
        self.reading.commanded()
        self.known.sent(event)
        self._add(event.at, _SENT, event, ROW_WEIGHT)

    def _secured(self, event: TlsEstablished) -> None:
        self.progress.receive(event)
        self.known.secured()
        self._add(event.at, Kind.SYSTEM if event.verified else Kind.WARNING, event)
        self.secured = self._number

    def _close(self, event: Closed) -> None:
        self.progress.receive(event)
        self.partial = NOTHING
        before = self.rows[-1] if self.rows else None
        if before is not None and before.kind is Kind.TROUBLE and visible(_(event.detail)) in before.text:
            # The row above has just said how; the end says only that it is over.
            event = event._replace(detail="")
        row = self._add(event.at, Kind.SYSTEM if event.expected else Kind.TROUBLE, event)
        # Where what failed says more than that it is over now, that is what to read.
        if not event.expected and (event.advice or not self.reading.failed):
            self.reading.take(row)

    def _untold(self, event: StateChanged | Held) -> None:
        self.progress.receive(event)

    def _data(self, event: DataSent) -> None:
        self.progress.receive(event)
        self._add(event.at, Kind.SENT, event)

    def _system(self, event: Event) -> None:
        self.progress.receive(event)
        self._add(event.at, Kind.SYSTEM, event)

    def _refused(self, event: Refused) -> None:
        self.progress.receive(event)
        self._add(event.at, Kind.WARNING, event)

    def _trouble(self, event: Event) -> None:
        self.progress.receive(event)
        self.reading.take(self._add(event.at, Kind.TROUBLE, event))

    def _line(self, event: LineReceived) -> None:
        """Show a line the moment it ended; whether it belongs to a greeting or a 504 shows at once."""
        self.partial = NOTHING
        row = self._received(event.line, event)
        if event.reply_line == 0:
            self._lines = [row]
        else:
            self._lines.append(row)
        code = row.code
        if code == 504:
            row.highlight = Highlight.NOT_IMPLEMENTED
        elif code == 220 and self.progress.state in (None, State.AWAITING_GREETING):
            row.highlight = Highlight.GREETING

    def _reply(self, event: GreetingReceived | ReplyReceived) -> None:
        """Close the rows of a complete reply: highlight, fold, and let what it says now come to the eye."""
        own, self._lines = self._lines, []
        if not own:
            own = [self._received(event.reply.lines[-1], event)]
        # Of a reply of one line that is its code, too.
        code = own[0].code if len(own) == 1 else None
        if code is None:
            code = event.reply.code
        self.progress.replied(event, code)
        if type(event) is ReplyReceived:
            context, change = self.known.answered(event)
            in_context = ReplyInContext(event, context, None, change)
            if code == 504:
                in_context.apart = self._is_apart(own, event)
        else:
            assert isinstance(event, GreetingReceived)
            in_context = ReplyInContext(event, self.known.greeted(event), verdict=self.greets.verdict)
        first = complete(own, in_context, highlight_of(event, code))
        # A command typed, or a notice, between its lines keeps them unfolded.
        if len(own) >= FOLD_FROM and self.rows[-len(own) :] == own:
            first = fold_into(self.rows, own)
        self.reading.take(first)

    def _is_apart(self, own: list[Row], event: ReplyReceived) -> bool:
        """Return whether something else stands above a reply than what it answers."""
        if event.asked is None:
            return False
        if self.rows[-len(own) :] != own or len(self.rows) == len(own):
            return True
        above = self.rows[-len(own) - 1]
        other = isinstance(above.event, CommandSent) and above.event.asked != event.asked
        return other or above.kind is Kind.RECEIVED

    # Rows that come

    def _received(self, line: ReplyLine, event: Event) -> Row:
        row = self._add(event.at, _RECEIVED, event, (ROW_OCTETS + len(line.raw)) // BLOCK, line, line.code)
        if line.anomalies:
            row.odd = tuple(map(str, line.anomalies))
        return row

    def _add(
        self,
        at: float,
        kind: Kind,
        event: Event,
        weight: int = ROW_WEIGHT,
        line: ReplyLine | None = None,
        code: int | None = None,
    ) -> Row:
        self._number = number = self._number + 1
        row = Row(number, at, kind, event, line, "", code, None, None, (), (), False, weight)
        rows = self.rows
        rows.append(row)
        if number % ROWS_SETTLED == 0:
            settle()
        if self._retention.overflows(len(rows), weight) and (going := self._retention.excess(rows)):
            # The lines of a folded row go with it: they would keep the whole reply.
            if (last := rows[going - 1]).unfolded:
                going += len(last.folded)
            del rows[:going]
            self.forgotten += going
        return row


_TROUBLE = Fold._trouble

_TAKES: dict[type, Callable[[Fold, Any], None]] = {
    LineReceived: Fold._line,
    PartialLine: Fold._partial,
    GreetingReceived: Fold._reply,
    ReplyReceived: Fold._reply,
    CommandSent: Fold._sent,
    TlsEstablished: Fold._secured,
    Closed: Fold._close,
    StateChanged: Fold._untold,
    Held: Fold._untold,
    Refused: Fold._refused,
    DataSent: Fold._data,
    Resolving: Fold._system,
    Resolved: Fold._system,
    Connecting: Fold._system,
    Connected: Fold._system,
}
"""Event → what it does to the rows; any other is trouble. By its class, as each line is two events."""


def feed(events: Iterable[Event]) -> Fold:
    """Return what is shown after all of `events`."""
    fold = Fold()
    for event in events:
        fold.receive(event)
    return fold
