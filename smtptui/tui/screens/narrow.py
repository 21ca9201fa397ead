"""Chooses what the list shows: one of four ways into the reference, and what to narrow it to."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import Narrowing
from smtptui.tui.dialog import Dialog
from smtptui.tui.option_rows import OptionRows

KINDS = {
    Kind.BASIC: "Reply codes",
    Kind.ENHANCED: "Enhanced status codes",
    Kind.EXTENSION: "EHLO keywords",
    Kind.MECHANISM: "AUTH mechanisms",
}
CLASSES = {"": "every class", "2": "2yz only", "3": "3yz only", "4": "4yz only", "5": "5yz only"}
COMMANDS = ("", "CONNECT", "EHLO", "AUTH", "STARTTLS", "MAIL", "RCPT", "DATA", "END-OF-DATA", "VRFY", "ETRN")


class NarrowScreen(Dialog[Narrowing | None]):
    """Dismissed with what was chosen, or with None; one choice at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [("f", "dismiss(None)", "Cancel")]

    options = query_one(OptionList)

    def __init__(self, present: Narrowing) -> None:
        super().__init__()
        self._present = present
        self._choices: dict[str, Narrowing] = {}

    def compose(self) -> ComposeResult:
        """Compose the choices, those in force marked."""
        with Vertical(classes="dialog -tall") as dialog:
            dialog.border_title = "What the list shows"
            dialog.border_subtitle = "enter takes it · esc cancels"
            yield OptionRows(*self._options(), markup=False, compact=True)

    def _options(self) -> list[Option]:
        now = self._present
        made: list[Option] = []

        def group(words: str) -> None:
            if made:
                made.append(Option(Content(" "), disabled=True))
            made.append(Option(Content.styled(words.upper(), "bold $text-primary"), disabled=True))

        def choice(words: str, then: Narrowing) -> None:
            id = f"choice-{len(self._choices)}"
            self._choices[id] = then
            made.append(Option(Content(f"{'●' if then == now else '○'} {words}"), id=id))

        group("Way in")
        for kind, words in KINDS.items():
            choice(words, now._replace(kind=kind) if kind is Kind.BASIC else Narrowing(kind))
        basic = now._replace(kind=Kind.BASIC)
        group("Class")
        for digit, words in CLASSES.items():
            choice(words, basic._replace(digit=digit))
        group("Standing")
        choice("all", basic._replace(assigned=False))
        choice("assigned by an RFC in force", basic._replace(assigned=True))
        group("This session")
        choice("all codes", basic._replace(seen=False))
        choice("only those it has sent", basic._replace(seen=True))
        group("Command")
        for command in COMMANDS:
            choice(f"that answer {command}" if command else "any", basic._replace(command=command))
        return made

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._choices[event.option_id or ""])
