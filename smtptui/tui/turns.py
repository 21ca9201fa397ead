"""One input after the other: each has its turn once what the one before brought about has happened.

Textual hands a key to the widget that has the focus at that moment, and lets the action that the key asks
for happen in later messages. Keys that arrive together (a slow line, a macro, typing ahead) would go to the
widget that had the focus before. So while a key is under way, what comes after it waits here. A message that
follows the key on its way (from the focused widget up to the application, as often as anything still
happens) tells when it has arrived: no clock, no pause.
"""

import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual import events, messages
from textual.dom import DOMNode
from textual.message import Message
from textual.widgets import Input

if TYPE_CHECKING:
    from textual.app import App

FEWEST_ROUNDS = 2
"""An action runs when its key has bubbled up to the application; what it posts is seen a round later."""

MOST_ROUNDS = 8
"""A peer that floods keeps the queues full: then a turn ends all the same."""

STUCK_AFTER = 5.0
"""Seconds after which a turn whose end was lost no longer holds the next input back."""

_INCIDENTAL = (
    events.Timer,
    events.Idle,
    events.MouseMove,
    events.Enter,
    events.Leave,
    messages.InvokeLater,
    messages.Layout,
    messages.Prompt,
    messages.Update,
    messages.UpdateScroll,
)
"""Messages that paint and tick, and never move the focus."""


class Turns:
    """Holds inputs back, in order, until it is their turn; `take` handles one."""

    def __init__(self, app: "App[None]", take: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._take = take
        self._waiting: deque[events.Event] = deque()
        self._is_open = False
        self._since: float | None = None
        self._from: DOMNode | None = None
        self._place: tuple[DOMNode, DOMNode | None] | None = None
        self._rounds = 0
        self._stirs = False

    async def come(self, event: events.Event) -> None:
        """Handle an input now, or keep it for its turn."""
        if self._since is not None and time.monotonic() - self._since > STUCK_AFTER:
            self._since = None
        last = self._waiting[-1] if self._waiting else None
        if isinstance(event, events.MouseMove) and isinstance(last, events.MouseMove):
            self._waiting[-1] = event
        else:
            self._waiting.append(event)
        await self._next()

    async def open(self) -> None:
        """Begin with what has come so far: everything stands now."""
        self._is_open = True
        await self._next()

    async def _next(self) -> None:
        while self._waiting and self._is_open and self._since is None:
            event = self._waiting.popleft()
            if not self._app.screen_stack:
                # The program is ending: there is nothing left that could take it.
                continue
            receiver = self._receiver(event)
            if _is_gone(event, receiver):
                continue
            if _is_text(event, receiver):
                await self._take(event)
                continue
            # Begun before it is handled: an action may run, and open a screen, right there.
            self._since = time.monotonic()
            self._from = receiver
            self._place = self._present_place
            self._rounds = 0
            await self._take(event)
            self._follow()

    def _receiver(self, event: events.Event) -> DOMNode:
        if isinstance(event, events.MouseEvent):
            from textual.errors import NoWidget

            try:
                return self._app.get_widget_at(event.x, event.y)[0]
            except NoWidget:
                pass
        return self._app.focused or self._app.screen

    @property
    def _present_place(self) -> tuple[DOMNode, DOMNode | None]:
        return (self._app.screen, self._app.focused)

    def _follow(self) -> None:
        """Go after the input, and then to where the focus has come to."""
        self._rounds += 1
        self._stirs = False
        if not self._app.screen_stack:
            self._since = None
            return
        screen, focused = self._present_place
        upwards = (focused or screen).ancestors_with_self
        before = self._from.ancestors_with_self if self._from is not None else []
        self._visit([*(node for node in before if node not in upwards), *upwards])

    def _visit(self, path: list[DOMNode]) -> None:
        """Call at the first of these that still takes messages; the last is the application."""
        for index, node in enumerate(path[:-1]):
            if node.call_later(self._at, node, path[index + 1 :]):
                return
        self._app.call_later(self._arrived)

    def _at(self, node: DOMNode, rest: list[DOMNode]) -> None:
        self._stirs = self._stirs or _stirs(node)
        self._visit(rest)

    async def _arrived(self) -> None:
        if self._since is None or not self._app.screen_stack:
            return
        place = self._present_place
        goes_on = self._rounds < FEWEST_ROUNDS or self._stirs or _stirs(self._app) or place != self._place
        self._place = place
        if goes_on and self._rounds < MOST_ROUNDS:
            self._follow()
        else:
            self._since = None
            await self._next()


def _is_gone(event: events.Event, receiver: DOMNode) -> bool:
    """Whether a button was pressed on what has been removed since it was drawn."""
    return isinstance(event, events.MouseDown) and receiver.parent is None


def _is_text(event: events.Event, receiver: DOMNode) -> bool:
    """Whether an input is a character for a field, which takes them in order and moves no focus."""
    if isinstance(event, events.MouseMove):
        return True
    if not isinstance(event, events.Key):
        return False
    # By its name: the command line is imported after the first paint.
    takes_in_order = getattr(receiver, "takes_in_order", None)
    if takes_in_order is not None:
        return bool(takes_in_order(event))
    # A text area by its name: it is imported with the dialog that has one.
    is_field = isinstance(receiver, Input) or "TextArea" in receiver._css_type_names
    return event.is_printable and is_field


def _stirs(node: DOMNode) -> bool:
    """Whether more waits in a node's queue than what paints and ticks."""
    waiting: deque[Message | None] = node._message_queue.values
    return any(not isinstance(message, _INCIDENTAL) for message in waiting)
