"""What one does to have a session: connect, connect again, go on after a failure, disconnect."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from textual.content import Content

from smtptui.text import visible
from smtptui.tui.desks.desk import Desk
from smtptui.tui.desks.requests import ConnectionWanted
from smtptui.tui.views import View
from smtptui.wire.events import Way
from smtptui.words import _, mark, plural

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.session.options import Options
    from smtptui.session.target import Target
    from smtptui.settings.remembered import Recent
    from smtptui.tui.panes import PanesScreen
    from smtptui.tui.screens.connect import Wanted
    from smtptui.tui.widgets.live_panel import LivePanel
    from smtptui.watching.watched import Watched

WAYS = {
    Way.INSPECT: ("session.inspect", mark("i inspects it without verifying (AUTH is forbidden then)")),
    Way.PLAINTEXT: ("session.plaintext", mark("n connects without TLS")),
    Way.IMPLICIT_TLS: ("session.inspect", mark("i connects with TLS from the first octet")),
    Way.CA_FILE: ("session.connect", mark("ctrl+o names the authority's file")),
    Way.CLIENT_CERT: ("session.connect", mark("ctrl+o names a certificate of yours")),
    Way.RETRY: ("session.reconnect", mark("ctrl+r tries again")),
}
"""What may be done about a failure → the action that does it, and its words."""


class Begun(NamedTuple):
    """How a session was begun; without a target with the demo server."""

    target: "Target | None"
    options: "Options"

    @property
    def place(self) -> object:
        """What makes it the same server."""
        return self.target and self.target._replace(tls=None)  # type: ignore[arg-type]


class ConnectionDesk(Desk):
    """The server one is connected to, and what may be done about how a session ended."""

    def __init__(self, screen: "PanesScreen", catalogue: "Catalogue") -> None:
        super().__init__(screen, catalogue)
        self._begun: WeakKeyDictionary[Watched, Begun] = WeakKeyDictionary()
        self._last: Begun | None = None
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

    def connect(
        self, target: "Target | None", options: "Options", address: "Target | Callable[[], Target]"
    ) -> None:
        """Open a session with `address`, which is that of `target`, or finds that of the demo server.

        Who connects wants to watch: the live view shows, and its pane follows what comes.
        """
        begun = Begun(target, options)
        self.forget_ways()
        self.screen.reply_view.show(None, None)
        session = self.panel.connect(address, options, _("demo server"), instead_of=self._same(begun))
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

        try:
            target = parse_target(recent.target, tls=TlsMode(recent.tls) if recent.tls else None)
        except (TargetError, ValueError) as error:
            self.hint(visible(str(error)), warning=True, seconds=8)
            return
        options = Options(
            ehlo_name=recent.ehlo,
            insecure=not recent.verify,
            ca=Path(recent.ca_file) if recent.ca_file else None,
        )
        self.screen.post_message(ConnectionWanted(target, options))

    def ask_where(self) -> None:
        """Ask for a server, and how to connect to it; what was used last stands there already."""
        # Imported when asked for: the first paint does not need it, nor the network.
        from smtptui.session.options import Options
        from smtptui.tui.screens.connect import ConnectScreen

        def take(wanted: "Wanted | None") -> None:
            if wanted is not None and self.screen.is_attached:
                self.screen.post_message(ConnectionWanted(wanted.target, wanted.options))

        target, options = self._wanted or (None, self.screen.options or Options())
        was_demo = self._wanted is not None and target is None
        self.screen.app.push_screen(ConnectScreen(target, options, was_demo=was_demo), take)

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
        target, options = self._wanted or (None, None)
        if way is not None and target is not None and options is not None:
            self.screen.post_message(ConnectionWanted(*again(way, target, options)))

    def disconnect(self) -> None:
        """Say QUIT and close."""
        if self.panel.connected:
            self.panel.disconnect()
        else:
            self.hint(_("There is no connection: ctrl+o connects."))

    # What the session tells

    def progressed(self, event: "LivePanel.Progressed") -> None:
        """Count what came."""
        self.screen.code_list.counts = event.counts
        self._show_session()

    def ended(self, event: "LivePanel.Ended") -> None:
        """Offer in place what may be done about it; the log says how it ended."""
        self._show_session()
        if event.expected:
            return
        self.ways = event.closed.ways
        words = " · ".join(dict.fromkeys(_(WAYS[way][1]) for way in self.ways if way in WAYS))
        self.panel.command_line.question = words
        self.screen.refresh_bindings()
        if self.screen.one_pane and self.screen.view is not View.LIVE:
            self.hint(_("The session has ended: 3 shows how."), warning=True, seconds=4)

    def forget_ways(self) -> None:
        """Offer nothing any more: something else shows now."""
        self.ways = ()
        self.panel.command_line.question = ""
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
