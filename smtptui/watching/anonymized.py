"""A session in a file without the names in it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smtptui.watching.reports.anonymous import Anonymous
from smtptui.watching.session_file import FiledSession
from smtptui.watching.told import ToldFold
from smtptui.wire.events import Event

if TYPE_CHECKING:
    from smtptui.recording.events import Mark
    from smtptui.watching.fold import Fold
    from smtptui.watching.replay_source import Events


def anonymized(session: FiledSession) -> FiledSession:
    """Return a session whose events have stand-ins for names, and which is itself called by one."""
    host, colon, port = session.target.rpartition(":")
    anonymous = Anonymous(host or session.target)
    target = anonymous.text(session.target if not colon else host) + (f":{port}" if colon else "")
    return session._replace(
        target=target if session.target else "",
        events=lambda: _AnonymousEvents(session.events(), anonymous),
        fold=lambda: _fold_of(session),
    )


class _AnonymousEvents:
    """Events without names; why they end names nobody."""

    def __init__(self, events: "Events", anonymous: Anonymous) -> None:
        self._events, self._anonymous = events, anonymous

    def __iter__(self) -> Iterator[Event]:
        return iter(self._anonymous.events(self._events))

    def skip(self) -> None:
        """Read on: a stand-in is for what came before, too."""

    def seek(self, mark: "Mark") -> None:
        """Nothing is gone ahead to."""

    @property
    def ending(self) -> str:
        """Why a session ends that was not closed."""
        return self._events.ending


def _fold_of(session: FiledSession) -> "Fold":
    """Return a fold without what a text says beside the events: there are names in it."""
    fold = session.fold()
    return ToldFold({}) if isinstance(fold, ToldFold) else fold
