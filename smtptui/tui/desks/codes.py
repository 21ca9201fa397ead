"""What one does with codes: filter, search, narrow the list, open a card."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from textual.widgets import OptionList
from textual.worker import Worker, WorkerState

from smtptui.reference.book.model import Kind
from smtptui.reference.searching.finding import found
from smtptui.reference.searching.listing import EntryRef, Narrowing, as_entry, browse
from smtptui.text import visible
from smtptui.tui.desks.desk import Desk
from smtptui.tui.desks.requests import INDEX
from smtptui.tui.views import View
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.reference.searching.filtering import CodeFilter
    from smtptui.reference.searching.search import SearchIndex
    from smtptui.tui.panes import PanesScreen


class CodesDesk(Desk):
    """The list of codes, and the card of the one that is selected."""

    def __init__(self, screen: "PanesScreen", catalogue: "Catalogue") -> None:
        super().__init__(screen, catalogue)
        self._narrowing = Narrowing()
        self._index: SearchIndex | None = None
        self._is_reading = False
        self._before_filter: EntryRef | None = None

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what one does with codes."""
        return {"codes.filter": self.filter, "codes.narrow": self.narrow}

    # Filtering

    def filter(self) -> None:
        """Type into the filter; where one was is where escape leads back to."""
        list_ = self.screen.code_list
        if not list_.filter_input.value:
            self._before_filter = list_.highlighted
        self.screen.go(View.CODES)
        self.screen.set_focus(list_.filter_input)
        if self._index is None and not self._is_reading:
            self._read()

    def show_all(self) -> None:
        """Take the filter away; the cursor stays where it is."""
        list_ = self.screen.code_list
        self._before_filter = list_.highlighted
        list_.filter_input.value = ""
        self.screen.refresh_bindings()

    def _read(self) -> None:
        self._is_reading = True
        self.screen.run_worker(
            self._read_everything,
            name=INDEX,
            group="index",
            description="search index",
            exit_on_error=False,
            exclusive=True,
            thread=True,
        )

    def _read_everything(self) -> "SearchIndex":
        # Imported with the first search, and beside the screen: it reads every text there is.
        from smtptui.reference.searching.search import SearchIndex

        return SearchIndex(self.catalogue)

    def index_changed(self, event: Worker.StateChanged) -> None:
        """Search the full text as soon as it has been read; say so if it cannot be."""
        match event.state:
            case WorkerState.SUCCESS:
                self._index = event.worker.result
                self.list(self.screen.code_list.filter_input.value, keep=True)
            case WorkerState.ERROR:
                self._is_reading = False
                self.hint(
                    _(
                        "The texts cannot be searched, only codes and titles: {reason}",
                        reason=visible(str(event.worker.error)),
                    ),
                    warning=True,
                    seconds=8,
                )
            case WorkerState.CANCELLED:
                self._is_reading = False

    @cached_property
    def _filter(self) -> "CodeFilter":
        # Imported and made with the first letter typed, which the first paint does not wait for.
        from smtptui.reference.searching.filtering import CodeFilter

        return CodeFilter(self.catalogue)

    def list(self, query: str, *, keep: bool = False) -> None:
        """List what was typed for, or everything; the full text comes in as soon as it has been read."""
        counts = self.screen.panel.fold.progress.counts
        list_ = self.screen.code_list
        if not query.strip():
            list_.show(browse(self.catalogue, self._narrowing, counts), at=self._before_filter)
            return
        codes = tuple(code for code in self._filter.matching(query) if self._narrowing.admits(code, counts))
        results = self._index.search(query) if self._index else None
        nearest = () if codes else tuple(filter(self._is_code, self.catalogue.nearest(query)))
        list_.show(found(self.catalogue, query, codes, results, nearest=nearest), keep=keep)
        if list_.highlighted is None:
            self.screen.detail.show_nothing(query)

    def tell_again(self) -> None:
        """List the same in another language, the cursor where it was; search the texts of that language."""
        list_ = self.screen.code_list
        at = list_.highlighted
        self.__dict__.pop("_filter", None)
        if self._index is not None:
            self._index = None
            self._read()
        list_.narrowed = self._narrowing.words
        with list_.prevent(OptionList.OptionHighlighted):
            self.list(list_.filter_input.value, keep=True)
            if at is not None:
                list_.highlight(at)

    def _is_code(self, number: str) -> bool:
        return number in self.catalogue.names

    # What the list shows

    def narrow(self) -> None:
        """Choose what the list shows."""
        # Imported when asked for: the first paint does not need it.
        from smtptui.tui.screens.narrow import NarrowScreen

        def take(narrowing: Narrowing | None) -> None:
            if narrowing is not None and self.screen.is_attached:
                self._narrow_to(narrowing)
                self.screen.go(View.CODES)
                self.screen.set_focus(self.screen.code_list.options)

        self.screen.app.push_screen(NarrowScreen(self._narrowing), take)

    def _narrow_to(self, narrowing: Narrowing, at: EntryRef | None = None) -> None:
        """Show what a narrowing admits, the cursor on an entry, or on the first."""
        self._narrowing = narrowing
        self._before_filter = at
        list_ = self.screen.code_list
        list_.narrowed = narrowing.words
        list_.filter_input.value = ""
        self.list("")

    def list_command(self, verb: str) -> None:
        """List what answers a command."""
        self._narrow_to(Narrowing(command=verb))
        self.screen.go(View.CODES)
        self.screen.set_focus(self.screen.code_list.options)

    def search_for(self, words: str) -> None:
        """Search everything for words, as if they had been typed."""
        self.filter()
        self.screen.code_list.filter_input.value = words
        self.screen.set_focus(self.screen.code_list.options)

    # The card

    def highlighted(self, entry: EntryRef) -> None:
        """Show the card of what the cursor is on; of a code with its class the one that is open stays."""
        present = self.screen.detail.entry
        if (
            present is None
            or present.kind is not Kind.ENHANCED
            or as_entry(self.catalogue, present.key) != entry
        ):
            self.screen.detail.entry = entry
        if self.screen.view is View.LIVE and self.screen.code_list.options.has_focus:
            self.screen.view = View.CODES

    def open(self, entry: EntryRef) -> None:
        """Go to the card of an entry, the list on it; what hid it from the list is taken back."""
        list_ = self.screen.code_list
        self.screen.leave_for(View.CODES, entry=entry, in_pane=True)
        # An enhanced code stands in the list without its class.
        listed = (as_entry(self.catalogue, entry.key) or entry) if entry.kind is Kind.ENHANCED else entry
        if not (list_.highlight(entry) or list_.highlight(listed)):
            self._narrow_to(Narrowing(entry.kind), at=listed)
        self.screen.detail.entry = entry
        self.screen.arrive(View.CODES, in_pane=True)
