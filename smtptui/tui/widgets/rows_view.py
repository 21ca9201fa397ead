"""Rows drawn line by line: only what is on screen costs anything; explained and measured outside painting."""

import time
from collections.abc import Callable, Iterator

from rich.style import Style
from textual.cache import LRUCache
from textual.geometry import Size
from textual.strip import Strip

from smtptui.tui.themes import CLASS_STYLE
from smtptui.tui.widgets.row_block import block
from smtptui.tui.widgets.row_strip import RowStyles, Seen, kept_line
from smtptui.tui.widgets.selecting import SelectableLines, styled_words
from smtptui.tui.widgets.tail import tail_strip
from smtptui.tui.widgets.viewed import Viewed
from smtptui.watching.rows import Row
from smtptui.watching.times import Times, gap_before, time_words
from smtptui.watching.verdict import is_explained
from smtptui.watching.watched import Watched
from smtptui.words import _, decimal

EXPLAINING = 0.02
"""Seconds of explaining at a stretch; then keys and painting have their turn."""

PINNED_FROM = 4
"""Rows of height from which one may be given to what has gone out of view."""

BLOCKS_KEPT = 512
"""Rows whose lines are kept as they were made."""


class RowsView(SelectableLines, can_focus=True):
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
        "wirelog--gap",
        "wirelog--system",
        "wirelog--sent",
        "wirelog--trouble",
        "wirelog--anomaly",
        "wirelog--greeting",
        "wirelog--not-implemented",
        "wirelog--fresh",
        "wirelog--found",
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
    RowsView > .wirelog--gap { color: $warning; }
    RowsView > .wirelog--system { color: $quiet; }
    RowsView > .wirelog--sent { color: $secondary; }
    RowsView > .wirelog--trouble { color: $error; }
    RowsView > .wirelog--anomaly { color: $warning; }
    RowsView > .wirelog--greeting { background: $greeting-background; }
    RowsView > .wirelog--not-implemented { background: $not-implemented-background; }
    RowsView > .wirelog--fresh { background: $reply-permanent 45%; }
    RowsView > .wirelog--found { color: $background; background: $warning; }
    RowsView > .wirelog--cursor { background: $cursor-background; }
    RowsView > .wirelog--pinned { text-style: underline; }
    """

    def __init__(
        self,
        watched: Watched,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] | None = None,
    ) -> None:
        super().__init__()
        self.watched = watched
        self.viewed = Viewed(watched.fold)
        self.times = Times.SINCE_START
        self._clock = clock
        self._now = now or clock
        self._styles_of: dict[str, Style] = {}
        self._blocks: LRUCache[object, list[Strip]] = LRUCache(BLOCKS_KEPT)
        self._fresh: Row | None = None
        """The row that has just come and is to catch the eye."""

    @property
    def rows(self) -> list[Row]:
        """The rows that are shown."""
        return self.viewed.rows

    @property
    def cursor(self) -> Row | None:
        """The row the cursor stands on; it may have been forgotten meanwhile."""
        return self.viewed.cursor

    @cursor.setter
    def cursor(self, row: Row | None) -> None:
        self.viewed.cursor = row

    # How high everything is

    @property
    def _tail(self) -> Strip | None:
        """The line under the rows: what came of a line, and what is waited for."""
        fold = self.watched.fold
        return tail_strip(fold, self._now(), self.row_styles, self._width)

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width

    def grow(self) -> None:
        """Take as many lines as there are; only where the scroll bar comes or goes is all laid out anew."""
        lines = len(self.rows) + self.viewed.heights.more + (self._tail is not None)
        size = Size(self.size.width, lines)
        overflows = size.height > self.container_size.height
        if overflows is not self.show_vertical_scrollbar:
            self.virtual_size = size
            return
        self.set_reactive(RowsView.virtual_size, size)
        if overflows:
            self.vertical_scrollbar.window_virtual_size = size.height

    def place_bar(self) -> None:
        """Let the scroll bar stand where one is: it is moved only while it shows, and not when rows go."""
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = self.virtual_size.height
            self.vertical_scrollbar.position = self.scroll_offset.y

    def measure(self, *, at_end: bool) -> None:
        """Learn how many lines the rows in view need, or those that will be at the end."""
        heights, width = self.viewed.heights, self._width
        if width <= 0:
            return
        if self.viewed.width != width:
            self.viewed.width = width
            heights.clear()
        for index in self._indexes(at_end=at_end):
            heights.set(self.rows[index], len(self._block(index)))

    def _indexes(self, *, at_end: bool) -> Iterator[int]:
        """Yield where the rows in view are; as they are measured meanwhile, no more than fit."""
        rows, heights, room = self.rows, self.viewed.heights, self.size.height
        if at_end:
            index = len(rows) - 1
            while index >= 0 and room > 0:
                yield index
                room -= heights.of(rows[index])
                index -= 1
            return
        index, line = heights.at(self.scroll_offset.y, self.rows)
        room += line
        while index < len(rows) and room > 0:
            yield index
            room -= heights.of(rows[index])
            index += 1

    # Explaining, outside painting

    def explain(self, *, at_end: bool = False) -> bool:
        """Explain what is in view and has not been; return whether there is more after this stretch."""
        greeting = self.watched.fold.greeting
        if not self.size and greeting is not None:
            # Nothing is laid out yet: the first paint has at least the word for what the server begins with.
            self.watched.words(greeting)
            return False
        until = self._clock() + EXPLAINING
        rows = self.rows
        for row in [*self.pinned(), *(rows[index] for index in self._indexes(at_end=at_end))]:
            if not is_explained(row):
                self.watched.explain(row)
                if self._clock() > until:
                    return True
        return False

    # Painting

    def notify_style_update(self) -> None:
        """Forget the styles of another theme."""
        self._styles_of.clear()
        self._blocks.clear()
        super().notify_style_update()

    @property
    def row_styles(self) -> RowStyles:
        """The styles that rows are drawn with."""
        return RowStyles(self._style, self.rich_style)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the widget."""
        if y == 0 and (pinned := self.pinned()):
            return self._pinned_strip(pinned)
        line = self.scroll_offset.y + y
        strip = self.strip_at(line)
        if strip is None:
            return Strip.blank(self._width, self.rich_style)
        if self.viewed.sought:
            strip = styled_words(strip, self.viewed.sought, self._style("found"))
        return self.selectable(strip, line)

    def strip_at(self, line: int) -> Strip | None:
        """Return a line of the whole, from 0; None for one that there is not."""
        rows = self.rows
        index, part = self.viewed.heights.at(line, self.rows)
        if index >= len(rows):
            return self._tail if index == len(rows) and not part else None
        lines = self._block(index)
        return lines[part] if part < len(lines) else None

    def _block(self, index: int) -> list[Strip]:
        """Return the lines of a row."""
        row, fold = self.rows[index], self.watched.fold
        before = self.rows[index - 1] if index else None
        seen = self._seen(row, before)
        gap = gap_before(row, before) if fold.started is not None else 0.0
        explained = is_explained(row)
        key = (
            row,
            seen,
            self._width,
            row.tag,
            row.highlight,
            row.odd,
            row.event,
            explained,
            gap,
            self.rich_style,
        )
        lines = self._blocks.get(key)
        if lines is None:
            words = _("{seconds} s", seconds=decimal(f"{gap:.1f}")) if gap else ""
            lines = self._blocks[key] = block(row, seen, self.row_styles, self._width, words)
        return lines

    def _seen(self, row: Row, before: Row | None) -> Seen:
        fold = self.watched.fold
        return Seen(
            time_words(self.times, row, before, fold.started, self.watched.epoch),
            cursor=row is self.cursor,
            inside=fold.secured is not None and row.number > fold.secured,
            marked=row in self.viewed.marked,
            fresh=row is self._fresh,
        )

    def pinned(self) -> list[Row]:
        """Return the greeting and the last 504 as far as they are above what is in view."""
        fold, rows = self.watched.fold, self.rows
        kept = [row for row in (fold.greeting, fold.not_implemented) if row is not None]
        if self.viewed.filtered is not None:
            kept = [row for row in kept if self.viewed.index_of(row) is not None]
        if not kept or self.size.height < PINNED_FROM:
            return []
        index, part = self.viewed.heights.at(self.scroll_offset.y, self.rows)
        if index >= len(rows):
            return []
        first = rows[index].number
        if part == 0 and all(row.number >= first for row in kept):
            return []
        # The line that shows them covers the first row.
        return [row for row in kept if row.number <= first]

    def _pinned_strip(self, rows: list[Row]) -> Strip:
        """Return the line that keeps in view what has gone out of it: one row, or two side by side."""
        half = self._width // len(rows)
        widths = [half] * (len(rows) - 1) + [self._width - half * (len(rows) - 1)]
        strips = [
            kept_line(row, self._seen(row, row), self.row_styles, width)
            for row, width in zip(rows, widths, strict=True)
        ]
        return Strip.join(strips).apply_style(self._style("pinned"))

    def _style(self, name: str) -> Style:
        if name not in self._styles_of:
            self._styles_of[name] = self.get_component_rich_style(f"wirelog--{name}", partial=True)
        return self._styles_of[name]
