"""Everything that can happen in a session, as values; a failure is an event too.

`at` is always in seconds of the session's clock. No event holds a credential: commands are redacted
where the event is made.
"""

from enum import StrEnum
from typing import NamedTuple

from smtptui.wire.reply import Reply, ReplyLine


class State(StrEnum):
    """Where the client stands in the dialogue."""

    AWAITING_GREETING = "awaiting greeting"
    REFUSED = "refused"
    READY = "ready"
    IDENTIFIED = "identified"
    AUTHENTICATING = "authenticating"
    MAIL_TRANSACTION = "mail transaction"
    DATA = "data"
    STARTING_TLS = "starting TLS"
    CLOSING = "closing"
    OUT_OF_STEP = "out of step"
    CLOSED = "closed"


class Asked(NamedTuple):
    """What a reply answers: the verb in capitals, or CONNECT for the greeting, END-OF-DATA after the final
    dot, RESPONSE to an AUTH challenge; `line` is the command as sent, redacted, without the line end."""

    verb: str
    line: bytes
    at: float


class Way(StrEnum):
    """What the user may do about a failure, for a front to offer in place; the advice says it in words."""

    INSPECT = "inspect"
    """Connect again without verifying the certificate; AUTH is forbidden then."""
    PLAINTEXT = "plaintext"
    """Connect again without TLS."""
    CA_FILE = "CA file"
    """Name the authority that has issued the certificate."""
    IMPLICIT_TLS = "implicit TLS"
    """Connect again with TLS from the first octet."""
    CLIENT_CERT = "client certificate"
    """Name a certificate of our own."""
    RETRY = "retry"
    """Connect again in the same way."""


class Resolving(NamedTuple):
    """A name is looked up: `name` and the record `kind` (``A/AAAA`` or ``MX``)."""

    at: float
    name: str
    kind: str


class Resolved(NamedTuple):
    """The addresses, or the MX hosts, in the order in which they are tried."""

    at: float
    name: str
    kind: str
    found: tuple[str, ...]


class Connecting(NamedTuple):
    """An attempt at one address."""

    at: float
    host: str
    address: str
    port: int


class ConnectFailed(NamedTuple):
    """That attempt failed; `why` in words, `advice` says what to do next."""

    at: float
    host: str
    address: str
    port: int
    why: str
    advice: str = ""
    ways: tuple[Way, ...] = ()


class Connected(NamedTuple):
    """The TCP connection stands; `took` in seconds."""

    at: float
    host: str
    address: str
    port: int
    took: float


class LineReceived(NamedTuple):
    """A complete line, the moment it ended; `reply_line` is the how-manieth of its reply, from 0."""

    at: float
    line: ReplyLine
    reply_line: int = 0


class PartialLine(NamedTuple):
    """Octets of a line that has not ended yet (empty once it did)."""

    at: float
    octets: bytes


class GreetingReceived(NamedTuple):
    """The first reply of a connection (or the one after XCLIENT); refused unless it is 2yz."""

    at: float
    reply: Reply

    @property
    def accepted(self) -> bool:
        """Whether the server will talk (RFC 5321 §3.1)."""
        return self.reply.severity == 2


class ReplyReceived(NamedTuple):
    """Any other reply; `asked` is None for one that nobody asked for; `took` in seconds.

    `state` is where the client stood when it came, before the change that it brings.
    """

    at: float
    reply: Reply
    asked: Asked | None
    state: State
    took: float = 0.0


class Risk(StrEnum):
    """Why a line is sent only if the user insists."""

    EARLY = "early"
    """The server has not greeted yet, and may refuse who does not wait (RFC 5321 §4.3.1)."""
    IN_CLEAR = "in clear"
    """It holds a credential, and the connection is not encrypted (RFC 4954 §4)."""
    BREACH = "breach"
    """It is longer than it may be, or not ASCII where SMTPUTF8 is not offered (RFC 5321 §4.5.3.1.4, §2.4)."""


class CommandSent(NamedTuple):
    """Octets went out; `asked.line` is what may be shown of them, `octets` how many there were.

    `risk` is what the user insisted on.
    """

    at: float
    asked: Asked
    octets: int
    risk: Risk | None = None


