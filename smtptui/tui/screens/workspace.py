"""The workspace: one list of codes, three views over it, the live session under them."""

from typing import ClassVar

from textual.binding import BindingType

from smtptui.tui.actions import bindings
from smtptui.tui.screens.sessions import Sessions


class WorkspaceScreen(Sessions):
    """The one screen of the explorer.

    `Panes` arranges it, `Codes` is what one does with codes, `Sessions` what one does with a live session.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]
