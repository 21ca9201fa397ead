"""Chooses one code for a side of the comparison."""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Code, Kind
from smtptui.reference.searching.filtering import CodeFilter
from smtptui.reference.searching.listing import EntryRef
from smtptui.text import visible
from smtptui.tui.dialog import Dialog
from smtptui.tui.option_rows import OptionRows
from smtptui.tui.themes import class_mark, class_style
from smtptui.words import _


class ChooseScreen(Dialog[EntryRef | None]):
    """Dismissed with the chosen code, or with None; `side` is A or B."""

    options = query_one(OptionList)
    number = query_one(Input)
    problem = query_one(".problem", Static)

    def __init__(self, catalogue: Catalogue, side: str, present: EntryRef | None) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._side = side
        self._present = present
        self._filter = CodeFilter(catalogue)

    def compose(self) -> ComposeResult:
        """Compose the filter and the codes."""
        with Vertical(classes="dialog -tall") as dialog:
            dialog.border_title = _("Side {side}", side=self._side)
            dialog.border_subtitle = _("enter takes it · esc cancels")
            yield Input(placeholder=_("type a code or a word"), compact=True)
            yield Static("", classes="problem", markup=False)
            yield OptionRows(markup=False, compact=True)

    def on_mount(self) -> None:
        """List all codes, the cursor on the present one."""
        self.problem.display = False
        self._list(self._catalogue.codes)
        for index, option in enumerate(self.options.options):
            if self._present is not None and option.id == self._present.id:
                self.options.highlighted = index

    def _list(self, codes: tuple[Code, ...]) -> None:
        self.options.set_options(
            Option(
                Content.assemble(
                    (f"{class_mark(code.code)} {code.code}", f"bold {class_style(code.code)}"),
                    f"  {code.name}",
                ),
                id=code.code,
            )
            for code in codes
        )
        if codes:
            self.options.highlighted = 0

    @on(Input.Changed)
    def _filtered(self, event: Input.Changed) -> None:
        event.stop()
        codes = self._filter.matching(event.value)
        self.problem.display = not codes
        if not codes:
            codes = tuple(map(self._catalogue.code, self._catalogue.nearest(event.value)))
            typed = visible(event.value)
            words = (
                _("There is no code {code}; the nearest:", code=typed)
                if codes
                else _("There is no code {code}.", code=typed)
            )
            self.problem.update(Content.styled(words, "$text-warning"))
        self._list(codes)

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

    def _answer(self, code: str | None) -> None:
        if code:
            self.dismiss(EntryRef(Kind.BASIC, code))

    def on_key(self, event: events.Key) -> None:
        """The arrow keys move the list while one types."""
        if event.key in ("down", "up") and self.number.has_focus:
            event.stop()
            if event.key == "down":
                self.options.action_cursor_down()
            else:
                self.options.action_cursor_up()
