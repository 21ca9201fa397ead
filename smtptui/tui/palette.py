"""The palette: Textual's own, proof against keys that come faster than its search."""

from functools import partial

from textual import on
from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette
from textual.content import Content
from textual.widgets import Button, Input
from textual.widgets.option_list import Option
from textual.worker import Worker, WorkerState

from smtptui.words import _


class Palette(CommandPalette):
    """Closes once, and keeps an enter that was pressed before the search was done."""

    DEFAULT_CSS = """
    Palette CommandList {
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    _is_closed = False
    _is_eager = False

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close, if nothing lies over it and it has not been closed yet."""
        if self._is_closed or self.app.screen is not self:
            return AwaitComplete()
        self._is_closed = True
        return super().dismiss(result)

    @on(Input.Submitted)
    @on(Button.Pressed)
    def _take(self, event: Input.Submitted | Button.Pressed) -> None:
        """Choose what was searched for, as soon as it has been found."""
        if self._is_closed or self._searches:
            self._is_eager = True
            event.stop()
            event.prevent_default()

    @on(Worker.StateChanged)
    def _searched(self, event: Worker.StateChanged) -> None:
        if self._is_eager and event.state is WorkerState.SUCCESS and not self._searches:
            self._is_eager = False
            self._select_or_command()

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """Say after a moment, in the language that is spoken, that nothing was found."""
        self._stop_no_matches_countdown()
        told = partial(self._tell_none, searched=bool(search_value))
        self._no_matches_timer = self.set_timer(self._NO_MATCHES_COUNTDOWN, told)

    def _tell_none(self, *, searched: bool) -> None:
        if searched and self._is_furnished:
            none = Option(Content(_("No matches found")), id=self._NO_MATCHES, disabled=True)
            self.query_one(CommandList).add_option(none)
        self._list_visible = searched

    def _watch__list_visible(self) -> None:
        """Show or hide the list; a search may come to its end when the palette has been emptied already."""
        if self._is_furnished:
            super()._watch__list_visible()

    async def _watch__show_busy(self) -> None:
        """Show or hide that it searches, as long as there is something to show it on."""
        if self._is_furnished:
            await super()._watch__show_busy()

    @property
    def _is_furnished(self) -> bool:
        return bool(self.query(CommandList)) and bool(self.query("#--input"))

    @property
    def _searches(self) -> bool:
        return any(
            worker.node is self and worker.group == self._GATHER_COMMANDS_GROUP and not worker.is_finished
            for worker in self.app.workers
        )

    def _action_command_list(self, action: str) -> None:
        """Pass an action on to the list, unless it pages a list that has not been laid out."""
        commands = self.query_one(CommandList)
        if not action.startswith("page_") or (commands.scrollable_content_region.area and commands._lines):
            super()._action_command_list(action)
