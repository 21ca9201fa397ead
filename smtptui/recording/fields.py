"""The fields of a recorded object, read with suspicion: a file may hold anything."""

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

from smtptui.words import _

Object = Mapping[str, object]

LONGEST = 1e9
"""Seconds that a recording may last: no session goes on for thirty years."""

TEXT_READ = 256 * 1024
"""Characters of a text: more than is kept of anything but a message, and no more than can be shown."""

E = TypeVar("E", bound=Enum)


class DamageError(ValueError):
    """A line that is no event, or no header; the message says in words why."""


def octets_as_text(octets: bytes) -> str:
    """Return octets as a text with a character for each, which `octets_of` undoes; JSON escapes them."""
    return octets.decode("latin-1")


def octets_of(value: object, most: int = TEXT_READ) -> bytes:
    """Return the octets that a text stands for; raise for anything else."""
    return text_of(value, most).encode("latin-1")


def text_of(value: object, most: int = TEXT_READ) -> str:
    """Return a value that is a text; raise TypeError for any other, DamageError for one that is too long."""
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    if len(value) > most:
        raise DamageError(_("a text longer than any in a session"))
    return value


def texts_of(value: object) -> tuple[str, ...]:
    """Return a list of texts."""
    return tuple(text_of(each) for each in list_of(value))


def list_of(value: object) -> list[object]:
    """Return a value that is a list."""
    if not isinstance(value, list):
        raise TypeError(type(value).__name__)
    return value


def number_of(value: object) -> int:
    """Return a whole number that is not negative."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 53:
        raise TypeError(type(value).__name__)
    return value


def flag_of(value: object) -> bool:
    """Return a value that is true or false."""
    if not isinstance(value, bool):
        raise TypeError(type(value).__name__)
    return value


def seconds_of(value: object) -> float:
    """Return a time or a duration in seconds, between 0 and `LONGEST`."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= LONGEST:
        raise TypeError(type(value).__name__)
    return float(value)


def enum_of(kind: type[E], value: object) -> E:
    """Return the member with a value."""
    return kind(text_of(value))


def enums_of(kind: type[E], value: object) -> tuple[E, ...]:
    """Return the members with the values of a list."""
    return tuple(enum_of(kind, each) for each in list_of(value))
