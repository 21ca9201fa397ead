"""Where the dialogue stands: its state, what is offered, what was asked, and which commands fit next."""

from collections import deque

from smtptui.wire.ehlo import Extensions
from smtptui.wire.events import (
    Asked,
    Closed,
    CommandSent,
    Event,
    GreetingReceived,
    ReplyReceived,
    State,
    StateChanged,
    TlsEstablished,
)
from smtptui.wire.expected import expected_verbs
from smtptui.wire.verbs import INTRODUCTIONS, Occasion, Verb

PENDING_KEPT = 1024
"""Unanswered commands that are named; a flood of them is only counted by the session."""

_AUTH = (Verb.AUTH, Occasion.RESPONSE)

_TEACHING = frozenset({*INTRODUCTIONS, *_AUTH, Verb.RCPT})
"""What is answered by something to be kept."""


class Standing:
    """Where one session stands. Feed it every event but lines, once, in order."""

    def __init__(self) -> None:
        self.state: State | None = None
        self.offered: Extensions | None = None
        """What the server offers now; None before EHLO, and after HELO."""
        self.offered_in_clear: Extensions | None = None
        """What it offered last before TLS."""
        self.tls = False
        self.authenticated = False
        self.recipients = 0
        """Recipients accepted in this transaction."""
        self.pending: deque[Asked] = deque(maxlen=PENDING_KEPT)
        """What was asked and is not answered, the oldest first."""
        self.lmtp = False
        self.hello = ""
        """The last EHLO, HELO or LHLO as it was said."""
        self.introduced = False
        """Whether the server has taken it."""
        self.answers = 0
        """Replies that answered something."""
        self.answer: ReplyReceived | None = None
        """The last of them."""

    def receive(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case CommandSent():
                self.sent(event)
            case ReplyReceived():
                self.replied(event)
            case GreetingReceived():
                self._greeting()
            case StateChanged(at, before, after):
                self.state = after
                if before is State.DATA and after is State.MAIL_TRANSACTION:
                    self.pending.append(Asked(str(Occasion.END_OF_DATA), b".", at))
                if after not in (State.MAIL_TRANSACTION, State.DATA):
                    self.recipients = 0
            case TlsEstablished():
                # Nothing that was said before holds any more (RFC 3207 §4.2).
                self.tls, self.offered = True, None
                self.authenticated = self.introduced = False
            case Closed():
                self.state = State.CLOSED
                self.pending.clear()

    def expected(self) -> tuple[str, ...]:
        """Return the verbs that fit now, the likeliest first; any other may be sent all the same."""
        if self.state is None:
            return ()
        return expected_verbs(
            self.state,
            self.offered,
            lmtp=self.lmtp,
            tls=self.tls,
            authenticated=self.authenticated,
            recipients=self.recipients,
        )

    def _greeting(self) -> None:
        """A greeting begins anew: after XCLIENT, too."""
        if self.pending and self.pending[0].verb == Verb.XCLIENT:
            self.pending.popleft()
        self.offered, self.authenticated, self.introduced = None, False, False

    def sent(self, event: CommandSent) -> None:
        """Take in a command."""
        asked = event.asked
        self.pending.append(asked)
        if asked.verb in INTRODUCTIONS:
            self.lmtp = self.lmtp or asked.verb == Verb.LHLO
            self.hello = asked.line.decode("utf-8", "replace")

    def replied(self, event: ReplyReceived) -> None:
        """Take in a reply."""
        asked, reply = event.asked, event.reply
        if asked is None:
            return
        self.answers += 1
        self.answer = event
        if self.pending and self.pending[0].verb == asked.verb:
            self.pending.popleft()
        if asked.verb not in _TEACHING or reply.severity != 2:
            return
        if asked.verb in INTRODUCTIONS:
            self.introduced = True
            self.offered = Extensions.parse(reply) if asked.verb != Verb.HELO else None
            if not self.tls:
                self.offered_in_clear = self.offered
        elif asked.verb in _AUTH:
            self.authenticated = True
        elif asked.verb == Verb.RCPT:
            self.recipients += 1
