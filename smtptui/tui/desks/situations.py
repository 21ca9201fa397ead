"""From a reply or a code to the card of what happened."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import EntryRef
from smtptui.tui.desks.desk import Desk
from smtptui.tui.desks.requests import EntryWanted
from smtptui.tui.views import View
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.tui.panes import PanesScreen


class SituationsDesk(Desk):
    """The situations that the selected reply may be, or that the open card's code comes with."""

    def __init__(self, screen: "PanesScreen", catalogue: "Catalogue") -> None:
        super().__init__(screen, catalogue)
        self._at_hand: tuple[str, ...] = ()

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what one does with situations."""
        return {"codes.situation": self.open}

    def open(self) -> None:
        """Open the card of the likeliest situation; from the card of one, that of the next at hand."""
        entry = self.screen.detail.entry if self.screen.view is View.CODES else None
        if entry is not None and entry.kind is Kind.SITUATION:
            wanted = self._after(entry.key)
        else:
            self._at_hand = self._of_reply() if self.screen.view is View.LIVE else self._of_code(entry)
            wanted = self._at_hand[0] if self._at_hand else ""
        if wanted:
            self.screen.post_message(EntryWanted(EntryRef(Kind.SITUATION, wanted)))
        else:
            self.hint(_("No situation is at hand: select a reply, or a code that comes with one."))

    def _after(self, situation: str) -> str:
        """Return the situation after one of those at hand, the first after the last; empty for no other."""
        if situation not in self._at_hand or len(self._at_hand) < 2:
            return ""
        return self._at_hand[(self._at_hand.index(situation) + 1) % len(self._at_hand)]

    def _of_reply(self) -> tuple[str, ...]:
        row = self.screen.panel.log_view.cursor
        explanation = self.screen.panel.watched.explanation(row) if row is not None else None
        meanings = explanation.meanings if explanation is not None else ()
        return tuple(dict.fromkeys(one.situation for one in meanings if one.situation))

    def _of_code(self, entry: EntryRef | None) -> tuple[str, ...]:
        if entry is None or entry.kind is not Kind.BASIC:
            return ()
        meanings = self.catalogue.code(entry.key).meanings
        return tuple(dict.fromkeys(situation for one in meanings for situation in one.situations))
