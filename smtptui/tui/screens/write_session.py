"""Asks as what, and to which file, a session is written."""

import os
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, Static

from smtptui.text import visible
from smtptui.tui.dialog import Dialog
from smtptui.tui.widgets.choice import Choice
from smtptui.watching.reports.shown import NAMES, Format
from smtptui.words import _

FORMATS = tuple(Format)


class Wanted(NamedTuple):
    """Where a session is to be written; `over` a file that is there, because the user insists."""

    path: Path
    form: Format
    over: bool


class WriteSessionScreen(Dialog[Wanted | None]):
    """Dismissed with what is wanted, or with None; `stem` begins the name that is proposed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "dismiss(None)", "Cancel"),
        ("enter", "take", "Write"),
    ]

    choice = query_one(Choice)
    name_field = query_one(Input)
    problem = query_one(".problem", Static)

    def __init__(self, stem: str) -> None:
        super().__init__()
        self._stem = stem
        self._insists: Path | None = None
        """The file that is there, which the user was told of."""

    def compose(self) -> ComposeResult:
        """Compose format and name."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = _("Write this session")
            dialog.border_subtitle = _("enter writes · tab: as what · esc cancels")
            yield Choice(_("as "), [_(NAMES[form]) for form in FORMATS])
            yield Static("")
            yield Input(f"{self._stem}.{FORMATS[0]}", compact=True)
            yield Static("", classes="problem", markup=False)
            yield Static(
                Content.styled(_("Credentials are in none of them; addresses are."), "$quiet"), markup=False
            )

    def on_mount(self) -> None:
        """Begin in the name."""
        self.problem.display = False
        self.set_focus(self.name_field)

    @property
    def form(self) -> Format:
        """The format that is chosen."""
        return FORMATS[self.choice.chosen]

    @on(Choice.Changed)
    def _form_changed(self) -> None:
        """Let the name end as the format does, where it ended as another one."""
        stem, dot, ending = self.name_field.value.rpartition(".")
        if dot and ending in FORMATS:
            self.name_field.value = f"{stem}.{self.form}"

    @on(Input.Changed)
    def _name_changed(self) -> None:
        self._say("")

    def _say(self, words: str) -> None:
        self.problem.display = bool(words)
        self.problem.update(Content.styled(words, "$text-warning"))

    def action_take(self) -> None:
        """Write, wherever the keys are."""
        self._take()

    @on(Input.Submitted)
    def _take(self) -> None:
        """Take what is there; a file that exists has to be insisted on."""
        name = self.name_field.value.strip()
        if not name or "\0" in name:
            self._say(_("A name is needed."))
            return
        # Those of `os.path` raise nothing for a user whom nobody knows, nor for a name that no file can have.
        path = Path(os.path.expanduser(name))
        if os.path.isdir(path):
            self._say(_("{file} is a folder.", file=visible(name)))
        elif os.path.exists(path) and path != self._insists:
            self._insists = path
            self._say(_("{file} exists: enter again writes over it.", file=visible(name)))
        else:
            self.dismiss(Wanted(path, self.form, over=path == self._insists))
