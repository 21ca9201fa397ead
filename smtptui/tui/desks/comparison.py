"""What one does with two codes: pick them, compare them, swap them."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, cast

from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import EntryRef
from smtptui.reference.searching.titles import lookalikes_of
from smtptui.tui.desks.desk import Desk
from smtptui.tui.named_keys import key_for
from smtptui.tui.views import Sides, View
from smtptui.words import _, mark

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.tui.desks.sessions import SessionsDesk
    from smtptui.tui.panes import PanesScreen

GREETING = EntryRef(Kind.BASIC, "220")
"""What a live reply is compared with first: that with which the session began."""

COMPARABLE = (Kind.BASIC, Kind.ENHANCED, Kind.SITUATION)

ONLY_CODES = mark("Only codes can be compared, not keywords and mechanisms.")


class Beside(Protocol):
    """The desk beside this one that knows which reply one is at."""

    sessions: "SessionsDesk"


class ComparisonDesk(Desk):
    """The two sides of the comparison."""

    def __init__(self, screen: "PanesScreen", catalogue: "Catalogue") -> None:
        super().__init__(screen, catalogue)
        self._sides: Sides = (None, None)

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what one does with two codes."""
        return {
            "comparison.pick": self.pick,
            "comparison.open": self.open,
            "comparison.greeting": self.with_greeting,
            "comparison.swap": self.swap,
            "comparison.choose-a": lambda: self.choose(0),
            "comparison.choose-b": lambda: self.choose(1),
            "session.lookalike": self.lookalike,
        }

    @property
    def sides(self) -> Sides:
        """What is picked."""
        return self._sides

    @sides.setter
    def sides(self, sides: Sides) -> None:
        self._sides = sides
        self.screen.code_list.picked = sides
        self.screen.compare_view.sides = sides
        # The way here names them.
        self.screen.refresh_bindings()

    def pick(self, entry: EntryRef | None = None) -> None:
        """Mark an entry, or the selected one: as A, then as B; a third pick starts again with A."""
        entry = entry or self.screen.code_list.highlighted
        a, b = self._sides
        if entry is None:
            return
        if entry.kind not in COMPARABLE:
            self.hint(_(ONLY_CODES))
            return
        if entry in (a, b):
            self.sides = (None, b) if entry == a else (a, None)
        elif a is None:
            self.sides = (entry, b)
        elif b is None:
            self.sides = (a, entry)
        else:
            self.sides = (entry, None)
        a, b = self._sides
        if a and b:
            self.hint(
                _(
                    "A {a} and B {b} are picked: {key} compares them.",
                    a=a.key,
                    b=b.key,
                    key=key_for("comparison.open"),
                )
            )
        elif entry in self._sides:
            self.hint(
                _(
                    "{code} is picked: {key} on another code picks the other side.",
                    code=entry.key,
                    key=key_for("comparison.pick"),
                )
            )

    def open(self) -> None:
        """Compare what is picked; else the code one is at is a side, and the other one is asked for."""
        a, b = self._sides
        entry = self.at_hand
        if a and b and (self.screen.view is not View.LIVE or entry is None):
            self.compare(a, b)
        elif a and not b and entry and entry != a:
            self.compare(a, entry)
        elif b and not a and entry and entry != b:
            self.compare(entry, b)
        elif entry is not None or a is not None:
            self._ask(1, entry or a)
        else:
            self.screen.go(View.COMPARE)

    @property
    def at_hand(self) -> EntryRef | None:
        """The entry that one is at and that can be compared: of the selected reply, or of the list."""
        screen = cast(Beside, self.screen)
        live = self.screen.view is View.LIVE
        entry = screen.sessions.selected_entry if live else self.screen.code_list.highlighted
        return entry if entry is not None and entry.kind in COMPARABLE else None

    def compare(self, a: EntryRef, b: EntryRef) -> None:
        """Go to the comparison of two codes."""
        self.screen.leave_for(View.COMPARE, sides=(a, b), in_pane=True)
        self.sides = (a, b)
        self.screen.arrive(View.COMPARE, in_pane=True)

    def fill(self, entry: EntryRef) -> None:
        """Take an entry for the side that is open, and compare."""
        a, b = self._sides
        if a is None and b is not None:
            self.compare(entry, b)
        elif a is not None:
            self.compare(a, entry)

    @property
    def _present(self) -> EntryRef | None:
        """What one is at: the code of the selected reply, a side of the comparison, what the card is of."""
        match self.screen.view:
            case View.LIVE:
                return cast(Beside, self.screen).sessions.selected_entry
            case View.COMPARE:
                return self._sides[0] or self._sides[1]
            case View.CODES:
                return self.screen.detail.entry

    def _say_nothing_is_here(self) -> None:
        if self.screen.view is View.LIVE:
            cast(Beside, self.screen).sessions.open_card()
        else:
            self.choose(0)

    def with_greeting(self) -> None:
        """Compare what one is at with 220; in a comparison, the side that is another code."""
        entry = self._present
        if self.screen.view is View.COMPARE and entry == GREETING:
            entry = self._sides[1] or GREETING
        if entry is None:
            self._say_nothing_is_here()
        elif entry.kind not in COMPARABLE:
            self.hint(_(ONLY_CODES))
        elif entry == GREETING:
            self.hint(
                _("This is 220 itself: {key} compares it with any other.", key=key_for("comparison.open"))
            )
        else:
            self.compare(entry, GREETING)

    def lookalike(self) -> None:
        """Compare what one is at with what it is most confused with; in a comparison, with the next such."""
        entry = self._present
        if entry is None:
            self._say_nothing_is_here()
            return
        if self.screen.view is View.LIVE:
            likely = cast(Beside, self.screen).sessions.mistaken_for
        else:
            likely = lookalikes_of(self.catalogue, entry)
        if likely:
            beside = self._compared(entry)
            here = likely.index(beside) + 1 if beside in likely else 0
            self.compare(entry, likely[here % len(likely)])
        else:
            self.hint(
                _(
                    "{code} is not easily confused with another one: {key} takes any.",
                    code=entry.key,
                    key=key_for("comparison.open"),
                )
            )

    def _compared(self, entry: EntryRef) -> EntryRef | None:
        """Return what an entry is compared with now."""
        a, b = self._sides
        return b if self.screen.view is View.COMPARE and a == entry else None

    def swap(self) -> None:
        """Swap the sides."""
        a, b = self._sides
        if a is None and b is None:
            self.hint(
                _(
                    "Nothing is picked yet: {pick} in the list, or {a} and {b}.",
                    pick=key_for("comparison.pick"),
                    a=key_for("comparison.choose-a"),
                    b=key_for("comparison.choose-b"),
                )
            )
        self.sides = (b, a)

    def choose(self, side: int) -> None:
        """Choose an entry for one side from a list, 0 is A, 1 is B; where A is open, it is what one is at."""
        other = self._sides[1 - side]
        if side == 1 and other is None:
            other = self.at_hand
        self._ask(side, other)

    def _ask(self, side: int, other: EntryRef | None) -> None:
        """Ask for one side; `other` is to stand on the other one."""
        # Imported when asked for: the first paint does not need it.
        from smtptui.tui.screens.choose import ChooseScreen

        def take(entry: EntryRef | None) -> None:
            if entry is not None and self.screen.is_attached:
                a, b = (entry, other) if side == 0 else (other, entry)
                if a and b:
                    self.compare(a, b)
                    return
                self.screen.leave_for(View.COMPARE, sides=(a, b), in_pane=False)
                self.sides = (a, b)
                self.screen.arrive(View.COMPARE, in_pane=False)

        live = self.screen.view is View.LIVE
        first = (GREETING,) if live and other != GREETING else ()
        chooser = ChooseScreen(self.catalogue, "AB"[side], self._sides[side], other, first=first)
        self.screen.app.push_screen(chooser, take)
