"""The line on which the user types SMTP commands, answers to challenges, and message data."""

from collections.abc import Iterable
from weakref import WeakKeyDictionary

from textual import events
from textual.message import Message
from textual.widget import Widget

from smtptui.text import lines_of, visible
from smtptui.tui.named_keys import key_for
from smtptui.tui.widgets.half_typed import HalfTyped
from smtptui.tui.widgets.line_words import (
    ACTIONS,
    PLACEHOLDERS,
    QUESTIONS,
    TYPE_A_COMMAND,
    WAITS_FOR_GREETING,
)
from smtptui.tui.widgets.recalling_input import RecallingInput
from smtptui.watching.watched import Watched
from smtptui.wire.events import Held, Refused, Risk, State, Wait
from smtptui.wire.secrecy import AUTH_VERBS, MASK, Awaited, judge
from smtptui.words import _

ASKED_AGAIN = (Risk.IN_CLEAR, Risk.BREACH)
"""Risks for which a line comes back, and goes out if it is sent again."""


class CommandLine(RecallingInput):
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
    }
    """

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

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.comes_from: Widget | None = None
        """What gets the focus back once a line that was filled in has been sent."""
        self._gave_back_to: Widget | None = None
        self._sent = HalfTyped().sent
        self._risk: Risk | None = None
        self._asked: Held | Refused | None = None
        self._watched: Watched | None = None
        self._half_typed: WeakKeyDictionary[Watched, HalfTyped] = WeakKeyDictionary()
        """What waits in sessions that do not show."""

    # Whose line it is

    def show(self, watched: Watched, *, goes_on: bool) -> None:
        """Be the line of another session: what is half typed waits for its own, and comes back with it.

        With `goes_on` it takes the place of the one that showed, and what is typed stays. Comes before the
        other session's state is asked for.
        """
        if watched is self._watched:
            return
        before, self._watched = self._watched, watched
        if goes_on:
            self.question = ""
            return
        self._end_search()
        if before is not None:
            self._half_typed[before] = self._present
        self._go_on_with(self._half_typed.pop(watched, HalfTyped()))

    @property
    def _present(self) -> HalfTyped:
        # The answer to a challenge is kept nowhere.
        value = "" if self.password or self.awaited is Awaited.RESPONSE else self.value
        return HalfTyped(
            value,
            self.cursor_position if value else 0,
            self.question,
            self.told,
            self._risk,
            self._asked,
            self._mechanism,
            self._queue,
            self._sent,
        )

    def _go_on_with(self, half: HalfTyped) -> None:
        self.value, self.cursor_position = half.value, half.cursor
        self.question, self.told = half.question, half.told
        self._risk, self._asked, self._mechanism = half.risk, half.asked, half.mechanism
        self._queue, self._sent = half.queue, half.sent
        self.history.rest()

    # What the session tells

    def show_state(self, state: State | None, *, connected: bool) -> None:
        """Say what the line is for now; hide what answers a challenge."""
        if state in (None, State.CLOSED) and self._state is not state:
            self._forget_exchange()
            self._drop_question()
        self._state = state
        self.password = state is State.AUTHENTICATING
        if connected and state in (None, State.AWAITING_GREETING):
            self.placeholder = _named(WAITS_FOR_GREETING)
        else:
            self.placeholder = _named(PLACEHOLDERS.get(state, TYPE_A_COMMAND))

    def ask(self, event: Held | Refused | None) -> None:
        """Say what keeps a line from being sent, and what sends it all the same; None takes it back."""
        if event is self._asked:
            return
        self._asked = event
        match event:
            case Held(until=Wait.GREETING):
                self._risk = Risk.EARLY
                self.question = _(QUESTIONS[Risk.EARLY], line=visible(event.shown))
            case Refused(why=why, risk=(Risk.IN_CLEAR | Risk.BREACH) as risk):
                self._risk = risk
                self.question = _(QUESTIONS[risk], why=visible(why))
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

    def _remember(self, line: str) -> None:
        """Keep a line for the arrow keys, unless it is a credential, or message data."""
        if self.awaited is Awaited.COMMAND and judge(line, mechanism=self._mechanism).begins is None:
            self.history.add(line)
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
        elif self._risk in ASKED_AGAIN and self._sent and line == self._sent[-1]:
            insist = True
        if not line and self.awaited is not Awaited.MESSAGE:
            return
        self._drop_question()
        if not insist:
            self._remember(line)
            self._sent.append(line)
        self.history.rest()
        self.value = self._next_pasted()
        self.post_message(self.Entered(line, insist=insist))
        self._gave_back_to, self.comes_from = self.comes_from, None
        if self._gave_back_to is not None:
            self.screen.set_focus(self._gave_back_to)

    async def _on_key(self, event: events.Key) -> None:
        """Enter sends, esc takes back what is asked about; the colon has opened the line."""
        match event.key:
            case _ if self._search is not None:
                await super()._on_key(event)
                return
            case "enter":
                self._submit()
            case "colon" if not self.value and self.awaited is Awaited.COMMAND:
                pass
            case "escape" if self._risk in ASKED_AGAIN:
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


def _named(words: str) -> str:
    """Return what the line says, with the keys that the user has for what it names."""
    return _(words, **{place: key_for(action) for place, action in ACTIONS.items()})
