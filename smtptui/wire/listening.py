"""The half of a dialogue that comes in: which reply answers what, and where it leaves the client."""

from collections import Counter, deque

from smtptui.wire.ehlo import Extensions
from smtptui.wire.events import (
    Asked,
    Event,
    GreetingReceived,
    LineReceived,
    PartialLine,
    ReplyReceived,
    State,
    StateChanged,
    Wait,
)
from smtptui.wire.expected import expected_verbs
from smtptui.wire.limits import PARTIAL_SHOWN
from smtptui.wire.parser import ReplyParser
from smtptui.wire.reply import Anomaly, Reply, ReplyLine
from smtptui.wire.sasl.exchange import AuthExchange
from smtptui.wire.scrubber import Scrubber
from smtptui.wire.transitions import after_reply, is_unexpected
from smtptui.wire.verbs import Occasion, Verb

_TEXT_IS_PARSED = frozenset({"CONNECT", "EHLO", "HELO", "LHLO", "XCLIENT"})
"""What is answered, where it is granted, by text that programs read; XCLIENT by a greeting."""


_WAITS = {
    Verb.STARTTLS: Wait.STARTTLS,
    Verb.XCLIENT: Wait.GREETING,
    Verb.DATA: Wait.DATA,
    Verb.BDAT: Wait.DATA,
    Occasion.END_OF_DATA: Wait.DATA,
    Verb.AUTH: Wait.AUTH,
    Occasion.RESPONSE: Wait.AUTH,
}
"""Commands whose reply decides what the next line means."""


_MESSAGE_ENDS = (Occasion.END_OF_DATA, Occasion.BDAT_LAST)


