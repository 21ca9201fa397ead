"""What is half done in the command line: it belongs to one session, and waits while another one shows."""

from collections import deque
from dataclasses import dataclass, field

from smtptui.tui.pasted_queue import PastedQueue
from smtptui.wire.events import Held, Refused, Risk

REMEMBERED = 8
"""How many lines that were sent may still come back refused."""


@dataclass(slots=True, repr=False)
class HalfTyped:
    """The line with what is asked and told about it, the pasted ones after it, and those sent before it.

    It may hold a credential, as the line may: it has no representation.
    """

    value: str = ""
    cursor: int = 0
    question: str = ""
    told: str = ""
    risk: Risk | None = None
    asked: Held | Refused | None = None
    mechanism: str = ""
    queue: PastedQueue = field(default_factory=PastedQueue)
    sent: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
