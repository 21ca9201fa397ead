"""The rows of a session as values: what each is, what stands out, and what explains it."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from smtptui.text import visible
from smtptui.watching.narration import narrated
from smtptui.watching.retention import SHOWN, read_part
from smtptui.wire.events import Event, GreetingReceived, ReplyReceived
from smtptui.wire.reply import Reply, ReplyLine
from smtptui.words import plural

if TYPE_CHECKING:
    # A row is made before anything is explained, and the explanations' modules are dear to import.
    from smtptui.reference.explaining.evidence import Evidence
    from smtptui.reference.explaining.explanation import Explanation
    from smtptui.watching.greeting_verdict import GreetingVerdict
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


class Context(NamedTuple):
    """What was known of the server and of the session when a reply came: the evidence to explain it with."""

    greeting: str = ""
    extensions: "Extensions | None" = None
    tls: bool = False
    authenticated: bool = False
    mechanism: str = ""
    """That of the AUTH exchange which the reply belongs to, in capitals."""
    greeted_before: bool = False
    """Whether the server greets again, as it does after XCLIENT."""


@dataclass(slots=True, eq=False)
class ReplyInContext:
    """A complete reply with all that explains it; shared by its rows, and forgotten with them.

    Either `event` brought it and `context` was known then, or a text held it as `evidence`. `change` is what
    an EHLO reply inside TLS offers otherwise than the one before. `verdict` says how a greeting came, `apart`
    that the command which is answered is not what stands above.
    `explanation` is made by the `Explainer`, once.
    """

    event: GreetingReceived | ReplyReceived | None = None
    context: Context = Context()  # noqa: RUF009, a tuple cannot be changed
    evidence: "Evidence | None" = None
    change: "OfferChange | None" = None
    verdict: "GreetingVerdict | None" = None
    explanation: "Explanation | None" = None
    apart: bool = False


@dataclass(slots=True, eq=False)
class Row:
    """One row: a `line` as it was received, `words` safe to show, or else what `event` says."""

    number: int
    """Rises from row to row; a folded row has that of its first line."""
    at: float
    """In seconds of the session's clock; in a pasted text the line where it stands."""
    kind: Kind
    event: Event | None = None
    line: ReplyLine | None = None
    words: str = ""
    code: int | None = None
    highlight: Highlight | None = None
    reply: ReplyInContext | None = None
    """What it belongs to, once that is complete."""
    odd: tuple[str, ...] | None = ()
    """What is odd about its line; None for what is odd about its whole reply, found out when asked for."""
    folded: tuple["Row", ...] = ()
    unfolded: bool = False
    weight: int = 0
    """Blocks of `smtptui.watching.retention.BLOCK` octets that it holds in memory, about."""
    tag: str | None = None
    """What its explanation says at the right; None until it is made."""

    @property
    def anomalies(self) -> tuple[str, ...]:
        """What is odd about it; on the first row of a reply, about the whole reply, each once."""
        if self.odd is None:
            event = self.reply.event if self.reply is not None else None
            self.odd = _odd(event.reply) if event is not None else ()
        return self.odd

    @property
    def text(self) -> str:
        """What the row says, safe to show; made when it is asked for, as few rows ever are."""
        if self.line is not None:
            return line_text(self.line)
        if self.folded:
            number = len(self.folded)
            return plural("{line} ({number} line)", "{line} ({number} lines)", number, line=self.words)
        return self.words or (narrated(self.event) if self.event is not None else "")


def _odd(reply: Reply) -> tuple[str, ...]:
    seen = [anomaly for line in reply.lines for anomaly in line.anomalies]
    return tuple(map(str, dict.fromkeys([*seen, *read_part(reply).anomalies])))


def line_text(line: ReplyLine, shown: int = SHOWN) -> str:
    """Return at most `shown` octets of a line as text, and how many there are more."""
    raw = line.raw
    text = visible(raw[:shown].rstrip(b"\r\n"))
    cut = line.dropped + max(0, len(line.body) - shown) if line.dropped or len(raw) > shown else 0
    if not cut:
        return text
    return plural("{line} … {number} octet more", "{line} … {number} octets more", cut, line=text)


_NUMBER = attrgetter("number")


def index_in(rows: Sequence[Row], row: Row) -> int | None:
    """Return where a row is among rows whose numbers rise, or None."""
    index = bisect_left(rows, row.number, key=_NUMBER)
    # A folded row has the number of its first line.
    for near in range(index, min(index + 2, len(rows))):
        if rows[near] is row:
            return near
    return None


class Step(NamedTuple):
    """One step of the session's short history, with what it took in seconds: ``EHLO 3 ms``."""

    name: str
    """A verb, or one of the stages of `smtptui.watching.narration`."""
    took: float
    severity: int
