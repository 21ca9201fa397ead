"""One of a few words, chosen with the arrow keys or a click."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class Choice(Widget, can_focus=True):
    """A label and its words in a line; the chosen one stands in brackets, whatever the colours."""

    DEFAULT_CSS = """
    Choice {
        height: 1;
        &:focus { background: $primary 20%; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right,space", "move(1)", show=False),
    ]

    chosen: reactive[int] = reactive(0)

    def __init__(self, label: str, words: Sequence[str], chosen: int = 0, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._label = label
        self.words = tuple(words)
        self.set_reactive(Choice.chosen, chosen)

    def render(self) -> Content:
        """Draw the words."""
        return Content.assemble(
            (self._label, "$quiet"),
            *(
                (f"({word}) ", "bold") if index == self.chosen else (f" {word}  ", "$quiet")
                for index, word in enumerate(self.words)
            ),
        )

    def action_move(self, by: int) -> None:
        """Choose the next word, or the one before; the last is followed by the first."""
        self.chosen = (self.chosen + by) % len(self.words)

    def on_click(self, event: events.Click) -> None:
        """Choose the word that was clicked."""
        at = len(self._label)
        for index, word in enumerate(self.words):
            if at <= event.x < at + len(word) + 3:
                self.chosen = index
            at += len(word) + 3