class Wait(StrEnum):
    """What has to come before the next line can be understood, and so before it may be sent."""

    GREETING = "greeting"
    STARTTLS = "STARTTLS"
    """The reply to STARTTLS, and the handshake after it."""
    DATA = "DATA"
    """The reply that says whether lines are message data or commands; so for BDAT and the final dot."""
    AUTH = "AUTH"
    """The reply to AUTH or to a response: whether the next line answers a challenge."""


class Held(NamedTuple):
    """A line of the user's waits for `until`; `shown` is what may be shown of it, `waiting` how many wait."""

    at: float
    shown: bytes
    until: Wait
    waiting: int


class Refused(NamedTuple):
    """A line of the user's was not sent and is not kept; `why` in words, with what to do instead.

    With a `risk` it is sent if the user insists.
    """

    at: float
    shown: bytes
    why: str
    risk: Risk | None = None


class DataSent(NamedTuple):
    """Message data went out: lines and octets as counted after dot-stuffing, the final dot included.

    `text` are the octets themselves, where it was asked for them to be kept.
    """

    at: float
    lines: int
    octets: int
    text: bytes = b""


class StateChanged(NamedTuple):
    """The dialogue moved on."""

    at: float
    before: State
    after: State


class Certificate(NamedTuple):
    """One certificate of the chain, in words; times are ISO 8601, the fingerprint SHA-256 in hex."""

    subject: str
    issuer: str
    names: tuple[str, ...]
    not_before: str
    not_after: str
    fingerprint: str


class TlsEstablished(NamedTuple):
    """The handshake is done; `verified` is false in inspection mode (`--insecure`)."""

    at: float
    version: str
    cipher: str
    bits: int
    verified: bool
    chain: tuple[Certificate, ...]
    took: float = 0.0
    problem: str = ""


class TlsFailed(NamedTuple):
    """The handshake failed; `why` in words; `chain` is what the server had shown by then."""

    at: float
    why: str
    advice: str = ""
    ways: tuple[Way, ...] = ()
    chain: tuple[Certificate, ...] = ()


class Overdue(StrEnum):
    """What else than the reply to a command can take too long."""

    GREETING = "greeting"
    HANDSHAKE = "TLS handshake"
    ROOM = "room to send"
    """For the server to take what is sent."""


class TimedOut(NamedTuple):
    """What `waiting_for` names, a verb or an `Overdue`, was not there in time; `after` is in seconds."""

    at: float
    waiting_for: str
    after: float


class Noticed(NamedTuple):
    """Something to know that is neither a line nor an end, e.g. plaintext after the STARTTLS 220."""

    at: float
    text: str
    advice: str = ""
    ways: tuple[Way, ...] = ()


class CloseReason(StrEnum):
    """How a connection ended."""

    QUIT = "closed after QUIT"
    BY_SERVER = "closed by the server"
    BY_CLIENT = "closed by us"
    RESET = "reset by the server"
    NOT_CONNECTED = "not connected"
    TLS = "closed because of TLS"
    TIMEOUT = "closed after a timeout"
    NOT_SMTP = "closed: not an SMTP server"
    TRUNCATED = "TLS cut off without close_notify"
    OUT_OF_STEP = "closed: out of step"
    DEFECT = "closed: a defect of this program"


class Closed(NamedTuple):
    """The end of every session's stream, exactly once; `detail` in words, `advice` says what to do next.

    `expected` tells a clean end (after QUIT, or ours) from one that came unexpectedly.
    """

    at: float
    reason: CloseReason
    detail: str = ""
    advice: str = ""
    expected: bool = False
    ways: tuple[Way, ...] = ()


Event = (
    Resolving
    | Resolved
    | Connecting
    | ConnectFailed
    | Connected
    | LineReceived
    | PartialLine
    | GreetingReceived
    | ReplyReceived
    | CommandSent
    | Held
    | Refused
    | DataSent
    | StateChanged
    | TlsEstablished
    | TlsFailed
    | TimedOut
    | Noticed
    | Closed
)
