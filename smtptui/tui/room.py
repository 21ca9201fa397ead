"""How the room of the workspace is shared out: how wide the list is, and how much the session has."""

from collections.abc import Mapping
from typing import NamedTuple

from smtptui.tui.views import View

LINE, THIRD, HALF, ALL = 0.0, 0.34, 0.55, 1.0
STEPS = (LINE, THIRD, HALF, ALL)
"""What the session is opened to, one by one: of the height, or of the width where it stands beside."""

LEAST, MOST = 0.15, 0.85
"""Between these the session is sized freely; beyond, it is a line, or has all."""

BESIDE = 0.76
"""Of a share of the height, how much of the width it is where the session stands beside the rest."""

NARROWEST, WIDEST = 20, 72
"""Columns of the list."""


class Room(NamedTuple):
    """What the user has chosen: columns of the list, 0 for what suits; the session's share, in the live view,
    in the comparison (None: what suits) and in the view of the codes."""

    columns: int = 0
    share: float = THIRD
    live_share: float = HALF
    compare_share: float | None = None

    def of(self, view: View) -> float:
        """The session's share in a view."""
        if view is View.COMPARE and self.compare_share is not None:
            return self.compare_share
        return self.live_share if view is View.LIVE else self.share

    def with_share(self, view: View, share: float) -> "Room":
        """Give the session another share in a view; near the ends it snaps to a line, or to all."""
        share = LINE if share < LEAST / 2 else ALL if share > (1 + MOST) / 2 else min(max(share, LEAST), MOST)
        return self._given(view, share)

    def with_columns(self, columns: int) -> "Room":
        """Give the list so many columns."""
        return self._replace(columns=min(max(columns, NARROWEST), WIDEST))

    def stepped(self, view: View, by: int) -> "Room":
        """Open the session to the next of the steps, or with -1 to the one before; round and round."""
        share = self.of(view)
        if by > 0:
            next_ = next((step for step in STEPS if step > share + 0.01), LINE)
        else:
            next_ = next((step for step in reversed(STEPS) if step < share - 0.01), ALL)
        return self._given(view, next_)

    def _given(self, view: View, share: float) -> "Room":
        match view:
            case View.LIVE:
                return self._replace(live_share=share)
            case View.COMPARE:
                return self._replace(compare_share=share)
            case View.CODES:
                return self._replace(share=share)

    @property
    def remembered(self) -> Mapping[str, float]:
        """As the state file keeps it."""
        kept = {"list": float(self.columns), "live": self.share, "live-view": self.live_share}
        return kept if self.compare_share is None else kept | {"compare": self.compare_share}


def room_from(layout: Mapping[str, float]) -> Room:
    """Return what was remembered; what cannot be is what suits."""
    room = Room()
    columns, share, live_share = layout.get("list", 0), layout.get("live"), layout.get("live-view")
    if NARROWEST <= columns <= WIDEST:
        room = room.with_columns(int(columns))
    if share is not None and LINE <= share < ALL:
        room = room.with_share(View.CODES, share)
    compare_share = layout.get("compare")
    if compare_share is not None and LINE <= compare_share < ALL:
        room = room.with_share(View.COMPARE, compare_share)
    if live_share is not None and LINE <= live_share <= ALL:
        room = room.with_share(View.LIVE, live_share)
    return room
