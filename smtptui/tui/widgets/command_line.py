"""The line on which the user types SMTP commands, answers to challenges, and message data."""

from collections.abc import Iterable

from textual import events, on
from textual.message import Message
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input

from smtptui.wire.events import State

COMPLETIONS = (
    "EHLO ",
    "HELO ",
    "MAIL FROM:<>",
    "RCPT TO:<>",
    "DATA",
    "RSET",
    "NOOP",
    "HELP",
    "VRFY ",
    "EXPN ",
    "STARTTLS",
    "QUIT",
    "AUTH PLAIN",
    "AUTH LOGIN",
)
"""What Tab completes on any server; the server's mechanisms and parameters come on top."""

PLACEHOLDERS = {
    None: "not connected: ctrl+o connects, ctrl+r connects again",
    State.CLOSED: "closed: ctrl+r connects again, ctrl+o elsewhere",
    State.AUTHENTICATING: "answer to the challenge, in base64; * cancels",
    State.DATA: "message data, line by line; a single . ends it",
    State.OUT_OF_STEP: "out of step: the session can only be closed (d)",
    State.REFUSED: "refused: QUIT is all that is left",
}


class Completions(Suggester):
    """Completes the verb, then what this server has offered; case is ignored."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=False)
        self.offered: tuple[str, ...] = ()

    async def get_suggestion(self, value: str) -> str | None:
        """Return the first completion that begins with `value`."""
        if not value:
            return None
        for candidate in (*self.offered, *COMPLETIONS):
            if candidate.casefold().startswith(value.casefold()) and len(candidate) > len(value):
                return value + candidate[len(value) :]
        return None


class CommandLine(Input):
    """An input that knows SMTP: completion, history without secrets, masked answers to challenges."""

    DEFAULT_CSS = """
    CommandLine {
        border: none;
        height: 1;
        padding: 0 1;
        background: $panel;
        &:focus { background: $primary 20%; }
        &:disabled { opacity: 60%; }
    }
    """

    class Entered(Message):
        """A line to be sent."""

        def __init__(self, line: str) -> None:
            super().__init__()
            self.line = line

        def __rich_repr__(self) -> Iterable[object]:
            # The line may be a credential, and messages are printed by tracebacks and devtools.
            yield "line", "…"

    def __init__(self, *, id: str | None = None) -> None:
        self._completions = Completions()
        super().__init__(suggester=self._completions, compact=True, id=id)
        self._history: list[str] = []
        self.comes_from: Widget | None = None
        """What gets the focus back once a line that was filled in has been sent."""
        self._at = 0
        self._state: State | None = None

    def offer(self, completions: Iterable[str]) -> None:
        """Complete these as well, before the general ones."""
        self._completions.offered = tuple(completions)

    def show_state(self, state: State | None, *, connected: bool) -> None:
        """Say what the line is for now; hide what answers a challenge."""
        self._state = state
        self.password = state is State.AUTHENTICATING
        if connected and state in (None, State.AWAITING_GREETING):
            self.placeholder = "the server speaks first: waiting for its greeting (d gives up)"
        else:
            self.placeholder = PLACEHOLDERS.get(state, "> type an SMTP command (Tab completes)")

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        line = event.value
        if not line and self._state is not State.DATA:
            return
        if self._state not in (State.AUTHENTICATING, State.DATA) and not line.upper().startswith("AUTH "):
            self._history.append(line)
        self._at = len(self._history)
        self.value = ""
        self.post_message(self.Entered(line))
        if self.comes_from is not None:
            self.screen.set_focus(self.comes_from)
            self.comes_from = None

    def on_key(self, event: events.Key) -> None:
        """Tab takes the completion; up and down go through the history."""
        match event.key:
            case "tab" if self._suggestion and self._suggestion != self.value:
                event.stop()
                event.prevent_default()
                self.value = self._suggestion
                self.cursor_position = len(self.value)
            case "up" if self._history:
                event.stop()
                self._at = max(0, self._at - 1)
                self._recall()
            case "down" if self._history:
                event.stop()
                self._at = min(len(self._history), self._at + 1)
                self._recall()

    def _recall(self) -> None:
        self.value = self._history[self._at] if self._at < len(self._history) else ""
        self.cursor_position = len(self.value)