class Listening:
    """Pairs replies with commands and knows where the client stands; it never raises because of a peer.

    Every `at` is in seconds of the caller's clock. Replies that come without having been asked for are
    paired with nothing.
    """

    def __init__(self, *, lmtp: bool = False) -> None:
        self.lmtp = lmtp
        self.state = State.AWAITING_GREETING
        self.extensions: Extensions | None = None
        self.extensions_before_tls: Extensions | None = None
        self.tls = False
        self.authenticated = False
        self.greeting: Reply | None = None
        self._parser = ReplyParser()
        self._pending: deque[Asked] = deque()
        self._pending_verbs: Counter[str] = Counter()
        self._scrubber = Scrubber()
        self._partial = b""
        self._line_number = 0
        self._shown: list[ReplyLine] = []
        self._recipients = 0
        self._exchange = AuthExchange()
        self._last_mechanism = ""
        self.chunk_wanted: int | None = None
        self._insisted_in_clear = False
        self._ended = False

    @property
    def half_received(self) -> bool:
        """Whether a reply has begun and not ended."""
        return not self._parser.empty

    @property
    def pending(self) -> tuple[Asked, ...]:
        """The commands whose reply is outstanding, the next to be answered first."""
        return tuple(self._pending)

    @property
    def first_pending(self) -> Asked | None:
        """The command that the next reply answers."""
        return self._pending[0] if self._pending else None

    @property
    def waits(self) -> Wait | None:
        """What has to come before it is known what the next line means; None where it may be sent."""
        if self.greeting is None:
            return Wait.GREETING
        if self.state is State.STARTING_TLS:
            return Wait.STARTTLS
        for verb, wait in _WAITS.items():
            if self._pending_verbs[verb]:
                return wait
        return None

    @property
    def ready_for_tls(self) -> bool:
        """Whether the handshake may begin: STARTTLS was granted and nothing came after it (RFC 3207 §4.2)."""
        return self.state is State.STARTING_TLS and self._parser.empty and not self._pending

    @property
    def challenged(self) -> bool:
        """Whether a challenge waits for `respond_to_challenge`, or for a line of the user's."""
        return self._exchange.challenge is not None

    def expected(self) -> tuple[str, ...]:
        """Return the verbs that fit where the client stands; any other may be sent all the same."""
        return expected_verbs(
            self.state,
            self.extensions,
            lmtp=self.lmtp,
            tls=self.tls,
            authenticated=self.authenticated,
            recipients=self._recipients,
        )

    def receive(self, octets: bytes, at: float) -> list[Event]:
        """Return what these octets say: lines, replies, and where the dialogue goes on."""
        events = self._tell(self._parser.feed(octets, at))
        partial = self._scrubber.scrub(
            self._parser.partial_head(PARTIAL_SHOWN), unfinished=True, continued=self._line_number > 0
        )
        if partial != self._partial:
            self._partial = partial
            events.append(PartialLine(at, partial))
        return events

    def end_of_stream(self, at: float) -> list[Event]:
        """Return what was unfinished when the stream ended; afterwards the dialogue is closed."""
        self._ended = True
        events = self._tell(self._parser.end(at))
        if self._partial:
            self._partial = b""
            events.append(PartialLine(at, b""))
        return events + self._move(State.CLOSED, at)

    def tls_established(self, at: float) -> list[Event]:
        """Begin anew inside TLS: what the server offered before is kept apart and no longer holds."""
        self._parser = ReplyParser()
        self._pending.clear()
        self._pending_verbs.clear()
        self._partial = b""
        self._line_number = 0
        self._shown.clear()
        self._recipients = 0
        self._exchange = AuthExchange()
        self.chunk_wanted = None
        self.tls = True
        self.authenticated = False
        if self.state is State.AWAITING_GREETING:
            return []
        self.extensions_before_tls, self.extensions = self.extensions, None
        return self._move(State.READY, at)

    def cancel(self, at: float) -> list[Event]:
        """Give a reply up: what comes next cannot be paired any more, so that only closing is left."""
        return [] if self.state is State.CLOSED else self._move(State.OUT_OF_STEP, at)

    def _tell(self, received: list[ReplyLine | Reply]) -> list[Event]:
        events: list[Event] = []
        if received and self._partial:
            self._partial = b""
            events.append(PartialLine(received[0].until, b""))
        for item in received:
            if isinstance(item, ReplyLine):
                line = self._scrubbed(item, continued=self._line_number > 0)
                events.append(LineReceived(item.until, line, self._line_number))
                if self._line_number or item.code is not None:
                    self._line_number += 1
                    self._shown.append(line)
            else:
                events += self._take_reply(item)
                self._line_number = 0
                self._shown.clear()
        return events

    def _ask(self, asked: Asked, times: int = 1) -> None:
        """Wait for the reply to what was sent."""
        self._pending.extend([asked] * times)
        self._pending_verbs[asked.verb] += times

    def _take_reply(self, reply: Reply) -> list[Event]:
        asked, verb = None, ""
        if self.greeting is None:
            verb = "CONNECT"
        elif self._pending:
            asked = self._pending.popleft()
            self._pending_verbs[asked.verb] -= 1
            verb = _occasion(asked)
        original, code = reply, reply.code
        reply = self._in_context(reply, verb, code)
        events: list[Event] = []
        if verb == "CONNECT" or (verb == "XCLIENT" and code // 100 == 2):
            self.greeting = reply
            events.append(GreetingReceived(reply.until, reply))
        else:
            took = reply.until - asked.at if asked else 0.0
            events.append(ReplyReceived(reply.until, reply, asked, self.state, took))
        after = self._after(verb, reply, code)
        self._learn(verb, reply, original, after)
        return events + self._move(after, reply.until)

    def _after(self, verb: str, reply: Reply, code: int) -> State:
        """Return where the table leads, but for what it cannot know."""
        if self._ended:
            return self.state
        after = after_reply(self.state, verb, code)
        if after in (State.CLOSING, State.CLOSED):
            return after
        if Anomaly.REPLY_TRUNCATED in reply.noted:
            return State.OUT_OF_STEP
        if after is State.AUTHENTICATING and self._exchange.cancelled:
            # The server goes on with an exchange that was cancelled: it would do so for ever.
            return State.OUT_OF_STEP
        if verb in _MESSAGE_ENDS and self._pending and _occasion(self._pending[0]) == verb:
            # LMTP answers once per recipient (RFC 2033 §4.2).
            return self.state
        return after

    def _in_context(self, reply: Reply, verb: str, code: int) -> Reply:
        """Return the reply without what may not be shown, and flagged for what does not fit its command.

        RFC 2034 §4 leaves enhanced codes out of the greeting and of the replies to EHLO and HELO because
        clients parse their text: the server's name, the extensions. The text of a refusal is not parsed,
        and Postfix says ``504 5.5.2`` to a bad name and ``554 5.7.1`` to a host: there the code is taken.
        """
        noted = reply.noted
        if not verb:
            noted = (*noted, Anomaly.UNSOLICITED)
        elif is_unexpected(verb, code):
            noted = (*noted, Anomaly.UNEXPECTED_CODE)
        lines = self._shown if self._scrubber else reply.lines
        return Reply((noted, verb in _TEXT_IS_PARSED and code // 100 == 2, *lines))

    def _learn(self, verb: str, reply: Reply, original: Reply, after: State) -> None:
        """Keep what a reply tells of the server and of the session."""
        positive = verb != "" and reply.severity == 2
        if verb in ("AUTH", "RESPONSE"):
            self.authenticated = self.authenticated or positive
            self._exchange.challenge = original.lines[-1].text if after is State.AUTHENTICATING else None
        elif verb in ("EHLO", "LHLO") and positive:
            self.extensions = Extensions.parse(reply)
        elif verb in ("HELO", "XCLIENT") and positive:
            self.extensions = None
        elif verb == "RCPT" and positive:
            self._recipients += 1
        if after not in (State.MAIL_TRANSACTION, State.DATA):
            self._recipients = 0

    def _scrubbed(self, line: ReplyLine, *, continued: bool) -> ReplyLine:
        if not self._scrubber:
            return line
        text = self._scrubber.scrub(
            line.text,
            unfinished=Anomaly.LINE_TRUNCATED in line.anomalies,
            continued=continued,
            continues=line.separator == b"-" or (continued and line.code is None),
        )
        if text == line.text:
            return line
        begin = 0 if line.code is None else 3 + len(line.separator)
        return line._replace(raw=line.raw[:begin] + text + line.raw[begin + len(text) :])

    def _move(self, after: State, at: float) -> list[Event]:
        if after is self.state:
            return []
        before, self.state = self.state, after
        return [StateChanged(at, before, after)]


def _occasion(asked: Asked) -> str:
    """Return what a reply to `asked` answers in the terms of the table."""
    is_last = asked.verb == Verb.BDAT and asked.line.upper().split()[-1:] == [b"LAST"]
    return Occasion.BDAT_LAST if is_last else asked.verb
