"""The client's side of an SMTP or LMTP dialogue: the observer of a session, and what *we* may send in it."""

from smtptui.wire.command import CommandError, chunk_size, encode_command, encode_response, verb_of
from smtptui.wire.data import END_OF_DATA, encode_data_line, encode_message, encode_text
from smtptui.wire.events import CommandSent, Event, Risk, State
from smtptui.wire.limits import COMMAND_LINE, HELD_OCTETS
from smtptui.wire.observed import Observer
from smtptui.wire.refusals import refuse_until_understood, refuse_where_nothing_can_be_sent
from smtptui.wire.sasl.mechanism import Mechanism, in_base64
from smtptui.wire.sasl.names import PASSWORDS, PROVING
from smtptui.wire.secrecy import AUTH_VERBS, Awaited
from smtptui.wire.verbs import Verb
from smtptui.words import _

_NO_COMMANDS = (State.DATA, State.STARTING_TLS, State.AUTHENTICATING, State.OUT_OF_STEP, State.CLOSED)

Sent = tuple[bytes, list[Event]]
"""The octets to write, and what is to be told of them."""


class Dialogue(Observer):
    """An observer that hears the server, and itself as the client.

    Methods that send return the octets to write and raise CommandError before anything has changed. Every
    `at` is in seconds of the caller's clock.
    """

    def __init__(self, *, lmtp: bool = False) -> None:
        super().__init__(lmtp=lmtp)
        self._insisted_in_clear = False

    def receive(self, octets: bytes, at: float) -> list[Event]:
        """Return what these octets of the server say: lines, replies, and where the dialogue goes on."""
        return self.heard_from_server(octets, at)

    def send(self, line: str, at: float, *, risk: Risk | None = None) -> Sent:
        """Send a command line, given without its line end; after a challenge, the response to it.

        `risk` is what the user insisted on, see `risk_of`.
        """
        self._refuse_where_no_command_can_be_sent()
        if self.challenged:
            return self._sent(encode_response(line), at, risk)
        if verb_of(line) == Verb.BDAT and chunk_size(line) is None:
            msg = _("BDAT takes a number of octets, and LAST with the last chunk: BDAT 5, or BDAT 5 LAST.")
            raise CommandError(msg)
        octets = encode_command(line, self.extensions, insist=risk is Risk.BREACH)
        return self._sent(octets, at, risk)

    def send_message(self, message: bytes, at: float) -> Sent:
        """Send a whole message and the end of data; its line ends are made CRLF, its leading dots doubled."""
        self._refuse_outside_data()
        return self._sent(encode_message(message), at)

    def send_data_line(self, line: str, at: float) -> Sent:
        """Send one line of message data, given without its line end; a single dot ends the data."""
        self._refuse_outside_data()
        if "\r" in line or "\n" in line:
            msg = _("This is more than one line of message data: send the lines one by one.")
            raise CommandError(msg)
        return self._sent(END_OF_DATA if line == "." else encode_data_line(line), at)

    def send_chunk(self, octets: bytes, at: float) -> Sent:
        """Send the chunk that BDAT has announced: exactly so many octets, as they are (RFC 3030 §2)."""
        refuse_where_nothing_can_be_sent(self.state)
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
        return self._sent(octets, at)

    def fit_chunk(self, line: str) -> bytes:
        """Return a typed line as a chunk, without a line end if it fits so, otherwise with one.

        Raises CommandError for a character that has no octets.
        """
        octets = encode_text(line)
        return octets if self.chunk_wanted == len(octets) else octets + b"\r\n"

    def authenticate(self, mechanism: Mechanism, at: float, *, risk: Risk | None = None) -> Sent:
        """Send AUTH; challenges are then answered by `respond_to_challenge`.

        The initial response goes with it unless the line would be longer than 512 octets (RFC 4954 §4).
        """
        self._refuse_where_no_command_can_be_sent()
        if self.challenged:
            msg = _("The server waits for the response to a challenge: answer it, or cancel it with *.")
            raise CommandError(msg)
        command, initial = f"AUTH {mechanism.name}".encode(), mechanism.initial_response()
        octets, held_back = command + b"\r\n", initial
        if initial is not None:
            whole = command + b" " + (in_base64(initial).reveal() or b"=") + b"\r\n"
            if len(whole) <= COMMAND_LINE:
                octets, held_back = whole, None
        sent = self._sent(octets, at, risk)
        exchange = self._lines.exchange
        exchange.mechanism, exchange.initial = mechanism, held_back
        self._server.scrubber.add(secret.reveal() for secret in getattr(mechanism, "secrets", ()))
        return sent

    def respond_to_challenge(self, at: float) -> Sent:
        """Answer the outstanding challenge by the mechanism, or cancel with ``*`` what it cannot answer."""
        self._refuse_where_no_command_can_be_sent()
        response = self._lines.exchange.respond()
        if response is None:
            return self._sent(b"*\r\n", at)
        return self._sent(encode_response(in_base64(response).reveal().decode()), at)

    # What may be sent, and by whom

    @property
    def may_say_unasked(self) -> bool:
        """Whether a command that nobody typed, such as QUIT, would be taken for a command now.

        In message data it would go into the mail, in an exchange it would be a response; before the greeting
        it would be early.
        """
        return self.waits is None and self.awaited is Awaited.COMMAND and self.state not in _NO_COMMANDS

    def risk_of(self, line: str) -> Risk | None:
        """Return why a line is sent only if the user insists; None where nothing speaks against it.

        A credential in the clear is asked about once, and is worse than being early.
        """
        may_be_read = not self.tls and not self._insisted_in_clear and self.awaited is not Awaited.MESSAGE
        if may_be_read and self._is_credential(line):
            return Risk.IN_CLEAR
        return Risk.EARLY if self.state is State.AWAITING_GREETING else None

    def _is_credential(self, line: str) -> bool:
        """Whether a line is a password or the beginning of an exchange in which one follows."""
        if self.awaited is Awaited.RESPONSE and self._lines.exchange.mechanism_name in PROVING:
            return False
        name = "".join(line.upper().split()[1:2])
        if self.awaited is Awaited.COMMAND and verb_of(line) in AUTH_VERBS and name in PROVING | PASSWORDS:
            return name in PASSWORDS
        return self.judge(line).begins is not None

    def _sent(self, octets: bytes, at: float, risk: Risk | None = None) -> Sent:
        """Hear ourselves: what goes out means what it would mean to anybody."""
        self._insisted_in_clear = self._insisted_in_clear or risk is Risk.IN_CLEAR
        events: list[Event] = []
        for begin in range(0, len(octets), HELD_OCTETS):
            events += self.heard_from_client(octets[begin : begin + HELD_OCTETS], at)
        if risk is not None:
            events = [
                event._replace(risk=risk) if isinstance(event, CommandSent) else event for event in events
            ]
        return octets, events

    def _refuse_outside_data(self) -> None:
        if self.state is not State.DATA:
            msg = _("The server is not waiting for message data: send DATA first.")
            raise CommandError(msg)

    def _refuse_where_no_command_can_be_sent(self) -> None:
        refuse_where_nothing_can_be_sent(self.state)
        refuse_until_understood(self.state, self.waits, self.chunk_wanted)
