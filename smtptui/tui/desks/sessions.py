"""What one does in a live session: type, paste, read what its replies mean."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, cast

from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import EntryRef, as_entry
from smtptui.reference.searching.titles import lookalikes_of
from smtptui.text import visible
from smtptui.tui.desks.desk import Desk
from smtptui.tui.desks.requests import EntryWanted
from smtptui.tui.named_keys import key_for
from smtptui.tui.views import View
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.settings.state import StateFile
    from smtptui.tui.desks.room import RoomDesk
    from smtptui.tui.panes import PanesScreen
    from smtptui.tui.widgets.command_line import CommandLine
    from smtptui.tui.widgets.wire_log import WireLog
    from smtptui.watching.rows import Row
    from smtptui.watching.trials import Standing

LINES_COPIED = 4096
"""Lines of a reply that are copied: as many as a reply may have."""


class Beside(Protocol):
    """The desk beside this one that knows how much of the session shows."""

    room: "RoomDesk"


class SessionsDesk(Desk):
    """The live panel, and the explanation of the reply that is selected."""

    def __init__(self, screen: "PanesScreen", catalogue: "Catalogue") -> None:
        super().__init__(screen, catalogue)
        self._trial = 0
        self.is_on_reply = False
        """Whether the line that is selected is one of a reply."""

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what one does with a session."""
        return {
            "session.command": self.type_command,
            "session.try-504": self.try_504,
            "session.paste": self.paste,
            "session.card": self.open_card,
        }

    def _say_not_connected(self) -> None:
        self.hint(_("There is no connection: {key} connects.", key=key_for("session.connect")))

    # Typing

    def remember(self, state: "StateFile") -> None:
        """Begin with the commands typed in earlier runs, and keep those of this one."""
        from smtptui.tui.history import History

        self.panel.command_line.history = History(
            state.state.history, lambda lines: state.keep(history=lines)
        )

    def type_command(self) -> None:
        """Type an SMTP command."""
        if not self.panel.connected:
            self._say_not_connected()
            return
        self.screen.remove_class("-listing")
        cast(Beside, self.screen).room.open_line()
        self.screen.set_focus(self.panel.command_line)

    def try_504(self) -> None:
        """Fill in what this server likeliest answers with 504, and say what else it may; enter sends it."""
        from smtptui.watching.trials import trials

        if not self.panel.connected:
            self._say_not_connected()
            return
        cast(Beside, self.screen).room.open_line()
        found = trials(self.catalogue, self._standing, self.screen.demo_tries)
        trial = found[self._trial % len(found)]
        line = self.panel.command_line
        line.value = trial.line
        line.cursor_position = len(line.value)
        line.told = trial.words
        self._trial += 1
        line.comes_from = self.screen.focused
        self.screen.set_focus(line)

    @property
    def _standing(self) -> "Standing":
        """What is known of the session that shows."""
        from smtptui.watching.trials import Standing

        context, options = self.panel.fold.known.context, self.panel.options
        return Standing(
            context.greeting,
            context.extensions,
            self.panel.fold.progress.state,
            context.authenticated,
            may_log_in=options is None or not options.insecure,
        )

    def ask_about_lines(self, event: "CommandLine.Pasted") -> None:
        """Ask what several pasted lines are, and do that."""
        # Imported when asked for: the first paint does not need it.
        from smtptui.tui.screens.pasted_lines import Answer, PastedLines, PastedLinesScreen, message_of

        line = self.panel.command_line

        def take(made: PastedLines | None) -> None:
            match made:
                case PastedLines(Answer.ONE_BY_ONE, lines):
                    line.go_through(lines)
                case PastedLines(Answer.ALL, lines):
                    line.value = ""
                    self.panel.send_lines(lines)
                case PastedLines(Answer.MESSAGE, lines):
                    line.value = ""
                    self.panel.send_message(message_of(lines))
                case PastedLines(Answer.FIRST, lines):
                    line.go_through(lines[:1])

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
        self.screen.forget_ways()
        self.panel.show(watched)
        self.screen.go(View.LIVE)

    # Reading

    def show_row(self, row: "Row | None") -> None:
        """Explain a row."""
        is_on_reply = row is not None and row.code is not None
        if is_on_reply is not self.is_on_reply:
            # Other keys have an effect then.
            self.is_on_reply = is_on_reply
            self.screen.refresh_bindings()
        self.screen.reply_view.show(row, self.panel.watched.explanation(row) if row else None)

    def tell_again(self) -> None:
        """Explain the row in another language, and stay about where one reads."""
        view = self.screen.reply_view
        at = view.scroll_offset.y
        self.show_row(self.panel.log_view.cursor)
        self.screen.call_after_refresh(view.scroll_to, y=at, animate=False)

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
            self.hint(
                _(
                    "Select a reply in the live session first ({key}, then the arrow keys).",
                    key=key_for("view.live"),
                )
            )
            return
        number = f"{row.code:03d}"
        nearest = ", ".join(self.catalogue.nearest(number))
        self.hint(_("{code} is not in the catalogue; nearest: {nearest}.", code=number, nearest=nearest))

    @property
    def mistaken_for(self) -> tuple[EntryRef, ...]:
        """What the selected reply is easily confused with, the likeliest first."""
        row = self.panel.log_view.cursor
        explanation = self.panel.watched.explanation(row) if row is not None else None
        entry = self.selected_entry
        if explanation is None or entry is None:
            return ()
        likely = explanation.mistaken_for if explanation.code == entry.key else ()
        return tuple(EntryRef(Kind.BASIC, code) for code in likely) or lookalikes_of(self.catalogue, entry)
