"""What stands where a session will: what can be done, and with which key."""

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from smtptui.tui.actions import Action
from smtptui.tui.content import heading
from smtptui.tui.legend import legend
from smtptui.tui.page import Line, Page
from smtptui.words import _, mark

OFFERS = {
    "codes.filter": mark("find a reply: 504, 5.7.1, greylisting, mailbox full"),
    "session.connect": mark("watch a server, or the demo: each reply explained"),
    "session.paste": mark("paste a log or a bounce, and have it explained"),
}
"""The three things one can do, by the ids of the actions that do them."""


class Welcome(Widget):
    """Names the three ways to begin, each with its key; a click on one takes it."""

    DEFAULT_CSS = """
    Welcome {
        height: auto;
        padding: 0 1;
        background: $background;
    }
    """

    class Taken(Message):
        """One of the ways was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        keys = {action.id: action.shown for action in actions}
        self._offers = [(id, keys[id], words) for id, words in OFFERS.items()]

    def render(self) -> Page:
        """Draw them, one under the other; where there is room, apart, the marks under them."""
        offers = [self._line(key, words) for _id, key, words in self._offers]
        if not self._is_roomy:
            return Page(offers)
        gap = Line(Content(""))
        apart = [line for offer in offers for line in (offer, gap)]
        return Page([*apart, gap, Line(heading(_("Marks"))), *legend()])

    @property
    def _is_roomy(self) -> bool:
        """Whether it has a column of its own."""
        return self.screen.has_class("-vast")

    def _line(self, key: str, words: str) -> Line:
        return Line(Content(_(words)), Content.styled(f"{key:>5}  ", "bold $footer-key-foreground"))

    def on_click(self, event: events.Click) -> None:
        """Take the way that was clicked."""
        y = event.get_content_offset_capture(self).y
        width = self.content_size.width
        gap = 1 if self._is_roomy else 0
        for id, key, words in self._offers:
            height = Page([self._line(key, words)]).get_height({}, width)
            if 0 <= y < height:
                self.post_message(self.Taken(id))
                return
            y -= height + gap
