"""The palette: Textual's own, proof against keys that come faster than its search."""

from textual import on
from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette
from textual.widgets import Button, Input
from textual.worker import Worker, WorkerState


class Palette(CommandPalette):
    """Closes once, and keeps an enter that was pressed before the search was done."""

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
