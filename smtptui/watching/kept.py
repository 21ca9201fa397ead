"""The sessions one keeps side by side: their order, the one that shows, and how each stands in a word."""

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smtptui.watching.live import LiveSession
    from smtptui.watching.watched import Watched

MOST_KEPT = 64
"""Sessions kept; beyond, those that have ended go, the oldest first."""


class Standing(StrEnum):
    """How a session stands: `TEXT` is what was read from a text or a file."""

    OPEN = "open"
    ENDED = "ended"
    FAILED = "failed"
    TEXT = "text"


class Tab:
    """One session that is kept; `last_refusal` is the code of the last 4yz or 5yz reply."""

    def __init__(self, watched: "Watched") -> None:
        self.watched = watched
        self._looked_at = -1
        self._refusal: int | None = None

    @property
    def live(self) -> "LiveSession | None":
        """The session, if one may also say something to it."""
        return live(self.watched)

    @property
    def standing(self) -> Standing:
        """How it stands now."""
        closed = self.watched.fold.progress.closed
        if self.watched.source is None:
            return Standing.TEXT
        if closed is None and not self.watched.ended:
            return Standing.OPEN
        return Standing.ENDED if closed is None or closed.expected else Standing.FAILED

    @property
    def last_refusal(self) -> int | None:
        """Look through what has come since it was asked for the last time."""
        newest = self._looked_at
        for row in reversed(self.watched.fold.rows):
            if row.number <= self._looked_at:
                break
            newest = max(newest, row.number)
            if (row.code or 0) >= 400:
                self._refusal = row.code
                break
        rows = self.watched.fold.rows
        self._looked_at = max(newest, rows[-1].number if rows else newest)
        return self._refusal


class Kept:
    """Tabs in the order in which they were opened; nothing is closed here but what is no longer kept."""

    def __init__(self) -> None:
        self.tabs: list[Tab] = []
        self._shown: Watched | None = None

    def __len__(self) -> int:
        return len(self.tabs)

    @property
    def shown(self) -> int:
        """The index of the tab that shows; -1 where there is none."""
        return self.index(self._shown)

    def index(self, watched: "Watched | None") -> int:
        """Return the index of a session's tab, or -1."""
        return next((index for index, tab in enumerate(self.tabs) if tab.watched is watched), -1)

    def show(self, watched: "Watched", *, instead_of: "Watched | None" = None) -> list[Tab]:
        """Let a session show, in a tab of its own or in that of another; return the tabs that had to go."""
        self._shown = watched
        at = self.index(instead_of)
        if self.index(watched) >= 0:
            return []
        if at >= 0:
            gone, self.tabs[at] = [self.tabs[at]], Tab(watched)
            return gone
        self.tabs.append(Tab(watched))
        return self._excess()

    def _excess(self) -> list[Tab]:
        ended = [
            tab for tab in self.tabs if tab.standing is not Standing.OPEN and tab.watched is not self._shown
        ]
        gone = ended[: max(0, len(self.tabs) - MOST_KEPT)]
        self.tabs = [tab for tab in self.tabs if tab not in gone]
        return gone

    def close(self, watched: "Watched") -> "Watched | None":
        """Keep a session no longer; return the one that shows then, its right or else left neighbour."""
        at = self.index(watched)
        if at < 0:
            return self._shown
        del self.tabs[at]
        if watched is self._shown:
            self._shown = self.tabs[min(at, len(self.tabs) - 1)].watched if self.tabs else None
        return self._shown

    def beside(self, by: int) -> "Watched | None":
        """Return the session `by` tabs away from the one that shows; the last is followed by the first."""
        return self.tabs[(self.shown + by) % len(self.tabs)].watched if self.tabs else None


def live(watched: "Watched") -> "LiveSession | None":
    """Return what is watched as a session one may say something to, if it is one."""
    if watched.source is None:
        return None
    # Imported with the first source, as the first paint does not need it.
    from smtptui.watching.live import LiveSession

    return watched if isinstance(watched, LiveSession) else None
