"""The text of a config, and the line on which something stands in it, which TOML's reader does not tell."""

import re
from typing import Any, NamedTuple

from smtptui.settings.problem import ConfigError, Problem
from smtptui.words import _

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class Source(NamedTuple):
    """The text of a file, and its name."""

    text: str
    file: str

    def value(self) -> dict[str, Any]:
        """Return what it says; raise ConfigError with the line where it is no TOML."""
        # Imported where there is a config: it takes as long as a quick answer.
        import tomllib

        try:
            return tomllib.loads(self.text)
        except (RecursionError, ValueError) as error:
            why = str(error)
            line = 0
            if place := _PLACE.search(why):
                line = int(place[1] or self.text.rstrip().count("\n") + 1)
                why = why[: place.start()]
            raise ConfigError(self.file, (Problem(line, _("this is no TOML: {why}", why=why)),)) from None

    def line_of(self, path: tuple[str, ...]) -> int:
        """Return the line, from 1, on which `path` is set first; 0 where it is not.

        Statements end where a beginning of the text is TOML of its own; the first beginning that
        has `path` ends with its statement. So nothing but TOML's own reader has to know TOML.
        """
        lines = self.text.split("\n")
        low, high = 0, len(lines)
        while low < high:
            middle = (low + high) // 2
            if _has(path, lines, middle):
                high = middle
            else:
                low = middle + 1
        return low if _has(path, lines, low) else 0


def _has(path: tuple[str, ...], lines: list[str], count: int) -> bool:
    """Return whether `path` is set in the statements that begin in the first `count` lines."""
    value: object = None
    while count <= len(lines) and (value := _beginning(lines[:count])) is None:
        count += 1
    return _holds(value, ".".join(path))


def _holds(value: object, name: str) -> bool:
    """Return whether a table has what is written ``a.b``: b in a table a, or one key with a dot in it."""
    if not isinstance(value, dict):
        return False
    return any(
        key == name or (name.startswith(f"{key}.") and _holds(inner, name[len(key) + 1 :]))
        for key, inner in value.items()
    )


def _beginning(lines: list[str]) -> dict[str, Any] | None:
    import tomllib

    try:
        return tomllib.loads("\n".join(lines))
    except (RecursionError, ValueError):
        return None
