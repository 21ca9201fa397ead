"""What the user has chosen, as a value, read from the text of a config."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from smtptui.settings.problem import ConfigError, Problem
from smtptui.settings.reading import Reading
from smtptui.settings.source import Source

__all__ = ["Config", "ConfigError", "Problem", "read_config"]

_EMPTY: Mapping[str, Any] = MappingProxyType({})


class Config(NamedTuple):
    """The settings by their names; what is not set is empty. `timeouts` in seconds, `keys` by action id.

    `notes` has the user's words by ``550``, ``5.7.1``, ``550 5.7.1``, ``mailbox.full``. `source` tells lines.
    """

    language: str = ""
    theme: str = ""
    ehlo: str = ""
    tls: str = ""
    ca: str = ""
    cert: str = ""
    key: str = ""
    timeouts: Mapping[str, float] = _EMPTY
    keys: Mapping[str, str] = _EMPTY
    notes: Mapping[str, str] = _EMPTY
    source: Source | None = None

    def wrong(self, path: tuple[str, ...], message: str) -> ConfigError:
        """Return the error that what is set under `path` is wrong, which only its user can tell."""
        assert self.source is not None
        return ConfigError(self.source.file, (Problem(self.source.line_of(path), message),))


def read_config(text: str, file: str, *, folder: str = "", home: str = "") -> Config:
    """Return what a config says; raise ConfigError, which names everything that is wrong.

    `folder` is where relative paths begin, `home` what ``~`` stands for.
    """
    source = Source(text, file)
    reading = Reading(source, folder, home)
    values: dict[str, Any] = {}
    timeouts: dict[str, float] = {}
    for setting, value in reading.settings():
        if value is not None and setting.table == "timeouts":
            assert isinstance(value, float)
            timeouts[setting.name.replace("-", "_")] = value
        elif value is not None:
            values[setting.name] = value
    if reading.problems:
        raise ConfigError(file, tuple(sorted(reading.problems)))
    return Config(**values, timeouts=timeouts, source=source)
