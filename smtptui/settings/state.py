"""What the program remembers by itself: recent targets, typed commands, theme and layout.

It stands apart from the config, which is the user's. Remembering is a convenience: a file that is absent,
damaged or not writable costs the memory, never the program.
"""

import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from smtptui.settings.atomic import locked, write_atomically
from smtptui.settings.places import linux_folder
from smtptui.settings.remembered import Recent, State, bounded, merged

__all__ = ["Recent", "State", "StateFile", "default_state_path"]

OCTETS_READ = 1 << 20
"""Octets of a state file that are read: several times what is ever written."""


class StateFile:
    """The state in a file; without a path, or where there can be none, it is remembered until the end."""

    def __init__(self, path: Path | None) -> None:
        self._path = path if path is None or _may_be_written(path) else None
        self._state = _read(self._path) or State()

    @property
    def state(self) -> State:
        """What is remembered now."""
        return self._state

    def keep(self, **changes: Any) -> None:
        """Remember `changes`, by the names of `State`'s fields; takes up what others wrote meanwhile."""
        before, own = self._state, bounded(self._state._replace(**changes))
        self._state = own
        if self._path is None:
            return
        with locked(self._path):
            theirs = _read(self._path)
            together = own if theirs is None else bounded(merged(before, own, theirs))
            # Imported where something is written: the first paint needs to read only.
            from smtptui.settings.state_text import as_text

            if write_atomically(self._path, as_text(together)):
                self._state = together


def default_state_path(environment: Mapping[str, str]) -> Path:
    """Return where the platform keeps a program's state, or the file that ``SMTPTUI_STATE`` names."""
    if chosen := environment.get("SMTPTUI_STATE", ""):
        return Path(chosen)
    if sys.platform.startswith("linux") and (
        folder := linux_folder(environment, "XDG_STATE_HOME", ".local/state")
    ):
        return Path(folder, "smtptui", "state.json")
    # Imported where it is asked: the first paint waits for it.
    import platformdirs

    return platformdirs.user_state_path("smtptui", appauthor=False) / "state.json"


def _may_be_written(path: Path) -> bool:
    """Return whether there is a file or nothing: a device, as ``/dev/null``, must not be replaced by one."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):
        return True


def _read(path: Path | None) -> State | None:
    """Return what a file remembers, None where there is nothing to be had of it."""
    if path is None:
        return None
    from smtptui.settings.state_text import from_text

    try:
        with open(path, "rb") as file:
            return from_text(file.read(OCTETS_READ).decode("utf-8"))
    except (OSError, ValueError):
        return None
