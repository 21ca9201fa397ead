"""The one way out: text for whatever stdout is, with its width, its character set and its style."""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TextIO

from smtptui.cli.columns import wrapped
from smtptui.words import _

PIPE_WIDTH = 100
"""Columns where nothing says how wide the output is."""
NARROWEST, WIDEST = 24, 120

STAND_INS = {
    "…": "...",
    "≠": "|",
    "·": "-",
    "–": "-",
    "—": "-",
    "→": "->",
    "←": "<-",
    "≤": "<=",
    "≥": ">=",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "×": "x",
    "•": "*",
    "▌": "|",
    "╰": "`",
    "✓": "+",
    "✗": "x",
    "§": "section ",
}
"""What is written for our own signs where the output has no such character."""


class OutputGone(Exception):  # noqa: N818 -- nothing went wrong: the reader of the pipe has had enough
    """Whoever read standard output has closed it."""


class OutputError(Exception):
    """Standard output takes nothing more; the message says why."""


class Output:
    """Lines to a stream, which is None where it was closed before the program began.

    What the stream's character set lacks is written as a stand-in or as ``\\u{N}``: writing never fails for
    what is in the text. Raises OutputGone and OutputError, and no OSError, so that a full disk and a reader
    that went away are not taken for trouble elsewhere.
    """

    def __init__(self, stream: TextIO | None, variables: Mapping[str, str]) -> None:
        self._stream = stream
        self._variables = variables
        self._encoding = getattr(stream, "encoding", None) or "utf-8"
        self.width = self._width()
        """Columns to write in: COLUMNS, the terminal's, or `PIPE_WIDTH`; never outside the two bounds."""

    @property
    def is_terminal(self) -> bool:
        """Whether a person reads it."""
        try:
            return self._stream is not None and self._stream.isatty()
        except ValueError:  # it was closed
            return False

    @property
    def takes_style(self) -> bool:
        """Whether bold may be written: to a terminal that nobody asked to stay plain (no-color.org)."""
        return (
            self.is_terminal
            and not self._variables.get("NO_COLOR")
            and self._variables.get("TERM", "") not in ("", "dumb")
        )

    def strong(self, words: str) -> str:
        """Return words as a terminal shows them in bold, or as they are where it must not."""
        return f"\x1b[1m{words}\x1b[0m" if words and self.takes_style else words

    def line(self, text: str = "") -> None:
        """Write a line as it is; what came from outside has passed `smtptui.text.visible`."""
        if self._stream is None:
            raise OutputError(_("it is closed"))
        try:
            self._stream.write(f"{self.sayable(text)}\n")
        except BrokenPipeError:
            raise OutputGone from None
        except OSError as error:
            from smtptui.words.failures import why_of

            raise OutputError(why_of(error)) from None

    def overwrite(self, text: str) -> None:
        """Write over the line that a terminal's cursor stands in, and stay in it."""
        if self._stream is not None:
            with suppress(OSError):
                self._stream.write(f"\r{self.sayable(text)[: self.width - 1]}\x1b[K")
                self._stream.flush()

    def lines(self, lines: Iterable[str]) -> None:
        """Write lines, one after the other."""
        for line in lines:
            self.line(line)

    def paragraph(self, text: str, *, indent: str = "", hanging: str | None = None) -> None:
        """Write a text as lines no wider than the output (see `wrapped`)."""
        self.lines(wrapped(self.sayable(text), self.width, indent=indent, hanging=hanging))

    def json(self, value: object, *, indent: int | None = None) -> None:
        """Write a value as JSON on a line, or indented on several; in ASCII, the same for every reader."""
        from json import dumps

        self.line(dumps(value, indent=indent))

    def flush(self) -> None:
        """Hand on what is buffered."""
        try:
            if self._stream is not None:
                self._stream.flush()
        except BrokenPipeError:
            raise OutputGone from None
        except OSError as error:
            from smtptui.words.failures import why_of

            raise OutputError(why_of(error)) from None

    def abandon(self) -> None:
        """Let what is still buffered go nowhere: the interpreter must not try again at its end."""
        try:
            if self._stream is not None:
                os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())
        except (OSError, ValueError):
            return

    def sayable(self, text: str) -> str:
        """Return a text in characters that the stream has."""
        if text.isascii() or self._says(text):
            return text
        return "".join(
            character if self._says(character) else self._stand_in(character) for character in text
        )

    def _stand_in(self, character: str) -> str:
        return STAND_INS.get(character) or f"\\u{{{ord(character):x}}}"

    def _says(self, text: str) -> bool:
        try:
            text.encode(self._encoding)
        except (UnicodeEncodeError, LookupError):
            return False
        return True

    def _width(self) -> int:
        columns = self._variables.get("COLUMNS", "")
        if columns.isascii() and columns.isdigit() and len(columns) < 6 and int(columns) > 0:
            return max(NARROWEST, min(WIDEST, int(columns)))
        try:
            descriptor = -1 if self._stream is None else self._stream.fileno()
            return max(NARROWEST, min(WIDEST, os.get_terminal_size(descriptor).columns or PIPE_WIDTH))
        except (AttributeError, OSError, ValueError):
            return PIPE_WIDTH
