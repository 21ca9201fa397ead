"""The application: themes, the guard at the exit, the palette, and the demo server's life."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import App, SystemCommand
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import ThemeProvider

from smtptui.reference.book.catalogue import Catalogue
from smtptui.tui.actions import ACTIONS
from smtptui.tui.driver import of_any_octets
from smtptui.tui.guard import Guard
from smtptui.tui.palette import Palette
from smtptui.tui.screens.workspace import WorkspaceScreen
from smtptui.tui.themes import DARK, LIGHT
from smtptui.tui.turns import Turns

if TYPE_CHECKING:
    from smtptui.demo.server import DemoServer
    from smtptui.session.session import Options
    from smtptui.session.target import Target


class SmtptuiApp(App[None]):
    """The explorer; with `target`, or with `demo`, it connects as soon as it stands."""

    TITLE = "smtptui"
    CSS_PATH = Path(__file__).parent / "screens" / "workspace.tcss"
    """Of the default screen, whose own CSS_PATH Textual does not read."""
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"

    def __init__(
        self,
        *,
        catalogue: Catalogue | None = None,
        target: "Target | None" = None,
        options: "Options | None" = None,
        demo: bool = False,
    ) -> None:
        super().__init__()
        self._guard = Guard()
        self._catalogue = catalogue or Catalogue()
        self._target = target
        self._options = options
        self._wants_demo = demo
        self._demo: DemoServer | None = None
        self._turns = Turns(self, super().on_event)
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        wanted = os.environ.get("TEXTUAL_THEME", "")
        self.theme = wanted if wanted in self.available_themes else DARK.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own variables for themes that do not have them: Textual's, which the palette offers."""
        theme = self.available_themes.get(self.theme)
        return dict((DARK if theme is None or theme.dark else LIGHT).variables)

    def get_driver_class(self) -> type[Driver]:
        """Return the driver of the terminal, made to take any octets."""
        return of_any_octets(super().get_driver_class())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Let every line on its way to the terminal pass the guard."""
        return [*super().get_line_filters(), self._guard]

    def get_default_screen(self) -> Screen[None]:
        """Return the workspace."""
        return WorkspaceScreen(self._catalogue)

    @property
    def workspace(self) -> WorkspaceScreen:
        """The one workspace, under whatever dialog is open."""
        screen = self.screen_stack[0]
        assert isinstance(screen, WorkspaceScreen)
        return screen

    def _fatal_error(self) -> None:
        """End after a defect with its traceback, but without the values in it: one may be a password.

        Takes the place of Textual's own, which prints every local variable of every frame.
        """
        from rich.segment import Segments
        from rich.traceback import Traceback

        traceback = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(Segments(self.console.render(traceback, self.console.options)))
        self._close_messages_no_wait()

    async def on_event(self, event: events.Event) -> None:
        """Give each input its turn; nothing that is typed before everything stands is lost."""
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            await self._turns.come(event)
        else:
            await super().on_event(event)

    @on(WorkspaceScreen.Furnished)
    async def _furnished(self) -> None:
        """Connect, and take up what was typed meanwhile."""
        if self._target is not None or self._wants_demo:
            self._connect(self._target)
        await self._turns.open()

    def action_command_palette(self) -> None:
        """Find an action by its name."""
        if self.use_command_palette and not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def search_themes(self) -> None:
        """Find a theme by its name."""
        self.push_screen(Palette(providers=[ThemeProvider], placeholder="Search for themes…"))

    @on(WorkspaceScreen.ConnectAsked)
    def _connect_asked(self, event: WorkspaceScreen.ConnectAsked) -> None:
        # The network is imported with the first session, so that the first paint does not wait for it.
        from smtptui.session.target import parse_target

        self._connect(None if event.text == "demo" else parse_target(event.text))

    def _connect(self, target: "Target | None") -> None:
        """Connect to a target, or without one to the demo server."""
        from smtptui.session.session import Options

        self.workspace.connect(target or self._demo_target(), self._options or Options())

    def _demo_target(self) -> "Target":
        """Start the demo server with its first use; its thread listens within milliseconds."""
        from smtptui.demo.server import DemoServer
        from smtptui.session.target import parse_target

        if self._demo is None:
            self._demo = DemoServer()
            self._demo.start()
        return parse_target(f"127.0.0.1:{self._demo.port}")

    def on_unmount(self) -> None:
        """Stop the demo server."""
        if self._demo is not None:
            self._demo.stop()
            self._demo = None

    def action_toggle_dark(self) -> None:
        """Switch between the light and the dark theme."""
        self.theme = LIGHT.name if self.current_theme.dark else DARK.name

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """List every action in the palette, by its name."""
        for action in ACTIONS:
            if action.id != "app.command_palette":
                yield SystemCommand(
                    action.label,
                    f"{action.tooltip} ({action.shown})",
                    lambda name=action.id: self.workspace.call_later(self.run_action, name, self.workspace),
                )
        yield from (
            command
            for command in super().get_system_commands(screen)
            if command.title in ("Theme", "Screenshot")
        )
