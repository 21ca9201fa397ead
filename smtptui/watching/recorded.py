"""A recording as something watched."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smtptui.recording.events import Mark, Session
from smtptui.text import visible
from smtptui.wire.events import Event
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.recording.events import Events
    from smtptui.recording.finding import Find
    from smtptui.recording.opened import Recording
    from smtptui.recording.skipping import Skip


TAIL = 60_000
"""Lines of a session before its end that are read where one goes there: more than anybody looks through by
hand, and few enough that it takes no longer than a second."""


class RecordedEvents:
    """The events of a session in a recording; `ending` says where it breaks off, or that it does."""

    def __init__(self, recording: "Recording", session: Session) -> None:
        self._recording = recording
        self.events: Events = recording.events(session)

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def skip(self) -> "Skip | None":
        """Return how to go to about the last `TAIL` lines; None where it is as well to read on."""
        return self._recording.skip(self.events, TAIL)

    def skip_to(self, line: int, kept: int) -> "Skip | None":
        """Return how to go ahead to some lines of the session before one of the file."""
        return self._recording.skip_to(self.events, line, kept)

    def find(self, words: str) -> "Iterator[Find]":
        """Yield how to find words: first in what is to come, then from the beginning."""
        session = self.events.session
        here, begin = Mark(self.events.offset, self.events.line), Mark(session.offset, session.line)
        yield self._recording.find(words, session, here)
        yield self._recording.find(words, session, begin, here)

    @property
    def line(self) -> int:
        """The number of the line of the file that is read next."""
        return self.events.line

    def seek(self, mark: "Mark") -> None:
        """Go on from a line, as after a `skip`."""
        self.events.seek(mark)

    @property
    def ending(self) -> str:
        """Why it ends; asked for only where the session was not closed in it."""
        return ending(self.events)


def ending(events: "Events") -> str:
    """Return why the events of a session end that was not closed."""
    if events.broken is None:
        return _("The recording ends here, before the session did.")
    line, why = events.broken
    return _("The recording breaks off in line {line}: {why}.", line=line, why=visible(why))
