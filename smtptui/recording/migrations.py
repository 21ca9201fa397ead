"""Recordings of older versions, brought forward: a function for each version makes the next one of it.

Where the form changes, `header.VERSION` rises, and a function for the version before goes into the table. It
is given each object of a recording, header and events, and returns what it would be now; several run one
after the other.
"""

from collections.abc import Callable, Mapping
from typing import Any

from smtptui.recording.header import VERSION, RecordingError
from smtptui.words import _

Migration = Callable[[dict[str, Any]], dict[str, Any]]
"""Makes an object of the next version of one; may raise KeyError, TypeError and ValueError."""

MIGRATIONS: Mapping[int, Migration] = {}
"""A version → what makes the next one of it."""


def path_from(version: int, migrations: Mapping[int, Migration] = MIGRATIONS) -> tuple[Migration, ...]:
    """Return what makes objects of the present version, one after the other; raise RecordingError."""
    path = []
    for step in range(version, VERSION):
        if step not in migrations:
            raise RecordingError(
                _("its version, {version}, is one that this program does not know", version=version)
            )
        path.append(migrations[step])
    return tuple(path)


def migrated(made: dict[str, Any], path: tuple[Migration, ...]) -> dict[str, Any]:
    """Return an object as it would be written now."""
    for migration in path:
        made = migration(made)
    return made
