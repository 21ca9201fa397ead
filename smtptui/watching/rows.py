"""The rows of the live panel as values: what each is, what stands out, and what explains it."""

from dataclasses import dataclass
from enum import StrEnum

from smtptui.reference.explaining.evidence import Evidence
from smtptui.wire.ehlo import Extensions
from smtptui.wire.events import Event


class Kind(StrEnum):
    """What a row is; decides its arrow and colour."""

    SYSTEM = "·"
    SENT = "→"
    RECEIVED = "←"
    TROUBLE = "!"


class Highlight(StrEnum):
    """What stands out."""

    GREETING = "greeting"
    NOT_IMPLEMENTED = "504"


@dataclass(slots=True, eq=False)
class Row:
    """One row of the panel. `text` is safe to show; `event` is what selecting the row explains."""

    at: float
    kind: Kind
    text: str
    code: int | None = None
    highlight: Highlight | None = None
    event: Event | None = None
    context: "Context | None" = None
    anomalies: tuple[str, ...] = ()
    folded: tuple["Row", ...] = ()
    unfolded: bool = False
    label: str = ""
    """Stands in place of the time: the line of a pasted text."""
    evidence: Evidence | None = None
    """What explains a reply that no event brought."""
    tag: str | None = None
    """What stands at the right; None until it is asked for."""


@dataclass(frozen=True, slots=True)
class Context:
    """What was known of the server when a reply came: the evidence for its explanation."""

    greeting: str = ""
    extensions: Extensions | None = None
    tls: bool = False


@dataclass(slots=True)
class Step:
    """One step of the session's short history: ``EHLO 3 ms``."""

    name: str
    took: float
    severity: int
