"""The application: themes, the guard at the exit, the palette, and the demo server's life."""

import contextlib
import gc
import os
import signal
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import COLOR_SYSTEMS
from textual import constants, events, on
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import ThemeProvider
from textual.widget import AwaitMount, Widget

from smtptui.reference.book.catalogue import Catalogue
from smtptui.settings.state import StateFile
from smtptui.tui.actions import ACTIONS, Action, shown_key
from smtptui.tui.copying import Copying
from smtptui.tui.desks.requests import ConnectionWanted
from smtptui.tui.driver import of_any_octets
from smtptui.tui.guard import Guard
from smtptui.tui.leaving import TWICE_WITHIN, Leaving
from smtptui.tui.named_keys import name_keys
from smtptui.tui.palette import Palette
from smtptui.tui.screens.workspace import WorkspaceScreen
from smtptui.tui.sturdy import MOST, Sturdy, place_of
from smtptui.tui.themes import ANSI, DARK, LIGHT, OWN, opposite
from smtptui.tui.turns import Turns
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.demo.running import RunningDemos
    from smtptui.recording.recorder import RecordingFile
    from smtptui.session.session import Options
    from smtptui.session.target import Target
    from smtptui.tui.desks.begun import Opening
    from smtptui.watching.playing import Playing

HANGUP = getattr(signal, "SIGHUP", 1)


