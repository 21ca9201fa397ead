"""Driving the explorer in tests: what stands on its screen, and waiting until something does."""

import asyncio
import re
from collections import deque
from collections.abc import Callable, Iterable

from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.pilot import Pilot

from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import EntryRef
from smtptui.tui.app import SmtptuiApp
from smtptui.watching.watched import Watched
from smtptui.wire.events import Event

WIDE = (120, 40)
NARROW = (80, 24)
TINY = (60, 20)

PILL = re.compile("▐([0-9]{3})▌")

WAIT = 30.0
"""Seconds after which waiting for something on the screen fails."""


def screen_text(app: App[None]) -> str:
    """Return what stands on the screen, a line for each row; the pill of a code as the code."""
    lines = (strip.text.rstrip() for strip in app.screen._compositor.render_strips())
    return "\n".join(PILL.sub(r" \1", line) for line in lines)


async def until(pilot: Pilot[None], words: str) -> str:
    """Wait until `words` stand on the screen; return the whole screen."""
    loop = asyncio.get_running_loop()
    limit = loop.time() + WAIT
    while words not in (text := screen_text(pilot.app)):
        assert loop.time() < limit, f"{words!r} did not come up:\n{text}"
        await pilot.pause(0.02)
    return text


def line_with(text: str, words: str) -> str:
    """Return the first line of a screen that holds `words`, without the edges of its box; empty for none."""
    return next((line.strip("│") for line in text.splitlines() if words in line), "")


class FedSource:
    """Events as a test puts them, in place of a session's."""

    def __init__(self) -> None:
        self.watched: Watched | None = None
        self.ended = False
        self.status = None
        self.waiting: deque[Event] = deque()
        self.drained = asyncio.Event()
        """Set once all that was put has been taken."""

    def put(self, *happened: Event) -> None:
        """Let events come."""
        self.drained.clear()
        self.waiting.extend(happened)
        if self.watched is not None:
            self.watched.wake()

    def take(self, limit: int = 4096, /) -> list[Event]:
        """Return the next events."""
        taken = [self.waiting.popleft() for _ in range(min(limit, len(self.waiting)))]
        if not self.waiting:
            self.drained.set()
        return taken


def feed_events(app: SmtptuiApp, happened: Iterable[Event], label: str = "mx.example:25") -> FedSource:
    """Show a session without a connection; more events may be put into what is returned."""
    source = FedSource()
    source.watched = Watched(app.workspace._catalogue, label, source=source)
    source.put(*happened)
    app.workspace.panel.show(source.watched)
    return source


async def until_true(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    """Wait until `holds()` is true."""
    loop = asyncio.get_running_loop()
    limit = loop.time() + WAIT
    while not holds():
        assert loop.time() < limit, f"it did not come to hold:\n{screen_text(pilot.app)}"
        await pilot.pause(0.02)


async def settled(pilot: Pilot[None]) -> str:
    """Return the picture once nothing is under way and it has stayed the same; nothing blinks any more."""
    app = pilot.app
    for field in app.screen.query("Input, TextArea"):
        field.cursor_blink = False  # type: ignore[attr-defined]
    alike: list[str] = []

    def is_settled() -> bool:
        picture = app.export_screenshot(title="smtptui")
        if _is_busy(app) or (alike and alike[-1] != picture):
            alike.clear()
        alike.append(picture)
        return len(alike) == 3

    await pilot.pause()
    await until_true(pilot, is_settled)
    return alike[-1]


def _is_busy(app: App[None]) -> bool:
    """Whether a message waits anywhere on the screen."""
    nodes = (app, app.screen, *app.screen.walk_children())
    return any(node._message_queue.qsize() for node in nodes)


def burst(app: App[None], *keys: str) -> None:
    """Let keys arrive together, as from a slow line or a macro; each is a character or the name of a key."""
    named = {"\r": "enter", "\x1b": "escape", "\t": "tab"}
    for key in keys:
        name = named.get(key, key if len(key) > 1 else _character_to_key(key))
        character = {"enter": "\r", "tab": "\t", "space": " "}.get(name, key if len(key) == 1 else None)
        app.post_message(events.Key(name, character))


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


def entry(id: str) -> EntryRef:
    """Return the entry that an id of the list stands for: ``504``, ``enhanced:X.5.4``."""
    kind, colon, key = id.partition(":")
    return EntryRef(Kind(kind), key) if colon else EntryRef(Kind.BASIC, id)


def listed(app: SmtptuiApp) -> list[str]:
    """Return the ids of the entries in the list, in their order."""
    return [each.id for each in app.workspace.code_list.entries]


def opened(app: SmtptuiApp) -> str:
    """Return the id of the entry whose card is open; empty for none."""
    shown = app.workspace.detail.entry
    return shown.id if shown is not None else ""


def picked(app: SmtptuiApp) -> tuple[str, str]:
    """Return the ids of A and B; empty for one that is not picked."""
    if not app.workspace.is_furnished:
        return ("", "")
    a, b = app.workspace.comparison.sides
    return (a.id if a else "", b.id if b else "")
