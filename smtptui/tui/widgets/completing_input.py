"""An input that completes SMTP commands with Tab, for the server at hand."""

from textual import events

from smtptui.tui.completing import NOTHING_OFFERED, Offered, after_address, candidates, cursor_in
from smtptui.tui.widgets.asking_input import AskingInput
from smtptui.wire.secrecy import Awaited

OTHERS_SHOWN = 6
"""How many other ways to complete a line are named behind it."""


class CompletingInput(AskingInput):
    """Tab takes the likeliest completion, then the next one; behind an address it steps over the bracket."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._offered = NOTHING_OFFERED
        self._candidates: tuple[str, ...] = ()
        self._cycle: tuple[str, ...] = ()
        """What Tab has just chosen from; the next Tab takes the next of it."""

    def offer(self, offered: Offered) -> None:
        """Complete what suits this server before the general."""
        self._offered = offered

    @property
    def _completes(self) -> bool:
        """Whether what is typed is a command, and none of it a credential."""
        return self.awaited is Awaited.COMMAND and self._hidden_from is None

    def watch_value(self, value: str) -> None:
        """Complete at once: Tab may come with the next key."""
        self._candidates = candidates(value, self._offered) if self._completes else ()
        self._suggestion = _suggestion(value, self._candidates)

    async def _on_key(self, event: events.Key) -> None:
        """Tab completes; with nothing to complete it does not leave a line that is begun."""
        cycle, self._cycle = self._cycle, ()
        if event.key != "tab" or not self.value:
            await super()._on_key(event)
            return
        # What is typed on after a Tab that leaves the line would be actions.
        event.stop()
        event.prevent_default()
        if cycle and self.value in cycle:
            self._take(cycle[(cycle.index(self.value) + 1) % len(cycle)], cycle)
        elif after_address(self.value, self.cursor_position):
            self.cursor_position = len(self.value)
        elif self._candidates:
            self._take(self._candidates[0], self._candidates)

    def _take(self, completed: str, cycle: tuple[str, ...]) -> None:
        self.value = completed
        self.cursor_position = cursor_in(completed)
        self._cycle = cycle if len(cycle) > 1 else ()

    def action_cursor_right(self, select: bool = False) -> None:
        """Go right; at the end, take the completion."""
        if not select and self.cursor_at_end and self._candidates:
            self._take(self._candidates[0], self._candidates)
        else:
            super().action_cursor_right(select)


def _suggestion(value: str, found: tuple[str, ...]) -> str:
    """Return the likeliest whole line, and behind it what else the last word may become."""
    if not found:
        return ""
    begun = value.rpartition(" ")[0]
    others = [each[len(begun) :].strip() for each in found[1:] if each.startswith(begun)] if begun else []
    more = "  ".join(others[:OTHERS_SHOWN])
    return f"{found[0]}   {more}" if more else found[0]
