"""What the panel knows of a session, folded from its events: no widget, no socket, no clock."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from smtptui.text import visible
from smtptui.watching.rows import Context, Highlight, Kind, Row, Step
from smtptui.wire.ehlo import Extensions
from smtptui.wire.events import (
    Closed,
    CommandSent,
    Connected,
    ConnectFailed,
    Connecting,
    DataSent,
    Event,
    GreetingReceived,
    LineReceived,
    Noticed,
    PartialLine,
    ReplyReceived,
    Resolved,
    Resolving,
    State,
    StateChanged,
    TimedOut,
    TlsEstablished,
    TlsFailed,
)
from smtptui.wire.reply import Reply, ReplyLine

FOLD_FROM = 4
"""A reply of this many lines or more is folded into one row once it is complete."""

ROWS_KEPT = 100_000
"""Rows that a flood cannot push out; what is older is counted and forgotten, so that memory stays bounded."""

ROWS_FORGOTTEN = 10_000
"""How many go at once: one by one would cost a move of all the others each time."""

STEPS_KEPT = 32

FOLD_KEYWORDS = 6
"""How many EHLO keywords a folded row names."""


@dataclass(slots=True)
class Live:
    """The state of the panel. Feed it every event once, in order."""

    rows: list[Row] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    steps: deque[Step] = field(default_factory=lambda: deque(maxlen=STEPS_KEPT))
    state: State | None = None
    context: Context = field(default_factory=Context)
    started: float | None = None
    waiting_since: float | None = None
    waiting_for: str = ""
    partial: str = ""
    partial_at: float = 0.0
    tls: TlsEstablished | None = None
    closed: Closed | None = None
    replies: int = 0
    forgotten: int = 0
    """Rows that a flood has pushed out; the counts go on."""
    _lines: list[Row] = field(default_factory=list)
    """The rows of the reply that is being received."""

    @property
    def is_open(self) -> bool:
        """Whether a connection stands or is being made."""
        return self.state is not None and self.state is not State.CLOSED

    def receive(self, event: Event) -> None:
        """Take in one event."""
        if self.started is None:
            self.started = event.at
        match event:
            case PartialLine(at, octets):
                self.partial, self.partial_at = visible(octets), at
            case LineReceived():
                self._line(event)
            case GreetingReceived() | ReplyReceived():
                self._reply(event)
            case CommandSent(at, asked, _):
                self.waiting_since, self.waiting_for = at, asked.verb
                self._add(at, Kind.SENT, visible(asked.line), event)
            case StateChanged(_, _, after):
                self.state = after
            case TlsEstablished(at, version, cipher, bits, verified, _, took, _):
                self.tls = event
                self.context = Context(self.context.greeting, None, True)
                self.steps.append(Step("TLS" if verified else "TLS (unverified)", took, 2))
                how = "certificate verified" if verified else "certificate NOT verified"
                self._add(at, Kind.SYSTEM, visible(f"{version}  {cipher}  {bits} bits  {how}"), event)
            case Closed(at, reason, detail, _, expected):
                self.closed, self.state, self.partial = event, State.CLOSED, ""
                self.waiting_since = None
                words = f"{reason}: {detail}" if detail and detail != reason else str(reason)
                self._add(at, Kind.SYSTEM if expected else Kind.TROUBLE, visible(words), event)
            case _:
                self._narrate(event)

    def _narrate(self, event: Event) -> None:
        """Say in words what happened before, beside and after the dialogue."""
        match event:
            case Resolving(at, name, kind):
                self._add(at, Kind.SYSTEM, f"looking up {visible(name)} ({visible(kind)})", event)
            case Resolved(at, name, _, found):
                listed = ", ".join(visible(item) for item in found) or "nothing"
                self._add(at, Kind.SYSTEM, f"{visible(name)} is {listed}", event)
            case Connecting(at, _, address, port):
                self.waiting_since, self.waiting_for = at, "connection"
                self._add(at, Kind.SYSTEM, f"connecting to {_endpoint(address, port)}", event)
            case ConnectFailed(at, _, address, port, why, _):
                self._add(at, Kind.TROUBLE, f"{_endpoint(address, port)}: {visible(why)}", event)
            case Connected(at, _, address, port, took):
                self.waiting_since, self.waiting_for = at, "greeting"
                self.steps.append(Step("connect", took, 2))
                self._add(at, Kind.SYSTEM, f"connected to {_endpoint(address, port)}", event)
            case DataSent(at, lines, octets):
                self.waiting_since, self.waiting_for = at, "END-OF-DATA"
                self._add(
                    at,
                    Kind.SENT,
                    f"message data: {lines} {'line' if lines == 1 else 'lines'}, {octets} octets",
                    event,
                )
            case TlsFailed(at, why, _):
                self.steps.append(Step("TLS", 0.0, 5))
                self._add(at, Kind.TROUBLE, f"TLS: {visible(why)}", event)
            case TimedOut(at, waiting_for, after):
                self._add(at, Kind.TROUBLE, f"no reply to {visible(waiting_for)} in {after:g} s", event)
            case Noticed(at, text, _):
                self._add(at, Kind.TROUBLE, visible(text), event)

    def _line(self, event: LineReceived) -> None:
        """Show a line the moment it ended; whether it belongs to a greeting or a 504 shows at once."""
        self.partial = ""
        if event.reply_line == 0:
            self._lines = []
        line = event.line
        row = self._add(event.at, Kind.RECEIVED, _line_text(line), event)
        self._lines.append(row)
        row.code = code = line.code
        if line.anomalies:
            row.anomalies = tuple(map(str, line.anomalies))
        if code == 504:
            row.highlight = Highlight.NOT_IMPLEMENTED
        elif code == 220 and self.state in (None, State.AWAITING_GREETING):
            row.highlight = Highlight.GREETING

    def _reply(self, event: GreetingReceived | ReplyReceived) -> None:
        """Close the rows of a complete reply: highlight, count, fold."""
        reply, own = event.reply, self._lines
        code = reply.code
        self._lines = []
        self.replies += 1
        self.counts[f"{code:03d}"] += 1
        self.waiting_since = None
        context = self._learn(event)
        highlight = _highlight(event, code)
        if not own:
            own = [self._add(reply.until, Kind.RECEIVED, _line_text(reply.lines[-1]), event)]
        for row in own:
            row.event, row.context, row.highlight = event, context, highlight
        own[0].anomalies = tuple(dict.fromkeys(map(str, reply.anomalies)))
        for row in own[1:]:
            row.tag = ""
        # A command typed, or a notice, between its lines keeps them unfolded.
        if len(own) >= FOLD_FROM and self.rows[-len(own) :] == own:
            folded = Row(own[0].at, Kind.RECEIVED, _folded_text(reply), code, highlight, event, context)
            folded.anomalies, folded.folded = own[0].anomalies, tuple(own)
            own[0].tag = ""
            self.rows[-len(own) :] = [folded]

    def _learn(self, event: GreetingReceived | ReplyReceived) -> Context:
        """Remember what later replies are to be explained with; return what this one is explained with."""
        reply = event.reply
        if isinstance(event, GreetingReceived):
            self.context = Context(
                visible(b" ".join(line.text for line in reply.lines)), None, self.context.tls
            )
            self.steps.append(Step("greeting", 0.0, reply.severity))
            connected = next((s for s in reversed(self.rows) if isinstance(s.event, Connected)), None)
            if connected is not None:
                self.steps[-1].took = reply.until - connected.at
        else:
            name = event.asked.verb if event.asked else "unasked"
            self.steps.append(Step(name, event.took, reply.severity))
            if event.asked and event.asked.verb in ("EHLO", "HELO", "LHLO") and reply.severity == 2:
                self.context = Context(self.context.greeting, Extensions.parse(reply), self.context.tls)
        return self.context

    def unfold(self, row: Row) -> None:
        """Show the lines of a folded row under it, or hide them again."""
        index = self.rows.index(row) + 1
        if row.unfolded:
            del self.rows[index : index + len(row.folded)]
        else:
            self.rows[index:index] = row.folded
        row.unfolded = not row.unfolded

    def _add(self, at: float, kind: Kind, text: str, event: Event) -> Row:
        row = Row(at, kind, text, event=event)
        self.rows.append(row)
        if len(self.rows) > ROWS_KEPT + ROWS_FORGOTTEN:
            del self.rows[:ROWS_FORGOTTEN]
            self.forgotten += ROWS_FORGOTTEN
        return row


def _highlight(event: GreetingReceived | ReplyReceived, code: int) -> Highlight | None:
    """A greeting is the first reply only, and only a 220; a 504 is a code, never a text."""
    if code == 504:
        return Highlight.NOT_IMPLEMENTED
    if isinstance(event, GreetingReceived) and code == 220:
        return Highlight.GREETING
    return None


def _line_text(line: ReplyLine) -> str:
    shown = visible(line.raw.rstrip(b"\r\n"))
    return f"{shown} … {line.dropped} octets more" if line.dropped else shown


def _folded_text(reply: Reply) -> str:
    """One row for a long reply: its first line, the first words of the others, and how many they are."""
    first = visible(reply.lines[0].text)
    words = [visible(line.text).split(" ", 1)[0] for line in reply.lines[1:]]
    named = " ".join(words[:FOLD_KEYWORDS]) + (" …" if len(words) > FOLD_KEYWORDS else "")
    host = first.split(" ", 1)[0]
    return f"{reply.code:03d}-{host} {named} ({len(reply.lines)} lines)"


def _endpoint(address: str, port: int) -> str:
    shown = visible(address)
    return f"[{shown}]:{port}" if ":" in shown else f"{shown}:{port}"


def feed(events: Iterable[Event]) -> Live:
    """Return the state after all of `events`."""
    live = Live()
    for event in events:
        live.receive(event)
    return live
