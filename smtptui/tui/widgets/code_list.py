"""The list of codes: grouped by class, filtered as one types, with a count of what the session sent."""

from collections.abc import Mapping, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from smtptui.reference.catalogue import Catalogue
from smtptui.reference.model import Code
from smtptui.tui.themes import class_mark, class_style
from smtptui.tui.widgets.code_row import CodeRow


class CodeList(Vertical):
    """A filter and the codes it leaves."""

    DEFAULT_CSS = """
    CodeList {
        width: 38;
        background: $surface;
        Input {
            border: none;
            height: 1;
            padding: 0 1;
            background: $panel;
            &:focus { background: $primary 20%; }
        }
        OptionList {
            border: none;
            height: 1fr;
            padding: 0;
            background: $surface;
            scrollbar-size-vertical: 1;
            & > .option-list--option { padding: 0; }
            & > .option-list--option-disabled { color: $quiet; }
            & > .option-list--option-highlighted { background: $primary 30%; text-style: none; }
            &:focus > .option-list--option-highlighted { background: $primary 55%; text-style: none; }
        }
    }
    """

    codes: reactive[tuple[Code, ...]] = reactive((), always_update=True, init=False)
    picked: reactive[tuple[str, str]] = reactive(("", ""), init=False)
    counts: reactive[Mapping[str, int]] = reactive({}, init=False)

    filter_input = query_one(Input)
    options = query_one(OptionList)

    class Highlighted(Message):
        """The cursor stands on another code."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    class Chosen(Message):
        """Enter or a click on a code."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    class Filtered(Message):
        """The filter's text changed."""

        def __init__(self, query: str) -> None:
            super().__init__()
            self.query_text = query

    def __init__(self, catalogue: Catalogue, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._labels = catalogue.labels
        self._all = catalogue.codes
        self.set_reactive(CodeList.codes, self._all)
        self._nearest = False

    def compose(self) -> ComposeResult:
        """Compose the filter above the list."""
        yield Input(placeholder="/ filter: 504, auth, greylist…", compact=True)
        yield OptionList(*self._options(), markup=False, compact=True)

    @property
    def highlighted(self) -> str:
        """The code under the cursor, or empty."""
        option = self.options.highlighted_option
        return option.id or "" if option else ""

    def highlight(self, code: str) -> None:
        """Put the cursor on a code if the filter shows it; otherwise clear the filter first."""
        if code not in {option.id for option in self.options.options}:
            self.filter_input.value = ""
            self.show(self._all)
        for index, option in enumerate(self.options.options):
            if option.id == code:
                self.options.highlighted = index
                return

    def show(self, codes: tuple[Code, ...], *, nearest: bool = False) -> None:
        """List `codes`; with `nearest` they only come close to what was typed, and the list says so."""
        self._nearest = nearest
        self.codes = codes

    def watch_codes(self) -> None:
        """List other codes; the cursor stays on its code where it is still there."""
        before = self.highlighted
        options = self.options
        options.set_options(self._options())
        ids = [option.id for option in options.options]
        wanted = before if before in ids else next((id for id in ids if id), None)
        options.highlighted = ids.index(wanted) if wanted is not None else None

    def _options(self) -> Sequence[Option]:
        made: list[Option] = []
        group = ""
        if self._nearest:
            words = "no code matches; nearest:" if self.codes else "no code matches"
            made.append(Option(Content.styled(f"  {words}", "$text-warning"), disabled=True))
        for code in self.codes:
            if code.code[0] != group:
                group = code.code[0]
                name = self._labels.class_name(code.code)
                made.append(
                    Option(
                        Content.styled(f"{class_mark(group)} {name}", f"bold {class_style(group)}"),
                        disabled=True,
                    )
                )
            made.append(Option(self._prompt(code), id=code.code))
        return made

    def _prompt(self, code: Code) -> CodeRow:
        side = "A" if code.code == self.picked[0] else "B" if code.code == self.picked[1] else ""
        return CodeRow(code, side, self.counts.get(code.code, 0))

    def _redraw(self) -> None:
        """Draw the rows again: a count, a pick or the width changed."""
        by_code = {code.code: code for code in self.codes}
        for index, option in enumerate(self.options.options):
            if option.id in by_code:
                self.options.replace_option_prompt_at_index(index, self._prompt(by_code[option.id]))

    def watch_picked(self) -> None:
        """Mark the picked codes."""
        self._redraw()

    def watch_counts(self) -> None:
        """Show the new counts."""
        self._redraw()

    @on(Input.Changed)
    def _filter_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Filtered(event.value))

    @on(Input.Submitted)
    def _filter_done(self, event: Input.Submitted) -> None:
        event.stop()
        self.screen.set_focus(self.options)

    def on_key(self, event: events.Key) -> None:
        """From the filter, the arrow keys go to the list and escape clears it."""
        if not self.filter_input.has_focus:
            return
        if event.key in ("down", "up"):
            event.stop()
            self.screen.set_focus(self.options)
            if event.key == "down":
                self.options.action_cursor_down()
        elif event.key == "escape" and self.filter_input.value:
            event.stop()
            self.filter_input.value = ""

    @on(OptionList.OptionHighlighted)
    def _code_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_id:
            self.post_message(self.Highlighted(event.option_id))

    @on(OptionList.OptionSelected)
    def _code_chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id:
            self.post_message(self.Chosen(event.option_id))
