"""Asks what several pasted lines are: commands, a message, or more than was meant."""

from enum import StrEnum

from textual import on
from textual.app import ComposeResult
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

LINES_SHOWN = 12
"""How many of the lines are shown; the others are counted."""


class Answer(StrEnum):
    """What becomes of the lines."""

    ONE_AFTER_THE_OTHER = "one-after-the-other"
    MESSAGE = "message"
    FIRST = "first"


class PastedLinesScreen(Dialog[Answer | None]):
    """Dismissed with what the lines are, or with None: nothing is sent then."""

    options = query_one(OptionList)

    def __init__(self, lines: tuple[str, ...], awaited: Awaited) -> None:
        super().__init__()
        self._lines = lines
        self._awaited = awaited

    def compose(self) -> ComposeResult:
        """Compose the lines and the choice."""
        with Vertical(classes="dialog -fitting") as dialog:
            dialog.border_title = plural(
                "{number} line was pasted", "{number} lines were pasted", len(self._lines)
            )
            dialog.border_subtitle = _("enter takes it · esc sends nothing")
            yield Static(Content.styled(self._text(), MUTED), markup=False, classes="lines")
            yield OptionRows(*self._choices(), markup=False, compact=True)

    def _text(self) -> str:
        """The lines, without what may be a credential."""
        shown = [visible(judge(line, self._awaited).shown)[:200] for line in self._lines[:LINES_SHOWN]]
        more = len(self._lines) - LINES_SHOWN
        if more > 0:
            shown.append(plural("… and {number} more line", "… and {number} more lines", more))
        return "\n".join(shown)

    def _choices(self) -> list[Option]:
        number = len(self._lines)
        choices = [
            (
                Answer.ONE_AFTER_THE_OTHER,
                plural(
                    "Send {number} line, as if it were typed",
                    "Send the {number} lines, as if each were typed one after the other",
                    number,
                ),
            ),
            (Answer.MESSAGE, _("Send them as message data, and end it (only in answer to 354)")),
            (Answer.FIRST, _("Keep the first line to edit it, and drop the others")),
        ]
        return [Option(Content(words), id=answer) for answer, words in choices]

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(Answer(event.option_id or Answer.FIRST))


def message_of(lines: tuple[str, ...]) -> bytes:
    """Return pasted lines as a message; a lone dot at their end only ended it where they come from."""
    body = lines[:-1] if lines[-1] == "." else lines
    return "".join(f"{line}\r\n" for line in body).encode("utf-8", "surrogateescape")
