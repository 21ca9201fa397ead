"""What all dialogs have in common: each gives one answer, whatever is pressed while it closes."""

from pathlib import Path
from typing import ClassVar, Generic

from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.screen import ModalScreen, ScreenResultType

from smtptui.tui.sturdy import Sturdy


class Dialog(Sturdy, ModalScreen[ScreenResultType], Generic[ScreenResultType]):
    """A screen over the workspace; a second answer (a double click, a key held down) changes nothing."""

    CSS_PATH = Path(__file__).parent / "screens" / "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "dismiss(None)", "Cancel"),
        ("ctrl+z", "app.suspend_process", "Suspend"),
    ]

    _is_answered = False

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close with an answer, if this is the first one and nothing lies over this dialog."""
        if self._is_answered or self.app.screen is not self:
            return AwaitComplete()
        self._is_answered = True
        return super().dismiss(result)
