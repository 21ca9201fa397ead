"""The top line: the views, and how the session stands."""

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from smtptui.tui.content import MUTED
from smtptui.tui.named_keys import key_for
from smtptui.tui.views import View
from smtptui.words import _

NAME = " smtptui "
GAP = 2
"""Columns at least between the way here and the session."""

LEAST_SESSION = 18
"""Columns that the session keeps beside the way here."""

SHOWN = 4
"""Places of the way that are named."""

SHORT = 100
"""Columns under which only the open view is named, so that there is room for the way."""

OPEN = "bold reverse $primary"


class TitleBar(Widget):
    """Names the program, its views and the session; one widget, because it is there at the first paint."""

    DEFAULT_CSS = """
    TitleBar {
        height: 1;
        background: $panel;
    }
    """

    view: reactive[View] = reactive(View.CODES)
    trail: reactive[tuple[str, ...]] = reactive(())
    """The names of the places on the way to where one is, the present one last."""
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
        """Draw the views and the way here at the left, and the session at the right: cut where it must be."""
        left = self._left
        room = self.size.width - left.cell_length - 2
        least = min(LEAST_SESSION, self.session.cell_length)
        way = self._way(room - max(least, min(self.session.cell_length, room // 2)) - GAP)
        session = _shortened(self.session, max(0, room - way.cell_length))
        gap = Content.blank(max(0, room - session.cell_length - way.cell_length) + 1)
        return Content.assemble(left, way, gap, session, " ")

    @property
    def _left(self) -> Content:
        return Content.assemble(
            (NAME, "bold"),
            *((label, OPEN if view == self.view else MUTED) for view, label in self._labels()),
        )

    def _labels(self) -> list[tuple[View, str]]:
        """Return the views with their names, the key of each before it; where room is short, one."""
        short = self.size.width < SHORT and len(self.trail) > 1
        return [
            (view, f" {key} " if short and view != self.view else f" {key} {view.words} ")
            for view in View
            for key in (key_for(f"view.{view}"),)
        ]

    def _way(self, room: int) -> Content:
        """Return the way here, its beginning left out as far as it must be; empty where nothing is left."""
        for left_out in range(len(self.trail) if len(self.trail) > 1 else 0):
            names = self.trail[left_out:]
            way = Content.assemble(
                ("  … › " if left_out else "  ", MUTED),
                *((f"{name} › ", MUTED) for name in names[:-1]),
                (names[-1], "bold"),
            )
            if len(names) <= SHOWN and way.cell_length <= room:
                return way
        return Content("")

    def on_click(self, event: events.Click) -> None:
        """Ask for the view whose name was clicked."""
        at = len(NAME)
        for view, label in self._labels():
            if at <= event.x < at + len(label):
                self.post_message(self.ViewAsked(view))
            at += len(label)


def _shortened(session: Content, room: int) -> Content:
    """Return what is said of the session, the last of it left out where there is no room."""
    while session.cell_length > room and (end := session.plain.rstrip().rfind("  ")) > 0:
        session = session[:end]
    return session.truncate(room, ellipsis=True)
