"""The ways on after a failure, under the log: each with its key, each to be clicked."""

from collections.abc import Iterable

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from smtptui.tui.named_keys import key_for
from smtptui.wire.events import Way
from smtptui.words import _, mark

WAYS = {
    Way.INSPECT: ("session.inspect", mark("{key} inspects it without verifying (AUTH is forbidden then)")),
    Way.PLAINTEXT: ("session.plaintext", mark("{key} connects without TLS")),
    Way.IMPLICIT_TLS: ("session.inspect", mark("{key} connects with TLS from the first octet")),
    Way.CA_FILE: ("session.connect", mark("{key} names the authority's file")),
    Way.CLIENT_CERT: ("session.connect", mark("{key} names a certificate of yours")),
    Way.RETRY: ("session.reconnect", mark("{key} tries again")),
}
"""What may be done about a failure → the action that does it, and its words."""


class WaysBar(Static):
    """A line for each way; nothing where there is none."""

    DEFAULT_CSS = """
    WaysBar {
        height: auto;
        max-height: 4;
        display: none;
        padding: 0 1;
        background: $panel;
        color: $text-warning;
        text-style: bold;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        &.-shown { display: block; }
    }
    """

    class Chosen(Message):
        """A click on a way: the id of the action that goes it."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._actions: list[str] = []
        self._ways: tuple[Way, ...] = ()

    def offer(self, ways: Iterable[Way]) -> None:
        """Show what may be done now."""
        self._ways = tuple(ways)
        rows = list(dict.fromkeys(WAYS[way] for way in self._ways if way in WAYS))
        self._actions = [action for action, _words in rows]
        self.set_class(bool(rows), "-shown")
        self.update(Content("\n").join(Content(_(words, key=key_for(action))) for action, words in rows))

    def tell_again(self) -> None:
        """Say them in another language."""
        self.offer(self._ways)

    def on_click(self, event: events.Click) -> None:
        """Go the way that was clicked."""
        if event.y < len(self._actions):
            self.post_message(self.Chosen(self._actions[event.y]))
