"""Chooses what another entry is compared with: what it is taken for, or anything one types."""

from collections.abc import Iterable, Iterator

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.reference.searching.filtering import CodeFilter
from smtptui.reference.searching.listing import EntryRef, as_entry, entry_of
from smtptui.reference.searching.query import words
from smtptui.reference.searching.titles import lookalikes_of, title_of
from smtptui.text import visible
from smtptui.tui.dialog import Dialog
from smtptui.tui.option_rows import OptionRows
from smtptui.tui.themes import class_mark, class_style
from smtptui.words import _

MEANT = 40
"""Situations that are listed for a word."""


MOST_TYPED = 100
"""Characters that are looked for: more is no code and no word, but a text that was pasted."""


class ChooseScreen(Dialog[EntryRef | None]):
    """Dismissed with the chosen entry, or with None; `side` is A or B, `other` what stands on the other one.

    `first` stands before what `other` is easily confused with, and that before all other codes.

    A code typed in full is taken at once: nothing else can be meant.
    """

    options = query_one(OptionList)
    number = query_one(Input)
    problem = query_one(".problem", Static)

    def __init__(
        self,
        catalogue: Catalogue,
        side: str,
        present: EntryRef | None,
        other: EntryRef | None = None,
        *,
        first: tuple[EntryRef, ...] = (),
    ) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._side = side
        self._present = present
        self._other = other
        self._first = first
        self._filter = CodeFilter(catalogue)

    def compose(self) -> ComposeResult:
        """Compose the filter and the codes."""
        with Vertical(classes="dialog -tall") as dialog:
            dialog.border_title = self._title
            dialog.border_subtitle = _("enter takes it · esc cancels")
            yield Input(placeholder=_("type a code or a word"), compact=True)
            yield Static("", classes="problem", markup=False)
            yield OptionRows(markup=False, compact=True)

    @property
    def _title(self) -> str:
        if self._other is None:
            return _("Side {side}", side=self._side)
        return _("Side {side}: compared with {code}", side=self._side, code=self._other.key)

    def on_mount(self) -> None:
        """List all codes, the cursor on the present one; what the other is taken for comes first."""
        self.problem.display = False
        self._show_all()

    def _show_all(self) -> None:
        likely = self._first
        if self._other is not None:
            likely += tuple(
                each for each in lookalikes_of(self._catalogue, self._other) if each not in likely
            )
        self._list((*likely, *(each for each in self._basic() if each not in likely)))
        for index, option in enumerate(self.options.options):
            if not likely and self._present is not None and option.id == self._present.id:
                self.options.highlighted = index

    def _basic(self) -> Iterator[EntryRef]:
        return (EntryRef(Kind.BASIC, number) for number in self._catalogue.names)

    def _list(self, entries: Iterable[EntryRef]) -> None:
        shown = [each for each in entries if each != self._other]
        self.options.set_options(Option(self._words(each), id=each.id) for each in shown)
        if shown:
            self.options.highlighted = 0

    def _words(self, entry: EntryRef) -> Content:
        title = title_of(self._catalogue, entry)
        if entry.kind is not Kind.BASIC:
            return Content.assemble((entry.key, "bold $text-secondary"), f"  {title}")
        code = (f"{class_mark(entry.key)} {entry.key}", f"bold {class_style(entry.key)}")
        return Content.assemble(code, f"  {title}")

    @on(Input.Changed)
    def _filtered(self, event: Input.Changed) -> None:
        event.stop()
        typed = event.value.strip()[:MOST_TYPED]
        if not typed:
            self.problem.display = False
            self._show_all()
            return
        if self._other is not None and typed == self._other.key:
            self._tell(_("{code} is on the other side already.", code=typed))
            self._show_all()
            return
        if typed in self._catalogue.names:
            self.dismiss(EntryRef(Kind.BASIC, typed))
            return
        found = list(self._matching(typed))
        self.problem.display = not found
        if not found:
            found = [EntryRef(Kind.BASIC, code) for code in self._catalogue.nearest(typed) if code.isdigit()]
            shown = visible(typed)
            told = (
                _("There is no code {code}; the nearest:", code=shown)
                if found
                else _("There is no code {code}.", code=shown)
            )
            self._tell(told)
        self._list(found)

    def _tell(self, words: str) -> None:
        self.problem.display = True
        self.problem.update(Content.styled(words, "$text-warning"))

    def _matching(self, typed: str) -> Iterator[EntryRef]:
        """Yield what is named, the codes whose facts fit, and the situations whose id or title does."""
        exact = as_entry(self._catalogue, typed)
        if exact is not None and exact.kind is not Kind.BASIC:
            yield exact
        codes = [EntryRef(Kind.BASIC, code.code) for code in self._filter.matching(typed)]
        meant = [each for each in self._situations(typed) if each != exact]
        about_situations = self._other is not None and self._other.kind is Kind.SITUATION
        yield from (*meant, *codes) if about_situations else (*codes, *meant)

    def _situations(self, typed: str) -> list[EntryRef]:
        if typed[0].isdigit():
            return []
        wanted = words(typed)
        found = []
        for id in self._catalogue.situation_ids:
            own = words(f"{id} {self._catalogue.situation_title(id)}")
            if all(any(word.startswith(part) for word in own) for part in wanted):
                found.append(EntryRef(Kind.SITUATION, id))
        return found[:MEANT]

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        option = self.options.highlighted_option
        if option is not None:
            self._answer(option.id)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._answer(event.option_id)

    def _answer(self, id: str | None) -> None:
        if id and (entry := entry_of(id)) is not None:
            self.dismiss(entry)

    def on_key(self, event: events.Key) -> None:
        """The arrow keys move the list while one types."""
        if event.key in ("down", "up") and self.number.has_focus:
            event.stop()
            if event.key == "down":
                self.options.action_cursor_down()
            else:
                self.options.action_cursor_up()
