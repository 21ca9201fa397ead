"""What one does with several sessions: go from one tab to the next, close one."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from smtptui.tui.desks.desk import Desk
from smtptui.tui.views import View
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.tui.widgets.live_panel import LivePanel


class SeveralDesk(Desk):
    """The sessions that are kept in tabs."""

    @property
    def panel(self) -> "LivePanel":
        """The live session that shows."""
        return self.screen.panel

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what one does with several sessions."""
        return {
            "tabs.previous": lambda: self._show_beside(-1),
            "tabs.next": lambda: self._show_beside(1),
            "tabs.close": self.close,
        }

    def _show_beside(self, by: int) -> None:
        kept = self.panel.tabs.kept
        following = kept.beside(by)
        if following is None or len(kept) < 2:
            self.hint(_("There is one session only: ctrl+o opens another one beside it."))
            return
        self.panel.show(following)
        self.screen.go(View.LIVE)

    def close(self) -> None:
        """Close the tab that shows, and its connection."""
        if not self.panel.tabs.kept:
            self.hint(_("There is no session to close: ctrl+o opens one."))
            return
        self.screen.forget_ways()
        self.panel.close_shown()
        self.screen.reply_view.show(None, None)
        if not self.panel.tabs.kept:
            self.screen.go(View.CODES)
