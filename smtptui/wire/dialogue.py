"""The client's side of an SMTP or LMTP dialogue: what comes in, and on top of that what goes out."""

from collections.abc import Iterable

from smtptui.wire.command import CommandError, encode_command, verb_of
from smtptui.wire.command import encode_response as encode_response_line
from smtptui.wire.credentials import secrets_of_response
from smtptui.wire.data import END_OF_DATA, encode_data_line, encode_message
from smtptui.wire.events import Asked, CommandSent, DataSent, Event, State
from smtptui.wire.limits import COMMAND_LINE
from smtptui.wire.listening import Listening
from smtptui.wire.sasl.exchange import AuthExchange
from smtptui.wire.sasl.mechanism import Mechanism, encode_response
from smtptui.wire.secrecy import AUTH_VERBS, Awaited, Judged, judge
from smtptui.wire.secret import REDACTED
from smtptui.wire.verbs import KNOWN_VERBS

BASE64_GROUP = 4

Sent = tuple[bytes, list[Event]]
"""The octets to write, and what is to be told of them."""


class Dialogue(Listening):
    """A dialogue in which the client speaks.

    Methods that send return the octets to write and raise CommandError before anything has changed. Every
    `at` is in seconds of the caller's clock.
    """

    def send(self, line: str, at: float) -> Sent:
        """Send a command line, given without its line end; after a challenge, the response to it."""
        self._refuse_where_nothing_can_be_sent()
        if self._exchange.challenge is not None:
            return self._send_response_line(line, at)
        octets = encode_command(line, self.extensions)
        verb = verb_of(line)
        judged = self.judge(line)
        if verb in AUTH_VERBS:
            words = line.split()
            name = words[1].upper() if len(words) > 1 else ""
            self._exchange = AuthExchange(name, number=int(len(words) > 2))
            self._last_mechanism = name or "?"
            verb = "AUTH"
        elif self._may_be_a_response(line):
            verb = "RESPONSE"
        elif not any(asked.verb in ("AUTH", "RESPONSE") for asked in self._pending):
            self._exchange = AuthExchange()
        shown = judged.shown.strip().encode("utf-8", "replace")
        return self._sent_secret(octets, Asked(verb, shown, at), judged.secrets)

    def judge(self, line: str) -> Judged:
        """Return what can be shown of a line that is typed now, and may be half typed."""
        if self.state is State.DATA:
            return judge(line, Awaited.MESSAGE)
        exchange = self._exchange
        if exchange.challenge is not None or self._may_be_a_response(line):
            return judge(line, Awaited.RESPONSE, mechanism=exchange.mechanism_name, number=exchange.number)
        return judge(line, mechanism=self._last_mechanism)

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
        self._last_mechanism = mechanism.name
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

    def _may_be_a_response(self, line: str) -> bool:
        """Whether a line was meant to answer a challenge that has not come, or came to nothing.

        Base64 has no blanks, and no group of it is shorter than four characters: anything else is a slip.
        """
        words = line.split()
        return (
            self._exchange.mechanism_name != ""
            and len(words) == 1
            and len(words[0]) >= BASE64_GROUP
            and words[0].upper() not in KNOWN_VERBS
        )

    def _send_response_line(self, line: str, at: float) -> Sent:
        octets = encode_response_line(line)
        exchange = self._exchange
        secrets = secrets_of_response(exchange.mechanism_name, exchange.number, line)
        exchange.number += 1
        exchange.challenge = None
        return self._sent_secret(octets, Asked("RESPONSE", b"*" if line == "*" else REDACTED, at), secrets)

    def _sent_secret(self, octets: bytes, asked: Asked, secrets: Iterable[bytes]) -> Sent:
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
