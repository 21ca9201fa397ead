"""Shows what is about to be sent for real, and asks twice."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from smtptui.text import lines_of, visible
from smtptui.tui.content import CODE_SPAN, MUTED
from smtptui.tui.dialog import Dialog
from smtptui.tui.option_rows import OptionRows
from smtptui.words import _, plural

SHOWN = 400
"""Lines of the message that are shown; the others are counted."""


class ConfirmScreen(Dialog[bool]):
    """Dismissed with True once it was confirmed twice; with False or None nothing is sent."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss(False)", "Cancel")]

    options = query_one(OptionList)

    def __init__(self, commands: tuple[str, ...], message: bytes, recipient: str) -> None:
        super().__init__()
        self._commands = commands
        self._text = message
        self._recipient = recipient
        self._asked = 0

    def compose(self) -> ComposeResult:
        """Compose what is sent, and the question."""
        with Vertical(classes="dialog -fitting") as dialog:
            dialog.border_title = _("This is what is sent")
            dialog.border_subtitle = _("enter answers · tab scrolls the message · esc sends nothing")
            with VerticalScroll(classes="preview"):
                yield Static(self._preview(), markup=False)
            yield Static("", classes="question", markup=False)
            yield OptionRows(id="answers", markup=False, compact=True)

    def _preview(self) -> Content:
        lines = list(lines_of(self._text.decode("utf-8", "replace")))
        parts = [Content.styled(visible(line), CODE_SPAN) for line in self._commands]
        parts += [Content(""), *(Content(visible(line)) for line in lines[:SHOWN])]
        if (left := len(lines) - SHOWN) > 0:
            words = plural("and {number} more line", "and {number} more lines", left)
            parts.append(Content.styled(words, MUTED))
        return Content("\n").join(parts)

    def on_mount(self) -> None:
        """Ask for the first time."""
        self._ask()
        self.set_focus(self.options)

    def _ask(self) -> None:
        self._asked += 1
        to = visible(self._recipient)
        first = self._asked == 1
        words = (
            _("Send this message to {recipient}?", recipient=to)
            if first
            else _(
                "It will be delivered, and cannot be called back. Send it to {recipient} now?", recipient=to
            )
        )
        self.query_one(".question", Static).update(Content.styled(words, "bold $text-warning"))
        yes = _("Yes, go on") if first else _("Yes, send it")
        self.options.clear_options()
        self.options.add_options([Option(_("No, send nothing"), id="no"), Option(yes, id="yes")])
        self.options.highlighted = 0

    @on(OptionList.OptionSelected)
    def _answered(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id != "yes":
            self.dismiss(False)
        elif self._asked == 1:
            self._ask()
        else:
            self.dismiss(True)