class SmtptuiApp(Sturdy, Copying):
    """The explorer; with `target`, or with `demo`, it connects as soon as it stands.

    `theme`, `keys` (by action, see `keymap.rebound`) and `tls` are what the user has set. Raises KeymapError.
    """

    TITLE = "smtptui"
    CSS_PATH = Path(__file__).parent / "screens" / "workspace.tcss"
    """Of the default screen, whose own CSS_PATH Textual does not read."""
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar[list[BindingType]] = [
        # Before any field or dialog: they would keep it for themselves, to copy what is selected.
        Binding("ctrl+c", "help_quit", show=False, system=True, priority=True),
    ]

    def __init__(
        self,
        *,
        catalogue: Catalogue | None = None,
        target: "Target | None" = None,
        options: "Options | None" = None,
        demo: bool | str = False,
        playing: "Playing | None" = None,
        record_to: "RecordingFile | None" = None,
        state: StateFile | None = None,
        theme: str = "",
        keys: Mapping[str, str] | None = None,
        tls: str = "",
    ) -> None:
        if constants.COLOR_SYSTEM not in {"auto", *COLOR_SYSTEMS}:
            # A value that names none would end in a traceback.
            constants.COLOR_SYSTEM = "auto"  # type: ignore[misc]
        super().__init__()
        self._guard = Guard()
        self._catalogue = catalogue or Catalogue()
        self._target = target
        self._options = options
        self._wants_demo = demo
        """Whether to connect to the demo server, or to which one of its menu."""
        self._playing = playing
        self._record_to = record_to
        self.state = state or StateFile(None)
        """What is remembered from one run to the next; nothing, unless a file is given."""
        self._usual_tls = tls
        self.action_table: Sequence[Action] = ACTIONS
        if keys:
            # Imported for who has keys of their own.
            from smtptui.tui.keymap import rebound

            self.action_table = rebound(ACTIONS, keys)
        name_keys(self.action_table)
        self._demos: RunningDemos | None = None
        self._demo_starts = Lock()
        self._turns = Turns(self, super().on_event)
        self._leaving = Leaving(self, self.say_quit)
        self._defects = 0
        self.farewell: tuple[str, ...] = ()
        """What is to stay in the shell after the end: lines that are safe to show."""
        if self.no_color:
            # Who wants no colours is spared what moves as well.
            self.animation_level = "none"
        for own in OWN:
            self.register_theme(own)
        wanted = os.environ.get("TEXTUAL_THEME", "") or theme or self.state.state.theme
        self._has_chosen = wanted in self.available_themes
        self._first_theme = wanted if self._has_chosen else DARK.name
        # Textual has read TEXTUAL_THEME before it knew ours, and would take the same name for no change.
        self.set_reactive(SmtptuiApp.theme, "")
        self.theme = self._first_theme

    def suit_terminal(self) -> None:
        """Begin in the terminal's own colours where it has but sixteen: of ours only greys would be left."""
        if self.console.color_system == "standard" and not (self._has_chosen or self.no_color):
            self._first_theme = ANSI.name
            self.theme = ANSI.name

    def watch_theme(self, theme: str) -> None:
        """Remember a theme that was chosen here."""
        if theme != self._first_theme:
            self._first_theme = ""
            self.state.keep(theme=theme)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own variables for themes that do not have them: Textual's, which the palette offers."""
        theme = self.available_themes.get(self.theme)
        return dict((DARK if theme is None or theme.dark else LIGHT).variables)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Let every line on its way to the terminal pass the guard."""
        return [*super().get_line_filters(), self._guard]

    def get_default_screen(self) -> Screen[None]:
        """Return the workspace."""
        screen = WorkspaceScreen(self._catalogue, self._options, self.action_table, self.state)
        screen.usual_tls = self._usual_tls
        screen.opening = self._open()
        return screen

    def update_styles(self, node: DOMNode, animate: bool = True) -> None:
        """Work out the styles of a node; not before a screen shows, for which all are worked out."""
        if node is self or any(screen.stack_updates for screen in self.screen_stack):
            super().update_styles(node, animate)

    def _open(self) -> "Opening | None":
        """Begin the session that the program is opened for: what it takes goes on while panes are mounted."""
        if self._target is None and not self._wants_demo:
            return None
        from smtptui.session.options import Options
        from smtptui.tui.desks.begun import Begun, Opening
        from smtptui.watching.live import LiveSession

        demo = self._wants_demo if isinstance(self._wants_demo, str) else ""
        begun = Begun(self._target, self._options or Options(), demo)
        address = self._target or partial(self._demo_target, demo)
        session = LiveSession(self._catalogue, address, begun.options, label=_("demo server"))
        if self._record_to is not None:
            session.record(self._record_to, alone=False)
        session.start()
        return Opening(begun, session)

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

    def tell_defect(self, error: Exception) -> bool:
        """Say that something of ours has failed, without the values in it; return whether it can go on."""
        self._defects += 1
        if self.is_headless or not self._is_mounted or self._defects > MOST:
            return False
        self.notify(
            _(
                "{error} at {place}: please report it. Everything else goes on.",
                error=type(error).__name__,
                place=place_of(error),
            ),
            title=_("A defect of smtptui"),
            severity="error",
            timeout=10,
            markup=False,
        )
        return True

    def notify(self, message: str, *, title: str = "", **how: Any) -> None:
        """Say something for a while; what is said already (by a key held down) is not said beside it."""
        for said in [each for each in self._notifications if (each.message, each.title) == (message, title)]:
            self._unnotify(said, refresh=False)
        super().notify(message, title=title, **how)

    def mount_all(self, widgets: Iterable[Widget], **where: Any) -> AwaitMount:
        """Mount widgets; where the program was closed meanwhile there is no screen left for them."""
        if self._exit and not self.screen.is_attached:
            return AwaitMount(self.screen, [])
        return super().mount_all(widgets, **where)

    async def on_event(self, event: events.Event) -> None:
        """Give each input its turn; nothing that is typed before everything stands is lost."""
        if isinstance(event, events.InputEvent) and not self.is_running:
            # What it would be done to is being taken down.
            return
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            await self._turns.come(event)
        else:
            await super().on_event(event)

    @on(WorkspaceScreen.Furnished)
    async def _furnished(self) -> None:
        """Replay what there is to replay, and take up what was typed meanwhile."""
        if not self.screen_stack:
            # The program was closed meanwhile.
            return
        if not gc.isenabled():
            # What the start has made stays: the collector, which waited for that, need never look through it.
            gc.freeze()
            gc.enable()
        if self._record_to is not None:
            self.workspace.replaying.record_all(self._record_to)
        if self._playing is not None:
            self.workspace.replaying.open(self._playing)
        await self._turns.open()

    def action_command_palette(self) -> None:
        """Find an action by its name."""
        if self.use_command_palette and not isinstance(self.screen, Palette):
            # Imported when asked for: the first paint does not need it.
            from smtptui.tui.finder import Finder

            placeholder = _("a code, 504 535, a host, an action…")
            self.push_screen(Palette(providers=[Finder], id="--command-palette", placeholder=placeholder))

    def search_themes(self) -> None:
        """Find a theme by its name."""
        self.push_screen(Palette(providers=[ThemeProvider], placeholder=_("Search for themes…")))

    @on(ConnectionWanted)
    def _connect(self, event: ConnectionWanted) -> None:
        """Connect to a target, or without one to the demo server."""
        from smtptui.tui.desks.begun import Begun

        address = event.target or partial(self._demo_target, event.demo)
        begun = Begun(event.target, event.options, event.demo, event.login)
        self.workspace.connection.connect(begun, address)

    def _demo_target(self, id: str) -> "Target":
        """Start a demo server with its first use; on a thread of the session's, which may wait for it."""
        from smtptui.demo.running import RunningDemos
        from smtptui.demo.scripts import STANDARD
        from smtptui.session.target import parse_target

        with self._demo_starts:
            if self._demos is None:
                self._demos = RunningDemos()
        return parse_target(f"127.0.0.1:{self._demos.port_of(id or STANDARD)}")

    # The end

    def get_driver_class(self) -> type[Driver]:
        """Return the terminal's driver, which takes any octets and notices when the terminal is gone."""
        found = of_any_octets(super().get_driver_class())
        if found.__name__ == "LinuxDriver":
            from smtptui.tui.terminal import TerminalDriver

            return TerminalDriver
        return found

    def on_mount(self) -> None:
        """End politely when a signal says so."""
        self._leaving.heed_signals()

    @on(Driver.SignalResume)
    def _resumed(self) -> None:
        """Paint everything again: while the program was suspended the terminal showed something else."""
        self.refresh(layout=True)

    def exit(self, *args: Any, **options: Any) -> None:
        """End; what is to stay in the shell is gathered while the session is still there."""
        if not self.farewell and self.screen_stack and self.workspace.is_furnished:
            from smtptui.watching.farewell import farewell

            with contextlib.suppress(Exception):
                self.farewell = farewell(self.workspace.panel.watched)
        super().exit(*args, **options)

    def terminal_gone(self) -> None:
        """End: nobody can read or type any more."""
        self._leaving.leave(128 + HANGUP)

    def say_quit(self) -> bool:
        """Say QUIT to every server there is a session with; return whether there is one."""
        if not self.screen_stack or not self.workspace.is_furnished:
            return False
        return self.workspace.panel.disconnect_all()

    def on_session_tabs_all_ended(self) -> None:
        """End, if only the sessions were waited for."""
        self._leaving.end()

    async def action_quit(self) -> None:
        """Say QUIT, and leave."""
        self._leaving.leave()

    def action_help_quit(self) -> None:
        """Leave at the second ctrl+c; at the first say so, and copy what is selected, if anything is."""
        if not self._leaving.ask():
            self.copy_to_clipboard(self.selected_text)
            self.notify(_("ctrl+c again leaves."), timeout=TWICE_WITHIN)

    def on_unmount(self) -> None:
        """Stop the demo servers."""
        with self._demo_starts:
            demos, self._demos = self._demos, None
        if demos is not None:
            demos.stop()

    def action_toggle_dark(self) -> None:
        """Switch between the light and the dark theme, of high contrast if the present one is."""
        own = opposite(self.theme)
        self.theme = own if own else LIGHT.name if self.current_theme.dark else DARK.name

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """List every action in the palette, by its name."""
        for action in self.action_table:
            if action.id != "program.palette":
                yield SystemCommand(
                    _(action.label),
                    f"{_(action.tooltip)} ({action.shown})",
                    partial(self.workspace.call_later, self._run, action.does or f"do('{action.id}')"),
                )
        yield SystemCommand(_("Theme"), _("Choose a theme"), self.action_change_theme)
        yield SystemCommand(_("Screenshot"), _("Save a picture of the screen"), self.action_screenshot)

    async def _run(self, action: str) -> None:
        await self.run_action(action, self.workspace)

    def get_key_display(self, binding: Binding) -> str:
        """Return a key as the help shows it too."""
        return shown_key(binding.key)
