"""The line on which the user types SMTP commands, answers to challenges, and message data."""

from collections import deque
from collections.abc import Callable, Iterable
from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from smtptui.text import lines_of, visible
from smtptui.tui.completing import complete, cursor_in
from smtptui.tui.sturdy import Sturdy
from smtptui.wire.events import Held, Refused, Risk, State, Wait
from smtptui.wire.secrecy import AUTH_VERBS, MASK, Awaited, judge
from smtptui.words import _, mark

PLACEHOLDERS = {
    None: mark("not connected: ctrl+o connects, ctrl+r connects again"),
    State.CLOSED: mark("closed: ctrl+r connects again, ctrl+o elsewhere"),
    State.AUTHENTICATING: mark("answer to the challenge, in base64; * cancels"),
    State.DATA: mark("message data, line by line; a single . ends it"),
    State.OUT_OF_STEP: mark("out of step: the session can only be closed (d)"),
    State.REFUSED: mark("refused: QUIT is all that is left"),
}
WAITS_FOR_GREETING = mark("the server speaks first: waiting for its greeting (d gives up)")
TYPE_A_COMMAND = mark("> type an SMTP command (Tab completes)")

QUESTIONS = {
    Risk.EARLY: mark("{line} waits for the greeting, as it should. Enter again sends it now."),
    Risk.IN_CLEAR: mark(
        "Not sent: this would send a password in the clear, the connection is not encrypted. "
        "Enter again sends it all the same; esc leaves it."
    ),
}

REMEMBERED = 8
"""How many lines that were sent may still come back refused."""


