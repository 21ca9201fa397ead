"""What one desk asks of another: messages to the workspace, with the values that are meant."""

from typing import TYPE_CHECKING

from textual.message import Message

from smtptui.reference.searching.listing import EntryRef

if TYPE_CHECKING:
    from smtptui.session.options import Options
    from smtptui.session.target import Target

INDEX = "search index"
"""The name of the worker that reads everything for the full-text search."""


class EntryWanted(Message):
    """The card of an entry is to be opened."""

    def __init__(self, entry: EntryRef) -> None:
        super().__init__()
        self.entry = entry


class ComparisonWanted(Message):
    """Two entries are to be compared."""

    def __init__(self, a: EntryRef, b: EntryRef) -> None:
        super().__init__()
        self.a = a
        self.b = b


class ConnectionWanted(Message):
    """A session is to be opened with `target`, or without one with the demo server of the id `demo`.

    `login` is who means to log in, and by which mechanism; either may be empty.
    """

    def __init__(
        self,
        target: "Target | None",
        options: "Options",
        demo: str = "",
        login: tuple[str, str] = ("", ""),
    ) -> None:
        super().__init__()
        self.target = target
        self.options = options
        self.demo = demo
        self.login = login
