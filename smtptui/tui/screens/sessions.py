"""What one does with a live session: connect, send, read what its replies mean."""

from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message

from smtptui.reference.book.catalogue import Catalogue
from smtptui.text import visible
from smtptui.tui.screens.codes import Codes, key_of

if TYPE_CHECKING:
    from smtptui.session.options import Options
    from smtptui.session.target import Target
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


class Sessions(Codes):
    """The live panel's side of the workspace."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(catalogue)
        self._trial = 0

    def connect(self, target: "Target", options: "Options") -> None:
        """Open a session and show it."""
        self.panel.connect(target, options)

    def action_connect(self) -> None:
        """Ask for a server and connect to it."""
        from smtptui.tui.screens.connect import ConnectScreen

        present = self.panel.target.label if self.panel.target else ""
        self.app.push_screen(ConnectScreen(present), self._connect_to)

    def _connect_to(self, answer: str | None) -> None:
        if answer is not None:
            self.post_message(self.ConnectAsked(answer))

    class ConnectAsked(Message):
        """The user wants a session with the server that `text` names."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def action_paste(self) -> None:
        """Explain every reply of a text that the user pastes."""
        # Imported when asked for: the first paint does not need it.
        from smtptui.tui.screens.paste import PasteScreen

        def take(text: str | None) -> None:
            if text is not None and text.strip() and self.is_attached:
                self._show_text(text)

        self.app.push_screen(PasteScreen(), take)

    def _show_text(self, text: str) -> None:
        from smtptui.watching.pasted import pasted

        watched = pasted(self._catalogue, text)
        if not watched.fold.rows:
            self.notify(
                "No reply was found in it: a reply is three digits and a text, as in 550 5.1.1 Unknown user.",
                severity="warning",
                timeout=8,
            )
            return
        self.panel.show(watched)
        self.action_view("live")

    async def action_reconnect(self) -> None:
        """Connect to the same server again."""
        target, options = self.panel.target, self.panel.options
        if target is None or options is None:
            self.action_connect()
        else:
            self.connect(target, options)

    def action_disconnect(self) -> None:
        """Say QUIT and close."""
        if self.panel.connected:
            self.panel.disconnect()
        else:
            self.notify("There is no connection: ctrl+o connects.", timeout=3)

    def action_command(self) -> None:
        """Type an SMTP command."""
        if not self.panel.connected:
            self.notify("There is no connection: ctrl+o connects.", timeout=3)
            return
        self.remove_class("-listing")
        self.set_focus(self.panel.command_line)

    def action_try_504(self) -> None:
        """Fill in a command that servers answer with 504; enter sends it."""
        if not self.panel.connected:
            self.notify("There is no connection: ctrl+o connects.", timeout=3)
            return
        line = self.panel.command_line
        line.value = TRIALS[self._trial % len(TRIALS)]
        line.cursor_position = len(line.value)
        self._trial += 1
        line.comes_from = self.focused
        self.set_focus(line)

    def on_command_line_pasted(self, event: "CommandLine.Pasted") -> None:
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

        self.app.push_screen(PastedLinesScreen(event.lines, line.awaited), take)

    def on_wire_log_highlighted(self, event: "WireLog.Highlighted") -> None:
        """Explain the row under the cursor; what comes by itself changes no view."""
        if event.by_user:
            self.view = "live"
        self._show_row(event.row)

    def on_wire_log_chosen(self, event: "WireLog.Chosen") -> None:
        """Explain the chosen row, in full view where only one pane shows."""
        self.view = "live"
        self._show_row(event.row)
        if self._one_pane:
            self.add_class("-reading")
            self.set_focus(self.reply_view)

    def _show_row(self, row: "Row | None") -> None:
        self.reply_view.show(row, self.panel.watched.explanation(row) if row else None)

    def action_card(self) -> None:
        """Open the card of the selected reply's code."""
        code = self._selected_code()
        if code:
            self.show_code(code)

    def action_lookalike(self) -> None:
        """Compare the selected reply's code, or the open card's, with what it is most confused with."""
        row = self.panel.log_view.cursor if self.view == "live" else None
        explanation = self.panel.watched.explanation(row) if row else None
        code = explanation.code if explanation else key_of(self.detail.entry)
        known = code in self._catalogue.names
        likely = explanation.mistaken_for if explanation else ()
        if not likely and known:
            likely = self._catalogue.code(code).lookalikes
        if not likely:
            self.notify(f"{code} is not easily confused with another code.", timeout=3)
            return
        self.picked = (code, likely[0])
        self.view = "compare"
        self.set_focus(self.compare_view)

    def _selected_code(self) -> str:
        row = self.panel.log_view.cursor
        if row is None or row.code is None:
            self.notify("Select a reply in the live session first (3, then the arrow keys).", timeout=3)
            return ""
        number = f"{row.code:03d}"
        if number not in {code.code for code in self._catalogue.codes}:
            nearest = ", ".join(self._catalogue.nearest(number))
            self.notify(f"{number} is not in the catalogue; nearest: {nearest}.", timeout=4)
            return ""
        return number

    def on_live_panel_progressed(self, event: "LivePanel.Progressed") -> None:
        """Count what came."""
        self.code_list.counts = event.counts
        self._show_session()

    def on_live_panel_ended(self, event: "LivePanel.Ended") -> None:
        """Say how the session ended, and what to do next."""
        if not event.expected:
            self.notify(
                visible(event.advice or "ctrl+r connects again."),
                title=visible(event.words),
                severity="error",
                timeout=8,
                markup=False,
            )
        self._show_session()

    def _show_session(self) -> None:
        watched, progress = self.panel.watched, self.panel.fold.progress
        if watched.source is None:
            words = watched.label or "not connected"
            self.title_bar.session = Content.styled(visible(words), "$quiet")
            return
        is_open = not watched.ended and progress.closed is None
        tls = progress.tls.version if progress.tls else "no TLS"
        unsure = "" if progress.tls is None or progress.tls.verified else " unverified"
        self.title_bar.session = Content.assemble(
            ("● " if is_open else "○ ", "$text-success" if is_open else "$quiet"),
            Content(visible(watched.label)),
            (f"  {visible(tls)}{unsure}", "$text-error" if unsure else "$quiet"),
            (f"  {progress.replies} {'reply' if progress.replies == 1 else 'replies'}", "$quiet"),
        )
