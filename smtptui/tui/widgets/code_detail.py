"""The pane of the Codes view: the card of one entry."""

from textual.reactive import reactive

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import EntryRef
from smtptui.tui.card import Card
from smtptui.tui.sturdy import Sturdy
from smtptui.tui.widgets.code_card import code_card
from smtptui.tui.widgets.entry_cards import enhanced_card, extension_card, mechanism_card
from smtptui.tui.widgets.page_pane import PagePane
from smtptui.tui.widgets.situation_card import situation_card


class CodeDetail(Sturdy, PagePane):
    """Shows one entry of the catalogue."""

    entry: reactive[EntryRef | None] = reactive(None, init=False)
    """What the card is of; None leaves it empty."""

    def watch_entry(self, entry: EntryRef | None) -> None:
        """Show another card, from its top."""
        self.show(card(self._catalogue, entry) if entry is not None else Card(""), entry)


def card(catalogue: Catalogue, entry: EntryRef) -> Card:
    """Return the card of an entry."""
    key = entry.key
    match entry.kind:
        case Kind.BASIC:
            return code_card(catalogue, key)
        case Kind.ENHANCED:
            return enhanced_card(catalogue, key)
        case Kind.EXTENSION:
            return extension_card(catalogue.extension(key))
        case Kind.MECHANISM:
            return mechanism_card(catalogue.mechanism(key))
        case Kind.SITUATION:
            return situation_card(catalogue, key)
