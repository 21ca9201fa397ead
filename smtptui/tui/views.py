"""The three views of the workspace, and the places one has been at, for the way back."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from smtptui.reference.searching.listing import EntryRef
from smtptui.text import visible
from smtptui.words import _, mark

if TYPE_CHECKING:
    from smtptui.watching.rows import Row
    from smtptui.watching.watched import Watched


class View(StrEnum):
    """What the workspace shows beside the list."""

    CODES = "codes"
    COMPARE = "compare"
    LIVE = "live"

    @property
    def pane(self) -> str:
        """The id of the pane that shows it."""
        return _PANES[self]

    @property
    def words(self) -> str:
        """Its name, as the title bar shows it."""
        return _(_TITLES[self])


_PANES = {View.CODES: "detail", View.COMPARE: "compare", View.LIVE: "reply"}
_TITLES = {View.CODES: mark("Codes"), View.COMPARE: mark("Compare"), View.LIVE: mark("Live")}

Sides = tuple[EntryRef | None, EntryRef | None]
"""A and B of the comparison; None for one that is not picked."""

KEPT = 50
"""How many places one can go back."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is: a view, the card that is open, the two sides compared, and whether one is in the pane.

    `row` is the one under the cursor in the log of `watched`, `scrolled` the lines above what is in
    view in the pane: they come back with the place, but tell no two places apart.
    """

    view: View
    entry: EntryRef | None
    sides: Sides
    in_pane: bool
    watched: "Watched | None" = field(default=None, compare=False)
    row: "Row | None" = field(default=None, compare=False)
    scrolled: int = field(default=0, compare=False)

    @property
    def words(self) -> str:
        """Its name, as the title bar and the bottom line have it: ``504``, ``220 ≠ 504``, ``Live``."""
        a, b = self.sides
        match self.view:
            case View.COMPARE if a and b:
                return f"{visible(a.key)} ≠ {visible(b.key)}"
            case View.CODES if self.in_pane and self.entry:
                return visible(self.entry.key)
        return self.view.words


class Places:
    """The places one has left, the last one last."""

    def __init__(self) -> None:
        self._left: list[Place] = []

    def __bool__(self) -> bool:
        return bool(self._left)

    def leave(self, place: Place, to: Place) -> None:
        """Remember a place that is left; going where one has just been is going back."""
        if place == to:
            return
        if self._left and self._left[-1] == to:
            self._left.pop()
        else:
            self._left = [*self._left, place][-KEPT:]

    def before(self, present: Place) -> Place | None:
        """Return the last place that is not the present one."""
        return next((place for place in reversed(self._left) if place != present), None)

    def trail(self, present: Place) -> tuple[str, ...]:
        """Return the names of the places on the way here, the present one last; none twice in a row."""
        names: list[str] = []
        for place in (*self._left, present):
            if not names or names[-1] != place.words:
                names.append(place.words)
        return tuple(names)

    def back(self, present: Place) -> Place | None:
        """Return the last place that is not the present one, and forget it."""
        while self._left:
            place = self._left.pop()
            if place != present:
                return place
        return None
