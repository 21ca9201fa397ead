"""How far a session has come: its state, its steps, what it waits for, how it ended."""

from collections import Counter, deque
from dataclasses import dataclass, field

from smtptui.text import visible
from smtptui.watching.narration import Awaiting, Milestone, Silence, endpoint
from smtptui.watching.rows import Step
from smtptui.watching.stages import Stages
from smtptui.watching.standing import Standing
from smtptui.wire.events import (
    Closed,
    CommandSent,
    Connected,
    Connecting,
    DataSent,
    Event,
    GreetingReceived,
    Held,
    Refused,
    ReplyReceived,
    Resolved,
    Resolving,
    State,
    StateChanged,
    TlsEstablished,
    TlsFailed,
)

STEPS_KEPT = 32

_REPLY, _UNASKED = Silence.REPLY, Milestone.UNASKED
"""Looked up once: each line needs them."""

_SHOWN = tuple(f"{code:03d}" for code in range(1000))
"""Codes as they are counted, made once."""


@dataclass(slots=True)
class Progress:
    """Where a session stands. Feed it every event once, in order."""

    counts: Counter[str] = field(default_factory=Counter)
    """Replies by their code."""
    steps: deque[Step] = field(default_factory=lambda: deque(maxlen=STEPS_KEPT))
    replies: int = 0
    state: State | None = None
    awaiting: Awaiting | None = None
    held: Held | None = None
    """The last line of the user's that waits to be sent; None once nothing waits."""
    refused: Refused | None = None
    """The last line of the user's that was not sent; None once another one was."""
    tls: TlsEstablished | None = None
    tls_failed: TlsFailed | None = None
    """How the last handshake failed."""
    closed: Closed | None = None
    stages: Stages = field(default_factory=Stages)
    standing: Standing = field(default_factory=Standing)
    _may_speak: float = 0.0
    """Since when the server may: the connection stands, with TLS where that comes first."""

    def receive(self, event: Event) -> None:
        """Take in one event; lines count for nothing until their reply is complete."""
        # What comes with every line goes before the rest.
        if isinstance(event, ReplyReceived | GreetingReceived):
            self.replied(event, event.reply.code)
        elif type(event) is CommandSent:
            self.stages.sent(event)
            self.standing.sent(event)
            if self.held is not None:
                self._unhold()
            self.refused = None
            self.awaiting = Awaiting(event.at, _REPLY, visible(event.asked.verb))
        else:
            self.stages.receive(event)
            self.standing.receive(event)
            self._rest(event)

    def _rest(self, event: Event) -> None:
        match event:
            case StateChanged():
                self._move(event)
            case TlsEstablished(at, verified=verified, took=took):
                self.tls, self.tls_failed, self._may_speak = event, None, at
                self.steps.append(Step(Milestone.TLS if verified else Milestone.TLS_UNVERIFIED, took, 2))
                greeted = self.state is not State.AWAITING_GREETING and self.state is not None
                self.awaiting = None if greeted else Awaiting(at, Silence.GREETING)
            case TlsFailed():
                self.awaiting, self.tls_failed = None, event
                self.steps.append(Step(Milestone.TLS, 0.0, 5))
            case Resolving(at, name):
                self.awaiting = Awaiting(at, Silence.NAME, visible(name))
            case Resolved():
                self.awaiting = None
            case Connecting(at, _, address, port):
                self.awaiting = Awaiting(at, Silence.CONNECTION, endpoint(address, port))
            case Connected(at, took=took):
                self._may_speak, self.awaiting = at, Awaiting(at, Silence.GREETING)
                self.steps.append(Step(Milestone.CONNECT, took, 2))
            case Held():
                self.held = event
            case Refused():
                self._unhold()
                self.refused = event
            case DataSent():
                self._unhold()
                self.refused = None
            case Closed():
                self.state, self.awaiting, self.held, self.closed = State.CLOSED, None, None, event
                self.refused = None

    def replied(self, event: GreetingReceived | ReplyReceived, code: int) -> None:
        """Take in a reply with this code."""
        if type(event) is not ReplyReceived:
            self.stages.receive(event)
            self.standing.receive(event)
        elif event.asked is not None:
            # A flood that answers nothing moves nothing.
            self.stages.replied(event)
            self.standing.replied(event)
        self.replies += 1
        self.counts[_SHOWN[code]] += 1
        self.awaiting = None
        if type(event) is ReplyReceived:
            step = Step(event.asked.verb if event.asked else _UNASKED, event.took, code // 100)
        else:
            step = Step(Milestone.GREETING, event.reply.until - self._may_speak, code // 100)
        self.steps.append(step)

    def _move(self, event: StateChanged) -> None:
        self.state = event.after
        if event.after is State.STARTING_TLS:
            self.awaiting = Awaiting(event.at, Silence.HANDSHAKE)
        elif event.before is State.DATA and event.after is State.MAIL_TRANSACTION:
            self.awaiting = Awaiting(event.at, Silence.REPLY, "END-OF-DATA")

    def _unhold(self) -> None:
        """One line that was held has gone its way."""
        if self.held is not None:
            waiting = self.held.waiting - 1
            self.held = self.held._replace(waiting=waiting) if waiting > 0 else None
