"""One row of the list, drawn at whatever width there is: the count stands at the right edge."""

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import Item
from smtptui.text import visible
from smtptui.tui.themes import class_style

KEY_WIDTH = {Kind.BASIC: 3, Kind.ENHANCED: 6, Kind.EXTENSION: 12, Kind.MECHANISM: 12, Kind.SITUATION: 16}
"""Columns for the key, so that titles stand under each other; a longer key takes what it needs."""


class HeadingRow(Visual):
    """A heading between rows, cut where it does not fit."""

    def __init__(self, words: str, style: str) -> None:
        self._words = words
        self._style = style

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Return the one strip of the heading."""
        content = Content.styled(_fit(self._words, width), self._style)
        return content.render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        """Return all the width there is."""
        return container_width

    def get_minimal_width(self, rules: RulesMap) -> int:  # noqa: ARG002
        """Return the width at which the class still shows."""
        return 8

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        """Return 1: a heading never wraps."""
        return 1


class CodeRow(Visual):
    """A picked side, the key, its title, how often the session has sent it; under it, why it was found."""

    def __init__(self, item: Item, side: str, count: int) -> None:
        self._item = item
        self._side = side
        self._count = count

    def _lines(self, width: int) -> list[Content]:
        item = self._item
        badge = f" ●{self._count}" if self._count else ""
        key = item.key.ljust(KEY_WIDTH[item.kind])
        room = max(0, width - 3 - cell_len(key) - len(badge) - len(item.mark))
        title = _fit(item.title, room)
        gap = " " * (room - cell_len(title))
        style = f"bold {class_style(item.key)}" if item.kind is Kind.BASIC else "bold $text-secondary"
        row = Content.assemble(
            (self._side, "bold reverse $text-primary") if self._side else " ",
            (f" {key} ", style),
            f"{title}{item.mark}{gap}",
            (badge, style),
        )
        return [row, self._why(width)] if item.snippet else [row]

    def _why(self, width: int) -> Content:
        """The match, with what surrounds it, as far as there is room."""
        assert self._item.snippet is not None
        _, text, spans = self._item.snippet
        room = width - 6
        start = max(0, min(spans[0][0] - room // 3, len(text) - room)) if spans else 0
        content = Content(visible(text)).stylize("$quiet")
        for first, last in spans:
            content = content.stylize("bold $text-warning", first, last)
        piece = content[start : start + room]
        return Content.assemble("     ", "…" if start else "", piece)

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Return the strips of the row."""
        strips = [
            strip for line in self._lines(width) for strip in line.render_strips(width, 1, style, options)
        ]
        return strips if height is None else strips[:height]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        """Return all the width there is."""
        return container_width

    def get_minimal_width(self, rules: RulesMap) -> int:  # noqa: ARG002
        """Return the width at which code and count still show."""
        return 12

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        """Return 1, and 2 with a snippet: a row never wraps."""
        return 2 if self._item.snippet else 1


def _fit(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)) + "…"
