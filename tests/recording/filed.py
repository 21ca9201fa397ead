"""One and the same session in every kind of file: alone, among others, of an older version, written anew."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from smtptui.recording.events import Session
from smtptui.recording.migrations import Migration
from smtptui.recording.opened import Recording
from smtptui.recording.recorder import RecordingFile
from smtptui.wire.events import Event
from tests.recording.written import recorded
from tests.tui.transcript import events

OTHER = "S: 220 other ESMTP\nC: EHLO other\nS: 250-other\nS: 250 OTHER\nC: AUTH OTHER\nS: 504 5.5.4 other"


class Filed(NamedTuple):
    """The octets of a file, and where in it the session is."""

    octets: bytes
    number: int = 0
    migrations: Mapping[int, Migration] = {}

    def opened(self) -> tuple[Recording, Session]:
        """Return the recording, and the session in it."""
        recording = Recording(BytesIO(self.octets), self.migrations)
        return recording, recording.sessions[self.number]


def _alone(path: Path, happened: Sequence[Event]) -> Filed:
    return Filed(recorded(path, happened, start=100.0).read_bytes())


def _first(path: Path, happened: Sequence[Event]) -> Filed:
    return Filed(recorded(path, happened, *[[*events(OTHER)]] * 50, start=100.0).read_bytes())


def _last(path: Path, happened: Sequence[Event]) -> Filed:
    return Filed(recorded(path, *[[*events(OTHER)]] * 50, happened, start=100.0).read_bytes(), 50)


def _between(path: Path, happened: Sequence[Event]) -> Filed:
    return Filed(recorded(path, happened, happened, happened, start=100.0).read_bytes(), 1)


def mixed(path: Path, *sessions: Iterable[Event]) -> bytes:
    """Record sessions at once, an event of each in turn."""
    file = RecordingFile(path)
    recorders = [file.session(f"mx{number}:25", start=100.0) for number in range(len(sessions))]
    left = [list(reversed(list(own))) for own in sessions]
    while any(left):
        for recorder, own in zip(recorders, left, strict=True):
            if own:
                recorder.events([own.pop()])
    file.close()
    return path.read_bytes()


def _mixed_first(path: Path, happened: Sequence[Event]) -> Filed:
    return Filed(mixed(path, happened, happened[:-10], [*events(OTHER)] * 100))


def _mixed_second(path: Path, happened: Sequence[Event]) -> Filed:
    return Filed(mixed(path, happened[:-10], happened, [*events(OTHER)] * 100), 1)


def _mixed_short(path: Path, happened: Sequence[Event]) -> Filed:
    """Ended long before the others."""
    longer = [*happened[:-1], *happened]
    return Filed(mixed(path, longer, happened, longer), 1)


def _older(path: Path, happened: Sequence[Event]) -> Filed:
    """Of a version that called things by other names, and wrote milliseconds."""

    def before(made: dict[str, Any]) -> dict[str, Any]:
        if "smtptui" in made:
            return made | {"version": 0}
        return {"ms": made["at"] * 1000} | {f"old-{key}": value for key, value in made.items() if key != "at"}

    def after(made: dict[str, Any]) -> dict[str, Any]:
        if "smtptui" in made:
            return made
        return {"at": round(made.pop("ms") / 1000, 6)} | {key[4:]: value for key, value in made.items()}

    return Filed(_anew(_alone(path, happened).octets, before, (",", ":"), "\n"), 0, {0: after})


def _respaced(path: Path, happened: Sequence[Event]) -> Filed:
    """Written again by a program that puts other things between values and lines."""
    return _mixed_second(path, happened)._replace(
        octets=_anew(_mixed_second(path.with_suffix(".2"), happened).octets, dict, (", ", ": "), "\r\n")
    )


def _anew(octets: bytes, change: Callable[[Any], Any], separators: tuple[str, str], end: str) -> bytes:
    made = [json.loads(line) for line in octets.splitlines()]
    return "".join(
        json.dumps(change(each), separators=(",", ":") if "smtptui" in each else separators) + end
        for each in made
    ).encode()


FORMS: Mapping[str, Callable[[Path, Sequence[Event]], Filed]] = {
    form.__name__.strip("_"): form
    for form in (
        _alone,
        _first,
        _last,
        _between,
        _mixed_first,
        _mixed_second,
        _mixed_short,
        _older,
        _respaced,
    )
}
"""What a file is like → what makes one."""
