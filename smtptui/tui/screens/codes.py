"""What one does with codes: filter and search, pick, compare."""

from functools import cached_property
from typing import TYPE_CHECKING

from textual import on, work

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import Narrowing, browse, found, kind_and_key
from smtptui.tui.screens.panes import Panes
from smtptui.tui.widgets.code_list import CodeList

if TYPE_CHECKING:
    from smtptui.reference.searching.filtering import CodeFilter
    from smtptui.reference.searching.search import SearchIndex


class Codes(Panes):
    """The list's side of the workspace."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(catalogue)
        self._narrowing = Narrowing()
        self._index: SearchIndex | None = None

    def action_filter(self) -> None:
        """Type into the filter."""
        self.view = "codes"
        self.add_class("-listing")
        self.set_focus(self.code_list.filter_input)
        if self._index is None:
            self._make_index()

    @cached_property
    def _filter(self) -> "CodeFilter":
        # Imported and made with the first letter typed, which the first paint does not wait for.
        from smtptui.reference.searching.filtering import CodeFilter

        return CodeFilter(self._catalogue)

    @work(exclusive=True, group="index", exit_on_error=False, description="search index", thread=True)
    def _make_index(self) -> None:
        """Read everything for the full-text search, beside the screen."""
        from smtptui.reference.searching.search import SearchIndex

        index = SearchIndex(self._catalogue)
        self.app.call_from_thread(self._take_index, index)

    def _take_index(self, index: "SearchIndex") -> None:
        self._index = index
        self._list(self.code_list.filter_input.value, keep=True)

    @on(CodeList.Filtered)
    def _filtered(self, event: CodeList.Filtered) -> None:
        self._list(event.query_text)

    def _list(self, query: str, *, keep: bool = False) -> None:
        """List what was typed for, or everything; the full text comes in as soon as it has been read."""
        counts = self.panel.fold.progress.counts
        if not query.strip():
            self.code_list.show(browse(self._catalogue, self._narrowing, counts))
            return
        codes = tuple(code for code in self._filter.matching(query) if self._narrowing.admits(code, counts))
        results = self._index.search(query) if self._index else None
        nearest = () if codes else tuple(filter(self._is_code, self._catalogue.nearest(query)))
        self.code_list.show(found(self._catalogue, codes, results, nearest=nearest), keep=keep)

    def _is_code(self, number: str) -> bool:
        return number in self._catalogue.names

    def action_narrow(self) -> None:
        """Choose what the list shows."""
        # Imported when asked for: the first paint does not need it.
        from smtptui.tui.screens.narrow import NarrowScreen

        def take(narrowing: Narrowing | None) -> None:
            if narrowing is not None and self.is_attached:
                self._narrowing = narrowing
                self.code_list.narrowed = narrowing.words
                self.code_list.filter_input.value = ""
                self._list("")
                self.view = "codes"
                self.action_back()

        self.app.push_screen(NarrowScreen(self._narrowing), take)

    @on(CodeList.Highlighted)
    def _code_highlighted(self, event: CodeList.Highlighted) -> None:
        if not self._is_furnished:
            return
        self.detail.entry = event.id
        if self.view == "live" and self.code_list.options.has_focus:
            self.view = "codes"

    @on(CodeList.Chosen)
    def _code_chosen(self, event: CodeList.Chosen) -> None:
        self.view = "codes"
        self.detail.entry = event.id
        self.remove_class("-listing")
        self.set_focus(self.detail)

    def action_pick(self) -> None:
        """Mark the selected code: as A, then as B; a third pick starts again with A."""
        code = self.code_list.highlighted
        a, b = self.picked
        if not code:
            return
        if kind_and_key(code)[0] not in (Kind.BASIC, Kind.ENHANCED):
            self.notify("Only codes can be compared, not keywords and mechanisms.", timeout=3)
            return
        if code in (a, b):
            self.picked = ("", b) if code == a else (a, "")
        elif not a:
            self.picked = (code, b)
        elif not b:
            self.picked = (a, code)
        else:
            self.picked = (code, "")
        a, b = self.picked
        if a and b:
            self.notify(f"A {key_of(a)} and B {key_of(b)} are picked: c compares them.", timeout=3)
        elif code in self.picked:
            self.notify(f"{key_of(code)} is picked: space on another code picks the other side.", timeout=3)

    def action_compare(self) -> None:
        """Compare the picked codes; with one picked, the selected code is the other side."""
        a, b = self.picked
        code = self.code_list.highlighted
        if a and not b and code and code != a:
            self.picked = (a, code)
        elif b and not a and code and code != b:
            self.picked = (code, b)
        self.view = "compare"
        if all(self.picked):
            self.set_focus(self.compare_view)
        else:
            self._focus_what_shows()
            self.notify("Pick two codes first: space in the list, or a and b.", timeout=4)

    def action_swap(self) -> None:
        """Swap the sides."""
        if not any(self.picked):
            self.notify("Nothing is picked yet: space in the list, or a and b.", timeout=3)
        a, b = self.picked
        self.picked = (b, a)

    def watch_picked(self, picked: tuple[str, str]) -> None:
        """Compare what is picked now."""
        self.compare_view.sides = (key_of(picked[0]), key_of(picked[1]))

    def action_choose(self, side: str) -> None:
        """Choose a code for one side from a list."""
        # Imported when asked for: the first paint does not need it.
        from smtptui.tui.screens.choose import ChooseScreen

        def take(code: str | None) -> None:
            if code and self.is_attached:
                a, b = self.picked
                self.picked = (code, b) if side == "a" else (a, code)
                self.view = "compare"
                self._focus_what_shows()

        present = self.picked["ab".index(side)] or self.code_list.highlighted
        self.app.push_screen(ChooseScreen(self._catalogue, side, present), take)

    def show_code(self, code: str) -> None:
        """Open the card of a code, with the list on it; what hid it from the list is taken back."""
        self.view = "codes"
        if not self.code_list.highlight(code):
            self.code_list.filter_input.value = ""
            self._narrowing = Narrowing()
            self.code_list.narrowed = ""
            self._list("")
            self.code_list.highlight(code)
        self.detail.entry = code
        self.remove_class("-listing")
        self.set_focus(self.detail)


def key_of(id: str) -> str:
    """Return the code of an item's id."""
    return kind_and_key(id)[1]
