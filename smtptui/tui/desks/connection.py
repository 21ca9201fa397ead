"""What one does to have a session: connect, connect again, go on after a failure, disconnect."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from textual.content import Content

from smtptui.text import visible
from smtptui.tui.desks.begun import DEMO, STANDARD, Begun, Opening
from smtptui.tui.desks.desk import Desk
from smtptui.tui.desks.requests import ConnectionWanted
from smtptui.tui.named_keys import key_for
from smtptui.tui.views import View
from smtptui.wire.events import Way
from smtptui.words import _, plural

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.session.target import Target
    from smtptui.settings.remembered import Recent
    from smtptui.settings.state import StateFile
    from smtptui.tui.panes import PanesScreen
    from smtptui.tui.screens.connect import Wanted
    from smtptui.tui.widgets.live_panel import LivePanel
    from smtptui.watching.watched import Watched


class ConnectionDesk(Desk):
    """The server one is connected to, and what may be done about how a session ended."""

    def __init__(self, screen: "PanesScreen", catalogue: "Catalogue") -> None:
        super().__init__(screen, catalogue)
        self._begun: WeakKeyDictionary[Watched, Begun] = WeakKeyDictionary()
        self._last: Begun | None = None
        self._again: Watched | None = None
        """The session that is tried again in another way."""
        self._state: StateFile | None = None
        self._noted: WeakKeyDictionary[Watched, tuple[str, str]] = WeakKeyDictionary()
        """What was remembered of how each session goes."""
        self.ways: tuple[Way, ...] = ()
        """What may be done about how the session that shows has ended."""

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what one does to have a session."""
        return {
            "session.connect": self.ask_where,
            "session.reconnect": self.reconnect,
            "session.inspect": self.inspect,
            "session.plaintext": self.without_tls,
            "session.disconnect": self.disconnect,
        }

    # Connecting

    def take(self, opening: "Opening") -> None:
        """Show the session that the program is opened for."""
        self.forget_ways()
        self.screen.reply_view.show(None, None)
        # The explanations' modules come after the first paint, which may have the greeting already.
        self.screen.call_after_refresh(opening.session.prepare_beside)
        self.panel.show(opening.session)
        self._watch(opening.session, opening.begun)

    def connect(self, begun: "Begun", address: "Target | Callable[[], Target]") -> None:
        """Open a session with `address`, which is that of the target, or finds that of the demo server.

        Who connects wants to watch: the live view shows, and its pane follows what comes.
        """
        self.forget_ways()
        self.screen.reply_view.show(None, None)
        before, self._again = self._again or self._same(begun), None
        session = self.panel.connect(address, begun.options, _("demo server"), instead_of=before)
        self._watch(session, begun)

    def _watch(self, session: "Watched", begun: "Begun") -> None:
        if begun.target is None or begun.demo:
            session.name = begun.text
        self._begun[session] = self._last = begun
        self.screen.go(View.LIVE)

    def _same(self, begun: "Begun") -> "Watched | None":
        """Return the session with the same server that is kept, for the new one to take its place."""
        for tab in self.panel.tabs.kept.tabs:
            before = self._begun.get(tab.watched)
            if before is not None and before.place == begun.place:
                return tab.watched
        return None

    @property
    def _wanted(self) -> "Begun | None":
        """How the session that shows was begun, or else the last one."""
        return self._begun.get(self.panel.watched, self._last)

    def connect_again(self, recent: "Recent") -> None:
        """Connect to a server of the past, or to one that was just typed, as it was done then."""
        from pathlib import Path

        from smtptui.session.options import Options
        from smtptui.session.target import TargetError, TlsMode, parse_target

        options = Options(
            ehlo_name=recent.ehlo,
            insecure=not recent.verify,
            ca=Path(recent.ca_file) if recent.ca_file else None,
        )
        login = (recent.user, recent.mechanism)
        demo, _colon, id = recent.target.partition(":")
        if demo == DEMO and not id.isdigit():
            self.screen.post_message(ConnectionWanted(None, options, id, login))
            return
        try:
            target = parse_target(recent.target, tls=TlsMode(recent.tls) if recent.tls else None)
        except (TargetError, ValueError) as error:
            self.hint(visible(str(error)), warning=True, seconds=8)
            return
        self.screen.post_message(ConnectionWanted(target, options, login=login))

    def ask_where(self) -> None:
        """Ask for a server, and how to connect to it; what was used last stands there already."""
        # Imported when asked for: the first paint does not need it, nor the network.
        from smtptui.session.options import Options
        from smtptui.tui.screens.connect import ConnectScreen, Login

        def take(wanted: "Wanted | None") -> None:
            if wanted is not None and self.screen.is_attached:
                self.screen.post_message(ConnectionWanted(*wanted))

        before = self._wanted or Begun(None, self.screen.options or Options())
        screen = ConnectScreen(
            before.target,
            before.options,
            demo=before.text if before.target is None and self._wanted is not None else "",
            login=Login(*before.login),
            recents=self._state.state.recents if self._state is not None else (),
            catalogue=self.catalogue,
            usual_tls=self.screen.usual_tls,
        )
        self.screen.app.push_screen(screen, take)

    def reconnect(self) -> None:
        """Connect to the same server again, in the same way."""
        if self._wanted is None:
            self.ask_where()
        else:
            self.screen.post_message(ConnectionWanted(*self._wanted))

    def inspect(self) -> None:
        """Connect again without verifying the certificate, or where TLS comes first, with it first."""
        self._connect_by(Way.INSPECT, Way.IMPLICIT_TLS)

    def without_tls(self) -> None:
        """Connect again without TLS."""
        self._connect_by(Way.PLAINTEXT)

    def _connect_by(self, *ways: Way) -> None:
        """Connect again by the first of these ways that is one out of how the last session ended."""
        from smtptui.session.again import again

        way = next((way for way in ways if way in self.ways), None)
        wanted = self._wanted
        if way is None or wanted is None:
            return
        target = wanted.target or self.panel.target
        if target is not None:
            self._again = self.panel.watched
            target, options = again(way, target, wanted.options)
            demo = wanted.demo or (STANDARD if wanted.target is None else "")
            self.screen.post_message(ConnectionWanted(target, options, demo, wanted.login))

    def disconnect(self) -> None:
        """Say QUIT and close."""
        if self.panel.connected:
            self.panel.disconnect()
        else:
            self.hint(_("There is no connection: {key} connects.", key=key_for("session.connect")))

    # What is remembered

    def remember(self, state: "StateFile") -> None:
        """Remember the servers one connects to, and how it went."""
        self._state = state

    @property
    def login(self) -> tuple[str, str]:
        """Who means to log in to the server that shows, and by which mechanism; either may be empty."""
        return self._wanted.login if self._wanted is not None else ("", "")

    @property
    def demo_tries(self) -> tuple[str, ...]:
        """What the demo server that shows is there to be told; empty for any other server."""
        begun = self._begun.get(self.panel.watched)
        if begun is None or (begun.target is not None and not begun.demo):
            return ()
        from smtptui.demo.menu import find_script

        script = find_script(begun.demo or STANDARD, self.catalogue)
        return script.tries if script is not None else ()

    def _note(self) -> None:
        """Remember how the session that shows goes, once that is known, and again when it changes."""
        from smtptui.tui.desks.outcomes import outcome_of, recent_of

        watched = self.panel.watched
        begun = self._begun.get(watched)
        if begun is None or self._state is None or (outcome := outcome_of(watched)) is None:
            return
        if self._noted.get(watched) != outcome:
            self._noted[watched] = outcome
            recents = self._state.state.recents
            self._state.keep(recents=(recent_of(begun, outcome), *recents))

    # What the session tells

    def progressed(self, event: "LivePanel.Progressed") -> None:
        """Count what came."""
        self.screen.code_list.counts = event.counts
        self._note()
        self._show_session()

    def ended(self, event: "LivePanel.Ended") -> None:
        """Offer in place what may be done about it; the log says how it ended."""
        self._note()
        self._show_session()
        if event.expected:
            return
        self.ways = event.closed.ways
        self.panel.ways_bar.offer(self.ways)
        self.screen.refresh_bindings()
        if self.screen.one_pane and self.screen.view is not View.LIVE:
            self.hint(
                _("The session has ended: {key} shows how.", key=key_for("view.live")),
                warning=True,
                seconds=4,
            )

    def tell_again(self) -> None:
        """Say in another language how the session stands."""
        self._show_session()

    def forget_ways(self) -> None:
        """Offer nothing any more: something else shows now."""
        self.ways = ()
        self.panel.ways_bar.offer(())
        self.screen.refresh_bindings()

    def _show_session(self) -> None:
        watched, progress = self.panel.watched, self.panel.fold.progress
        if watched.source is None:
            words = watched.label or _("not connected")
            self.screen.title_bar.session = Content.styled(visible(words), "$quiet")
            return
        is_open = not watched.ended and progress.closed is None
        tls = visible(progress.tls.version) if progress.tls else _("no TLS")
        unsure = progress.tls is not None and not progress.tls.verified
        if unsure:
            tls = _("{version} unverified", version=tls)
        replies = plural("{number} reply", "{number} replies", progress.replies)
        self.screen.title_bar.session = Content.assemble(
            ("● " if is_open else "○ ", "$text-success" if is_open else "$quiet"),
            Content(visible(watched.label)),
            (f"  {tls}", "$text-error" if unsure else "$quiet"),
            (f"  {replies}", "$quiet"),
        )
