"""What the selected row of the live session means, here."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from smtptui.reference.book.catalogue import Catalogue
from smtptui.tui.content import MUTED
from smtptui.tui.linking import Target
from smtptui.tui.named_keys import key_for
from smtptui.tui.page import Line, Page, cells_of
from smtptui.tui.sturdy import Sturdy
from smtptui.tui.widgets.capped import Capped, Spot, capped_page, links_of
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


class ReplyView(Sturdy, Capped, VerticalScroll, can_focus=True):
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
        self._shown: Content | Page = Content("")
        """What stands there, without letters over its links."""

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
        self._redraw()
        self.scroll_home(animate=False)

    def _redraw(self) -> None:
        """Show what has changed; letters over the links of what was there go with it."""
        page = self._page()
        if page.plain != self._text:
            self._text = page.plain
            self._caps = {}
            self._shown = page
            self.body.update(page)

    def _page(self) -> Content | Page:
        if self._row is None:
            return _nothing()
        if self._explanation is not None:
            return reply_page(self._row, self._explanation)
        return event_page(self._row)

    # Links

    def links_in_view(self) -> Iterator[tuple[Spot, Target]]:
        """Yield the links in view, from above."""
        width = self.body.content_size.width
        if isinstance(self._shown, Page) and width > 0:
            top = round(self.scroll_y)
            laid = self._shown.laid(width)
            rows = laid.rows[top : top + self.scrollable_content_region.height]
            yield from links_of(rows, lambda number: cells_of(laid.lines[number]))

    def paint_caps(self) -> None:
        """Paint the letters that stand over links now."""
        if isinstance(self._shown, Page):
            width = max(1, self.body.content_size.width)
            self.body.update(capped_page(self._shown, width, self._caps) if self._caps else self._shown)

    def on_resize(self) -> None:
        """Letters go with the width at which they stood."""
        self.hide_caps()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Letters go with what was in view."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.hide_caps()


def _nothing() -> Page:
    """Return what shows while no row is selected: why it is empty, and what fills it."""
    keys = [*((key_for(action), words) for action, words in WAYS_ON), ("↑ ↓", LINES)]
    width = max(len(key) for key, _words in keys) + 2
    ways = [
        Line(Content(_(words)), Content.styled(f"{key:<{width}}", "bold $footer-key-foreground"))
        for key, words in keys
    ]
    return Page([Content.styled(_(NOTHING), "bold"), Content(""), *ways])
