"""Asks where to connect."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, Static

from smtptui.text import visible
from smtptui.tui.dialog import Dialog

DEMO = "demo"
"""Stands for the built-in demo server."""

HINT = (
    "HOST, HOST:PORT, [::1]:PORT, smtp://HOST, smtps://HOST or mx:DOMAIN.\n"
    "Nothing but EHLO, STARTTLS and QUIT is sent until you type a command.\n"
    "demo connects to the built-in demo server."
)


class ConnectScreen(Dialog[str | None]):
    """Dismissed with a target that can be parsed, with `DEMO`, or with None."""

    target_input = query_one(Input)
    problem = query_one(".problem", Static)

    def __init__(self, value: str = "") -> None:
        super().__init__()
        self._value = value

    def compose(self) -> ComposeResult:
        """Compose input, hint and problem."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Connect"
            dialog.border_subtitle = "enter connects · esc cancels"
            yield Input(self._value, placeholder="mx.example.org:25", compact=True)
            yield Static("", classes="problem", markup=False)
            yield Static(Content.styled(HINT, "$quiet"), markup=False)

    @on(Input.Submitted)
    def _connect(self, event: Input.Submitted) -> None:
        event.stop()
        # The network layer is imported when it is needed first.
        from smtptui.session.target import TargetError, parse_target

        text = event.value.strip()
        try:
            if text != DEMO:
                parse_target(text)
        except TargetError as error:
            self.problem.update(Content.styled(visible(str(error)), "$text-error"))
        else:
            self.dismiss(text)
