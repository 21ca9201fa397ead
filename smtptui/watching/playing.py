"""What is asked for of a file with sessions: which of them, and how they are to be shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from smtptui.watching.replay_source import Later
from smtptui.watching.replaying import Replay
from smtptui.watching.session_file import FiledSession, SessionFile

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue


class Playing(NamedTuple):
    """Sessions of a file, or with a `number` one of them, from 1; `paused` begins standing still."""

    file: SessionFile
    number: int | None = None
    anonymous: bool = False
    paused: bool = False

    @property
    def sessions(self) -> list[FiledSession]:
        """Those that may be chosen."""
        found = self.file.sessions if self.number is None else [self.file.sessions[self.number - 1]]
        if not self.anonymous:
            return found
        from smtptui.watching.anonymized import anonymized

        return [anonymized(session) for session in found]

    def replay(
        self, session: FiledSession, catalogue: "Catalogue", clock: Callable[[], float], later: Later
    ) -> Replay:
        """Return a session to be watched."""
        replay = Replay(
            catalogue,
            session.events(),
            session.label,
            fold=session.fold(),
            clock=clock,
            later=later,
            paused=self.paused,
        )
        replay.epoch = session.epoch
        return replay
