"""Driving the explorer in tests: what stands on its screen, and waiting until something does."""

import asyncio
from collections.abc import Iterable
from typing import NamedTuple

from textual.app import App
from textual.pilot import Pilot

from smtptui.tui.app import SmtptuiApp
from smtptui.wire.events import Event

WIDE = (120, 40)
NARROW = (80, 24)
TINY = (60, 20)

WAIT = 10.0
"""Seconds after which waiting for something on the screen fails."""


class NamedTarget(NamedTuple):
    """Stands for a target where events are fed and nothing is connected."""

    label: str


def screen_text(app: App[None]) -> str:
    """Return what stands on the screen, a line for each row."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


async def until(pilot: Pilot[None], words: str) -> str:
    """Wait until `words` stand on the screen; return the whole screen."""
    loop = asyncio.get_running_loop()
    limit = loop.time() + WAIT
    while words not in (text := screen_text(pilot.app)):
        assert loop.time() < limit, f"{words!r} did not come up:\n{text}"
        await pilot.pause(0.02)
    return text


def feed_events(app: SmtptuiApp, events: Iterable[Event], label: str = "mx.example:25") -> None:
    """Show a session without a connection."""
    panel = app.workspace.panel
    panel.begin(NamedTarget(label))  # type: ignore[arg-type]
    for event in events:
        panel.receive(event)


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Type `text` key by key."""
    names = {" ": "space", ":": "colon", "<": "less_than_sign", ">": "greater_than_sign"}
    names |= {".": "full_stop", "_": "underscore"}
    names |= {
        "@": "at",
        "=": "equals_sign",
        "/": "slash",
        "-": "minus",
        "?": "question_mark",
        "*": "asterisk",
    }
    names |= {"[": "left_square_bracket", "]": "right_square_bracket"}
    await pilot.press(*(names.get(character, character) for character in text))
