"""The strip of tabs over the live session: one for each session that is kept, once there are several."""

import contextlib
from functools import partial
from typing import NamedTuple

from textual import events, on
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from smtptui.text import visible
from smtptui.tui.content import MUTED
from smtptui.tui.named_keys import key_for
from smtptui.tui.paced import Paced
from smtptui.tui.sturdy import Sturdy
from smtptui.watching.kept import Kept, Standing, Tab, live
from smtptui.watching.watched import Watched

MARKS = {
    Standing.OPEN: ("●", "$text-success"),
    Standing.ENDED: ("○", MUTED),
    Standing.FAILED: ("✗", "$text-error"),
    Standing.TEXT: ("≡", MUTED),
}
LABEL_CELLS = 28
"""Cells of a session's name before it is cut."""

REST = 0.2
"""Seconds between two looks at sessions that do not show."""


class Span(NamedTuple):
    """Where a tab is drawn: from a cell up to another one."""

    begins: int
    ends: int
    watched: Watched


class SessionTabs(Sturdy, Widget):
    """Names each session with its state and last refusal; takes in what comes for those that do not show."""

    DEFAULT_CSS = """
    SessionTabs {
        height: 1;
        display: none;
        background: $panel;
        &.-several { display: block; }
    }
    """

    class Chosen(Message):
        """A click on a session's tab."""

        def __init__(self, watched: Watched) -> None:
            super().__init__()
            self.watched = watched

    class AllEnded(Message):
        """The last session that was open has ended."""

    class News(Message, bubble=False):
        """Events wait for a session that does not show."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = Kept()
        self._waiting: set[Watched] = set()
        self._any_open = False
        self._turns = Paced(self, self._turn)
        self._spans: list[Span] = []

    # What is kept

    def put(self, watched: Watched, *, instead_of: Watched | None = None) -> None:
        """Give a session a tab, or that of another, and let it show; what has to go is closed."""
        for tab in self.kept.show(watched, instead_of=instead_of):
            take_leave(tab.watched)
        self.changed()

    def leave(self, watched: Watched) -> None:
        """Take over a session that shows no longer: what comes for it is taken in here."""
        if self.kept.index(watched) >= 0:
            watched.on_news = partial(self._hear, watched)
            self._hear(watched)

    def changed(self) -> None:
        """Draw again, where there are several."""
        self.set_class(len(self.kept) > 1, "-several")
        self.refresh()
        any_open = any(tab.standing is Standing.OPEN for tab in self.kept.tabs)
        if self._any_open and not any_open:
            # As one of its own: on its way up a message stops at who it comes from, here the panel.
            self.post_message(self.AllEnded().set_sender(self))
        self._any_open = any_open

    def close_all(self) -> None:
        """Close every session at once."""
        for tab in self.kept.tabs:
            tab.watched.on_news = None
            tab.watched.close()

    def quit_all(self) -> bool:
        """Say QUIT wherever a session is open; return whether one is. `AllEnded` tells when none is."""
        sessions = [session for tab in self.kept.tabs if (session := tab.live) is not None]
        is_open = [session for session in sessions if not session.ended]
        for session in is_open:
            session.session.quit()
        return bool(is_open)

    # What comes for the others

    def _hear(self, watched: Watched) -> None:
        """Called on any thread."""
        self._waiting.add(watched)
        with contextlib.suppress(RuntimeError):  # The program has just ended.
            self.post_message(self.News())

    @on(News)
    def _take(self) -> None:
        self._turns.ask()

    def _turn(self) -> float:
        for watched in list(self._waiting):
            self._waiting.discard(watched)
            shows = self.kept.shown >= 0 and self.kept.tabs[self.kept.shown].watched is watched
            if not shows and self.kept.index(watched) >= 0 and watched.advance():
                self._waiting.add(watched)
                self._turns.ask()
        self.changed()
        return REST

    # How it looks

    def render(self) -> Content:
        """Draw the tabs from the first one with which the shown one has room."""
        tabs, shown = self.kept.tabs, self.kept.shown
        drawn = [_drawn(tab, index == shown) for index, tab in enumerate(tabs)]
        room = max(0, self.size.width - len(_keys()))
        first = 0
        while first < shown and sum(each.cell_length for each in drawn[first : shown + 1]) > room:
            first += 1
        self._spans, at = [], 0
        for tab, content in zip(tabs[first:], drawn[first:], strict=True):
            self._spans.append(Span(at, at + content.cell_length, tab.watched))
            at += content.cell_length
        strip = Content.assemble(*drawn[first:]).truncate(room, ellipsis=True)
        return Content.assemble(strip, Content.blank(max(0, room - strip.cell_length)), (_keys(), MUTED))

    def on_click(self, event: events.Click) -> None:
        """Choose the tab that was clicked."""
        for span in self._spans:
            if span.begins <= event.x < min(span.ends, self.size.width - len(_keys())):
                self.post_message(self.Chosen(span.watched))


def _drawn(tab: Tab, shown: bool) -> Content:
    mark, style = MARKS[tab.standing]
    label = Content(visible(tab.watched.name or tab.watched.label)).truncate(LABEL_CELLS, ellipsis=True)
    refusal = f" {tab.last_refusal:03d}" if tab.last_refusal is not None else ""
    content = Content.assemble(" ", (mark, style), " ", label, (refusal, "$text-error"), " ")
    return content.stylize("bold reverse") if shown else content


def take_leave(watched: Watched) -> None:
    """Say QUIT where a session is open, and close it on its own; hear no more of it."""
    watched.on_news = None
    session = live(watched)
    if session is not None and not session.ended:
        session.session.quit()
    else:
        watched.close()


def _keys() -> str:
    """Return the keys that go through the tabs, and the one that closes one."""
    return f" {key_for('tabs.previous')} {key_for('tabs.next')} {key_for('tabs.close')} "
