"""Finding out what the server does not implement: asked before it starts, paced, shown as a table."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from smtptui.tui.desks.desk import Desk
from smtptui.tui.named_keys import key_for
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.tui.panes import PanesScreen
    from smtptui.tui.screens.matrix import MatrixScreen
    from smtptui.watching.live import LiveSession
    from smtptui.watching.matrix import Matrix
    from smtptui.watching.watched import Watched


class ProbingDesk(Desk):
    """One matrix for each session; it goes on while its session shows, and is stopped when it does not."""

    def __init__(self, screen: "PanesScreen", catalogue: "Catalogue") -> None:
        super().__init__(screen, catalogue)
        self._matrices: WeakKeyDictionary[Watched, Matrix] = WeakKeyDictionary()
        self._running: tuple[LiveSession, Matrix] | None = None
        self._answers = 0
        self._waits = False
        """Whether a line is out, or about to go."""
        self._open: MatrixScreen | None = None

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what one does to find out."""
        return {"session.matrix": self.ask}

    def ask(self) -> None:
        """Show what was found out of the session that shows, or what would be tried; enter begins."""
        from smtptui.tui.screens.matrix import MatrixScreen
        from smtptui.watching.implementing import trials
        from smtptui.watching.matrix import Matrix

        panel = self.screen.panel
        session, found = panel.session, self._matrices.get(panel.watched)
        can_start = session is not None and panel.connected
        if found is None and not can_start:
            self.hint(_("There is no connection: {key} connects.", key=key_for("session.connect")))
            return
        standing, options = panel.fold.progress.standing, panel.options
        may_log_in = not standing.authenticated and not (options is not None and options.insecure)
        proposed = Matrix(trials(standing.offered, auth=may_log_in))

        def closed(_result: None) -> None:
            self._open = None
            if self._running is not None:
                self._running[1].stop()

        def begin() -> "Matrix | None":
            return self._begin(session, proposed) if session is not None else None

        self._open = MatrixScreen(panel.watched.label, proposed, found, begin if can_start else None)
        self.screen.app.push_screen(self._open, closed)

    def _begin(self, session: "LiveSession", matrix: "Matrix") -> "Matrix | None":
        """Begin, if the session is between commands now."""
        progress = session.fold.progress
        if session.ended or progress.awaiting is not None or progress.standing.pending:
            self.hint(_("Wait until the server has answered."))
            return None
        self._matrices[session] = matrix
        self._running = (session, matrix)
        self._send()
        return matrix

    def _send(self) -> None:
        if self._running is None:
            return
        session, matrix = self._running
        self._waits = True
        self._answers = session.fold.progress.standing.answers
        if matrix.line is not None:
            # AUTH PLAIN without a response holds no password, and the exchange is cancelled.
            self.screen.panel.send(matrix.line, insist=matrix.line.startswith("AUTH "))

    def progressed(self) -> None:
        """Take the answer, if it is there, and send what comes next a little later."""
        from smtptui.watching.matrix import PACE

        if self._running is None:
            return
        session, matrix = self._running
        progress = session.fold.progress
        if self.screen.panel.session is not session or progress.closed is not None:
            matrix.give_up(_("the connection has ended"))
        elif self._waits and progress.refused is not None:
            matrix.give_up(progress.refused.why)
        elif (
            self._waits and progress.standing.answers > self._answers and progress.standing.answer is not None
        ):
            self._waits = False
            matrix.answered(progress.standing.answer)
            if matrix.line is not None:
                self.screen.set_timer(PACE, self._send)
        if matrix.done:
            self._running = None
        if self._open is not None and self._open.is_mounted:
            self._open.progressed()
