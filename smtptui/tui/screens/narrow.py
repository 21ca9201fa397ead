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
from smtptui.wire.verbs import Occasion, Verb
from smtptui.words import _, mark

KINDS = {
    Kind.BASIC: mark("Reply codes"),
    Kind.ENHANCED: mark("Enhanced status codes"),
    Kind.EXTENSION: mark("EHLO keywords"),
    Kind.MECHANISM: mark("AUTH mechanisms"),
    Kind.SITUATION: mark("Situations"),
}
CLASSES = {
    "": mark("every class"),
    "2": mark("2yz only"),
    "3": mark("3yz only"),
    "4": mark("4yz only"),
    "5": mark("5yz only"),
}
COMMANDS = (
    *("", Occasion.CONNECT, Verb.EHLO, Verb.AUTH, Verb.STARTTLS, Verb.MAIL, Verb.RCPT, Verb.DATA),
    *(Occasion.END_OF_DATA, Verb.VRFY, Verb.ETRN),
)
"""The commands whose replies are looked for most; empty for any."""


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
            dialog.border_title = _("What the list shows")
            dialog.border_subtitle = _("enter takes it · esc cancels")
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

        group(_("Way in"))
        for kind, words in KINDS.items():
            choice(_(words), now._replace(kind=kind) if kind is Kind.BASIC else Narrowing(kind))
        basic = now._replace(kind=Kind.BASIC)
        group(_("Class"))
        for digit, words in CLASSES.items():
            choice(_(words), basic._replace(digit=digit))
        group(_("Standing"))
        choice(_("all"), basic._replace(assigned=False))
        choice(_("assigned by an RFC in force"), basic._replace(assigned=True))
        group(_("This session"))
        choice(_("all codes"), basic._replace(seen=False))
        choice(_("only those it has sent"), basic._replace(seen=True))
        group(_("Command"))
        for command in COMMANDS:
            choice(
                _("that answer {command}", command=command) if command else _("any"),
                basic._replace(command=command),
            )
        return made

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._choices[event.option_id or ""])
