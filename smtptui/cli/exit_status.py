"""The exit statuses, in one place; scripts may rely on them."""

from enum import IntEnum


class ExitStatus(IntEnum):
    """Numbers above 20 name the stage of the session that failed, as swaks does."""

    OK = 0
    """Fine."""
    NOT_FOUND = 1
    """`explain` and `codes`: nothing there to explain or to list."""
    USAGE = 2
    """A bad option or argument, or no terminal for a screen."""
    CANNOT_CONNECT = 3
    """Name unknown, refused, unreachable, timed out."""
    CLOSED = 6
    """The connection ended unexpectedly."""
    GREETING = 21
    EHLO = 22
    MAIL = 23
    RCPT = 24
    DATA = 25
    END_OF_DATA = 26
    AUTH = 28
    TLS = 29
    EXPECTATION = 40
    """What was expected of the server did not come."""
