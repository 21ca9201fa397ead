"""A recording that is read: the sessions in it, and where they begin."""

import re
from collections.abc import Iterator, Mapping
from threading import Lock
from typing import BinaryIO

from smtptui.recording.events import LINE_READ, Broken, Events, Mark, Session, migrated_safely, parsed
from smtptui.recording.fields import DamageError
from smtptui.recording.finding import Find
from smtptui.recording.header import MARK, RecordingError, read_header, version_of
from smtptui.recording.migrations import MIGRATIONS, Migration, path_from
from smtptui.recording.skipping import Skip
from smtptui.words import _

CHUNK = 1024 * 1024
"""Octets that are looked through at once for where sessions begin."""

_REPLY = re.compile(rb'^\{"event":"(?:reply|greeting)"[^\n]*\n', re.MULTILINE)


class Recording:
    """A recording in a file that can be sought in. Raises RecordingError, OSError.

    `sessions` are in the order in which they began; `marks` are lines in it, `CHUNK` octets apart about, so
    that one need not begin at the beginning. `broken` is a header that cannot be read, of several sessions
    the first one.
    """

    def __init__(self, file: BinaryIO, migrations: Mapping[int, Migration] = MIGRATIONS) -> None:
        self._file = file
        self._lock = Lock()
        self._migrations = migrations
        self.sessions: list[Session] = []
        self.marks: list[Mark] = []
        self.broken: Broken | None = None
        self.size = 0
        self.lines = 0
        """How many there are."""
        if not is_recording(file):
            raise RecordingError(_("it does not begin as a recording does"))
        for mark in self._headers():
            self._add(mark)

    def events(self, session: Session) -> "Events":
        """Return the events of a session, to be read one after the other."""
        return Events(self._file, session, self._lock)

    def skip(self, events: Events, kept: int) -> Skip | None:
        """Return how to go ahead to about the last `kept` lines; None where it is as well to read on.

        That is so where not many more are left, where several sessions are mixed, and for an older version.
        """
        if self.lines - events.line < 2 * kept:
            return None
        return self.skip_to(events, self.lines - kept)

    def skip_to(self, events: Events, line: int) -> Skip | None:
        """Return how to go ahead to some lines before one; None where reading on is as well, or needed."""
        if len(self.sessions) > 1 or events.session.path:
            return None
        for mark in reversed(self.marks):
            if mark.line <= line and (end := self._after_reply(mark)) is not None and end.line <= line:
                here = Mark(events.offset, events.line)
                return Skip(self._file, self._lock, here, end) if end.offset > here.offset else None
        return None

    def find(self, words: str, begin: Mark, end: Mark | None = None) -> Find | None:
        """Return how to find words between two lines; None where several sessions are mixed."""
        if len(self.sessions) > 1 or self.sessions[0].path:
            return None
        return Find(self._file, self._lock, words, begin, end or Mark(self.size, self.lines + 1))

    def _after_reply(self, mark: Mark) -> Mark | None:
        """Return the line after the first reply from a line on; None where it is far away."""
        with self._lock:
            self._file.seek(mark.offset)
            text = self._file.read(CHUNK)
        found = _REPLY.search(text)
        if found is None:
            return None
        return Mark(mark.offset + found.end(), mark.line + text.count(b"\n", 0, found.end()))

    def _headers(self) -> Iterator[Mark]:
        """Yield where headers begin; on the way count lines, set `marks` and measure the `size`."""
        file, line, rest = self._file, 1, b""
        file.seek(0)
        begin = 0
        while chunk := file.read(CHUNK):
            text = rest + chunk
            end = text.rfind(b"\n") + 1
            if not end and len(text) < LINE_READ:
                rest = text
                continue
            end = end or len(text)
            self.marks.append(Mark(begin, line))
            yield from _marked(text[:end], begin, line)
            line += text.count(b"\n", 0, end)
            begin, rest = begin + end, text[end:]
        if rest:
            yield from _marked(rest, begin, line)
        self.size, self.lines = begin + len(rest), line - 1 + bool(rest)

    def _add(self, mark: Mark) -> None:
        file, here = self._file, self._file.tell()
        file.seek(mark.offset)
        raw = file.readline(LINE_READ)
        try:
            made = parsed(raw)
            path = path_from(version_of(made), self._migrations)
            header = read_header(migrated_safely(made, path) | ({"version": made["version"]}))
        except (RecordingError, DamageError) as error:
            if mark.offset == 0:
                raise RecordingError(str(error)) from None
            self.broken = self.broken or Broken(mark.line, str(error))
        else:
            self.sessions.append(Session(header, mark.offset + len(raw), mark.line + 1, path))
        file.seek(here)


def _marked(text: bytes, begin: int, line: int) -> Iterator[Mark]:
    """Yield the headers among lines that begin at an offset, with a number."""
    at = 0 if text.startswith(MARK) else text.find(b"\n" + MARK) + 1
    while at > 0 or (at == 0 and text.startswith(MARK)):
        yield Mark(begin + at, line + text.count(b"\n", 0, at))
        at = text.find(b"\n" + MARK, at) + 1
        if at == 0:
            return


def is_recording(file: BinaryIO) -> bool:
    """Return whether a file begins as a recording does; it is read from its beginning."""
    file.seek(0)
    return file.read(len(MARK)) == MARK
