"""What one does with several sessions: go from tab to tab, close one, hold two beside each other."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from smtptui.tui.desks.desk import Desk
from smtptui.tui.named_keys import key_for
from smtptui.tui.views import View
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.tui.widgets.live_panel import LivePanel
    from smtptui.watching.kept import Tab
    from smtptui.watching.watched import Watched


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
            "tabs.two": self.two,
        }

    def _show_beside(self, by: int) -> None:
        kept = self.panel.tabs.kept
        following = kept.beside(by)
        if following is None or len(kept) < 2:
            self.hint(
                _(
                    "There is one session only: {key} opens another one beside it.",
                    key=key_for("session.connect"),
                )
            )
            return
        self.panel.show(following)
        self.screen.go(View.LIVE)

    def two(self) -> None:
        """Hold the session that shows beside another one; of several one chooses."""
        from smtptui.tui.screens.choose_session import ChooseSessionScreen

        shown = self.panel.watched
        others = [tab for tab in self.panel.tabs.kept.tabs if tab.watched is not shown]

        def take(tab: "Tab | None") -> None:
            if tab is not None and self.screen.is_attached:
                self._hold_beside(shown, tab.watched)

        match others:
            case []:
                self.hint(
                    _(
                        "It takes two sessions: {connect} opens another one, {paste} explains a text "
                        "beside it.",
                        connect=key_for("session.connect"),
                        paste=key_for("session.paste"),
                    ),
                    seconds=5,
                )
            case [tab]:
                take(tab)
            case _:
                self.screen.app.push_screen(ChooseSessionScreen(others, shown.label), take)

    def _hold_beside(self, a: "Watched", b: "Watched") -> None:
        from smtptui.tui.screens.two_sessions import TwoSessionsScreen

        self.screen.app.push_screen(TwoSessionsScreen(a, b, self.panel.command_line.history))

    def close(self) -> None:
        """Close the tab that shows, and its connection."""
        if not self.panel.tabs.kept:
            self.hint(_("There is no session to close: {key} opens one.", key=key_for("session.connect")))
            return
        self.screen.forget_ways()
        self.panel.close_shown()
        self.screen.reply_view.show(None, None)
        if not self.panel.tabs.kept:
            self.screen.go(View.CODES)
