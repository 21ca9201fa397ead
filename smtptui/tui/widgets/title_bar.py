"""The top line: the views, and how the session stands."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

VIEWS = (("codes", "1 Codes"), ("compare", "2 Compare"), ("live", "3 Live"))


class ViewTab(Static):
    """The name of a view; a click opens it."""

    class Clicked(Message):
        """The user asks for this view."""

        def __init__(self, view: str) -> None:
            super().__init__()
            self.view = view

    def __init__(self, view: str, label: str) -> None:
        super().__init__(Content(f" {label} "), markup=False)
        self.view = view

    def on_click(self) -> None:
        """Ask for the view."""
        self.post_message(self.Clicked(self.view))


class TitleBar(Horizontal):
    """Names the program, its views and the session."""

    DEFAULT_CSS = """
    TitleBar {
        height: 1;
        background: $panel;
        .name { width: auto; padding: 0 1; text-style: bold; }
        ViewTab { width: auto; color: $text-muted; &:hover { color: $foreground; } }
        ViewTab.-active { background: $primary; color: $background; text-style: bold; }
        .session { width: 1fr; text-align: right; padding: 0 1; text-overflow: ellipsis; text-wrap: nowrap; }
    }
    """

    view: reactive[str] = reactive("codes")
    session: reactive[Content] = reactive(Content(""))

    session_words = query_one(".session", Static)

    def compose(self) -> ComposeResult:
        """Compose name, views and session."""
        yield Static("smtptui", classes="name", markup=False)
        for view, label in VIEWS:
            yield ViewTab(view, label)
        yield Static(classes="session", markup=False)

    def watch_view(self, view: str) -> None:
        """Mark the open view."""
        for tab in self.query(ViewTab):
            tab.set_class(tab.view == view, "-active")

    def watch_session(self, session: Content) -> None:
        """Show how the session stands."""
        self.session_words.update(session)

    class ViewAsked(Message):
        """A click on a view's name."""

        def __init__(self, view: str) -> None:
            super().__init__()
            self.view = view

    @on(ViewTab.Clicked)
    def _ask(self, event: ViewTab.Clicked) -> None:
        event.stop()
        self.post_message(self.ViewAsked(event.view))
