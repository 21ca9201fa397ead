"""The rows of the code list under the mouse: a click goes to one, a second opens it, at its edge it picks."""

from textual import events
from textual.message import Message

from smtptui.tui.option_rows import OptionRows

EDGE = 2
"""Cells at a row's beginning that belong to the marks A and B."""


class EntryRows(OptionRows):
    """Options that a click only goes to."""

    class Picked(Message):
        """The edge of a row was clicked."""

        def __init__(self, option_id: str) -> None:
            super().__init__()
            self.option_id = option_id

    def _on_click(self, event: events.Click) -> None:  # type: ignore[override]
        """Go to a row; the row one is at is opened, as by a double click."""
        event.prevent_default()
        index = event.style.meta.get("option")
        if index is None or self.get_option_at_index(index).disabled:
            return
        id = self.get_option_at_index(index).id
        if event.x < EDGE and id is not None:
            self.highlighted = index
            self.post_message(self.Picked(id))
        elif index == self.highlighted:
            self.action_select()
        else:
            self.highlighted = index
