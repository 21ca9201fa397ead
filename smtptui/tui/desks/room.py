"""What one does with the room of the workspace: open the session further, make the list wider, drag edges."""

from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import TYPE_CHECKING

from smtptui.tui.desks.desk import Desk
from smtptui.tui.named_keys import key_for
from smtptui.tui.room import ALL, BESIDE, LINE, Room, room_from
from smtptui.tui.views import View
from smtptui.words import _

if TYPE_CHECKING:
    from textual.timer import Timer

    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.settings.state import StateFile
    from smtptui.tui.panes import PanesScreen

SHARE_STEP, COLUMNS_STEP = 0.05, 2
"""By how much one key changes the session's share, and the list's columns."""

ROOMY = 56
"""Rows of the terminal from which two thirds of them have room for all that two codes differ in."""

KEPT_AFTER = 1.0
"""Seconds after the last change until it is written: a key held down changes many times."""


class Edge(Enum):
    """What can be dragged."""

    LIST = auto()
    SESSION = auto()


class RoomDesk(Desk):
    """Gives the panes their room, and remembers it."""

    def __init__(self, screen: "PanesScreen", catalogue: "Catalogue", state: "StateFile") -> None:
        super().__init__(screen, catalogue)
        self._state = state
        self._timer: Timer | None = None
        self.room = room_from(state.state.layout)

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what one does with the room."""
        return {
            "room.larger": lambda: self.step(1),
            "room.smaller": lambda: self.step(-1),
            "room.higher": lambda: self._grow(SHARE_STEP),
            "room.lower": lambda: self._grow(-SHARE_STEP),
            "room.wider": lambda: self._widen(COLUMNS_STEP),
            "room.narrower": lambda: self._widen(-COLUMNS_STEP),
        }

    @property
    def share(self) -> float:
        """The session's share where one is; beside a comparison a line, unless the user says more."""
        view = self.screen.view
        gives_way = view is View.COMPARE and self.room.compare_share is None and self._is_tight
        return LINE if gives_way else self.room.of(view)

    @property
    def _is_tight(self) -> bool:
        """Whether what two codes differ in fits on the screen only where the session is a line."""
        screen = self.screen
        return screen.has_class("-tall") and not screen.has_class("-vast") and screen.size.height < ROOMY

    @property
    def is_beside(self) -> bool:
        """Whether the session stands beside the rest, not under it."""
        return self.screen.has_class("-vast") and self.share not in (LINE, ALL)

    # Changing it

    def step(self, by: int) -> None:
        """Open the session to the next of a line, a third, half and all; all of it is the live view's."""
        screen = self.screen
        if screen.has_class("-empty"):
            self.hint(_("There is no session yet: {key} connects.", key=key_for("session.connect")))
        elif screen.one_pane:
            screen.go(View.LIVE if screen.view is not View.LIVE else View.CODES)
        else:
            view = screen.view
            room = self.room.with_share(view, self.share).stepped(view, by)
            if view is not View.LIVE and room.of(view) == ALL:
                self.take(self.room._replace(live_share=ALL))
                screen.go(View.LIVE)
            else:
                self.take(room)

    def open_line(self) -> None:
        """Open the session where it is a line: somebody wants to type there."""
        if self.screen.one_pane or self.share != LINE:
            return
        if self.screen.view is View.LIVE:
            self.step(1)
        else:
            self.screen.go(View.LIVE)
            self.open_line()

    def leave_all(self) -> bool:
        """Give the others their room again; return whether the session had all of it."""
        if self.share != ALL or self.screen.one_pane:
            return False
        self.take(self.room._replace(live_share=Room().live_share))
        return True

    def _grow(self, by: float) -> None:
        self.take(self.room.with_share(self.screen.view, self.share + by))

    def _widen(self, by: int) -> None:
        self.take(self.room.with_columns(self.screen.code_list.outer_size.width + by))

    def take(self, room: Room) -> None:
        """Share the room out anew, and remember it soon."""
        self.room = room
        self.apply()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.screen.set_timer(KEPT_AFTER, self.keep)

    def keep(self) -> None:
        """Remember what was changed."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
            self._state.keep(layout={**self._state.state.layout, **self.room.remembered})

    def apply(self) -> None:
        """Give the panes their room; where one shows at a time, the style sheet does."""
        screen, share = self.screen, self.share
        free = not screen.one_pane
        had_keys = self.panel.has_focus_within
        screen.set_class(free and share == LINE, "-live-line")
        screen.set_class(free and share == ALL, "-live-all")
        panel, list_ = self.panel.styles, screen.code_list.styles
        is_sized = free and share not in (LINE, ALL)
        panel.height = f"{share * 100:g}%" if is_sized and not self.is_beside else None
        panel.width = f"{share * BESIDE * 100:g}%" if is_sized and self.is_beside else None
        list_.width = self.room.columns or None if free else None
        screen.refresh_bindings()
        if free and screen.view is View.LIVE:
            # What is hidden would lose the keys, and what is typed on would be actions.
            if share == LINE and had_keys:
                screen.set_focus(screen.reply_view)
            elif share == ALL and not had_keys:
                screen.set_focus(self.panel.log_view)

    # Dragging

    def edge_at(self, x: int, y: int) -> Edge | None:
        """Return the edge that can be dragged at a place of the screen."""
        screen = self.screen
        if screen.one_pane:
            return None
        list_, panel = screen.code_list.region, self.panel.region
        if self.panel.display and panel.contains(x, y) and self.share not in (LINE, ALL):
            return Edge.SESSION if (x == panel.x if self.is_beside else y == panel.y) else None
        if screen.code_list.display and list_.y <= y < list_.bottom and x in (list_.right - 1, list_.right):
            return Edge.LIST
        return None

    def drag(self, edge: Edge, x: int, y: int) -> None:
        """Bring an edge to a place of the screen."""
        work = self.screen.query_one(".work").region
        match edge:
            case Edge.LIST:
                self.take(self.room.with_columns(x - work.x + 1))
            case Edge.SESSION if self.is_beside:
                self.take(
                    self.room.with_share(self.screen.view, (work.right - x) / max(1, work.width * BESIDE))
                )
            case Edge.SESSION:
                self.take(self.room.with_share(self.screen.view, (work.bottom - y) / max(1, work.height)))
