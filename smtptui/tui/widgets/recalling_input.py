"""An input with a history that can be searched, and with pasted lines that come into it one by one."""

from textual import events

from smtptui.text import visible
from smtptui.tui.history import History
from smtptui.tui.pasted_queue import PastedQueue
from smtptui.tui.widgets.completing_input import CompletingInput
from smtptui.tui.widgets.line_words import LAST_QUEUED, NOT_FOUND, QUEUED, SEARCHING
from smtptui.wire.secrecy import Awaited, judge
from smtptui.words import _


class RecallingInput(CompletingInput):
    """Up and down go through the history, ctrl+r searches it."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.history = History()
        self._search: tuple[str, int] | None = None
        """What is searched in the history, and how many older ones were asked for."""
        self._queue = PastedQueue()

    @property
    def _completes(self) -> bool:
        return super()._completes and self._search is None

    async def _on_key(self, event: events.Key) -> None:
        """Go through the history, search it, or drop a pasted line."""
        if self._search is not None and self._searched(event):
            event.stop()
            event.prevent_default()
            return
        match event.key:
            case "up" if self.history:
                self._recall(self.history.older(self.value))
            case "down" if self.history:
                self._recall(self.history.newer(self.value))
            case "ctrl+r" if self.history and self.awaited is Awaited.COMMAND:
                self._look_for("", 0)
            case "ctrl+x" if self._queue:
                self._recall(self._next_pasted())
            case "escape" if self._queue:
                self._queue.drop_all()
                self.value = self.told = ""
            case _:
                if event.key == "escape":
                    self.told = ""
                await super()._on_key(event)
                return
        event.stop()
        event.prevent_default()

    def _recall(self, line: str) -> None:
        self.value = line
        self.cursor_position = len(line)

    # Searching the history

    def _searched(self, event: events.Key) -> bool:
        """Take a key of a search; return whether that was all there is to it."""
        words, skip = self._search or ("", 0)
        match event.key:
            case "ctrl+r":
                self._look_for(words, skip + 1)
            case "backspace":
                self._look_for(words[:-1], 0)
            case "escape":
                self._end_search()
                self.value = ""
            case "enter":
                self._end_search()
            case _ if event.is_printable and event.character:
                self._look_for(words + event.character, 0)
            case _:
                self._end_search()
                return False
        return True

    def _look_for(self, words: str, skip: int) -> None:
        found = self.history.find(words, skip=skip)
        if found is None and skip:
            # There is no older one: stay at the oldest.
            return
        self._search = (words, skip)
        self.told = _(SEARCHING if found is not None else NOT_FOUND, words=visible(words))
        self._recall(found or "")

    def _end_search(self) -> None:
        self._search, self.told = None, ""

    # Pasted lines

    def go_through(self, lines: tuple[str, ...]) -> None:
        """Let pasted lines come here one after the other, each to be sent, mended or dropped."""
        self._recall(self._told_of(self._queue.begin(lines)))

    def _next_pasted(self) -> str:
        """Return the next pasted line, empty where none is left."""
        return self._told_of(self._queue.next())

    def _told_of(self, line: str) -> str:
        following = self._queue.following
        if not self._queue:
            self.told = ""
            return line
        number, all = self._queue.number, self._queue.all
        if following is None:
            self.told = _(LAST_QUEUED, number=number, all=all)
        else:
            shown = visible(judge(following, mechanism=self._mechanism).shown)[:80]
            self.told = _(QUEUED, number=number, all=all, line=shown)
        return line
