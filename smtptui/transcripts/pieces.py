"""What a line of text may hold, and what a family of text formats is."""

from typing import NamedTuple, Protocol


class Opened(NamedTuple):
    """A connection begins: what was known of the session before is forgotten."""

    session: str = ""


class Said(NamedTuple):
    """A line of the client; `session` tells sessions apart where a log mixes them."""

    text: str
    session: str = ""


class Heard(NamedTuple):
    """A line of the server, from its reply code on."""

    text: str
    session: str = ""


class Logged(NamedTuple):
    """A reply that a log or a bounce tells of; empty fields are unknown, `text` begins after the code."""

    code: str
    enhanced: str = ""
    text: str = ""
    command: str = ""
    command_line: str = ""
    server: str = ""


class Nothing(NamedTuple):
    """The line belongs to the format and holds no reply: no other family is to look at it."""


Piece = Opened | Said | Heard | Logged | Nothing


class Family(Protocol):
    """A family of text formats; it may remember earlier lines of its own, within bounds."""

    name: str

    def read(self, line: str) -> tuple[Piece, ...]:
        """Return what the line holds; nothing at all where it is not of this family."""
        ...
