"""A recording that is read: the sessions in it, and where they begin."""

import re
from collections.abc import Iterator, Mapping
from threading import Lock
from typing import BinaryIO

from smtptui.recording.alone import Stretches
from smtptui.recording.events import LINE_READ, Broken, Events, Mark, Session, migrated_safely, parsed
from smtptui.recording.fields import DamageError
from smtptui.recording.finding import Find
from smtptui.recording.header import MARK, RecordingError, read_header, version_of
from smtptui.recording.index import Index
from smtptui.recording.migrations import MIGRATIONS, Migration, path_from
from smtptui.recording.skipping import Skip
from smtptui.words import _

CHUNK = 256 * 1024
"""Octets that are looked through at once for where sessions begin."""

_HEADER = re.compile(b"^" + re.escape(MARK) + rb"[^\n]*\n?", re.MULTILINE)


class Recording:
    """A recording in a file that can be sought in. Raises RecordingError, OSError.

    `sessions` are in the order in which they began; `index` knows where their lines are, so that one need
    not begin at the beginning. `broken` is a header that cannot be read, of several sessions the first one.
    """

    def __init__(self, file: BinaryIO, migrations: Mapping[int, Migration] = MIGRATIONS) -> None:
        self._file = file
        self._lock = Lock()
        self._migrations = migrations
        self.sessions: list[Session] = []
        self.index = Index()
        self.broken: Broken | None = None
        if not is_recording(file):
            raise RecordingError(_("it does not begin as a recording does"))
        begun = [(self._add(*found), found[0]) for found in self._headers()]
        self.sessions = self._with_ends(begun)
        if not begun or begun[0][1].offset:
            self.broken = Broken(1, _("its first line, which says what it is of, is missing"))
        if not self.sessions and self.broken is not None:
            raise RecordingError(self.broken.why)

    def events(self, session: Session) -> Events:
        """Return the events of a session, to be read one after the other."""
        return Events(self._file, session, self._lock)

    def skip(self, events: Events, kept: int) -> Skip | None:
        """Return how to go ahead to about the last `kept` lines; None where not many more are left."""
        end = self._end(events.session).line
        left = next(self.index.back(events.session.header.session, end, 2 * kept), None)
        if left is None or left.line < events.line:
            return None
        return self.skip_to(events, end, kept)

    def skip_to(self, events: Events, line: int, kept: int) -> Skip | None:
        """Return how to go ahead to about `kept` lines before one; None where one reads on as well."""
        session, here = events.session, Mark(events.offset, events.line)
        for mark in self.index.back(session.header.session, line, kept):
            if mark.line <= here.line:
                break
            end = self._stretches(session, mark).behind_reply()
            if end is not None and end.line <= line:
                return Skip(self._stretches(session, here, end), session.offset)
        return None

    def find(self, words: str, session: Session, begin: Mark, end: Mark | None = None) -> Find:
        """Return how to find words in a session, between two lines."""
        return Find(self._stretches(session, begin, end), words)

    def _stretches(self, session: Session, begin: Mark, end: Mark | None = None) -> Stretches:
        return Stretches(self._file, self._lock, session, begin, end or self._end(session))

    def _end(self, session: Session) -> Mark:
        return session.end or self.index.end

    def _headers(self) -> Iterator[tuple[Mark, bytes]]:
        """Yield where headers begin, with their lines; on the way make the `index`."""
        file, rest = self._file, b""
        file.seek(0)
        while chunk := file.read(CHUNK):
            text = rest + chunk
            end = text.rfind(b"\n") + 1
            if not end and len(text) < LINE_READ:
                rest = text
                continue
            text, rest = text[: end or len(text)], text[end or len(text) :]
            yield from self._marked(text)
        if rest:
            yield from self._marked(rest)

    def _marked(self, text: bytes) -> Iterator[tuple[Mark, bytes]]:
        """Take lines into the index, and yield the headers among them."""
        offset, line = self.index.end
        self.index.add(text)
        at = 0
        for found in _HEADER.finditer(text) if MARK in text else ():
            line, at = line + text.count(b"\n", at, found.start()), found.start()
            yield Mark(offset + at, line), found.group()

    def _add(self, mark: Mark, raw: bytes) -> object:
        """Take in the session whose header stands there, and return its number."""
        number = None
        try:
            made = parsed(raw)
            number = made.get("session", 0)
            path = path_from(version_of(made), self._migrations)
            header = read_header(migrated_safely(made, path) | ({"version": made["version"]}))
        except (RecordingError, DamageError) as error:
            self.broken = self.broken or Broken(mark.line, str(error))
        else:
            self.sessions.append(Session(header, mark.offset + len(raw), mark.line + 1, path))
        return number

    def _with_ends(self, begun: list[tuple[object, Mark]]) -> list[Session]:
        """Return the sessions with where they end: of all that have `begun`, the next with their number."""
        ends: dict[int, Mark] = {}
        following: dict[int, Mark] = {}
        for number, mark in reversed(begun):
            if isinstance(number, int):
                ends[mark.line + 1] = following.get(number, self.index.end)
                following[number] = mark
        return [own._replace(end=self._end_of(own, ends[own.line])) for own in self.sessions]

    def _end_of(self, session: Session, at_last: Mark) -> Mark | None:
        end = min(at_last, self.index.last_of(session.header.session))
        return end if end != self.index.end else None


def is_recording(file: BinaryIO) -> bool:
    """Return whether a file begins as a recording does; it is read from its beginning."""
    file.seek(0)
    return begins_as_recording(file.read(BEGINNING))


BEGINNING = 64
"""Octets by which a recording is known."""

_BEGINNING = re.compile(rb'\{"(?:smtptui": ?"recording"|event": ?"[a-z-]+", ?"at":)')
"""Of its header, or where that is missing of an event."""


def begins_as_recording(octets: bytes) -> bool:
    """Return whether octets are such as a recording begins with."""
    return _BEGINNING.match(octets) is not None
