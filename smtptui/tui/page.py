"""A page of lines that keep their indentation when they wrap: list items, labelled rows, paragraphs."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


class Line(NamedTuple):
    """What stands before a line, and its body; where the body wraps, it goes on under its own beginning."""

    body: Content
    before: Content = Content("")


class Page(Visual):
    """Lines, one under the other, each wrapped to the width."""

    def __init__(self, lines: Iterable[Line | Content | None]) -> None:
        self._lines = tuple(
            line if isinstance(line, Line) else Line(line) for line in lines if line is not None
        )

    @property
    def plain(self) -> str:
        """The text, one line for each."""
        return "\n".join(line.before.plain + line.body.plain for line in self._lines)

    def _wrapped(self, width: int) -> Iterator[Content]:
        for body, before in self._lines:
            indent = before.cell_length
            if not indent or indent >= width:
                yield from (before + body).wrap(width)
                continue
            for number, piece in enumerate(body.wrap(width - indent)):
                yield (Content.blank(indent) if number else before) + piece

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Return the lines as strips; what does not fit the height is cut."""
        strips: list[Strip] = []
        for content in self._wrapped(width):
            strips += content.render_strips(width, None, style, options) or [Strip.blank(width)]
            if height is not None and len(strips) >= height:
                return strips[:height]
        return strips

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        """Return the width at which nothing wraps."""
        return max((line.before.cell_length + line.body.cell_length for line in self._lines), default=0)

    def get_minimal_width(self, rules: RulesMap) -> int:  # noqa: ARG002
        """Return the least width that still shows something of every line."""
        return max((line.before.cell_length + 1 for line in self._lines), default=1)

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        """Return how many lines there are at this width."""
        return sum(1 for _ in self._wrapped(width))
