"""The top line: the views, and how the session stands."""

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from smtptui.tui.content import MUTED

NAME = " smtptui "
OPEN = "bold $background on $primary"
VIEWS = (("codes", " 1 Codes "), ("compare", " 2 Compare "), ("live", " 3 Live "))


class TitleBar(Widget):
    """Names the program, its views and the session; one widget, because it is there at the first paint."""

    DEFAULT_CSS = """
    TitleBar {
        height: 1;
        background: $panel;
    }
    """

    view: reactive[str] = reactive("codes")
    session: reactive[Content] = reactive(Content.styled("not connected", MUTED))

    class ViewAsked(Message):
        """A click on a view's name."""

        def __init__(self, view: str) -> None:
            super().__init__()
            self.view = view

    def render(self) -> Content:
        """Draw the views at the left and the session at the right, which is cut where there is no room."""
        left = Content.assemble(
            (NAME, "bold"),
            *((label, OPEN if view == self.view else MUTED) for view, label in VIEWS),
        )
        room = self.size.width - left.cell_length - 2
        session = self.session.truncate(max(0, room), ellipsis=True)
        gap = Content.blank(max(0, room - session.cell_length) + 1)
        return Content.assemble(left, gap, session, " ")

    def on_click(self, event: events.Click) -> None:
        """Ask for the view whose name was clicked."""
        at = len(NAME)
        for view, label in VIEWS:
            if at <= event.x < at + len(label):
                self.post_message(self.ViewAsked(view))
            at += len(label)
