"""What the selected row of the live session means, here."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from smtptui.reference.book.catalogue import Catalogue
from smtptui.tui.content import MUTED
from smtptui.tui.page import Page
from smtptui.tui.sturdy import Sturdy
from smtptui.tui.widgets.event_page import event_page
from smtptui.tui.widgets.page_text import PageText
from smtptui.tui.widgets.reply_page import reply_page
from smtptui.watching.rows import Row
from smtptui.words import _, mark

if TYPE_CHECKING:
    # The explanations' own modules are imported with the first reply, not before the first paint.
    from smtptui.reference.explaining.explanation import Explanation

NOTHING = mark(
    "No reply is selected.\n\n"
    "Press 3, then go through the session's lines with the arrow keys: what each one means shows here.\n"
    "ctrl+o connects to a server; smtptui watch without a target starts the built-in demo server."
)


class ReplyView(Sturdy, VerticalScroll, can_focus=True):
    """Shows the explanation of one row."""

    DEFAULT_CSS = """
    ReplyView {
        padding: 0 2;
        background: $background;
        scrollbar-size-vertical: 1;
        &:focus { background-tint: $foreground 2%; }
    }
    """

    body = query_one(Static)

    def __init__(self, catalogue: Catalogue, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._catalogue = catalogue
        self._row: Row | None = None
        self._explanation: Explanation | None = None
        self._is_old = False
        self._text = ""

    def compose(self) -> ComposeResult:
        """Compose the one text of the view."""
        yield PageText(Content.styled(_(NOTHING), MUTED), markup=False)

    def show(self, row: Row | None, explanation: "Explanation | None") -> None:
        """Show what a row means; None shows how to select one."""
        self._row, self._explanation, self._is_old = row, explanation, True
        if self.display:
            self._update()

    def on_show(self) -> None:
        """Make the page that was asked for while it was hidden: each costs a layout of the whole screen."""
        if self._is_old:
            self._update()

    def _update(self) -> None:
        self._is_old = False
        page = self._page()
        if page.plain != self._text:
            self._text = page.plain
            self.body.update(page)
        self.scroll_home(animate=False)

    def _page(self) -> Content | Page:
        if self._row is None:
            return Content.styled(_(NOTHING), MUTED)
        if self._explanation is not None:
            return reply_page(self._row, self._explanation)
        return event_page(self._row)
