"""The first line of each session in a recording: the form and its version, times, target, options."""

from collections.abc import Mapping
from typing import NamedTuple

from smtptui.recording.fields import LONGEST, DamageError, Object, number_of, text_of
from smtptui.words import _

FORM = "recording"
"""What `smtptui` is in a header; it begins every one, so that headers are found fast."""

MARK = b'{"smtptui":'
"""What a header begins with."""

BEGINS = b'{"smtptui":"recording"'
"""What one begins with that we wrote."""

VERSION = 1
"""Of the form that is written; see `smtptui.recording.migrations` for those that are read."""


class RecordingError(ValueError):
    """A file that is no recording; the message says in words why."""


class Header(NamedTuple):
    """What a session's recording begins with.

    `epoch` is the time of its start in seconds since 1970, `monotonic` the same moment on the clock of the
    program that recorded it; events count from there. `session` tells sessions apart whose events are mixed
    in one file. `options` are those of the session, none of them a secret.
    """

    version: int
    program: str
    epoch: float
    monotonic: float
    target: str
    options: Mapping[str, str]
    session: int = 0


def header_object(header: Header) -> dict[str, object]:
    """Return a header as an object, `smtptui` first."""
    made: dict[str, object] = {"smtptui": FORM, "version": header.version, "program": header.program}
    made |= {"epoch": round(header.epoch, 6), "monotonic": round(header.monotonic, 6)}
    made |= {"target": header.target, "options": dict(header.options)}
    return made | ({"session": header.session} if header.session else {})


def version_of(made: Object) -> int:
    """Return the version of a header; raise RecordingError."""
    version = made.get("version")
    if made.get("smtptui") != FORM or not isinstance(version, int) or isinstance(version, bool):
        raise RecordingError(_("it does not begin as a recording does"))
    if version > VERSION:
        raise RecordingError(_("a newer smtptui has made it: its version is {version}", version=version))
    return version


def read_header(made: Object) -> Header:
    """Return the header that an object of the present version stands for; raise RecordingError."""
    try:
        options = made["options"]
        if not isinstance(options, dict):
            raise TypeError
        return Header(
            version_of(made),
            text_of(made["program"]),
            _time_of(made["epoch"]),
            _time_of(made["monotonic"]),
            text_of(made["target"]),
            {text_of(key): text_of(value) for key, value in options.items()},
            number_of(made.get("session", 0)),
        )
    except RecordingError:
        raise
    except (KeyError, TypeError, DamageError):
        raise RecordingError(_("its first line is damaged")) from None


def _time_of(value: object) -> float:
    """Return a time in seconds; a clock may stand anywhere, but not beyond the calendar."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not abs(value) <= 100 * LONGEST:
        raise TypeError(type(value).__name__)
    return float(value)
