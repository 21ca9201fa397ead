"""An input over which something may be asked or told, in lines of its own."""

from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from textual.content import Content
from textual.reactive import reactive
from textual.strip import Strip

from smtptui.tui.widgets.secret_input import SecretInput


class AskingInput(SecretInput):
    """Draws its question over the line, and the line under it."""

    DEFAULT_CSS = """
    AskingInput > .command-line--question { color: $text-warning; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"command-line--question"}

    question: reactive[str] = reactive("")
    """What is asked before a line goes out, over the line; empty where nothing is."""

    told: reactive[str] = reactive("")
    """What is told while nothing is asked: what is searched, which pasted line this is."""

    def watch_question(self) -> None:
        """Make room for the question."""
        self.styles.height = 1 + len(self._question_lines)

    def watch_told(self) -> None:
        """Make room."""
        self.watch_question()

    def on_resize(self) -> None:
        """Wrap the question anew."""
        self.watch_question()

    @property
    def _question_lines(self) -> list[str]:
        width, words = self.content_size.width, self.question or self.told
        return [line.plain for line in Content(words).wrap(width)] if words and width else []

    def render_line(self, y: int) -> Strip:
        """Draw the question, and the line under it."""
        lines = self._question_lines
        if y >= len(lines):
            return super().render_line(y - len(lines))
        width = self.scrollable_content_region.width + 1
        style = self.rich_style + self.get_component_rich_style("command-line--question", partial=True)
        return Strip([Segment(set_cell_size(lines[y], width), style)], width)
