"""What a line of text may hold, and what a family of text formats is."""

from enum import Enum
from typing import NamedTuple, Protocol


class Line(NamedTuple):
    """A line as its program wrote it: what others have put before it is peeled off.

    `tag` is the program's name and `pid` its process as syslog or a journal tells them, `source` what else
    tells writers apart (a container's name), `stamp` the time of day in seconds, `number` the line's from 1.
    `tabbed` is the same text with its tabs, which are spaces in `text`.
    """

    text: str
    number: int = 0
    tag: str = ""
    pid: str = ""
    source: str = ""
    stamp: int | None = None
    tabbed: str = ""


class Telling(Enum):
    """How a reply is told, which says what a second telling of the same words is."""

    WIRE = "wire"
    """A line of a session: each is a reply of its own."""
    TOLD = "told"
    """An error message, a bounce, an exception: it may tell a reply again that stands elsewhere."""
    EVENT = "event"
    """A line of a server's log: what is logged twice has happened twice."""


class Opened(NamedTuple):
    """A connection begins: what was known of the session before is forgotten.

    `last_only` tells that of the client's commands only the last will be shown, as in Sendmail's bounces.
    """

    session: str = ""
    last_only: bool = False


class Ended(NamedTuple):
    """A connection ends: commands without a reply will not be answered."""

    session: str = ""


class Said(NamedTuple):
    """A line of the client; `session` tells sessions apart where a log mixes them."""

    text: str
    session: str = ""
    marked: bool = True


class Heard(NamedTuple):
    """A line of the server, from its reply code on; `marked` where the format tells whose it is."""

    text: str
    session: str = ""
    marked: bool = True


class Logged(NamedTuple):
    """A reply that a log or a bounce tells of; empty fields are unknown, `text` begins after the code."""

    code: str
    enhanced: str = ""
    text: str = ""
    command: str = ""
    command_line: str = ""
    server: str = ""
    telling: Telling = Telling.TOLD
    line: int = 0
    """The line where it ended, if that is not the one just read."""


class Asked(NamedTuple):
    """The command that the reply told just before was an answer to."""

    command: str


class Nothing(NamedTuple):
    """The line belongs to the format and holds no reply: no other family is to look at it."""


Piece = Opened | Ended | Said | Heard | Logged | Asked | Nothing


class Family(Protocol):
    """A family of text formats; it may remember earlier lines of its own, within bounds."""

    name: str

    def read(self, line: Line) -> tuple[Piece, ...]:
        """Return what the line holds; nothing at all where it is not of this family."""
        ...
