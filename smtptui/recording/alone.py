"""One session out of the octets of a recording, as if it were alone in it and of the present version.

Theory of operation. What is far away in a long recording is looked for by patterns on its octets, a stretch
at a time. They are made for lines as they are written now, by one session. Whatever else a recording may
hold is brought into that form here: the lines of others become empty, so that lines can still be counted;
what is of an older version, or was written again by somebody else, is parsed and written anew. That takes
ten times as long, and most recordings never need it.
"""

import re
from json import dumps
from threading import Lock
from typing import BinaryIO

from smtptui.recording.events import EVENT, LINE_READ, Mark, Session, migrated_safely, parsed
from smtptui.recording.fields import DamageError
from smtptui.recording.header import MARK
from smtptui.words import _

STRETCH = 512 * 1024
"""Octets that are looked through at once, in some 5 ms."""

REWRITTEN = 64 * 1024
"""Likewise, of an older version."""

_WRITTEN = bytes(range(32, 127)) + b"\n"
"""The octets that we write; what a disk or a crash leaves in their place is seldom of them."""

_WHOSE = re.compile(rb',"session":[0-9]+\}\n')


class Alone:
    """Takes whole lines of a recording, and gives those of `session`; see above."""

    def __init__(self, session: Session) -> None:
        self._number = session.header.session
        self._path = session.path
        self._own = b',"session":%d}' % self._number

    def lines(self, text: bytes) -> tuple[bytes, bool]:
        """Return the lines up to the first one that holds no object, and whether those are all."""
        named, headed = text.count(b'"session"'), MARK in text
        if self._path or not _is_as_written(text, named, headed=headed):
            return self._anew(text)
        if not (self._number or named or headed):
            return text, True
        try:
            return b"\n".join(map(self._line, text.split(b"\n"))), True
        except DamageError:
            return self._anew(text)

    def _line(self, line: bytes) -> bytes:
        if line.startswith(MARK):
            parsed(line)
            return b""
        if self._number:
            return line[: -len(self._own)] + b"}" if line.endswith(self._own) else b""
        return b"" if b'"session"' in line else line

    def _anew(self, text: bytes) -> tuple[bytes, bool]:
        made = []
        for line in text.split(b"\n")[:-1]:
            try:
                made.append(self._written_anew(line))
            except DamageError:
                return b"".join(made), False
        return b"".join(made), True

    def _written_anew(self, line: bytes) -> bytes:
        made = parsed(line)
        if "smtptui" in made or made.pop("session", 0) != self._number:
            return b"\n"
        made = migrated_safely(made, self._path) if self._path else made
        try:
            made = {"event": made["event"], **made}
            return dumps(made, separators=(",", ":")).encode() + b"\n"
        except (KeyError, TypeError, ValueError, RecursionError):
            raise DamageError(_("no event of a session: a value is of the wrong kind")) from None


def _is_as_written(text: bytes, named: int, *, headed: bool) -> bool:
    """Return whether lines begin and end as we write them; `named` are those that say whose they are."""
    if not text.startswith((EVENT, MARK)) or not text.endswith(b"}\n") or text.translate(None, _WRITTEN):
        return False
    begun = text.count(b"}\n" + EVENT) + (text.count(b"}\n" + MARK) if headed else 0)
    return begun == text.count(b"\n") - 1 and (not named or named == len(_WHOSE.findall(text)))


class Stretches:
    """Goes from one line of a recording to another, `end`, and gives the lines of a session; `here` is next.

    A stretch ends behind a reply where there is one, so that its lines are not apart from it.
    """

    def __init__(self, file: BinaryIO, lock: Lock, session: Session, begin: Mark, end: Mark) -> None:
        self._file, self._lock = file, lock
        self._alone = Alone(session)
        self._size = REWRITTEN if session.path else STRETCH
        self.here, self.end = begin, end
        self.damaged = False
        """Whether it has come to a line that holds no object, and so to the end of what can be read."""

    def next(self) -> bytes:
        """Return the lines of the next stretch; nothing at the end."""
        text = self._lines_from(self.here.offset)
        own, whole = self._alone.lines(text)
        self.damaged = not whole or not text
        if self.damaged:
            return own
        behind = max(map(own.rfind, _REPLIES)) + 1
        end = own.find(b"\n", behind) + 1 if behind else len(own)
        self.here = _behind(self.here, text, own, end)
        return own[:end]

    def behind_reply(self) -> Mark | None:
        """Return the line behind the next reply; None where it is far away."""
        text = self._lines_from(self.here.offset)
        own, _whole = self._alone.lines(text)
        found = _REPLY.search(own)
        return _behind(self.here, text, own, found.end()) if found is not None else None

    def before(self, octets: int, not_before: int) -> bytes:
        """Return lines of the session that end where it begins, from at most so many octets."""
        begin = max(not_before, self.here.offset - octets)
        text = self._read(begin, self.here.offset)
        own, _whole = self._alone.lines(text if begin == not_before else text[text.find(b"\n") + 1 :])
        return own

    @property
    def ended(self) -> bool:
        """Whether there is nothing more to be read."""
        return self.damaged or self.here.offset >= self.end.offset

    def _lines_from(self, begin: int) -> bytes:
        """Return the whole lines of a stretch, and one line of any length at least."""
        most = self.end.offset
        text = self._read(begin, min(begin + self._size, most))
        if b"\n" not in text:
            text = self._read(begin, min(begin + LINE_READ, most))
        return text[: text.rfind(b"\n") + 1]

    def _read(self, begin: int, end: int) -> bytes:
        with self._lock:
            self._file.seek(begin)
            return self._file.read(max(0, end - begin))


_REPLY = re.compile(rb'^\{"event":"(?:reply|greeting)"[^\n]*\n', re.MULTILINE)
_REPLIES = (b'\n{"event":"reply"', b'\n{"event":"greeting"')


def _behind(begin: Mark, text: bytes, own: bytes, end: int) -> Mark:
    """Return the line of `text`, which begins there, that follows upon what ends at `end` of `own`."""
    lines = own.count(b"\n", 0, end)
    octets = end if own is text else len(text) - len(text.split(b"\n", lines)[lines])
    return Mark(begin.offset + octets, begin.line + lines)
