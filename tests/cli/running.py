"""A command run in an environment of its own: no process, no terminal, any character set."""

import io
import os
from collections.abc import Mapping
from typing import NamedTuple

from smtptui.cli import main
from smtptui.cli.environment import Environment
from smtptui.cli.output import Output


class Ran(NamedTuple):
    """How a run ended and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """What it wrote to stdout, by lines."""
        return self.out.splitlines()


class Stream(io.TextIOWrapper):
    """A stream in memory with the encoding of one's choice; strict, as stdout is."""

    def __init__(self, encoding: str = "utf-8", *, terminal: bool = False) -> None:
        self.octets = io.BytesIO()
        self._terminal = terminal
        super().__init__(self.octets, encoding=encoding, write_through=True)

    def isatty(self) -> bool:
        return self._terminal

    @property
    def text(self) -> str:
        self.flush()
        return self.octets.getvalue().decode(self.encoding)


def smtptui(
    *words: str,
    stdin: bytes | None = b"",
    variables: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    terminal: bool = False,
    reference: "os.PathLike[str] | None" = None,
) -> Ran:
    """Run `smtptui` with these words; `terminal` says what stdout is."""
    given = variables or {}
    out, err = Stream(encoding, terminal=terminal), Stream(encoding)
    environment = Environment(
        None if stdin is None else io.BytesIO(stdin), Output(out, given), Output(err, given), given, reference
    )
    return Ran(main(words, environment), out.text, err.text)


def columns(width: int) -> dict[str, str]:
    """Return variables that ask for that width."""
    return {"COLUMNS": str(width)}
