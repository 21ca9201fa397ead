"""What is wrong with a config, and where."""

from collections.abc import Iterator
from typing import NamedTuple


class Problem(NamedTuple):
    """A line, from 1 (0: of the whole file), and a sentence without its full stop."""

    line: int
    message: str


class ConfigError(Exception):
    """A config that cannot be used; `problems` are in the order of their lines."""

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(file, problems)
        self.file = file
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> Iterator[str]:
        """Yield each problem as editors and compilers write it: ``FILE:LINE: what``."""
        for line, message in self.problems:
            yield f"{self.file}:{line}: {message}" if line else f"{self.file}: {message}"
