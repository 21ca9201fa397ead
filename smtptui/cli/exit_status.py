"""The exit statuses, in one place; scripts may rely on them."""

from enum import IntEnum


class ExitStatus(IntEnum):
    """What the program says of how it went; from 64 on as sysexits.h numbers them."""

    OK = 0
    """Fine; also where the reader of a pipe has had enough."""
    NOT_FOUND = 1
    """`explain` and `codes`: nothing there to explain or to list."""
    USAGE = 2
    """A bad option or argument, or no terminal for a screen."""
    CANNOT_CONNECT = 3
    """`probe`: no connection. `demo`: the port cannot be had."""
    CONNECTION_LOST = 6
    """`probe`: the connection ended unexpectedly. This and the following are swaks' numbers."""
    GREETING = 21
    """`probe`: the greeting refused, came too late, or was none that can be trusted."""
    EHLO = 22
    """`probe`: EHLO was refused."""
    MAIL = 23
    """`probe`: MAIL was refused."""
    RCPT = 24
    """`probe`: a recipient was refused."""
    DATA = 25
    """`probe`: DATA was refused."""
    MESSAGE = 26
    """`probe`: the message was refused."""
    AUTH = 28
    """`probe`: the login failed, or was not tried."""
    TLS = 29
    """`probe`: TLS failed, or was not offered where it was required."""
    EXPECTATION = 40
    """`probe`: an expectation failed."""
    DEFECT = 70
    """A defect of the program, or a file of its own that is missing."""
    IO = 74
    """Standard input cannot be read, or standard output not be written."""
    INTERRUPTED = 130
    """By ctrl+c."""
