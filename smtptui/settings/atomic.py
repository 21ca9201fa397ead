"""A file that is written whole or not at all, and by one process at a time."""

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

TRIES, BETWEEN = 50, 0.002
"""How often a lock is asked for, and the seconds between."""


def write_atomically(path: Path, text: str) -> bool:
    """Put `text` in the place of a file, readable by its owner alone; return whether that was possible.

    Whoever reads it sees the old text or the new one. Nothing is raised: a full disk or a folder that
    cannot be written to leaves what is there.
    """
    try:
        # What a link leads to is written, and the link stays.
        path = path.resolve()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Beside it, where a rename takes no copying; mkstemp makes it 0600.
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except (OSError, ValueError, RuntimeError):
        return False
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, path)
    except (OSError, ValueError):
        with contextlib.suppress(OSError):
            os.unlink(name)
        return False
    return True


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold others off while a file is read and written again; goes on without a lock that cannot be had soon.

    Whoever holds it is writing a few kilobytes; a screen must not wait for more than that.
    """
    with contextlib.ExitStack() as held:
        with contextlib.suppress(ImportError, OSError, ValueError):
            import fcntl  # there is none on Windows

            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = held.enter_context(open(path.with_name(f"{path.name}.lock"), "w"))
            for _ in range(TRIES):
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    time.sleep(BETWEEN)
                else:
                    break
        yield
