"""Chooses one of the sessions that are kept in tabs."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from smtptui.text import visible
from smtptui.tui.dialog import Dialog
from smtptui.tui.option_rows import OptionRows
from smtptui.tui.widgets.session_tabs import MARKS
from smtptui.watching.kept import Tab
from smtptui.words import _


class ChooseSessionScreen(Dialog[Tab | None]):
    """Dismissed with a tab, or with None."""

    def __init__(self, tabs: Sequence[Tab], beside: str) -> None:
        super().__init__()
        self._tabs = tuple(tabs)
        self._beside = beside

    def compose(self) -> ComposeResult:
        """Compose the list."""
        with Vertical(classes="dialog -fitting") as dialog:
            dialog.border_title = _("Beside {server}", server=visible(self._beside))
            dialog.border_subtitle = _("enter takes it · esc cancels")
            yield OptionRows(*map(_option, self._tabs), markup=False, compact=True)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._tabs[event.option_index])


def _option(tab: Tab) -> Option:
    mark, style = MARKS[tab.standing]
    return Option(Content.assemble((mark, style), " ", visible(tab.watched.name or tab.watched.label)))
