"""Links by keyboard: a letter over each link in view, and the next key follows the one that has it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from string import ascii_letters
from types import MappingProxyType
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.message_pump import MessagePump

from smtptui.tui.linking import Target, links_in
from smtptui.tui.page import Line, Page, Placed, Row, cells_of

CAP = "bold reverse $text-accent"
"""The letter over a link that opens it."""


class Spot(NamedTuple):
    """A letter of a page: its line, its column, and which letter of that."""

    line: int
    column: int
    letter: int


Cells = Callable[[int], tuple[Content, ...]]
"""The columns of a line, by its number."""


class Capped(MessagePump):
    """A pane whose links can be followed by keyboard."""

    _caps: Mapping[str, tuple[Spot, Target]] = MappingProxyType({})
    """Letter → the beginning of the link that it opens, and where that leads."""

    class Followed(Message):
        """A link was followed."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    def links_in_view(self) -> Iterator[tuple[Spot, Target]]:
        """Yield the links in view, from above."""
        raise NotImplementedError

    def follow(self, target: Target) -> None:
        """Go where a link leads."""
        self.post_message(self.Followed(target))

    def paint_caps(self) -> None:
        """Paint the letters that stand over links now."""
        raise NotImplementedError

    def show_caps(self) -> bool:
        """Put a letter over each link in view; the next key that is one of them follows it.

        Return whether there is any.
        """
        caps: dict[str, tuple[Spot, Target]] = {}
        seen: set[Target] = set()
        letters = iter(ascii_letters)
        for spot, target in self.links_in_view():
            if target not in seen and (letter := next(letters, "")):
                seen.add(target)
                caps[letter] = (spot, target)
        self._caps = caps
        self.paint_caps()
        return bool(self._caps)

    def hide_caps(self) -> None:
        """Take the letters away."""
        if self._caps:
            self._caps = {}
            self.paint_caps()

    def on_key(self, event: events.Key) -> None:
        """While letters stand over the links, a key is one of them, or takes them away."""
        if not self._caps:
            return
        event.stop()
        event.prevent_default()
        found = self._caps.get(event.character or "")
        self.hide_caps()
        if found is not None:
            self.follow(found[1])

    def on_blur(self) -> None:
        """Take the letters away."""
        self.hide_caps()


def links_of(rows: Iterable[Sequence[Placed]], cells: Cells) -> Iterator[tuple[Spot, Target]]:
    """Yield the links that begin in some rows of a page."""
    for row in rows:
        for placed in row:
            for link in links_in(cells(placed.line)[placed.column]):
                if placed.start <= link.start < placed.end:
                    yield Spot(placed.line, placed.column, link.start), link.target


def capped(content: Content, at: int, letter: str) -> Content:
    """Return a text with a letter over one of its own."""
    return Content.assemble(content[:at], (letter, CAP), content[at + 1 :])


def capped_page(page: Page, width: int, caps: Mapping[str, tuple[Spot, Target]]) -> Page:
    """Return a page as it is laid out at a width, with letters over its links."""
    lines = list(page.laid(width).lines)
    for letter, (spot, _target) in caps.items():
        line = lines[spot.line]
        cells = list(cells_of(line))
        cells[spot.column] = capped(cells[spot.column], spot.letter, letter)
        lines[spot.line] = (
            line._replace(cells=tuple(cells)) if isinstance(line, Row) else Line(cells[1], cells[0])
        )
    return Page(lines)
