"""``--record FILE`` of `probe`: each session written as it happens, on the thread that it happens on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from smtptui.cli.arguments import Arguments
from smtptui.cli.environment import Environment
from smtptui.cli.recording import recording_file
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.session.probing.probes import Tap
    from smtptui.session.target import Target


class Recorded:
    """What `Probes` asks for who hears of a session; `complain` says once that no more is written."""

    def __init__(self, given: Arguments, environment: Environment) -> None:
        self._environment = environment
        self._name = given.value("--record") or ""
        self._failed: list[str] = []
        # Told on the thread of the sessions, said on the one that writes everything else.
        self.file = recording_file(given, self._failed.append)
        self.tapped = self._tapped if self.file is not None else None

    def _tapped(self, target: "Target") -> "Tap":
        assert self.file is not None
        return self.file.session(target.label, {"tls": str(target.tls)}).events

    def complain(self, make_room: Callable[[], None] = lambda: None) -> None:
        """Say why nothing more is written, if that is so and has not been said; `make_room` first."""
        if self._failed:
            why = self._failed.pop()
            make_room()
            self._environment.say(
                _("--record: {file!r}: {why}; the session goes on", file=self._name, why=why)
            )


@contextmanager
def recorded(given: Arguments, environment: Environment) -> Iterator[Recorded]:
    """Open the file that ``--record`` names, if one is named, for as long as sessions are held."""
    recording = Recorded(given, environment)
    try:
        yield recording
        recording.complain()
    finally:
        if recording.file is not None:
            recording.file.close()
