"""The rows of a session as values: what each is, what stands out, and what explains it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from smtptui.watching.narration import narrated
from smtptui.wire.events import Event, GreetingReceived, ReplyReceived
from smtptui.words import plural

if TYPE_CHECKING:
    # A row is made before anything is explained, and the explanations' modules are dear to import.
    from smtptui.reference.explaining.evidence import Evidence
    from smtptui.reference.explaining.explanation import Explanation
    from smtptui.watching.offers import OfferChange
    from smtptui.wire.ehlo import Extensions


class Kind(StrEnum):
    """What a row is; decides its arrow and colour."""

    SYSTEM = "system"
    SENT = "sent"
    RECEIVED = "received"
    WARNING = "warning"
    TROUBLE = "trouble"


class Highlight(StrEnum):
    """What stands out."""

    GREETING = "greeting"
    NOT_IMPLEMENTED = "504"


class Note(StrEnum):
    """What is odd about a row beside its form; its words stand in `smtptui.watching.narration`."""

    EARLY = "early"
    """Sent before the server had greeted, because the user insisted."""
    IN_CLEAR = "in clear"
    """A credential sent without encryption, because the user insisted."""


class Context(NamedTuple):
    """What was known of the server and of the session when a reply came: the evidence to explain it with."""

    greeting: str = ""
    extensions: "Extensions | None" = None
    tls: bool = False
    authenticated: bool = False
    mechanism: str = ""
    """That of the AUTH exchange which the reply belongs to, in capitals."""


@dataclass(slots=True, eq=False)
class ReplyInContext:
    """A complete reply with all that explains it; shared by its rows, and forgotten with them.

    Either `event` brought it and `context` was known then, or a text held it as `evidence`. `change` is what
    an EHLO reply inside TLS offers otherwise than the one before. `explanation` is made by the `Explainer`,
    once.
    """

    event: GreetingReceived | ReplyReceived | None = None
    context: Context = Context()  # noqa: RUF009, a tuple cannot be changed
    evidence: "Evidence | None" = None
    change: "OfferChange | None" = None
    explanation: "Explanation | None" = None


@dataclass(slots=True, eq=False)
class Row:
    """One row. `wire` is what a peer or we said, safe to show; without it `event` is said in words."""

    number: int
    """Rises from row to row; a folded row has that of its first line."""
    at: float
    kind: Kind
    wire: str = ""
    event: Event | None = None
    cut: int = 0
    """Octets of the line that are not in `wire`."""
    code: int | None = None
    highlight: Highlight | None = None
    reply: ReplyInContext | None = None
    """What it belongs to, once that is complete."""
    anomalies: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    folded: tuple["Row", ...] = ()
    unfolded: bool = False
    place: int = 0
    """The line of a pasted text where it stands, from 1; takes the place of the time."""
    weight: int = 0
    """Octets that it holds in memory, about."""
    tag: str | None = None
    """What its explanation says at the right; None until it is made."""

    @property
    def text(self) -> str:
        """What the row says, safe to show."""
        if self.folded:
            return plural(
                "{line} ({number} line)", "{line} ({number} lines)", len(self.folded), line=self.wire
            )
        if self.cut:
            return plural(
                "{line} … {number} octet more", "{line} … {number} octets more", self.cut, line=self.wire
            )
        if self.wire or self.event is None:
            return self.wire
        return narrated(self.event)


class Step(NamedTuple):
    """One step of the session's short history, with what it took in seconds: ``EHLO 3 ms``."""

    name: str
    """A verb, or one of the stages of `smtptui.watching.narration`."""
    took: float
    severity: int
