"""The jump mode: a key cap over each pane; its letter puts the focus there."""

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Static

from smtptui.tui.dialog import Dialog


class Cap(NamedTuple):
    """A letter, where it stands, and the name of what it leads to."""

    key: str
    region: Region
    words: str


class JumpScreen(Dialog[str]):
    """Shows the caps over what is there; answers with the letter that was pressed or clicked."""

    DEFAULT_CSS = """
    JumpScreen {
        align: left top;
        background: $background 45%;
        .cap {
            position: absolute;
            width: auto;
            height: 1;
            background: $footer-key-foreground;
            color: $background;
            text-style: bold;
        }
    }
    SmtptuiApp:ansi JumpScreen .cap { background: ansi_default; color: ansi_default; text-style: reverse; }
    """

    def __init__(self, caps: Sequence[Cap]) -> None:
        super().__init__()
        self._caps = caps

    def compose(self) -> ComposeResult:
        """Compose a cap for each, in the upper left corner of what it is for."""
        for cap in self._caps:
            shown = Static(Content(f" {cap.key}  {cap.words} "), classes="cap", markup=False)
            shown.styles.offset = (cap.region.x + min(2, cap.region.width // 2), cap.region.y)
            yield shown

    def on_key(self, event: events.Key) -> None:
        """Take a letter that stands on a cap; any other key but escape waits."""
        pressed = event.character or event.key
        if pressed in {cap.key for cap in self._caps}:
            event.stop()
            self.dismiss(pressed)

    def on_click(self, event: events.Click) -> None:
        """Take the pane that was clicked."""
        for cap in self._caps:
            if cap.region.contains(event.screen_x, event.screen_y):
                self.dismiss(cap.key)
                return
        self.dismiss(None)
