"""The list of codes: grouped by class, filtered as one types, with a count of what the session sent."""

from collections.abc import Mapping, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from smtptui.reference.searching.listing import EntryRef, Heading, Item
from smtptui.tui.named_keys import key_for
from smtptui.tui.sturdy import Sturdy
from smtptui.tui.themes import class_mark, class_style
from smtptui.tui.widgets.code_row import CodeRow, HeadingRow
from smtptui.tui.widgets.entry_rows import EntryRows
from smtptui.words import _


class CodeList(Sturdy, Vertical):
    """A filter and the codes it leaves."""

    DEFAULT_CSS = """
    CodeList {
        width: 38;
        background: $background;
        Input {
            border: none;
            height: 1;
            padding: 0 1;
            background: $panel;
            &:focus { background: $cursor-background; }
        }
        OptionList {
            border: none;
            &:focus { background-tint: $foreground 0%; }
            height: 1fr;
            padding: 0;
            background: $background;
            scrollbar-size-vertical: 1;
            & > .option-list--option { padding: 0; }
            & > .option-list--option-disabled { color: $quiet; }
            & > .option-list--option-highlighted { background: $cursor-blurred-background; text-style: none; }
            &:focus > .option-list--option-highlighted { background: $cursor-background; text-style: none; }
        }
    }
    """

    picked: reactive[tuple[EntryRef | None, EntryRef | None]] = reactive((None, None), init=False)
    counts: reactive[Mapping[str, int]] = reactive({}, init=False)
    narrowed: reactive[str] = reactive("", init=False)

    filter_input = query_one(Input)
    options = query_one(OptionList)

    class Highlighted(Message):
        """The cursor stands on another entry."""

        def __init__(self, entry: EntryRef) -> None:
            super().__init__()
            self.entry = entry

    class Chosen(Message):
        """Enter or a click on an entry."""

        def __init__(self, entry: EntryRef) -> None:
            super().__init__()
            self.entry = entry

    class Picked(Message):
        """An entry is to be picked for a comparison, by mouse."""

        def __init__(self, entry: EntryRef) -> None:
            super().__init__()
            self.entry = entry

    class Filtered(Message):
        """The filter's text changed."""

        def __init__(self, query: str) -> None:
            super().__init__()
            self.query_text = query

    def __init__(self, items: tuple[Heading | Item, ...], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.items = items

    def compose(self) -> ComposeResult:
        """Compose the filter above the list."""
        yield Input(placeholder=self._placeholder, compact=True)
        yield EntryRows(*self._options(), markup=False, compact=True)

    @property
    def highlighted(self) -> EntryRef | None:
        """The entry under the cursor."""
        option = self.options.highlighted_option
        return self._entry(option.id) if option else None

    def highlight(self, entry: EntryRef) -> bool:
        """Put the cursor on an entry; return whether the list has it."""
        for index, option in enumerate(self.options.options):
            if option.id == entry.id:
                self.options.highlighted = index
                return True
        return False

    @property
    def entries(self) -> list[EntryRef]:
        """The entries listed, in their order."""
        return [item.entry for item in self.items if isinstance(item, Item)]

    def _entry(self, id: str | None) -> EntryRef | None:
        return next((entry for entry in self.entries if entry.id == id), None)

    def show(
        self, items: tuple[Heading | Item, ...], *, keep: bool = True, at: EntryRef | None = None
    ) -> None:
        """List other items, the cursor `at` an entry; else with `keep` where it was, or on the first."""
        self.items = items
        before = self.options.highlighted_option.id if keep and self.options.highlighted_option else None
        options = self.options
        options.set_options(self._options())
        ids = [option.id for option in options.options]
        there = (id for id in (at.id if at else None, before, *ids) if id and id in ids)
        wanted = next(there, None)
        options.highlighted = ids.index(wanted) if wanted is not None else None

    def _options(self) -> Sequence[Option]:
        return [
            Option(self._row(item), id=item.entry.id)
            if isinstance(item, Item)
            else Option(self._heading(item), disabled=True)
            for item in self.items
        ]

    def _heading(self, heading: Heading) -> HeadingRow:
        if not heading.digit:
            return HeadingRow(heading.words, "bold $text-warning")
        return HeadingRow(
            f"{class_mark(heading.digit)} {heading.words}", f"bold {class_style(heading.digit)}"
        )

    def _row(self, item: Item) -> CodeRow:
        a, b = self.picked
        side = "A" if item.entry == a else "B" if item.entry == b else ""
        return CodeRow(item, side, self.counts.get(item.key, 0))

    def _redraw(self) -> None:
        """Draw the rows again: a count or a pick changed."""
        by_id = {item.entry.id: item for item in self.items if isinstance(item, Item)}
        for index, option in enumerate(self.options.options):
            if option.id in by_id:
                self.options.replace_option_prompt_at_index(index, self._row(by_id[option.id]))

    def watch_picked(self) -> None:
        """Mark the picked codes."""
        self._redraw()

    def watch_counts(self) -> None:
        """Show the new counts."""
        self._redraw()

    @property
    def _placeholder(self) -> str:
        return f"{key_for('codes.filter')} {self.narrowed or _('504, auth, greylist…')}"

    def watch_narrowed(self) -> None:
        """Say above the list what it is narrowed to."""
        self.filter_input.placeholder = self._placeholder

    def tell_again(self) -> None:
        """Say in another language what the filter is for."""
        self.filter_input.placeholder = self._placeholder

    @on(Input.Changed)
    def _filter_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Filtered(event.value))

    @on(Input.Submitted)
    def _filter_done(self, event: Input.Submitted) -> None:
        event.stop()
        self.screen.set_focus(self.options)

    def on_key(self, event: events.Key) -> None:
        """From the filter, the arrow keys go to the list, and escape clears it on its way back there."""
        if not self.filter_input.has_focus:
            return
        if event.key in ("down", "up"):
            event.stop()
            self.screen.set_focus(self.options)
            if event.key == "down":
                self.options.action_cursor_down()
        elif event.key == "escape":
            # It goes on to the screen, which leaves the field.
            self.filter_input.value = ""

    @on(OptionList.OptionHighlighted)
    def _code_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if (entry := self._entry(event.option_id)) is not None:
            self.post_message(self.Highlighted(entry))

    @on(EntryRows.Picked)
    def _code_picked(self, event: EntryRows.Picked) -> None:
        event.stop()
        if (entry := self._entry(event.option_id)) is not None:
            self.post_message(self.Picked(entry))

    @on(OptionList.OptionSelected)
    def _code_chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if (entry := self._entry(event.option_id)) is not None:
            self.post_message(self.Chosen(entry))
