"""The top line: the views, and how the session stands."""

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from smtptui.tui.content import MUTED
from smtptui.tui.views import View
from smtptui.words import _

NAME = " smtptui "
OPEN = "bold $background on $primary"


class TitleBar(Widget):
    """Names the program, its views and the session; one widget, because it is there at the first paint."""

    DEFAULT_CSS = """
    TitleBar {
        height: 1;
        background: $panel;
    }
    """

    view: reactive[View] = reactive(View.CODES)
    session: reactive[Content] = reactive(Content.styled("", MUTED))

    class ViewAsked(Message):
        """A click on a view's name."""

        def __init__(self, view: View) -> None:
            super().__init__()
            self.view = view

    def on_mount(self) -> None:
        """Begin without a session."""
        self.session = Content.styled(_("not connected"), MUTED)

    def render(self) -> Content:
        """Draw the views at the left and the session at the right, which is cut where there is no room."""
        left = Content.assemble(
            (NAME, "bold"),
            *((label, OPEN if view == self.view else MUTED) for view, label in _labels()),
        )
        room = self.size.width - left.cell_length - 2
        session = self.session.truncate(max(0, room), ellipsis=True)
        gap = Content.blank(max(0, room - session.cell_length) + 1)
        return Content.assemble(left, gap, session, " ")

    def on_click(self, event: events.Click) -> None:
        """Ask for the view whose name was clicked."""
        at = len(NAME)
        for view, label in _labels():
            if at <= event.x < at + len(label):
                self.post_message(self.ViewAsked(view))
            at += len(label)


def _labels() -> list[tuple[View, str]]:
    """Return the views with their names, the key of each before it."""
    return [(view, f" {number} {view.words} ") for number, view in enumerate(View, 1)]
