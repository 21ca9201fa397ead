"""What one does to log in: name a user and a mechanism, give the password, which nobody keeps."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakSet

from smtptui.text import visible
from smtptui.tui.desks.desk import Desk
from smtptui.watching.guide import StepId, availability
from smtptui.watching.guided_run import Part
from smtptui.wire.events import State
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.tui.panes import PanesScreen
    from smtptui.tui.screens.login import Login
    from smtptui.watching.live import LiveSession


class LoginDesk(Desk):
    """The dialog of a login; `connected` returns the session or says that there is none, `begin` sends.

    `announced` returns who means to log in, and by which mechanism, as it was said when connecting.
    """

    def __init__(
        self,
        screen: "PanesScreen",
        catalogue: "Catalogue",
        connected: "Callable[[], LiveSession | None]",
        begin: Callable[[Part], None],
        announced: Callable[[], tuple[str, str]],
    ) -> None:
        super().__init__(screen, catalogue)
        self._announced = announced
        self._connected = connected
        self._begin = begin
        self._user = self._mechanism = ""
        self._asked: WeakSet[LiveSession] = WeakSet()
        """The sessions that were begun for somebody to log in, who was asked for the password."""

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what one does to log in."""
        return {"session.login": self.ask}

    def ask_as_announced(self) -> None:
        """Ask for the password once the server is ready for it, if somebody connected to log in."""
        panel = self.screen.panel
        session, progress = panel.session, panel.fold.progress
        if session is None or session in self._asked or not self._announced()[0]:
            return
        if self.screen.app.screen is not self.screen or not panel.connected:
            return
        if progress.standing.state is State.IDENTIFIED and availability(StepId.LOGIN, progress).can:
            self._asked.add(session)
            self.ask()

    def ask(self) -> None:
        """Ask who logs in, and log in."""
        session = self._connected()
        if session is None:
            return
        progress = session.fold.progress
        if progress.tls is not None and not progress.tls.verified:
            self.hint(_("AUTH is forbidden while certificates are not verified."), warning=True)
            return
        # Imported when asked for: the first paint does not need it.
        from smtptui.tui.screens.login import LoginScreen

        standing = progress.standing
        user, mechanism = self._announced()
        ask = LoginScreen(
            standing.offered,
            tls=standing.tls,
            user=user or self._user,
            mechanism=mechanism or self._mechanism,
            where=visible(session.label),
        )
        self.screen.app.push_screen(ask, partial(self._log_in, session))

    def _log_in(self, session: "LiveSession", login: "Login | None") -> None:
        if login is None or not self.screen.is_attached or session is not self._connected():
            return
        from smtptui.session.login import mechanism_for
        from smtptui.wire.sasl.mechanism import AuthError

        self._user, self._mechanism = login.user, login.mechanism
        try:
            mechanism = mechanism_for(login.mechanism, login.user, login.secret, session.target)
        except AuthError as error:
            self.hint(str(error), warning=True, seconds=6)
            return
        send = partial(session.session.authenticate, mechanism, insist=login.insist)
        self._begin(Part(f"AUTH {login.mechanism}", send))
