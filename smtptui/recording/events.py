"""The events of one session in a recording, as far as it goes."""

import re
from collections.abc import Iterator
from json import loads
from threading import Lock
from typing import Any, BinaryIO, NamedTuple

from smtptui.recording.fields import DamageError
from smtptui.recording.header import Header
from smtptui.recording.migrations import Migration, migrated
from smtptui.recording.reading import Reading
from smtptui.wire.events import Closed, Event
from smtptui.words import _

LINE_READ = 16 * 1024 * 1024
"""Octets of a line that are read: more than the longest reply needs, written out octet by octet."""

BLOCK = 256 * 1024
"""Octets that are read from the file at once."""


EVENT = b'{"event":"'
"""How each line begins that is no header; those of several sessions end with the number of theirs."""

LONGEST_NUMBER = 32
"""Octets in which that is."""

_WHOSE = re.compile(rb',"session":([0-9]+)\}\n\Z')


class Broken(NamedTuple):
    """Where a recording breaks off: the number of the line, from 1, and why, in words."""

    line: int
    why: str


class Mark(NamedTuple):
    """The beginning of a line somewhere in a recording, and its number from 1."""

    offset: int
    line: int


class Session(NamedTuple):
    """A session in a recording: its header, where its events begin, and the number of that line."""

    header: Header
    offset: int
    line: int
    path: tuple[Migration, ...] = ()
    """What makes the present version of its objects."""
    end: Mark | None = None
    """Behind its last line or further on; None where that is the end of the file, which may grow."""


class Lines:
    """The lines of a file from an offset on, with their ends.

    Others may read the same file meanwhile, also on another thread, with the same `lock`.
    """

    def __init__(self, file: BinaryIO, lock: Lock) -> None:
        self._file, self._lock = file, lock
        self.seek(0)

    def seek(self, offset: int) -> None:
        """Go on with what begins there."""
        self._next, self._block, self._at = offset, b"", 0

    def next(self) -> bytes:
        """Return the next line; nothing at the end of the file. One that is too long has no end."""
        end = self._block.find(b"\n", self._at) + 1
        while not end:
            rest = self._block[self._at :]
            more = self._read() if len(rest) < LINE_READ else b""
            if not more:
                self._block, self._at = b"", 0
                return rest
            self._block, self._at = rest + more, 0
            end = self._block.find(b"\n", len(rest)) + 1
        line = self._block[self._at : end]
        self._at = end
        return line

    def _read(self) -> bytes:
        with self._lock:
            self._file.seek(self._next)
            more = self._file.read(BLOCK)
        self._next += len(more)
        return more


class Events:
    """The events of one session, as far as it goes; `broken` is where it breaks off, once that is reached.

    `line` is the number of the line that is read next, `offset` where it begins.
    """

    def __init__(self, file: BinaryIO, session: Session, lock: Lock) -> None:
        self._lines = Lines(file, lock)
        self.session = session
        self._number = session.header.session
        self.seek(Mark(session.offset, session.line))

    def seek(self, mark: Mark) -> None:
        """Go on with the line that begins there; a reply whose lines are before it cannot be read."""
        self.offset, self.line = mark.offset, mark.line
        self.ended = False
        self.broken: Broken | None = None
        self._reading = Reading()
        self._lines.seek(mark.offset)

    def __iter__(self) -> Iterator[Event]:
        while (event := self.next()) is not None:
            yield event

    def next(self) -> Event | None:
        """Return the next event; None at the end, or where it breaks off."""
        end = self.session.end
        while not self.ended:
            raw = self._lines.next() if end is None or self.offset < end.offset else b""
            if not raw:
                self.ended = True
                return None
            try:
                event = self._event(raw)
            except DamageError as error:
                self.broken, self.ended = Broken(self.line, str(error)), True
                return None
            self.offset += len(raw)
            self.line += 1
            if event is not None:
                # What follows in a file of several is of others.
                if self._number > 0 and isinstance(event, Closed):
                    self.ended = True
                return event
        return None

    def _event(self, raw: bytes) -> Event | None:
        """Return the event of a line; None for another session's, and at a header that ends this one."""
        whose = _WHOSE.search(raw, max(0, len(raw) - LONGEST_NUMBER)) if raw.startswith(EVENT) else None
        if whose is not None and int(whose[1]) != self._number:
            return None
        try:
            made = parsed(raw)
        except DamageError:
            if raw.endswith(b"\n"):
                raise
            long = len(raw) >= LINE_READ
            raise DamageError(
                _("a line too long") if long else _("it is cut off in the middle of a line")
            ) from None
        if "smtptui" in made:
            self.ended = made.get("session", 0) == self._number
            return None
        if made.get("session", 0) != self._number:
            return None
        if self._number:
            del made["session"]
        return self._reading.event(migrated_safely(made, self.session.path) if self.session.path else made)


def parsed(raw: bytes) -> dict[str, Any]:
    """Return the object that a line holds; raise DamageError."""
    try:
        made = loads(raw)
    except (ValueError, RecursionError):
        raise DamageError(_("no JSON")) from None
    if not isinstance(made, dict):
        raise DamageError(_("no event of a session: a value is of the wrong kind"))
    return made


def migrated_safely(made: dict[str, Any], path: tuple[Migration, ...]) -> dict[str, Any]:
    """Return an object as it would be written now; raise DamageError where that cannot be told."""
    try:
        return migrated(made, path)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise DamageError(_("what an older version wrote cannot be read")) from None
