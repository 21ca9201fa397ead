"""Asks what several pasted lines are: commands, a message, or more than was meant."""

from enum import StrEnum
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from smtptui.text import visible
from smtptui.tui.content import MUTED
from smtptui.tui.dialog import Dialog
from smtptui.tui.option_rows import OptionRows
from smtptui.wire.secrecy import Awaited, judge
from smtptui.words import _, plural


class Answer(StrEnum):
    """What becomes of the lines."""

    ONE_BY_ONE = "one-by-one"
    """Each comes into the command line in its turn."""
    ALL = "all"
    """They are sent as if each were typed, one after the other."""
    MESSAGE = "message"
    FIRST = "first"


class PastedLines(NamedTuple):
    """What the user made of pasted lines: what they are, and those that were not dropped."""

    answer: Answer
    lines: tuple[str, ...]


class LineList(OptionRows):
    """The lines, to go through; a click or enter on one chooses nothing but it."""


class PastedLinesScreen(Dialog[PastedLines | None]):
    """Dismissed with what the lines are, or with None: nothing is sent then."""

    AUTO_FOCUS = "#choices"
    BINDINGS: ClassVar[list[BindingType]] = [("delete,ctrl+x", "drop", "Drop")]

    rows = query_one("#lines", OptionList)
    choices = query_one("#choices", OptionList)

    def __init__(self, lines: tuple[str, ...], awaited: Awaited) -> None:
        super().__init__()
        self._lines = list(lines)
        self._awaited = awaited

    def compose(self) -> ComposeResult:
        """Compose the lines and the choice."""
        with Vertical(classes="dialog -fitting") as dialog:
            dialog.border_subtitle = _(
                "enter takes it · tab to the lines · del drops one · esc sends nothing"
            )
            rows = LineList(id="lines", markup=False, compact=True)
            rows.styles.max_height = 10
            yield rows
            yield Static("", classes="problem", markup=False)
            yield OptionRows(*_choices(self._awaited), id="choices", markup=False, compact=True)

    def on_mount(self) -> None:
        """Show the lines, without what may be a credential."""
        self._show(0)

    def _show(self, highlighted: int) -> None:
        number = len(self._lines)
        self.query_one(".dialog").border_title = plural(
            "{number} line was pasted", "{number} lines were pasted", number
        )
        self.rows.clear_options()
        for line in self._lines:
            shown = visible(judge(line, self._awaited).shown)[:200]
            self.rows.add_option(Option(Content.styled(shown or " ", MUTED)))
        self.rows.highlighted = min(highlighted, number - 1) if number else None

    def action_drop(self) -> None:
        """Drop the highlighted line; the last one goes with the dialog."""
        at = self.rows.highlighted
        if at is None:
            return
        del self._lines[at]
        if not self._lines:
            self.dismiss(None)
            return
        self._show(at)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_list is self.rows:
            self.choices.focus()
        else:
            self.dismiss(PastedLines(Answer(event.option_id or Answer.FIRST), tuple(self._lines)))


def _choices(awaited: Awaited) -> list[Option]:
    """Return what the lines may be, the likeliest first: after 354 they are a message."""
    choices = [
        (
            Answer.ONE_BY_ONE,
            _("Go through them: each comes into the command line, to be sent, mended or dropped"),
        ),
        (Answer.ALL, _("Send them all, as if each were typed one after the other")),
        (Answer.MESSAGE, _("Send them as message data, and end it (only in answer to 354)")),
        (Answer.FIRST, _("Keep the first line to edit it, and drop the others")),
    ]
    if awaited is Awaited.MESSAGE:
        choices.sort(key=lambda choice: choice[0] is not Answer.MESSAGE)
    return [Option(Content(words), id=answer) for answer, words in choices]


def message_of(lines: tuple[str, ...]) -> bytes:
    """Return pasted lines as a message; a lone dot at their end only ended it where they come from."""
    body = lines[:-1] if lines[-1] == "." else lines
    return "".join(f"{line}\r\n" for line in body).encode("utf-8", "surrogateescape")
