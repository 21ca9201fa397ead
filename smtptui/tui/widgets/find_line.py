"""The field under the log where one types what is looked for, or what alone is to be shown."""

from enum import StrEnum
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from smtptui.tui.sturdy import Sturdy
from smtptui.words import _, mark


class Purpose(StrEnum):
    """What is typed for."""

    SEARCH = "search"
    FILTER = "filter"


ASKED = {
    Purpose.SEARCH: mark("search: enter next · ↑ previous · tab stays here · esc back"),
    Purpose.FILTER: mark("show only: 504 5yz sent received odd marked, or words · enter keeps it · esc all"),
}
"""What stands in the empty field."""


class FindLine(Sturdy, Input):
    """Tells what is typed while it is typed; gone as soon as something else has the keys."""

    DEFAULT_CSS = """
    FindLine { height: 1; border: none; padding: 0 1; background: $panel; }
    FindLine:focus { border: none; background: $panel; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next(1)", "Next", show=False),
        Binding("down", "next(1)", "Next", show=False),
        Binding("up,shift+enter", "next(-1)", "Previous", show=False),
        Binding("tab", "done(True)", "Stay", show=False),
        Binding("escape", "done(False)", "Back", show=False),
    ]

    class Typed(Message):
        """Other words stand in it."""

        def __init__(self, purpose: Purpose, words: str) -> None:
            super().__init__()
            self.purpose, self.words = purpose, words

    class Next(Message):
        """The next one is wanted, or with -1 the one before."""

        def __init__(self, purpose: Purpose, step: int) -> None:
            super().__init__()
            self.purpose, self.step = purpose, step

    class Done(Message):
        """It is over; `stays` where one is, or goes back to where one was."""

        def __init__(self, purpose: Purpose, *, stays: bool) -> None:
            super().__init__()
            self.purpose, self.stays = purpose, stays

    def __init__(self, purpose: Purpose, words: str = "") -> None:
        super().__init__(words, placeholder=_(ASKED[purpose]), compact=True)
        self.purpose = purpose
        self._is_over = False

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is typed."""
        event.stop()
        if not self._is_over:
            self.post_message(self.Typed(self.purpose, self.value))

    def action_next(self, step: int) -> None:
        """Go to the next one; of a filter enter keeps it."""
        if self.purpose is Purpose.FILTER:
            self.action_done(True)
        else:
            self.post_message(self.Next(self.purpose, step))

    def action_done(self, stays: bool) -> None:
        """End it."""
        if not self._is_over:
            self._is_over = True
            self.post_message(self.Done(self.purpose, stays=stays))

    def on_blur(self, _event: events.Blur) -> None:
        """End it where one is when something else takes the keys, but not when the terminal loses them."""
        if self.app.app_focus:
            self.action_done(True)
