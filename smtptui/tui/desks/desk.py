"""What every desk has: the workspace it stands in, and its actions by their names."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.tui.panes import PanesScreen
    from smtptui.tui.widgets.live_panel import LivePanel

SHORT = 3.0
"""Seconds for which a hint shows."""


class Desk:
    """One kind of work; `screen` arranges the widgets and knows where one is."""

    def __init__(self, screen: "PanesScreen", catalogue: "Catalogue") -> None:
        self.screen = screen
        self.catalogue = catalogue

    @property
    def panel(self) -> "LivePanel":
        """The live session."""
        return self.screen.panel

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """What this desk does, by the ids of the table of actions."""
        raise NotImplementedError

    def hint(self, words: str, *, warning: bool = False, seconds: float = SHORT) -> None:
        """Say something in passing, without markup: there may be a server's words in it."""
        severity = "warning" if warning else "information"
        self.screen.notify(words, severity=severity, timeout=seconds, markup=False)  # type: ignore[arg-type]
