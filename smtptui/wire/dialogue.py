"""The client's side of an SMTP or LMTP dialogue: what goes out, what comes in, what answers what."""

from smtptui.wire.auth import Mechanism, encode_response
from smtptui.wire.command import CommandError, encode_command, verb_of
from smtptui.wire.command import encode_response as encode_response_line
from smtptui.wire.data import END_OF_DATA, encode_data_line, encode_message
from smtptui.wire.ehlo import Extensions
from smtptui.wire.events import (
    Asked,
    CommandSent,
    DataSent,
    Event,
    GreetingReceived,
    LineReceived,
    PartialLine,
    ReplyReceived,
    State,
    StateChanged,
)
from smtptui.wire.exchange import AuthExchange
from smtptui.wire.expected import expected_verbs
from smtptui.wire.limits import COMMAND_LINE, PARTIAL_SHOWN
from smtptui.wire.parser import ReplyParser
from smtptui.wire.redact import (
    AUTH_VERBS,
    KNOWN_VERBS,
    secrets_of_command,
    secrets_of_response,
    shown_command,
)
from smtptui.wire.reply import Anomaly, Reply, ReplyLine
from smtptui.wire.secret import REDACTED, Scrubber
from smtptui.wire.transitions import after_reply, is_unexpected

Sent = tuple[bytes, list[Event]]
"""The octets to write, and what is to be told of them."""

_TEXT_IS_PARSED = frozenset({"CONNECT", "EHLO", "HELO", "LHLO", "XCLIENT"})
"""What is answered, where it is granted, by text that programs read; XCLIENT by a greeting."""


