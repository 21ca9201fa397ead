"""The events of a session that its rows still hold: so that a recording may begin after the session did."""

from collections.abc import Iterator

from smtptui.watching.fold import Fold
from smtptui.watching.rows import Row
from smtptui.wire.events import Event, GreetingReceived, LineReceived, ReplyReceived, State, StateChanged


def events_of(fold: Fold) -> Iterator[Event]:
    """Yield the events that the rows were made of, in order; the changes of state follow from the replies."""
    state: State | None = None
    replies = _Replies(fold)
    for row in replies.lines():
        if row.line is None:
            if row.event is not None:
                yield row.event
            continue
        yield LineReceived(row.line.until, row.line, replies.number)
        reply = replies.ended_by(row)
        if reply is None:
            continue
        before = reply.state if isinstance(reply, ReplyReceived) else State.AWAITING_GREETING
        if state is not None and before is not state:
            yield StateChanged(reply.at, state, before)
        state = before
        yield reply
    now = fold.progress.state
    if now is not None and state is not None and now is not state and now is not State.CLOSED:
        yield StateChanged(fold.rows[-1].at, state, now)


class _Replies:
    """The rows of a session, unfolded, and which of them ends a reply."""

    def __init__(self, fold: Fold) -> None:
        self._fold = fold
        self.number = 0
        """The how-manieth line of its reply the present one is, from 0."""

    def lines(self) -> Iterator[Row]:
        """Yield each row, in place of a folded one those that it holds."""
        unfolded: set[int] = set()
        for row in self._fold.rows:
            own = row.folded or (row,)
            if row.folded:
                unfolded = {id(each) for each in row.folded}
            elif id(row) in unfolded:
                continue
            yield from own

    def ended_by(self, row: Row) -> GreetingReceived | ReplyReceived | None:
        """Return the reply that a line ends; None where it goes on, or is of none."""
        event = row.reply.event if row.reply is not None else None
        if event is None or row.line is None:
            self.number = self.number + 1 if row.code is not None else 0
            return None
        if event.reply.lines[-1] is row.line or event.reply.lines[-1] == row.line:
            self.number = 0
            return event
        self.number += 1
        return None
