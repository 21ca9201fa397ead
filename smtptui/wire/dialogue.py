"""The client's side of an SMTP or LMTP dialogue: what comes in, and on top of that what goes out."""

import re
from collections.abc import Iterable

from smtptui.wire.command import CommandError, encode_command, verb_of
from smtptui.wire.command import encode_response as encode_response_line
from smtptui.wire.credentials import secrets_of_response
from smtptui.wire.data import END_OF_DATA, encode_data_line, encode_message, encode_text
from smtptui.wire.events import Asked, CommandSent, DataSent, Event, Risk, State, Wait
from smtptui.wire.limits import COMMAND_LINE
from smtptui.wire.listening import Listening
from smtptui.wire.sasl.exchange import AuthExchange
from smtptui.wire.sasl.mechanism import Mechanism, encode_response
from smtptui.wire.sasl.names import KNOWN_MECHANISMS
from smtptui.wire.secrecy import AUTH_VERBS, Awaited, Judged, judge
from smtptui.wire.secret import REDACTED
from smtptui.wire.verbs import KNOWN_VERBS, Occasion, Verb, is_plainly_command
from smtptui.words import _, plural

BASE64_GROUP = 4

PROOFS = frozenset(
    name
    for name in KNOWN_MECHANISMS
    if name.startswith(("CRAM-", "DIGEST-", "SCRAM-", "9798-", "EC", "GS", "KERB"))
) | {"ANONYMOUS", "EXTERNAL", "NTLM", "SRP", "OTP", "SKEY"}
"""Mechanisms that send no password that could be used again by who reads it."""

_BDAT = re.compile(r"\s*BDAT\s+(?P<size>[0-9]{1,18})(?:\s+LAST)?\s*", re.IGNORECASE)

_NO_COMMANDS = (State.DATA, State.STARTING_TLS, State.AUTHENTICATING, State.OUT_OF_STEP, State.CLOSED)

Sent = tuple[bytes, list[Event]]
"""The octets to write, and what is to be told of them."""


