"""Chooses one code for a side of the comparison."""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Code
from smtptui.reference.searching.filtering import CodeFilter
from smtptui.text import visible
from smtptui.tui.dialog import Dialog
from smtptui.tui.option_rows import OptionRows
from smtptui.tui.themes import class_mark, class_style


class ChooseScreen(Dialog[str | None]):
    """Dismissed with the chosen code, or with None."""

    options = query_one(OptionList)
    number = query_one(Input)
    problem = query_one(".problem", Static)

    def __init__(self, catalogue: Catalogue, side: str, present: str) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._side = side
        self._present = present
        self._filter = CodeFilter(catalogue)

    def compose(self) -> ComposeResult:
        """Compose the filter and the codes."""
        with Vertical(classes="dialog -tall") as dialog:
            dialog.border_title = f"Side {self._side.upper()}"
            dialog.border_subtitle = "enter takes it · esc cancels"
            yield Input(placeholder="type a code or a word", compact=True)
            yield Static("", classes="problem", markup=False)
            yield OptionRows(markup=False, compact=True)

    def on_mount(self) -> None:
        """List all codes, the cursor on the present one."""
        self.problem.display = False
        self._list(self._catalogue.codes)
        for index, option in enumerate(self.options.options):
            if option.id == self._present:
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
            nearest = "; the nearest:" if codes else "."
            self.problem.update(
                Content.styled(f"There is no code {visible(event.value)}{nearest}", "$text-warning")
            )
        self._list(codes)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        option = self.options.highlighted_option
        if option is not None:
            self.dismiss(option.id)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)

    def on_key(self, event: events.Key) -> None:
        """The arrow keys move the list while one types."""
        if event.key in ("down", "up") and self.number.has_focus:
            event.stop()
            if event.key == "down":
                self.options.action_cursor_down()
            else:
                self.options.action_cursor_up()
