"""The targets of many sessions: those that were named, or line by line from standard input."""

import io
import os
from collections.abc import Sequence
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, NamedTuple

from smtptui.cli.arguments import Arguments, UsageError
from smtptui.cli.connecting import target_of
from smtptui.cli.environment import Environment, InputError
from smtptui.cli.exit_status import ExitStatus
from smtptui.cli.probe.asked import Asked, plain_first
from smtptui.cli.probe.findings import Findings
from smtptui.cli.probe.result import Result
from smtptui.cli.probe.verdict import Verdict
from smtptui.text import visible
from smtptui.words import _
from smtptui.words.failures import why_of

if TYPE_CHECKING:
    from smtptui.session.target import Target

READ = 64 * 1024
"""Octets of a list that are read at once."""

LONGEST_LINE = 4096


class Bad(NamedTuple):
    """A line of a list that names no target, and why, both safe to show."""

    line: str
    why: str


class Targets:
    """Hands out targets in batches: those that were named, or line by line from standard input."""

    def __init__(self, given: Arguments, asked: Asked, environment: Environment) -> None:
        self._given = given
        self._environment = environment
        self._asked = asked
        self._named = asked.targets
        self._rest = b""
        self._bad: SimpleQueue[Bad] = SimpleQueue()
        self._ended = False

    def batch(self) -> Sequence["Target"]:
        """Return the next targets; empty after the last. Waits for them, on a thread of its own."""
        if self._named is not None:
            named, self._named, self._ended = self._named, (), True
            return named
        found: list[Target] = []
        while not found and not self._ended:
            octets = _read(self._environment)
            self._ended = not octets
            *lines, self._rest = (self._rest + octets).split(b"\n")
            if self._ended:
                lines, self._rest = [*lines, self._rest], b""
            elif len(self._rest) > LONGEST_LINE:
                lines, self._rest = [*lines, self._rest[:LONGEST_LINE]], b""
            for line in lines:
                self._take(line, found)
        return found

    def bad(self) -> "list[Result]":
        """Return results for the lines so far that name no target."""
        found: list[Result] = []
        while True:
            try:
                line, why = self._bad.get_nowait()
            except Empty:
                return found
            found.append(Result(line, Findings(), Verdict(ExitStatus.USAGE, why)))

    def _take(self, line: bytes, found: "list[Target]") -> None:
        word = line.decode("utf-8", "replace").partition("#")[0].strip()
        if not word:
            return
        try:
            target = target_of(word, self._given, self._environment.config)
            if self._asked.in_clear:
                target = plain_first(target)
        except UsageError as error:
            self._bad.put(Bad(visible(word[:100]), str(error)))
        else:
            found.append(target)


def _read(environment: Environment) -> bytes:
    """Return what standard input has by now; waits only where it has nothing."""
    stdin = environment.stdin
    if stdin is None:
        raise InputError(_("it is closed"))
    try:
        # Not through its buffer, whose lock the interpreter would miss at its end.
        return os.read(stdin.fileno(), READ)
    except io.UnsupportedOperation:
        return stdin.read(READ)
    except OSError as error:
        raise InputError(why_of(error)) from None
