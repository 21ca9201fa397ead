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
    """`demo`: the port cannot be had."""
    DEFECT = 70
    """A defect of the program, or a file of its own that is missing."""
    IO = 74
    """Standard input cannot be read, or standard output not be written."""
    INTERRUPTED = 130
    """By ctrl+c."""
