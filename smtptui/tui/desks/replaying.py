"""What one does with sessions in files: replay one, at one's own pace; record the one that shows."""

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from smtptui.text import visible
from smtptui.tui.desks.desk import Desk
from smtptui.tui.named_keys import key_for
from smtptui.tui.recordings import new_recording
from smtptui.tui.views import View
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.recording.recorder import RecordingFile
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.tui.finding import Finding
    from smtptui.tui.panes import PanesScreen
    from smtptui.tui.widgets.live_panel import LivePanel
    from smtptui.watching.live import LiveSession
    from smtptui.watching.playing import Playing
    from smtptui.watching.replay_source import Cancel
    from smtptui.watching.replaying import Replay
    from smtptui.watching.session_file import FiledSession
    from smtptui.watching.watched import Watched


class ReplayingDesk(Desk):
    """Recordings, written and read."""

    def __init__(self, screen: "PanesScreen", catalogue: "Catalogue") -> None:
        super().__init__(screen, catalogue)
        self._played: WeakKeyDictionary[Replay, tuple[Playing, FiledSession]] = WeakKeyDictionary()
        self._finding: Finding | None = None

    clock: Callable[[], float] = staticmethod(time.monotonic)
    """Tells how long a replay has been going on."""

    @property
    def panel(self) -> "LivePanel":
        """The live session."""
        return self.screen.panel

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what one does with sessions in files."""
        return {
            "session.record": self.record,
            "replay.pause": self.pause,
            "replay.step": self.step,
            "replay.faster": lambda: self.faster(1),
            "replay.slower": lambda: self.faster(-1),
        }

    # Replaying

    @property
    def replay(self) -> "Replay | None":
        """The replay that shows; None where what shows is something else, or has come to its end."""
        if self.panel.watched.source is None:
            return None
        from smtptui.watching.replaying import Replay

        watched = self.panel.watched
        return watched if isinstance(watched, Replay) and not watched.ended else None

    def open(self, playing: "Playing") -> None:
        """Replay the one session of a file, or ask which of several."""
        for remark in playing.file.remarks:
            self.hint(remark, warning=True, seconds=8)
        sessions = playing.sessions
        if len(sessions) == 1:
            self.play(playing, sessions[0])
            return
        from smtptui.tui.screens.sessions_in_file import SessionsInFileScreen

        def take(session: "FiledSession | None") -> None:
            if session is not None and self.screen.is_attached:
                self.play(playing, session)

        self.screen.app.push_screen(SessionsInFileScreen(sessions, self.catalogue), take)

    def play(self, playing: "Playing", session: "FiledSession") -> None:
        """Replay a session."""
        self.screen.forget_ways()
        self._played[self._show(playing, session)] = (playing, session)
        self.screen.go(View.LIVE)
        self.screen.refresh_bindings()

    def _show(
        self, playing: "Playing", session: "FiledSession", instead_of: "Watched | None" = None
    ) -> "Replay":
        replay = playing.replay(session, self.catalogue, self.clock, self._later)
        self.panel.show(replay, instead_of=instead_of)
        return replay

    def _later(self, seconds: float, do: Callable[[], None]) -> "Cancel":
        """Have something done by the screen's own timer: no thread is left when it ends."""
        return self.panel.set_timer(seconds, do).stop

    def pause(self) -> None:
        """Stand still, or go on."""
        if (replay := self.replay) is not None:
            replay.play.pause(not replay.play.paused)
            self.panel.refresh_header()

    def step(self) -> None:
        """Show the next thing that happened, and stand still there."""
        if (replay := self.replay) is not None:
            replay.play.step()
            self.panel.refresh_header()

    def faster(self, steps: int) -> None:
        """Go on faster, or slower."""
        if (replay := self.replay) is not None:
            replay.play.faster(steps)
            self.panel.refresh_header()

    # Finding in the whole of it

    def find(self, words: str) -> None:
        """Look for words in the whole recording, where the rows that are held do not have them."""
        watched = self.panel.watched
        recorded = watched.recorded if watched in self._played else None  # type: ignore[attr-defined]
        if recorded is None:
            return
        from smtptui.tui.finding import Finding

        self.hint(_("Not in the lines that are shown: the whole recording is looked through…"))
        self._finding = Finding(
            recorded, words, self.panel.set_timer, lambda line: self._found(watched, line)
        )
        self._finding.go()

    def _found(self, watched: "Watched", line: int | None) -> None:
        """Show the line of the recording in which the words are, if that still shows."""
        played = self._played.get(watched)  # type: ignore[call-overload]
        if played is None or self.panel.watched is not watched:
            return
        if line is None:
            self.hint(_("It is nowhere in the recording."))
            return
        playing, session = played
        for field in self.panel.query("FindLine"):
            field.remove()
        replay = self._show(playing, session, watched)
        self._played[replay] = played
        replay.go_to(line)
        self.hint(_("Line {line} of the recording; the replay stands still there.", line=line), seconds=5)

    # Recording

    def record(self) -> None:
        """Record the session that shows, from its beginning; if it is recorded, no longer."""
        session = self.panel.session
        if session is None:
            self.hint(_("There is no session to record: {key} connects.", key=key_for("session.connect")))
        elif session.recording is not None and not session.recording.ended:
            self._end(session)
        else:
            self._begin(session)
        self.panel.refresh_header()

    def record_all(self, file: "RecordingFile") -> None:
        """Record every session from now on to a file, which may have failed for the one that has begun."""
        file.on_failure = self._failed
        self.panel.record_to = file
        if file.failed:
            self._failed(file.failed)

    def _begin(self, session: "LiveSession") -> None:
        file = new_recording(session.label, on_failure=self._failed)
        if isinstance(file, str):
            self.hint(_("The recording cannot be written: {why}.", why=file), warning=True, seconds=8)
            return
        session.record(file)
        shown = visible(str(file.path))
        if session.recording is None or session.recording.ended:
            self.hint(_("Recorded in {file}.", file=shown), seconds=5)
        else:
            self.hint(
                _("Recording to {file}; {key} ends it.", key=key_for("session.record"), file=shown), seconds=5
            )

    def _end(self, session: "LiveSession") -> None:
        assert session.recording is not None
        path = session.recording.file.path
        session.end_recording()
        self.hint(_("Recorded in {file}.", file=visible(str(path))), seconds=5)

    def _failed(self, why: str) -> None:
        """Say once that nothing more is written; called on the session's thread."""
        words = _("The recording ends here: {why}. The session goes on.", why=why)
        self.screen.app.call_later(lambda: self.hint(words, warning=True, seconds=8))
