"""The values of a config, each by the kind of its setting; whatever is wrong is gathered with its line."""

import os
import re
from collections.abc import Callable, Iterator, Mapping

from smtptui.settings.problem import Problem
from smtptui.settings.source import Source
from smtptui.settings.table import SETTINGS, Kind, Setting
from smtptui.words import _

MOST_SECONDS = 86_400
"""A day: whoever waits longer has mistaken the unit."""

NOTED = re.compile(
    r"[2-5]\d\d( [245]\.\d{1,3}\.\d{1,3})?|[245]\.\d{1,3}\.\d{1,3}|[a-z0-9-]+\.[a-z0-9-]+", re.ASCII
)
"""What a note may be on: a code, an enhanced code, both, or a situation (or one meaning of a code)."""

NOTE_LENGTH = 2000
"""Characters of a note."""

Path = tuple[str, ...]
Value = str | float | Mapping[str, str] | None

_KNOWN: Mapping[Path, Setting] = {tuple(setting.path.split(".")): setting for setting in SETTINGS}
_TABLES = frozenset(path[0] for path in _KNOWN if len(path) > 1)


class Reading:
    """Reads one config; `problems` are what was wrong so far.

    `folder` is where relative paths begin, `home` what ``~`` stands for.
    """

    def __init__(self, source: Source, folder: str, home: str) -> None:
        self.problems: list[Problem] = []
        self._source, self._folder, self._home = source, folder, home
        self._readers: Mapping[Kind, Callable[[Path, Setting, object], Value]] = {
            Kind.TEXT: self._text,
            Kind.FILE: self._file,
            Kind.SECONDS: self._seconds,
            Kind.KEYS: self._keys,
            Kind.NOTES: self._notes,
        }

    def settings(self) -> Iterator[tuple[Setting, Value]]:
        """Yield each setting that is set, with its value, None where that is wrong."""
        for path, value in self._paths(self._source.value()):
            if setting := _KNOWN.get(path):
                yield setting, self._readers[setting.kind](path, setting, value)
            else:
                self._wrong(path, _unknown(".".join(path)))

    def _paths(self, value: Mapping[str, object]) -> Iterator[tuple[Path, object]]:
        for name, own in value.items():
            if name not in _TABLES:
                yield (name,), own
            elif isinstance(own, dict):
                for inner, each in own.items():
                    yield (name, inner), each
            else:
                self._no_table((name,))

    def _text(self, path: Path, setting: Setting, value: object) -> str | None:
        if not isinstance(value, str) or not value.isprintable():
            self._wrong(path, _("{name} is a text in quotation marks", name=setting.path))
            return None
        if setting.choices and value not in setting.choices:
            self._wrong(
                path,
                _(
                    "{name} cannot be {value!r}; it is one of {choices}",
                    name=setting.path,
                    value=value,
                    choices=", ".join(setting.choices),
                ),
            )
            return None
        return value

    def _file(self, path: Path, setting: Setting, value: object) -> str | None:
        text = self._text(path, setting, value)
        if text and (text == "~" or text.startswith("~/")):
            text = self._home + text[1:]
        return os.path.join(self._folder, text) if text else text

    def _seconds(self, path: Path, setting: Setting, value: object) -> float | None:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= MOST_SECONDS:
            says = _(
                "{name} is a number of seconds, above 0 and at most {most}",
                name=setting.path,
                most=MOST_SECONDS,
            )
            self._wrong(path, says)
            return None
        return float(value)

    def _keys(self, path: Path, setting: Setting, value: object) -> Mapping[str, str]:  # noqa: ARG002
        found: dict[str, str] = {}
        for inner, each in self._flat(path, value):
            keys = [each] if isinstance(each, str) else each
            if isinstance(keys, list) and keys and all(isinstance(key, str) and key.strip() for key in keys):
                found[".".join(inner)] = ",".join(key.strip() for key in keys)
            else:
                self._wrong((*path, *inner), _('a key is a text such as "ctrl+k", or a list of such texts'))
        return found

    def _notes(self, path: Path, setting: Setting, value: object) -> Mapping[str, str]:  # noqa: ARG002
        found: dict[str, str] = {}
        for inner, each in self._flat(path, value):
            name = " ".join(".".join(inner).split())
            if not NOTED.fullmatch(name):
                says = _(
                    "a note is on a code, an enhanced code, both or a situation, not on {name!r}", name=name
                )
                self._wrong((*path, *inner), says)
            elif not isinstance(each, str) or not each.strip() or len(each) > NOTE_LENGTH:
                says = _("a note is a text of at most {most} characters", most=NOTE_LENGTH)
                self._wrong((*path, *inner), says)
            else:
                found[name] = each.strip()
        return found

    def _flat(self, path: Path, value: object) -> Iterator[tuple[Path, object]]:
        """Yield what a table holds by whole names: a dot in a bare key makes tables of its own."""
        if not isinstance(value, dict):
            self._no_table(path)
            return
        waiting: list[tuple[Path, object]] = [((name,), each) for name, each in reversed(value.items())]
        while waiting:
            inner, each = waiting.pop()
            if isinstance(each, dict):
                waiting += [((*inner, name), own) for name, own in reversed(each.items())]
            else:
                yield inner, each

    def _no_table(self, path: Path) -> None:
        self._wrong(path, _("{name} is a table: write [{name}]", name=".".join(path)))

    def _wrong(self, path: Path, message: str) -> None:
        self.problems.append(Problem(self._source.line_of(path), message))


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    known = [*(setting.path for setting in SETTINGS), *sorted(_TABLES)]
    if near := get_close_matches(name, known, n=1, cutoff=0.75):
        return _("there is no setting {name!r}; did you mean {near}?", name=name, near=near[0])
    return _("there is no setting {name!r}", name=name)
