"""Takes any text that may hold SMTP replies: a log, a bounce, a transcript."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static, TextArea

from smtptui.tui.dialog import Dialog
from smtptui.words import _, mark

HINT = mark(
    "Paste a reply, a log, a bounce or a whole transcript (swaks, curl, openssl, Postfix, Exim, Sendmail, "
    "Exchange…). Every reply in it is found and explained; it is kept nowhere and sent nowhere."
)


class PasteScreen(Dialog[str | None]):
    """Dismissed with the text, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f5", "take", _("Explain"), priority=True),
    ]

    area = query_one(TextArea)

    def compose(self) -> ComposeResult:
        """Compose the box."""
        with Vertical(classes="dialog -tall") as dialog:
            dialog.border_title = _("Explain a text")
            dialog.border_subtitle = _("ctrl+s explains · esc cancels")
            yield Static(Content.styled(_(HINT), "$quiet"), markup=False)
            yield TextArea(soft_wrap=False, compact=True, placeholder=_("paste here"))

    def action_take(self) -> None:
        """Dismiss with what stands in the box."""
        self.dismiss(self.area.text)
