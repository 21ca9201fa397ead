"""Writes sessions to a file as they happen: whoever is killed has lost at most the last line."""

import os
import time
from collections.abc import Callable, Iterable, Mapping
from json import dumps
from pathlib import Path
from threading import Lock, RLock

from smtptui.recording.header import BEGINS, VERSION, Header, RecordingError, header_object
from smtptui.recording.writing import Writing
from smtptui.wire.events import Closed, Event
from smtptui.words import _
from smtptui.words.failures import why_of

MODE = 0o600
"""A new file is for its owner: there are addresses in it, and what a server said."""


class RecordingFile:
    """A file that sessions are recorded to; what it held before stays, if that was a recording.

    Raises OSError where it cannot be opened, RecordingError where it is something else: it is never written
    over. After that nothing raises: what cannot be written is told once to `on_failure`, on whatever thread
    it happens, and nothing more is written; `failed` says why, in the system's words. `program` is what
    records, with its version.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        program: str = "smtptui",
        on_failure: Callable[[str], None] | None = None,
    ) -> None:
        self.path = Path(path)
        self._program = program
        self.failed = ""
        self.on_failure = on_failure
        self._lock = Lock()
        self._sessions = 0
        self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NONBLOCK, MODE)
        try:
            self._go_on()
        except BaseException:
            self.close()
            raise

    def session(
        self,
        target: str,
        options: Mapping[str, str] | None = None,
        *,
        start: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        alone: bool = False,
    ) -> "Recorder":
        """Begin a session: its times count from `start`, in seconds of `clock`, or from now.

        Several may be recorded at once; what belongs to which stands in each line. One that is `alone` closes
        the file at its end.
        """
        now = clock()
        start = now if start is None else start
        with self._lock:
            number, self._sessions = self._sessions, self._sessions + 1
        epoch = wall() - (now - start)
        header = Header(VERSION, self._program, epoch, start, target, options or {}, number)
        self.write([header_object(header)])
        return Recorder(self, start, number, alone=alone)

    def write(self, objects: Iterable[Mapping[str, object]]) -> None:
        """Append objects, a line for each, and hand them to the system at once."""
        octets = b"".join(dumps(made, separators=(",", ":")).encode() + b"\n" for made in objects)
        with self._lock:
            if self._descriptor < 0 or self.failed:
                return
            try:
                while octets:
                    octets = octets[os.write(self._descriptor, octets) :]
                return
            except OSError as error:
                self.failed = why_of(error)
        if self.on_failure is not None:
            self.on_failure(self.failed)

    def close(self) -> None:
        """Write nothing more."""
        with self._lock:
            descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def _go_on(self) -> None:
        """Look whether what is there is a recording, and end the line that a crash may have cut."""
        os.set_blocking(self._descriptor, True)
        try:
            size = os.lseek(self._descriptor, 0, os.SEEK_END)
        except OSError:
            return  # a pipe or a terminal, of which nothing can be read back
        if not size:
            return
        if not os.pread(self._descriptor, len(BEGINS), 0).startswith(BEGINS):
            raise RecordingError(_("it exists and is no recording; nothing was written to it"))
        if os.pread(self._descriptor, 1, size - 1) != b"\n":
            os.write(self._descriptor, b"\n")


class Recorder:
    """Records one session; `events` may be called on any thread, for one batch after the other."""

    def __init__(self, file: RecordingFile, start: float, number: int, *, alone: bool = False) -> None:
        self.file = file
        self._alone = alone
        self.ended = False
        """Whether nothing more is recorded."""
        self._writing = Writing(start)
        self._own: Mapping[str, object] = {"session": number} if number else {}
        self.together = RLock()
        """Held while several batches are to stand together."""

    def events(self, batch: Iterable[Event]) -> None:
        """Append events; nothing in them is a credential."""
        with self.together:
            if self.ended:
                return
            events = list(batch)
            self.file.write([{**self._writing.object(event), **self._own} for event in events])
            if events and isinstance(events[-1], Closed):
                self.end()

    @property
    def failed(self) -> str:
        """Why nothing more is written, in the system's words; empty where it is."""
        return self.file.failed

    def end(self) -> None:
        """Record no more of the session; close the file where it is alone in it."""
        with self.together:
            self.ended = True
            if self._alone:
                self.file.close()
