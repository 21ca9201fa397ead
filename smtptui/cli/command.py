"""A command of the program as a value: what it takes, what its help says, and what runs it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from smtptui.cli.arguments import Arguments, Option
from smtptui.cli.environment import Environment


class Command(NamedTuple):
    """`summary`, `text` and the help of `options` are English, marked, and translated when they are shown.

    `operands` stands in the usage line; `least` and `most` say how many there may be (None: any number).
    """

    name: str
    operands: str
    summary: str
    text: tuple[str, ...]
    options: tuple[Option, ...]
    run: Callable[[Arguments, Environment], int]
    least: int = 0
    most: int | None = None
    prose: bool = False
    """Whether the operands are words of a text, in which a dash may be the text's own."""
    examples: tuple[str, ...] = ()
    statuses: str = ""
    """What its exit statuses mean."""
    failed: Callable[[Sequence[str], Exception, Environment], int | None] | None = None
    """Tells in the command's own form why it did nothing, given its words; returns the status, or None."""
    completes: tuple[str, ...] = ()
    """What a shell offers for its operands: words, or kinds of `smtptui.cli.completion.candidates`."""