class Dialogue(Listening):
    """A dialogue in which the client speaks.

    Methods that send return the octets to write and raise CommandError before anything has changed. Every
    `at` is in seconds of the caller's clock.
    """

    def send(self, line: str, at: float, *, risk: Risk | None = None) -> Sent:
        """Send a command line, given without its line end; after a challenge, the response to it.

        `risk` is what the user insisted on, see `risk_of`.
        """
        self._refuse_where_nothing_can_be_sent()
        if self._exchange.challenge is not None:
            return self._send_response_line(line, at, risk)
        octets = encode_command(line, self.extensions)
        verb = verb_of(line)
        chunk = _chunk_size(line) if verb == Verb.BDAT else None
        judged = self.judge(line)
        if verb in AUTH_VERBS:
            words = line.split()
            name = words[1].upper() if len(words) > 1 else ""
            self._exchange = AuthExchange(name, number=int(len(words) > 2))
            self._last_mechanism = name or "?"
            verb = str(Verb.AUTH)
        elif self._may_be_a_response(line):
            verb = str(Occasion.RESPONSE)
        else:
            self._exchange = AuthExchange()
        shown = judged.shown.strip().encode("utf-8", "replace")
        sent = self._sent_secret(octets, Asked(verb, shown, at), judged.secrets, risk)
        self.chunk_wanted = chunk or None
        return sent

    def judge(self, line: str) -> Judged:
        """Return what can be shown of a line that is typed now, and may be half typed."""
        if self.state is State.DATA or self.chunk_wanted is not None:
            return judge(line, Awaited.MESSAGE)
        exchange = self._exchange
        if (
            exchange.challenge is not None
            or self._may_be_a_response(line)
            or (self.waits is Wait.AUTH and not is_plainly_command(line))
        ):
            return judge(line, Awaited.RESPONSE, mechanism=exchange.mechanism_name, number=exchange.number)
        return judge(line, mechanism=self._last_mechanism)

    @property
    def may_say_unasked(self) -> bool:
        """Whether a command that nobody typed, such as QUIT, would be taken for a command now.

        In message data it would go into the mail, in an exchange it would be a response; before the greeting
        it would be early.
        """
        return (
            self.waits is None
            and self.chunk_wanted is None
            and not self.challenged
            and self.state not in _NO_COMMANDS
        )

    def risk_of(self, line: str) -> Risk | None:
        """Return why a line is sent only if the user insists; None where nothing speaks against it.

        A credential in the clear is asked about once.
        """
        if self.greeting is None:
            return Risk.EARLY
        if self.tls or self._insisted_in_clear or self.state is State.DATA or self.chunk_wanted is not None:
            return None
        if self.challenged:
            name = self._exchange.mechanism_name
            return Risk.IN_CLEAR if name not in PROOFS and line.strip() not in ("", "=", "*") else None
        words = line.split()
        name = words[1].upper() if len(words) > 1 else ""
        if verb_of(line) in AUTH_VERBS and name:
            return None if name in PROOFS else Risk.IN_CLEAR
        return Risk.IN_CLEAR if self.judge(line).begins is not None else None

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
            msg = _("This is more than one line of message data: send the lines one by one.")
            raise CommandError(msg)
        octets = encode_data_line(line)
        return octets, [DataSent(at, 1, len(octets))]

    def send_chunk(self, octets: bytes, at: float) -> Sent:
        """Send the chunk that BDAT has announced: exactly so many octets, as they are (RFC 3030 §2)."""
        self._refuse_where_nothing_can_be_sent(chunk=True)
        wanted = self.chunk_wanted
        if wanted is None:
            msg = _("No BDAT command waits for a chunk: send one first, such as BDAT 5 LAST.")
            raise CommandError(msg)
        if len(octets) != wanted:
            msg = _(
                "This chunk has {given} octets, and BDAT has announced {wanted}.",
                given=len(octets),
                wanted=wanted,
            )
            raise CommandError(msg)
        self.chunk_wanted = None
        return octets, [DataSent(at, octets.count(b"\n"), len(octets))]

    def fit_chunk(self, line: str) -> bytes:
        """Return a typed line as the chunk that is wanted, with a line end or without: whichever fits.

        Raises CommandError where neither does.
        """
        octets = encode_text(line)
        if self.chunk_wanted == len(octets):
            return octets
        return octets + b"\r\n"

    def authenticate(self, mechanism: Mechanism, at: float, *, risk: Risk | None = None) -> Sent:
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
            return self._sent_secret(line.encode() + b"\r\n", Asked("AUTH", line.encode(), at), [], risk)
        response = encode_response(initial)
        octets = line.encode() + b" " + (response.reveal() or b"=") + b"\r\n"
        if len(octets) > COMMAND_LINE:
            self._exchange.initial = initial
            return self._sent_secret(line.encode() + b"\r\n", Asked("AUTH", line.encode(), at), [], risk)
        self._exchange.number = 1
        secrets = secrets_of_response(mechanism.name, 0, response.reveal().decode())
        return self._sent_secret(octets, Asked("AUTH", line.encode() + b" " + REDACTED, at), secrets, risk)

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

    def _send_response_line(self, line: str, at: float, risk: Risk | None = None) -> Sent:
        octets = encode_response_line(line)
        exchange = self._exchange
        secrets = secrets_of_response(exchange.mechanism_name, exchange.number, line)
        exchange.number += 1
        exchange.challenge = None
        shown = b"*" if line == "*" else REDACTED
        return self._sent_secret(octets, Asked(str(Occasion.RESPONSE), shown, at), secrets, risk)

    def _sent_secret(
        self, octets: bytes, asked: Asked, secrets: Iterable[bytes], risk: Risk | None = None
    ) -> Sent:
        self._scrubber.add(secrets)
        self._insisted_in_clear = self._insisted_in_clear or risk is Risk.IN_CLEAR
        self._ask(asked, self._replies_to_message() if _is_last_chunk(asked) else 1)
        return octets, [CommandSent(asked.at, asked, len(octets), risk)]

    def _end_of_data(self, at: float) -> list[Event]:
        self._ask(Asked(str(Occasion.END_OF_DATA), b".", at), self._replies_to_message())
        return self._move(State.MAIL_TRANSACTION, at)

    def _replies_to_message(self) -> int:
        """Return how many replies a message has: LMTP answers once for each recipient (RFC 2033 §4.2)."""
        return max(1, self._recipients) if self.lmtp else 1

    def _refuse_outside_data(self) -> None:
        if self.state is not State.DATA:
            msg = _("The server is not waiting for message data: send DATA first.")
            raise CommandError(msg)

    def _refuse_where_nothing_can_be_sent(self, *, chunk: bool = False) -> None:
        if (why := self._why_nothing_can_be_sent(chunk=chunk)) is not None:
            raise CommandError(why)

    def _why_nothing_can_be_sent(self, *, chunk: bool) -> str | None:
        match self.state:
            case State.DATA:
                return _("The server is waiting for message data: end it with a line that is a single dot.")
            case State.OUT_OF_STEP:
                return _("Replies can no longer be told apart: close the connection and connect again.")
            case State.CLOSED:
                return _("The connection is closed: connect again.")
        if chunk:
            return None
        if self.chunk_wanted is not None:
            return plural(
                "BDAT has announced one octet: give the chunk before the next command.",
                "BDAT has announced {number} octets: give the chunk before the next command.",
                self.chunk_wanted,
            )
        match self.waits:
            case Wait.STARTTLS if self.state is State.STARTING_TLS:
                return _("The TLS handshake comes next: nothing may be sent before it is done.")
            case Wait.STARTTLS:
                return _("Wait for the reply to STARTTLS: what is sent now would not be encrypted.")
            case Wait.DATA:
                return _("Wait for the reply: it says whether the next line is message data or a command.")
            case Wait.AUTH:
                return _("Wait for the reply: it says whether the next line is a response or a command.")
            case Wait.GREETING if self.greeting is not None:
                return _("Wait for the reply to XCLIENT: the server begins anew after it.")
        return None


def _chunk_size(line: str) -> int:
    """Return how many octets a BDAT command announces; raise CommandError unless that is clear."""
    found = _BDAT.fullmatch(line)
    if found is None:
        msg = _("BDAT takes a number of octets, and LAST with the last chunk: write BDAT 5 or BDAT 5 LAST.")
        raise CommandError(msg)
    return int(found["size"])


def _is_last_chunk(asked: Asked) -> bool:
    return asked.verb == Verb.BDAT and asked.line.upper().split()[-1:] == [b"LAST"]
