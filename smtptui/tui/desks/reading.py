"""What one does with a card: go by its sections, follow its links."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from textual.widget import Widget

from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import EntryRef, entry_of
from smtptui.tui.desks.desk import Desk
from smtptui.tui.desks.requests import ComparisonWanted, EntryWanted
from smtptui.tui.views import View
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.tui.desks.codes import CodesDesk
    from smtptui.tui.desks.comparison import ComparisonDesk
    from smtptui.tui.linking import Target


class Beside(Protocol):
    """The desks beside this one, which a link may lead to."""

    codes: "CodesDesk"
    comparison: "ComparisonDesk"


@runtime_checkable
class Sectioned(Protocol):
    """A pane whose parts have names."""

    def turn(self, by: int, /) -> None:
        """Go to the next part, or the one before."""


@runtime_checkable
class Linked(Protocol):
    """A pane in whose text words lead somewhere."""

    def show_caps(self) -> bool:
        """Put a letter over each link in view; return whether there is any."""


class ReadingDesk(Desk):
    """The pane that one reads."""

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what one does with a card."""
        return {
            "reading.previous": lambda: self.turn(-1),
            "reading.next": lambda: self.turn(1),
            "reading.links": self.links,
        }

    @property
    def _pane(self) -> Widget:
        match self.screen.view:
            case View.CODES:
                return self.screen.detail
            case View.COMPARE:
                return self.screen.compare_view
            case View.LIVE:
                return self.screen.reply_view

    def turn(self, by: int) -> None:
        """Go to the next section, or the one before."""
        pane = self._pane
        if isinstance(pane, Sectioned):
            pane.turn(by)

    def links(self) -> None:
        """Put a letter over each link; the next key follows one."""
        pane = self._pane
        if isinstance(pane, Linked):
            self.screen.remove_class("-listing")
            self.screen.set_focus(pane)
            if pane.show_caps():
                return
        self.hint(_("Nothing in view leads further: what does is underlined."))

    def follow(self, target: "Target") -> None:
        """Go where a link leads."""
        codes = cast(Beside, self.screen).codes
        match target.to:
            case "entry":
                if (entry := entry_of(target.key)) is not None:
                    self.screen.post_message(EntryWanted(entry))
            case "compare":
                present, other = self.screen.detail.entry, entry_of(target.key)
                if present is not None and other is not None:
                    self.screen.post_message(ComparisonWanted(present, other))
            case "beside":
                comparison = cast(Beside, self.screen).comparison
                if (other := entry_of(target.key)) is not None:
                    comparison.fill(other)
            case "command":
                codes.list_command(target.key)
            case "setting":
                self._find_setting(target.key)

    def _find_setting(self, setting: str) -> None:
        """Open the situation that a setting decides on; where that are several or none, search for it."""
        # Imported with the first such link: it reads every situation.
        from smtptui.reference.searching.settings import situations_of

        found = situations_of(self.catalogue, setting)
        if len(found) == 1:
            self.screen.post_message(EntryWanted(EntryRef(Kind.SITUATION, found[0])))
        else:
            cast(Beside, self.screen).codes.search_for(setting)
