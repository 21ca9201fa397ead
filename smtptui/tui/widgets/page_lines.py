"""A page painted row by row: what is not in view costs nothing; words are links, text can be selected."""

from textual import events
from textual.content import Content
from textual.css.query import NoMatches
from textual.geometry import Offset, Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.searching.listing import EntryRef
from smtptui.tui.content import CODE_SPAN
from smtptui.tui.linking import Linker
from smtptui.tui.page import Line, Page, Row, cells_of, paint, piece, text_of
from smtptui.tui.widgets.capped import Capped, capped

TELLS = 2
"""Columns of a table that says after what it means what; behind them stands what to do, without links."""


class PageLines(Capped, ScrollView, can_focus=True):
    """Shows a page, wrapped to at most `WIDEST` cells."""

    DEFAULT_CSS = """
    PageLines {
        padding: 0 2;
        background: $background;
        scrollbar-size: 0 1;
        scrollbar-gutter: stable;
        &:focus { background-tint: $foreground 2%; }
    }
    """

    WIDEST = 88
    """Cells of a line of text: longer ones are hard to read."""

    present: EntryRef | None = None
    """What the page is about; no link leads there."""

    def __init__(self, catalogue: Catalogue, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._catalogue = catalogue
        self._linker = Linker(catalogue)
        self._page = Page([])
        self._linked: dict[int, tuple[Content, ...]] = {}
        self._painted: dict[int, Strip] = {}
        self._width = 0
        """That of which lines and columns are known; a table has fewer columns where it is narrow."""

    def _take(self, page: Page) -> None:
        """Show another page."""
        self._page = page
        self._caps = {}
        if self.is_attached and self.text_selection is not None:
            # What was selected is gone.
            self.screen.clear_selection()
        self._measure()

    def _measure(self) -> None:
        """Take as many rows as there are; all is laid out anew only where the scroll bar comes or goes."""
        self._painted.clear()
        self._linked.clear()
        width = self.text_width
        if width <= 0:
            return
        size = Size(self.scrollable_content_region.width, len(self._page.laid(width).rows))
        overflows = size.height > self.scrollable_content_region.height
        if overflows is not self.show_vertical_scrollbar:
            self.virtual_size = size
        else:
            self.set_reactive(PageLines.virtual_size, size)
            if overflows:
                self.vertical_scrollbar.window_virtual_size = size.height
        self.refresh()

    @property
    def text_width(self) -> int:
        """Cells that a line of text may have."""
        return min(self.WIDEST, self.scrollable_content_region.width)

    def on_resize(self) -> None:
        """Wrap the text anew."""
        self._measure()

    # Selection

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return what is selected."""
        return self._page.selected(selection, self.text_width), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002
        """Paint what is selected now."""
        self._repaint()

    def on_click(self, event: events.Click) -> None:
        """A double click selects the line."""
        offset = event.style.meta.get("offset")
        if event.chain == 2 and offset is not None:
            event.prevent_default()
            y = offset[1]
            end = len(text_of(self._page.laid(self.text_width).lines[y]))
            self.screen.selections = {self: Selection(Offset(0, y), Offset(end, y))}

    # Painting

    def _repaint(self) -> None:
        self._painted.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """Paint anew in another theme."""
        self._painted.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Return one line of the widget."""
        width = self._known_width()
        at = round(self.scroll_y) + y
        laid = self._page.laid(max(1, width))
        if at >= len(laid.rows):
            return Strip.blank(self.size.width, self.rich_style)
        if (known := self._painted.get(at)) is None:
            known = self._painted[at] = self._paint(at, width)
        return known

    def _paint(self, at: int, width: int) -> Strip:
        laid = self._page.laid(width)
        selection = self.text_selection
        style = self._selection_style if selection is not None else None
        pieces = []
        for placed in laid.rows[at]:
            line = self._shown(placed.line)
            content = piece(line, placed, selection, style)
            for letter, (spot, _target) in self._caps.items():
                same = (spot.line, spot.column) == (placed.line, placed.column)
                if same and placed.start <= spot.letter < placed.end:
                    content = capped(content, spot.letter - placed.start, letter)
            pieces.append((placed, content))
        options = RenderOptions(self._get_style, {}, selection, style)
        return paint(pieces, laid, self.scrollable_content_region.width, self.visual_style, options)

    @property
    def _selection_style(self) -> Style | None:
        try:
            return Style.from_styles(self.screen.get_component_styles("screen--selection"))
        except (KeyError, NoMatches):
            return None

    def _known_width(self) -> int:
        """Return the width that a line of text has now; what is known of lines of another one is forgotten.

        Something may be painted between a resize of the screen and that of this pane.
        """
        width = self.text_width
        if width != self._width:
            self._width = width
            self._painted.clear()
            self._linked.clear()
            self._caps = {}
        return width

    def _cells(self, number: int) -> tuple[Content, ...]:
        """Return the columns of a line with the links in them, found when it is first wanted."""
        width = self._known_width()
        if (known := self._linked.get(number)) is None:
            line = self._page.laid(width).lines[number]
            cells = cells_of(line)
            last = TELLS if isinstance(line, Row) and len(cells) == TELLS + 1 else len(cells)
            marked = (self._linker.marked(cell, self.present, CODE_SPAN) for cell in cells[:last])
            known = (*marked, *cells[last:])
            self._linked[number] = known
        return known

    def _shown(self, number: int) -> Line | Row:
        line = self._page.laid(self.text_width).lines[number]
        cells = self._cells(number)
        return line._replace(cells=cells) if isinstance(line, Row) else Line(cells[1], cells[0])
