"""What the selected row of the live session means, here."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from smtptui.reference.book.catalogue import Catalogue
from smtptui.tui.content import MUTED
from smtptui.tui.named_keys import key_for
from smtptui.tui.page import Line, Page
from smtptui.tui.sturdy import Sturdy
from smtptui.tui.widgets.event_page import event_page
from smtptui.tui.widgets.page_text import PageText
from smtptui.tui.widgets.reply_page import reply_page
from smtptui.watching.rows import Row
from smtptui.words import _, mark

if TYPE_CHECKING:
    # The explanations' own modules are imported with the first reply, not before the first paint.
    from smtptui.reference.explaining.explanation import Explanation

NOTHING = mark("No reply is selected.")
WAYS_ON = (
    ("session.connect", mark("connects to a server, or to the built-in demo")),
    ("session.paste", mark("explains a pasted log, bounce or transcript")),
)
"""What fills the view, by the actions that do it."""

LINES = mark("go through the session's lines: what each one means shows here")


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
            return _nothing()
        if self._explanation is not None:
            return reply_page(self._row, self._explanation)
        return event_page(self._row)


def _nothing() -> Page:
    """Return what shows while no row is selected: why it is empty, and what fills it."""
    keys = [*((key_for(action), words) for action, words in WAYS_ON), ("↑ ↓", LINES)]
    width = max(len(key) for key, _words in keys) + 2
    ways = [
        Line(Content(_(words)), Content.styled(f"{key:<{width}}", "bold $footer-key-foreground"))
        for key, words in keys
    ]
    return Page([Content.styled(_(NOTHING), "bold"), Content(""), *ways])
