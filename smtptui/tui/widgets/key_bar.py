"""The bottom line: the keys that do something where one is, the way back, and the ways to all others."""

from collections.abc import Iterable
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

GAP = 2
"""Columns between two hints."""


class Hint(NamedTuple):
    """A key, what it does here, and the action that a click runs; empty for none."""

    key: str
    words: str
    action: str = ""

    @property
    def width(self) -> int:
        """Columns it takes."""
        return Content(f"{self.key} {self.words}").cell_length

    @property
    def content(self) -> Content:
        """How it is drawn."""
        return Content.assemble((self.key, "bold $footer-key-foreground"), " ", self.words)


class KeyBar(Widget):
    """Shows hints whole or not at all: those of the pane at the left as far as they fit, the rest always.

    One widget that draws one line: one for each key would cost a layout of the screen with each focus.
    """

    DEFAULT_CSS = """
    KeyBar {
        height: 1;
        padding: 0 1;
        background: $panel;
    }
    """

    here: reactive[tuple[Hint, ...]] = reactive(())
    always: reactive[tuple[Hint, ...]] = reactive(())

    class Clicked(Message):
        """A hint was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    @property
    def shown(self) -> tuple[Hint, ...]:
        """The hints of the pane that there is room for."""
        room = self.size.width - _width(self.always) - GAP
        shown: list[Hint] = []
        for hint in self.here:
            if _width([*shown, hint]) > room:
                break
            shown.append(hint)
        return tuple(shown)

    def render(self) -> Content:
        """Draw them."""
        left, right = _drawn(self.shown), _drawn(self.always)
        gap = self.size.width - left.cell_length - right.cell_length
        return Content.assemble(left, Content.blank(max(0, gap)), right)

    def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        x = event.get_content_offset_capture(self).x
        at = 0
        for hint in self.shown:
            if at <= x < at + hint.width and hint.action:
                self.post_message(self.Clicked(hint.action))
            at += hint.width + GAP
        at = self.size.width - _width(self.always)
        for hint in self.always:
            if at <= x < at + hint.width and hint.action:
                self.post_message(self.Clicked(hint.action))
            at += hint.width + GAP


def _width(hints: Iterable[Hint]) -> int:
    widths = [hint.width for hint in hints]
    return sum(widths) + GAP * max(0, len(widths) - 1)


def _drawn(hints: Iterable[Hint]) -> Content:
    return Content(" " * GAP).join(hint.content for hint in hints)
