"""What a command is given of the world outside; a test hands in another world."""

from __future__ import annotations

import os
import sys
from functools import cached_property
from typing import TYPE_CHECKING

from smtptui.cli.output import Output, OutputError, OutputGone
from smtptui.settings.places import load_config
from smtptui.text import visible
from smtptui.words.language import speak_language, speak_locale

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import BinaryIO

    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.settings.config import Config

MOST = 400
"""Characters of a message: an argument, which it repeats, may be of any length."""


class InputError(Exception):
    """Standard input, or a file that was named, cannot be read; the message says why."""

    def __init__(self, why: str, file: str = "") -> None:
        super().__init__(why)
        self.file = file


class Environment:
    """The streams and variables of a run; `stdin` is None where it was closed before the program began.

    `reference` is the directory of the reference, the package's own if None.
    """

    def __init__(
        self,
        stdin: BinaryIO | None,
        stdout: Output,
        stderr: Output,
        variables: Mapping[str, str],
        reference: os.PathLike[str] | None = None,
    ) -> None:
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr
        self.variables = variables
        self.reference = reference
        self.language = "en"
        """What the texts of the reference are in; `speak` and `speak_locale` change it."""
        self.language_named = False
        """Whether the language was asked for on the command line."""
        self.config_named = ""
        """The config that was named on the command line, if any."""

    @cached_property
    def config(self) -> Config | None:
        """What the user has set, None where there is no config; raises ConfigError for one that is wrong."""
        return load_config(self.variables, self.config_named)

    @property
    def input_is_terminal(self) -> bool:
        """Whether a person would have to type what is read from `stdin`."""
        try:
            return self.stdin is not None and self.stdin.isatty()
        except ValueError:  # it was closed
            return False

    def say(self, *lines: str, prefix: str = "smtptui: ") -> None:
        """Write to stderr, safely: a message may repeat an argument. Nothing happens where it is closed."""
        try:
            for line in lines:
                self.stderr.line(prefix + visible(shortened(line)))
                prefix = ""
            self.stderr.flush()
        except (OutputGone, OutputError):
            return

    def speak_locale(self) -> None:
        """Speak what the locale asks for, or English."""
        self.language = speak_locale(self.variables)

    def speak(self, language: str) -> bool:
        """Speak a language from now on; return whether there is such a one."""
        known = speak_language(language)
        if known:
            self.language = language
        return known

    def catalogue(self) -> Catalogue:
        """Return the reference in the language that is spoken; it reads only what is asked of it."""
        from smtptui.reference.book.catalogue import Catalogue

        notes = self.config.notes if self.config is not None else None
        return Catalogue(language=self.language, root=self.reference, notes=notes)


def of_process() -> Environment:
    """Return the environment that the process has."""
    # Any of the three is None where the shell was told to close it (<&- and >&-), or in a service.
    stdin = getattr(sys.stdin, "buffer", None)
    return Environment(stdin, Output(sys.stdout, os.environ), Output(sys.stderr, os.environ), os.environ)


def shortened(message: str) -> str:
    """Return a message that is too long without its middle: its end says what to do."""
    if len(message) <= MOST:
        return message
    return f"{message[: MOST // 2]} … {message[-MOST // 2 :]}"
