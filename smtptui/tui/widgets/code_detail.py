"""The pane of the Codes view: the card of one entry."""

from textual.content import Content
from textual.reactive import reactive

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.reference.explaining.noted import note_about
from smtptui.reference.searching.listing import EntryRef
from smtptui.text import visible
from smtptui.tui.card import Card, section
from smtptui.tui.content import MUTED
from smtptui.tui.named_keys import key_for
from smtptui.tui.notes import noted
from smtptui.tui.page import Line
from smtptui.tui.sturdy import Sturdy
from smtptui.tui.widgets.code_card import code_card
from smtptui.tui.widgets.entry_cards import enhanced_card, extension_card, mechanism_card
from smtptui.tui.widgets.page_pane import PagePane
from smtptui.tui.widgets.situation_card import situation_card
from smtptui.words import _

TYPED = 60
"""Letters of what was typed that are repeated."""


class CodeDetail(Sturdy, PagePane):
    """Shows one entry of the catalogue."""

    entry: reactive[EntryRef | None] = reactive(None, init=False)
    """What the card is of; None leaves it empty."""

    def show_nothing(self, query: str) -> None:
        """Say that nothing matches what was typed, and what can be done then."""
        self.entry = None
        lines: list[Line | Content] = [
            Content.styled(_("Nothing matches “{query}”.", query=visible(query.strip()[:TYPED])), "bold"),
            Content(""),
            _key("esc", _("takes the filter away")),
            _key(key_for("codes.narrow"), _("chooses what the list shows: codes, keywords, situations")),
            _key(key_for("session.paste"), _("explains a whole reply, a bounce or a log that one pastes")),
            Content(""),
            Content.styled(_("A code may be a pattern: 50x, 5.7.*"), MUTED),
        ]
        self.show(Card(_("Nothing found"), (section("answer", "", "", lines),)))

    def watch_entry(self, entry: EntryRef | None) -> None:
        """Show another card, from its top."""
        self.show(self._card_of(entry) if entry is not None else Card(""), entry)

    def tell_again(self) -> None:
        """Show the card in another language."""
        if self.entry is not None:
            self.show_again(self._card_of(self.entry))

    def _card_of(self, entry: EntryRef) -> Card:
        note = note_about(self._catalogue.notes, entry.key) if self._catalogue.notes else ""
        return noted(card(self._catalogue, entry), note)


def card(catalogue: Catalogue, entry: EntryRef) -> Card:
    """Return the card of an entry."""
    key = entry.key
    match entry.kind:
        case Kind.BASIC:
            return code_card(catalogue, key)
        case Kind.ENHANCED:
            return enhanced_card(catalogue, key)
        case Kind.EXTENSION:
            return extension_card(catalogue, catalogue.extension(key))
        case Kind.MECHANISM:
            return mechanism_card(catalogue.mechanism(key))
        case Kind.SITUATION:
            return situation_card(catalogue, key)


def _key(key: str, words: str) -> Line:
    return Line(Content(words), Content.styled(f"{key:<3}  ", "bold $text-warning"))