class CommandLine(Sturdy, Input):
    """An input that knows SMTP: completion, history without secrets, masked credentials, pasted lines.

    A line is taken at the very moment of its enter, so that keys after it begin the next one.
    """

    DEFAULT_CSS = """
    CommandLine {
        border: none;
        height: 1;
        padding: 0 1;
        background: $panel;
        &:focus { background: $primary 20%; }
        &:disabled { opacity: 60%; }
        &>.command-line--question { color: $text-warning; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"command-line--question"}

    question: reactive[str] = reactive("")
    """What is asked before a line goes out, over the line; empty where nothing is."""

    class Entered(Message):
        """A line to be sent; with `insist` whatever is risked."""

        def __init__(self, line: str, *, insist: bool = False) -> None:
            super().__init__()
            self.line = line
            self.insist = insist

        def __rich_repr__(self) -> Iterable[object]:
            # The line may be a credential, and messages are printed by tracebacks and devtools.
            yield "line", "…"

    class Pasted(Message):
        """Several lines were pasted: the user has to say what they are."""

        def __init__(self, lines: tuple[str, ...]) -> None:
            super().__init__()
            self.lines = lines

        def __rich_repr__(self) -> Iterable[object]:
            yield "lines", len(self.lines)

    class Changed(Input.Changed):
        """The text has changed; its representation does not tell it."""

        def __repr__(self) -> str:
            return "Changed(…)"

        def __rich_repr__(self) -> Iterable[object]:
            yield "value", "…"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(compact=True, select_on_focus=False, id=id)
        self.comes_from: Widget | None = None
        """What gets the focus back once a line that was filled in has been sent."""
        self._gave_back_to: Widget | None = None
        self.status: Callable[[], State | None] = lambda: self._state
        """Where the session stands now; asked at each key, as what was painted last may be old."""
        self._history: list[str] = []
        self._at = 0
        self._state: State | None = None
        self._offered: tuple[str, ...] = ()
        self._sent: deque[str] = deque(maxlen=REMEMBERED)
        self._mechanism = ""
        self._risk: Risk | None = None
        self._asked: Held | Refused | None = None

    # What the session tells

    def offer(self, completions: Iterable[str]) -> None:
        """Complete these as well, before the general ones."""
        self._offered = tuple(completions)

    def show_state(self, state: State | None, *, connected: bool) -> None:
        """Say what the line is for now; hide what answers a challenge."""
        if state in (None, State.CLOSED) and self._state is not state:
            self._forget_exchange()
            self._drop_question()
        self._state = state
        self.password = state is State.AUTHENTICATING
        if connected and state in (None, State.AWAITING_GREETING):
            self.placeholder = _(WAITS_FOR_GREETING)
        else:
            self.placeholder = _(PLACEHOLDERS.get(state, TYPE_A_COMMAND))

    def ask(self, event: Held | Refused | None) -> None:
        """Say what keeps a line from being sent, and what sends it all the same; None takes it back."""
        if event is self._asked:
            return
        self._asked = event
        match event:
            case Held(until=Wait.GREETING):
                self._risk = Risk.EARLY
                self.question = _(QUESTIONS[Risk.EARLY], line=visible(event.shown))
            case Refused(risk=Risk.IN_CLEAR):
                self._risk = Risk.IN_CLEAR
                self.question = _(QUESTIONS[Risk.IN_CLEAR])
                self._give_back(event.shown)
            case Refused():
                self._drop_question()
                self._give_back(event.shown)
            case _:
                self._drop_question()
        if self._risk is not None and self._gave_back_to is not None:
            # Enter again has to be an enter on this line.
            if self.screen.focused is self._gave_back_to:
                self.comes_from = self._gave_back_to
                self.focus()
            self._gave_back_to = None

    def _give_back(self, shown: bytes) -> None:
        """Put a line that was not sent back where it was typed, unless another one is typed already.

        A credential comes back only for the question whether it is to be sent, and stays masked.
        """
        words = shown.decode("utf-8", "replace")
        for line in reversed(self._sent):
            judged = judge(line, mechanism=self._mechanism)
            if words in (line, judged.shown, MASK):
                is_secret = words == MASK or judged.begins is not None
                if not self.value and (self._risk is not None or not is_secret):
                    self.value = line
                    self.cursor_position = len(line)
                return

    def _drop_question(self) -> None:
        self.question = ""
        self._risk = None

    # What is secret

    @property
    def awaited(self) -> Awaited:
        """What a line typed now is taken for."""
        match self.status():
            case State.AUTHENTICATING:
                return Awaited.RESPONSE
            case State.DATA:
                return Awaited.MESSAGE
            case _:
                return Awaited.COMMAND

    @property
    def _hidden_from(self) -> int | None:
        """The index in the value from which it is, or may be, a credential."""
        return judge(self.value, self.awaited, mechanism=self._mechanism).begins

    @property
    def _value(self) -> Text:
        """The text as it is drawn."""
        begins = self._hidden_from
        if begins is None:
            return Text(self.value, no_wrap=True, overflow="ignore", end="")
        masked = self.value[:begins] + "•" * (len(self.value) - begins)
        return Text(masked, no_wrap=True, overflow="ignore", end="")

    def _remember(self, line: str) -> None:
        """Keep a line for the arrow keys, unless it is a credential, or message data."""
        if self.awaited is Awaited.COMMAND and judge(line, mechanism=self._mechanism).begins is None:
            self._history.append(line)
        words = line.upper().split()
        if words and words[0] in AUTH_VERBS:
            # From here on a lone word may be the response, however late it is typed.
            self._mechanism = words[1] if len(words) > 1 else "PLAIN"

    def _forget_exchange(self) -> None:
        self._mechanism = ""
        self._sent.clear()

    # What the user does

    def takes_in_order(self, event: events.Key) -> bool:
        """Whether a key is for this line alone: then the next one need not wait for what it brings about."""
        return event.is_printable or (event.key == "enter" and self.comes_from is None)

    async def action_submit(self) -> None:
        """Send the line."""
        self._submit()

    def _submit(self) -> None:
        """Take the line as it stands now, and empty it for the next one."""
        line, insist = self.value, False
        if self._risk is Risk.EARLY and not line and self._sent:
            line, insist = self._sent[-1], True
        elif self._risk is Risk.IN_CLEAR and self._sent and line == self._sent[-1]:
            insist = True
        if not line and self.awaited is not Awaited.MESSAGE:
            return
        self._drop_question()
        if not insist:
            self._remember(line)
            self._sent.append(line)
        self._at = len(self._history)
        self.value = ""
        self.post_message(self.Entered(line, insist=insist))
        self._gave_back_to, self.comes_from = self.comes_from, None
        if self._gave_back_to is not None:
            self.screen.set_focus(self._gave_back_to)

    async def _on_key(self, event: events.Key) -> None:
        """Enter sends, Tab completes, up and down go through the history; the colon has opened the line."""
        match event.key:
            case "enter":
                self._submit()
            case "tab" if self._suggestion:
                self._take_completion()
            case "tab" if self.value:
                # With nothing to complete it must not leave the line: what is typed on would be actions.
                pass
            case "up" if self._history:
                self._recall(max(0, self._at - 1))
            case "down" if self._history:
                self._recall(min(len(self._history), self._at + 1))
            case "colon" if not self.value and self.awaited is Awaited.COMMAND:
                pass
            case "escape" if self._risk is Risk.IN_CLEAR:
                self._drop_question()
                self.value = ""
            case "escape" if self._risk is Risk.EARLY:
                # The line waits, with or without the question: esc leads out, as ever.
                self._drop_question()
                await super()._on_key(event)
                return
            case _:
                await super()._on_key(event)
                return
        event.stop()
        event.prevent_default()

    def _recall(self, at: int) -> None:
        self._at = at
        self.value = self._history[at] if at < len(self._history) else ""
        self.cursor_position = len(self.value)

    def _on_paste(self, event: events.Paste) -> None:
        """Take one line as if it were typed; of several, ask what they are."""
        lines = lines_of(event.text)
        event.stop()
        event.prevent_default()
        if len(lines) > 1:
            before, after = self.value[: self.cursor_position], self.value[self.cursor_position :]
            self.post_message(self.Pasted((before + lines[0], *lines[1:-1], lines[-1] + after)))
        elif lines:
            self.replace(lines[0], *self.selection)

    def keep_first(self, line: str) -> None:
        """Put the first of several pasted lines here, and drop the others."""
        self.value = line
        self.cursor_position = len(line)

    # Completion

    def watch_value(self, value: str) -> None:
        """Complete at once: Tab may come with the next key."""
        is_command = self.awaited is Awaited.COMMAND and self._hidden_from is None
        self._suggestion = complete(value, self._offered) if is_command else ""

    def _take_completion(self) -> None:
        completed = self._suggestion
        self.value = completed
        self.cursor_position = cursor_in(completed)

    def action_cursor_right(self, select: bool = False) -> None:
        """Go right; at the end, take the completion."""
        if not select and self.cursor_at_end and self._suggestion:
            self._take_completion()
        else:
            super().action_cursor_right(select)

    # The question over the line

    def watch_question(self) -> None:
        """Make room for the question."""
        self.styles.height = 1 + len(self._question_lines)

    def on_resize(self) -> None:
        """Wrap the question anew."""
        self.watch_question()

    @property
    def _question_lines(self) -> list[str]:
        width = self.content_size.width
        return [line.plain for line in Content(self.question).wrap(width)] if self.question and width else []

    def render_line(self, y: int) -> Strip:
        """Draw the question, and the line under it."""
        lines = self._question_lines
        if y >= len(lines):
            return super().render_line(y - len(lines))
        width = self.scrollable_content_region.width + 1
        style = self.rich_style + self.get_component_rich_style("command-line--question", partial=True)
        return Strip([Segment(set_cell_size(lines[y], width), style)], width)
