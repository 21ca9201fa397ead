"""A file with sessions in it, whatever wrote them: a recording of ours, or a text of any known format."""

import time
from collections.abc import Callable, Iterable
from itertools import takewhile
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from smtptui.text import visible
from smtptui.watching.fold import Fold
from smtptui.watching.watched import Watched
from smtptui.words import _, plural

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.watching.replay_source import Events
    from smtptui.watching.summary import Summary


class FiledSession(NamedTuple):
    """A session in a file: `events` and `fold` may be called as often as it is to be read.

    `number` counts from 1; `target` is whom it was with, where that is known without reading it, safe to
    show. `epoch` is when it began, in seconds since 1970, or `day` the time of day in seconds; None where
    that is not known. `line` is where it begins.
    """

    number: int
    target: str
    line: int
    events: "Callable[[], Events]"
    fold: Callable[[], Fold]
    epoch: float | None = None
    day: int | None = None
    shows_session: bool = True
    """Whether it is one session; otherwise replies of several, which the text tells of one by one."""

    @property
    def began(self) -> str:
        """When it began, to be shown; empty where that is not known."""
        if self.epoch is not None:
            try:
                return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(self.epoch))
            except (OverflowError, ValueError, OSError):
                return ""
        if self.day is None:
            return ""
        return f"{self.day // 3600:02d}:{self.day // 60 % 60:02d}:{self.day % 60:02d}"

    @property
    def label(self) -> str:
        """What it is called before anything of it is read."""
        if self.target:
            return self.target
        if not self.shows_session:
            return _("replies told of")
        return _("session in line {line}", line=self.line)


class SessionFile(NamedTuple):
    """All sessions of a file in their order, and what else is to be said of it, in words."""

    sessions: list[FiledSession]
    remarks: list[str]


def sessions_in(file: BinaryIO, lines: Callable[[BinaryIO], Iterable[str]]) -> SessionFile:
    """Return the sessions in a file that can be sought in; `lines` decodes it where it is a text.

    A recording is read as it is replayed; of a text the replies are held. Raises RecordingError for a
    recording that cannot be read, and whatever `lines` raises.
    """
    from smtptui.recording.opened import is_recording

    if is_recording(file):
        return _recorded(file)
    file.seek(0)
    return _told(lines(file))


def _recorded(file: BinaryIO) -> SessionFile:
    from smtptui.recording.events import Session
    from smtptui.recording.opened import Recording
    from smtptui.watching.recorded import RecordedEvents

    recording = Recording(file)

    def events_of(session: Session) -> "Callable[[], Events]":
        return lambda: RecordedEvents(recording, session)

    sessions = [
        FiledSession(
            number, visible(own.header.target), own.line - 1, events_of(own), Fold, epoch=own.header.epoch
        )
        for number, own in enumerate(recording.sessions, 1)
    ]
    remarks = []
    if recording.broken is not None:
        line, why = recording.broken
        remarks.append(_("The session that begins in line {line} cannot be read: {why}.", line=line, why=why))
    return SessionFile(sessions, remarks)


def _told(lines: Iterable[str]) -> SessionFile:
    from smtptui.watching.replaying import HeldEvents
    from smtptui.watching.told import ToldSession, told_in

    def events_of(session: ToldSession) -> "Callable[[], Events]":
        return lambda: HeldEvents(session.events)

    told = told_in(lines)
    sessions = [
        FiledSession(
            number, "", own.line, events_of(own), own.fold, day=own.started, shows_session=own.number > 0
        )
        for number, own in enumerate(told.sessions, 1)
    ]
    remarks = []
    if told.left_out:
        remarks.append(
            plural("{number} more reply was left out.", "{number} more replies were left out.", told.left_out)
        )
    return SessionFile(sessions, remarks)


def summary_of(
    session: FiledSession, catalogue: "Catalogue", wanted: Callable[[], bool] = lambda: True
) -> "Summary":
    """Read a session, and return it in a line; no longer `wanted`, of what was read until then."""
    from smtptui.watching.summary import summary

    watched = Watched(catalogue, fold=session.fold())
    events = session.events()
    read = takewhile(lambda _: wanted(), events)
    told = summary(read, watched.fold, watched.explanation, session.target)
    closed = watched.fold.progress.closed is not None
    return told if closed else told._replace(ending=events.ending)