class Dialogue:
    """Pairs replies with commands and knows where the client stands; it never raises because of a peer.

    Every `at` is in seconds of the caller's clock. Methods that send return the octets to write and raise
    CommandError before anything has changed. Replies that come without having been asked for are paired
    with nothing.
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
        self._pending: list[Asked] = []
        self._scrubber = Scrubber()
        self._partial = b""
        self._line_number = 0
        self._recipients = 0
        self._exchange = AuthExchange()
        self._ended = False

    @property
    def pending(self) -> tuple[Asked, ...]:
        """The commands whose reply is outstanding, the next to be answered first."""
        return tuple(self._pending)

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

    # What comes in

    def receive(self, octets: bytes, at: float) -> list[Event]:
        """Return what these octets say: lines, replies, and where the dialogue goes on."""
        events = self._tell(self._parser.feed(octets, at))
        partial = self._scrubber.scrub(self._parser.partial_head(PARTIAL_SHOWN), unfinished=True)
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
        self._partial = b""
        self._line_number = 0
        self._recipients = 0
        self._exchange = AuthExchange()
        self.tls = True
        self.authenticated = False
        if self.state is State.AWAITING_GREETING:
            return []
        self.extensions_before_tls, self.extensions = self.extensions, None
        return self._move(State.READY, at)

    def cancel(self, at: float) -> list[Event]:
        """Give a reply up: what comes next cannot be paired any more, so that only closing is left."""
        return [] if self.state is State.CLOSED else self._move(State.OUT_OF_STEP, at)

    # What goes out

    def send(self, line: str, at: float) -> Sent:
        """Send a command line, given without its line end; after a challenge, the response to it."""
        self._refuse_where_nothing_can_be_sent()
        if self._exchange.challenge is not None:
            return self._send_response_line(line, at)
        octets = encode_command(line, self.extensions)
        verb = verb_of(line)
        if self._may_be_a_response(verb):
            return self._sent_secret(
                octets, Asked("RESPONSE", REDACTED, at), secrets_of_response("", 0, line.strip())
            )
        if verb in AUTH_VERBS:
            words = line.split()
            self._exchange = AuthExchange(
                words[1].upper() if len(words) > 1 else "", number=int(len(words) > 2)
            )
            return self._sent_secret(octets, Asked("AUTH", shown_command(line), at), secrets_of_command(line))
        if not any(asked.verb in ("AUTH", "RESPONSE") for asked in self._pending):
            self._exchange = AuthExchange()
        return self._sent_secret(octets, Asked(verb, shown_command(line), at), secrets_of_command(line))

    def send_message(self, message: bytes, at: float) -> Sent:
        """Send a whole message and the end of data; its line ends are made CRLF, its leading dots doubled."""
        self._refuse_outside_data()
        octets = encode_message(message)
        return octets, [DataSent(at, octets.count(b"\n"), len(octets)), *self._end_of_data(at)]

    def send_data_line(self, line: str, at: float) -> Sent:
        """Send one line of message data, given without its line end; a single dot ends the data."""
        self._refuse_outside_data()
        if line == ".":
            return END_OF_DATA, [DataSent(at, 1, len(END_OF_DATA)), *self._end_of_data(at)]
        if "\r" in line or "\n" in line:
            msg = "This is more than one line of message data: send the lines one by one."
            raise CommandError(msg)
        octets = encode_data_line(line)
        return octets, [DataSent(at, 1, len(octets))]

    def authenticate(self, mechanism: Mechanism, at: float) -> Sent:
        """Send AUTH; challenges are then answered by `respond_to_challenge`.

        The initial response goes with it unless the line would be longer than 512 octets (RFC 4954 §4).
        """
        self._refuse_where_nothing_can_be_sent()
        self._exchange = AuthExchange(mechanism.name, mechanism)
        self._scrubber.add(secret.reveal() for secret in getattr(mechanism, "secrets", ()))
        line = f"AUTH {mechanism.name}"
        initial = mechanism.initial_response()
        if initial is None:
            return self._sent_secret(line.encode() + b"\r\n", Asked("AUTH", line.encode(), at), [])
        response = encode_response(initial)
        octets = line.encode() + b" " + (response.reveal() or b"=") + b"\r\n"
        if len(octets) > COMMAND_LINE:
            self._exchange.initial = initial
            return self._sent_secret(line.encode() + b"\r\n", Asked("AUTH", line.encode(), at), [])
        self._exchange.number = 1
        secrets = secrets_of_response(mechanism.name, 0, response.reveal().decode())
        return self._sent_secret(octets, Asked("AUTH", line.encode() + b" " + REDACTED, at), secrets)

    def respond_to_challenge(self, at: float) -> Sent:
        """Answer the outstanding challenge by the mechanism, or cancel with ``*`` what it cannot answer."""
        self._refuse_where_nothing_can_be_sent()
        response = self._exchange.respond()
        if response is None:
            return self._send_response_line("*", at)
        return self._send_response_line(encode_response(response).reveal().decode(), at)

    # The inside

    def _tell(self, received: list[ReplyLine | Reply]) -> list[Event]:
        events: list[Event] = []
        if received and self._partial:
            self._partial = b""
            events.append(PartialLine(received[0].until, b""))
        for item in received:
            if isinstance(item, ReplyLine):
                events.append(LineReceived(item.until, self._scrubbed(item), self._line_number))
                self._line_number += 1 if self._line_number or item.code is not None else 0
            else:
                self._line_number = 0
                events += self._take_reply(item)
        return events

    def _take_reply(self, reply: Reply) -> list[Event]:
        asked, verb = None, ""
        if self.greeting is None:
            verb = "CONNECT"
        elif self._pending:
            asked = self._pending.pop(0)
            verb = (
                "BDAT LAST" if asked.verb == "BDAT" and asked.line.upper().endswith(b" LAST") else asked.verb
            )
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
        if verb == "END-OF-DATA" and any(asked.verb == verb for asked in self._pending):
            # LMTP answers once per recipient (RFC 2033 §4.2).
            return self.state
        return after

    def _in_context(self, reply: Reply, verb: str, code: int) -> Reply:
        """Return the reply without what may not be shown, and flagged for what does not fit its command.

        RFC 2034 §4 leaves enhanced codes out of the greeting and of the replies to EHLO and HELO because
        clients parse their text: the server's name, the extensions. The text of a refusal is not parsed,
        and Postfix says ``504 5.5.2`` to a bad name and ``554 5.7.1`` to a host: there the code is taken.
        """
        noted = (*reply.noted, Anomaly.UNEXPECTED_CODE) if is_unexpected(verb, code) else reply.noted
        lines = map(self._scrubbed, reply.lines) if self._scrubber else reply.lines
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

    def _scrubbed(self, line: ReplyLine) -> ReplyLine:
        if not self._scrubber:
            return line
        cut = Anomaly.LINE_TRUNCATED in line.anomalies
        text = self._scrubber.scrub(line.text, unfinished=cut)
        if text == line.text:
            return line
        begin = 0 if line.code is None else 3 + len(line.separator)
        return line._replace(raw=line.raw[:begin] + text + line.raw[begin + len(text) :])

    def _may_be_a_response(self, verb: str) -> bool:
        """Whether a line was meant to answer a challenge that has not come, or came to nothing."""
        return self._exchange.mechanism_name != "" and verb not in KNOWN_VERBS

    def _send_response_line(self, line: str, at: float) -> Sent:
        octets = encode_response_line(line)
        exchange = self._exchange
        secrets = secrets_of_response(exchange.mechanism_name, exchange.number, line)
        exchange.number += 1
        exchange.challenge = None
        return self._sent_secret(octets, Asked("RESPONSE", b"*" if line == "*" else REDACTED, at), secrets)

    def _sent_secret(self, octets: bytes, asked: Asked, secrets: list[bytes]) -> Sent:
        self._scrubber.add(secrets)
        self._pending.append(asked)
        return octets, [CommandSent(asked.at, asked, len(octets))]

    def _end_of_data(self, at: float) -> list[Event]:
        replies = max(1, self._recipients) if self.lmtp else 1
        self._pending += [Asked("END-OF-DATA", b".", at)] * replies
        return self._move(State.MAIL_TRANSACTION, at)

    def _refuse_outside_data(self) -> None:
        if self.state is not State.DATA:
            msg = "The server is not waiting for message data: send DATA first."
            raise CommandError(msg)

    def _refuse_where_nothing_can_be_sent(self) -> None:
        match self.state:
            case State.DATA:
                msg = "The server is waiting for message data: end it with a line that is a single dot."
            case State.STARTING_TLS:
                msg = "The TLS handshake comes next: nothing may be sent before it is done."
            case State.OUT_OF_STEP:
                msg = "Replies can no longer be told apart: close the connection and connect again."
            case State.CLOSED:
                msg = "The connection is closed: connect again."
            case _ if any(asked.verb == "STARTTLS" for asked in self._pending):
                msg = "Wait for the reply to STARTTLS: what is sent now would not be encrypted."
            case _:
                return
        raise CommandError(msg)

    def _move(self, after: State, at: float) -> list[Event]:
        if after is self.state:
            return []
        before, self.state = self.state, after
        return [StateChanged(at, before, after)]
