"""Rows drawn line by line: only what is on screen costs anything; explained outside painting."""

import time
from collections.abc import Callable

from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from smtptui.tui.themes import CLASS_STYLE
from smtptui.tui.widgets.row_strip import RowPainter
from smtptui.watching.rows import Row
from smtptui.watching.watched import Watched

EXPLAINING = 0.02
"""Seconds of explaining at a stretch; then keys and painting have their turn."""

PINNED_FROM = 4
"""Rows of height from which one may be given to what has gone out of view."""


class RowsView(ScrollView, can_focus=True):
    """Shows the rows of what is watched, and explains those in view.

    The greeting and the last 504 stay in view: once they are above it, the first line shows them.
    """

    DEFAULT_CSS = """
    RowsView {
        height: 1fr;
        background: $background;
        scrollbar-size: 0 1;
        &:focus { background-tint: $foreground 3%; }
    }
    """

    COMPONENT_CLASSES = {
        "wirelog--time",
        "wirelog--system",
        "wirelog--sent",
        "wirelog--trouble",
        "wirelog--anomaly",
        "wirelog--greeting",
        "wirelog--not-implemented",
        "wirelog--cursor",
        "wirelog--pinned",
        "wirelog--class-2",
        "wirelog--class-3",
        "wirelog--class-4",
        "wirelog--class-5",
    }
    DEFAULT_CSS += "".join(
        f"RowsView > .wirelog--class-{digit} {{ color: {style}; }}\n" for digit, style in CLASS_STYLE.items()
    )
    DEFAULT_CSS += """
    RowsView > .wirelog--time { color: $quiet; }
    RowsView > .wirelog--system { color: $quiet; }
    RowsView > .wirelog--sent { color: $secondary; }
    RowsView > .wirelog--trouble { color: $error; }
    RowsView > .wirelog--anomaly { color: $warning; }
    RowsView > .wirelog--greeting { background: $greeting-background; }
    RowsView > .wirelog--not-implemented { background: $not-implemented-background; }
    RowsView > .wirelog--cursor { background: $cursor-background; }
    RowsView > .wirelog--pinned { text-style: underline; }
    """

    def __init__(self, watched: Watched, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.watched = watched
        self.cursor: Row | None = None
        """The row the cursor stands on; it may have been forgotten meanwhile."""
        self._clock = clock
        self._styles_of: dict[str, Style] = {}

    @property
    def rows(self) -> list[Row]:
        """The rows that are kept."""
        return self.watched.fold.rows

    def grow(self) -> None:
        """Take as many lines as there are; only where the scroll bar comes or goes is all laid out anew."""
        fold = self.watched.fold
        size = Size(self.size.width, len(fold.rows) + bool(fold.partial.octets))
        overflows = size.height > self.container_size.height
        if overflows is not self.show_vertical_scrollbar:
            self.virtual_size = size
            return
        self.set_reactive(RowsView.virtual_size, size)
        if overflows:
            self.vertical_scrollbar.window_virtual_size = size.height

    # Explaining, outside painting

    def explain(self) -> None:
        """Explain what is in view and has not been; what takes long goes on after others had their turn."""
        until = self._clock() + EXPLAINING
        for row in self._in_view():
            if row.tag is None and row.reply is not None:
                self.watched.words(row)
                self.refresh()
                if self._clock() > until:
                    self.set_timer(0.01, self.explain)
                    return

    def _in_view(self) -> list[Row]:
        top = self.scroll_offset.y
        return [*self.pinned(), *self.rows[top : top + self.size.height]]

    # Painting

    def notify_style_update(self) -> None:
        """Forget the styles of another theme."""
        self._styles_of.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the widget."""
        fold = self.watched.fold
        width = self.scrollable_content_region.width
        paint = RowPainter(self._style, self.rich_style, width, fold.started)
        if y == 0 and (pinned := self.pinned()):
            return paint.pinned(pinned, self.cursor)
        index = self.scroll_offset.y + y
        if index < len(fold.rows):
            row = fold.rows[index]
            return paint.row(row, cursor=row is self.cursor)
        if index == len(fold.rows) and fold.partial.octets:
            return paint.partial(fold.partial)
        return Strip.blank(width, self.rich_style)

    def pinned(self) -> list[Row]:
        """Return the greeting and the last 504 as far as they are above what is in view."""
        fold, top = self.watched.fold, self.scroll_offset.y
        kept = [row for row in (fold.greeting, fold.not_implemented) if row is not None]
        if not kept or self.size.height < PINNED_FROM or top >= len(fold.rows):
            return []
        first = fold.rows[top].number
        if all(row.number >= first for row in kept):
            return []
        # The line that shows them covers the first row.
        return [row for row in kept if row.number <= first]

    def _style(self, name: str) -> Style:
        if name not in self._styles_of:
            self._styles_of[name] = self.get_component_rich_style(f"wirelog--{name}", partial=True)
        return self._styles_of[name]
