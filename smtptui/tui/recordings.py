"""Where a recording that is begun by a key is written: a new file, in the first folder that takes one."""

import re
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from smtptui.words.failures import why_of

if TYPE_CHECKING:
    from smtptui.recording.recorder import RecordingFile

SUFFIX = ".smtp.jsonl"

_UNFIT = re.compile(r"[^A-Za-z0-9.-]+")


def folders() -> Iterator[Path]:
    """Yield where a recording is written, the best first."""
    yield Path.cwd()
    yield Path.home()
    yield Path(tempfile.gettempdir())


def names(label: str, now: float) -> Iterator[str]:
    """Yield names for a recording of a session with `label`: its host, the time, and then a number."""
    host = _UNFIT.sub("-", label).strip("-.")[:60] or "session"
    base = f"{host}-{time.strftime('%Y%m%d-%H%M%S', time.localtime(now))}"
    yield f"{base}{SUFFIX}"
    for number in range(2, 100):
        yield f"{base}-{number}{SUFFIX}"


def new_recording(
    label: str, *, on_failure: Callable[[str], None], now: float | None = None
) -> "RecordingFile | str":
    """Return a new file for a recording; where there is none to be had, why, in the system's words."""
    from smtptui import __version__
    from smtptui.recording.recorder import RecordingFile

    why = ""
    for folder in folders():
        for name in names(label, time.time() if now is None else now):
            path = folder / name
            if path.exists():
                continue
            try:
                return RecordingFile(path, program=f"smtptui {__version__}", on_failure=on_failure)
            except OSError as error:
                why = why_of(error)
                break
    return why
