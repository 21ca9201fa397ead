"""What one does with a live session: connect, send, read what its replies mean."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import EntryRef, as_entry
from smtptui.text import visible
from smtptui.tui.desks.desk import Desk
from smtptui.tui.desks.requests import ComparisonWanted, ConnectionWanted, EntryWanted
from smtptui.tui.views import View
from smtptui.wire.events import Way
from smtptui.words import _, mark, plural

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.session.options import Options
    from smtptui.session.target import Target
    from smtptui.tui.screens.connect import Wanted
    from smtptui.tui.screens.workspace import WorkspaceScreen
    from smtptui.tui.widgets.command_line import CommandLine
    from smtptui.tui.widgets.live_panel import LivePanel
    from smtptui.tui.widgets.wire_log import WireLog
    from smtptui.watching.rows import Row

TRIALS = (
    "AUTH FOOBAR",
    "HELO bare",
    "MAIL FROM:<you@example.org> FROB=1",
    "MAIL FROM:<you@bare>",
)
"""What servers answer with 504: an unknown mechanism, a bare name, an unknown parameter, a bare domain."""

LINES_COPIED = 4096
"""Lines of a reply that are copied: as many as a reply may have."""

WAYS = {
    Way.INSPECT: ("session.inspect", mark("i inspects it without verifying (AUTH is forbidden then)")),
    Way.PLAINTEXT: ("session.plaintext", mark("n connects without TLS")),
    Way.IMPLICIT_TLS: ("session.inspect", mark("i connects with TLS from the first octet")),
    Way.CA_FILE: ("session.connect", mark("ctrl+o names the authority's file")),
    Way.CLIENT_CERT: ("session.connect", mark("ctrl+o names a certificate of yours")),
    Way.RETRY: ("session.reconnect", mark("ctrl+r tries again")),
}
"""What may be done about a failure → the action that does it, and its words."""


class SessionsDesk(Desk):
    """The live panel, and the explanation of the reply that is selected."""

    def __init__(self, screen: "WorkspaceScreen", catalogue: "Catalogue") -> None:
        super().__init__(screen, catalogue)
        self._trial = 0
        self._wanted: tuple[Target | None, Options] | None = None
        self.ways: tuple[Way, ...] = ()
        """What may be done about how the last session ended."""

    @property
    def panel(self) -> "LivePanel":
        """The live session."""
        return self.screen.panel

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what one does with a session."""
        return {
            "session.connect": self.ask_where,
            "session.reconnect": self.reconnect,
            "session.inspect": self.inspect,
            "session.plaintext": self.without_tls,
            "session.disconnect": self.disconnect,
            "session.command": self.type_command,
            "session.try-504": self.try_504,
            "session.paste": self.paste,
            "session.card": self.open_card,
            "session.lookalike": self.compare_lookalike,
            "session.maximize": self.maximize,
        }

    # Connecting

    def connect(self, target: "Target | None", options: "Options", address: "Target") -> None:
        """Open a session with `address`, which is that of `target`, or of the demo server without one."""
        self._wanted = (target, options)
        self._forget_ways()
        self.screen.reply_view.show(None, None)
        self.panel.connect(address, options)

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
            self._say_not_connected()

    def _say_not_connected(self) -> None:
        self.hint(_("There is no connection: ctrl+o connects."))

    # Typing

    def type_command(self) -> None:
        """Type an SMTP command."""
        if not self.panel.connected:
            self._say_not_connected()
            return
        self.screen.remove_class("-listing")
        self.screen.set_focus(self.panel.command_line)

    def try_504(self) -> None:
        """Fill in a command that servers answer with 504; enter sends it."""
        if not self.panel.connected:
            self._say_not_connected()
            return
        line = self.panel.command_line
        line.value = TRIALS[self._trial % len(TRIALS)]
        line.cursor_position = len(line.value)
        self._trial += 1
        line.comes_from = self.screen.focused
        self.screen.set_focus(line)

    def ask_about_lines(self, event: "CommandLine.Pasted") -> None:
        """Ask what several pasted lines are, and do that."""
        # Imported when asked for: the first paint does not need it.
        from smtptui.tui.screens.pasted_lines import Answer, PastedLinesScreen, message_of

        line = self.panel.command_line

        def take(answer: Answer | None) -> None:
            match answer:
                case Answer.ONE_AFTER_THE_OTHER:
                    line.value = ""
                    self.panel.send_lines(event.lines)
                case Answer.MESSAGE:
                    line.value = ""
                    self.panel.send_message(message_of(event.lines))
                case Answer.FIRST:
                    line.keep_first(event.lines[0])

        self.screen.app.push_screen(PastedLinesScreen(event.lines, line.awaited), take)

    def paste(self) -> None:
        """Explain every reply of a text that the user pastes."""
        # Imported when asked for: the first paint does not need it.
        from smtptui.tui.screens.paste import PasteScreen

        def take(text: str | None) -> None:
            if text is not None and text.strip() and self.screen.is_attached:
                self._show_text(text)

        self.screen.app.push_screen(PasteScreen(), take)

    def _show_text(self, text: str) -> None:
        from smtptui.watching.pasted import pasted

        watched = pasted(self.catalogue, text)
        if not watched.fold.rows:
            self.hint(
                _(
                    "No reply was found in it: a reply is three digits and a text, "
                    "as in 550 5.1.1 Unknown user."
                ),
                warning=True,
                seconds=8,
            )
            return
        self._forget_ways()
        self.panel.show(watched)
        self.screen.go(View.LIVE)

    # Reading

    def show_row(self, row: "Row | None") -> None:
        """Explain a row."""
        self.screen.reply_view.show(row, self.panel.watched.explanation(row) if row else None)

    def highlighted(self, event: "WireLog.Highlighted") -> None:
        """Explain the row under the cursor; what comes by itself changes no view."""
        if event.by_user and self.screen.view is not View.LIVE:
            self.screen.leave_for(View.LIVE, in_pane=True)
            self.screen.view = View.LIVE
        self.show_row(event.row)

    def chosen(self, event: "WireLog.Chosen") -> None:
        """Explain the chosen row, in full view where only one pane shows."""
        self.screen.leave_for(View.LIVE, in_pane=True)
        self.screen.view = View.LIVE
        self.show_row(event.row)
        if self.screen.one_pane:
            self.screen.add_class("-reading")
            self.screen.set_focus(self.screen.reply_view)

    @property
    def selected_entry(self) -> EntryRef | None:
        """The entry that explains the selected reply best: its code, or its enhanced code."""
        row = self.panel.log_view.cursor
        explanation = self.panel.watched.explanation(row) if row is not None else None
        if explanation is None:
            return None
        if explanation.code in self.catalogue.names:
            return EntryRef(Kind.BASIC, explanation.code)
        return as_entry(self.catalogue, explanation.enhanced) if explanation.enhanced else None

    @property
    def selected_text(self) -> str:
        """The selected reply as it came, safe to show, or what the selected row says; empty for none."""
        row = self.panel.log_view.cursor
        if row is None:
            return ""
        event = row.reply.event if row.reply is not None else None
        if event is None:
            return row.text
        return "\n".join(visible(line.raw.rstrip(b"\r\n")) for line in event.reply.lines[:LINES_COPIED])

    def open_card(self) -> None:
        """Open the card of the selected reply's code."""
        entry = self.selected_entry
        if entry is not None:
            self.screen.post_message(EntryWanted(entry))
            return
        row = self.panel.log_view.cursor
        if row is None or row.code is None:
            self.hint(_("Select a reply in the live session first (3, then the arrow keys)."))
            return
        number = f"{row.code:03d}"
        nearest = ", ".join(self.catalogue.nearest(number))
        self.hint(_("{code} is not in the catalogue; nearest: {nearest}.", code=number, nearest=nearest))

    def compare_lookalike(self) -> None:
        """Compare the selected reply's code, or the open card's, with what it is most confused with."""
        live = self.screen.view is View.LIVE
        row = self.panel.log_view.cursor if live else None
        explanation = self.panel.watched.explanation(row) if row else None
        entry = self.selected_entry if live else self.screen.detail.entry
        if entry is None:
            self.open_card()
            return
        likely = explanation.mistaken_for if explanation and explanation.code == entry.key else ()
        if not likely and entry.kind is Kind.BASIC:
            likely = self.catalogue.code(entry.key).lookalikes
        if likely:
            self.screen.post_message(ComparisonWanted(entry, EntryRef(Kind.BASIC, likely[0])))
        elif live and entry.kind is not Kind.BASIC:
            self.screen.post_message(EntryWanted(entry))
        else:
            self.hint(_("{code} is not easily confused with another code.", code=entry.key))

    def maximize(self) -> None:
        """Give the live session the whole height, or take it back."""
        self.screen.toggle_class("-maximized")
        self.screen.set_focus(self.panel.log_view)

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

    def _forget_ways(self) -> None:
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
