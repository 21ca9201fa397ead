"""One of a few words, chosen with the arrow keys or a click."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

MORE, FURTHER = "‹ ", "›"
"""Stand for the words at the left, and for those at the right, that have no room."""


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

    class Changed(Message):
        """Another word is chosen."""

    def watch_chosen(self) -> None:
        """Tell of it."""
        self.post_message(self.Changed())

    def __init__(self, label: str, words: Sequence[str], chosen: int = 0, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._label = label
        self.words = tuple(words)
        self._first = 0
        """The first word that is drawn."""
        self.set_reactive(Choice.chosen, chosen)

    def render(self) -> Content:
        """Draw the words, from the first one with which the chosen one has room."""
        self._first = 0
        while self._first < self.chosen and self._end_of(self.chosen) > self.size.width:
            self._first += 1
        drawn = Content.assemble(
            (self._label, "$quiet"),
            (MORE, "$quiet") if self._first else "",
            *(
                (f"({word}) ", "bold") if index == self.chosen else (f" {word}  ", "$quiet")
                for index, word in enumerate(self.words)
                if index >= self._first
            ),
        )
        if drawn.rstrip().cell_length <= self.size.width:
            return drawn
        return Content.assemble(drawn.truncate(self.size.width - len(FURTHER)), (FURTHER, "$quiet"))

    def _end_of(self, index: int) -> int:
        """Return the cell behind a word."""
        begins = cell_len(self._label) + (len(MORE) if self._first else 0)
        return begins + sum(cell_len(word) + 3 for word in self.words[self._first : index + 1])

    def action_move(self, by: int) -> None:
        """Choose the next word, or the one before; the last is followed by the first."""
        self.chosen = (self.chosen + by) % len(self.words)

    def on_click(self, event: events.Click) -> None:
        """Choose the word that was clicked."""
        for index in range(self._first, len(self.words)):
            if self._end_of(index) - cell_len(self.words[index]) - 3 <= event.x < self._end_of(index):
                self.chosen = index
                return
