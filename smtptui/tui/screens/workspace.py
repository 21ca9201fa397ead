"""The workspace: one list of codes, three views over it, the live session under them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingsMap
from textual.containers import Container, Horizontal
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import ContentSwitcher
from textual.worker import Worker

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import EntryRef, Narrowing, browse
from smtptui.settings.state import StateFile
from smtptui.tui.actions import ACTIONS, Action, bindings
from smtptui.tui.desks.codes import INDEX, CodesDesk
from smtptui.tui.desks.comparison import ComparisonDesk
from smtptui.tui.desks.connection import ConnectionDesk
from smtptui.tui.desks.guide import GuideDesk
from smtptui.tui.desks.reading import ReadingDesk
from smtptui.tui.desks.replaying import ReplayingDesk
from smtptui.tui.desks.requests import ComparisonWanted, EntryWanted
from smtptui.tui.desks.room import Edge, RoomDesk
from smtptui.tui.desks.sessions import SessionsDesk
from smtptui.tui.desks.several import SeveralDesk
from smtptui.tui.desks.situations import SituationsDesk
from smtptui.tui.hints import hints_always, hints_here
from smtptui.tui.pane import Pane, pane_of
from smtptui.tui.screens.wayfinding import WayfindingScreen
from smtptui.tui.sturdy import Sturdy
from smtptui.tui.views import View
from smtptui.tui.widgets.code_list import CodeList
from smtptui.tui.widgets.key_bar import KeyBar
from smtptui.tui.widgets.title_bar import TitleBar
from smtptui.tui.widgets.welcome import Welcome
from smtptui.wire.events import Way
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.session.options import Options
    from smtptui.tui.widgets.command_line import CommandLine
    from smtptui.tui.widgets.live_panel import LivePanel
    from smtptui.tui.widgets.page_pane import PagePane
    from smtptui.tui.widgets.wire_log import WireLog

Shown = TypeVar("Shown", bound=Widget)

START = EntryRef(Kind.BASIC, "220")
"""The card that is open first: the greeting's."""

_NARROW, _FRAMED, _WIDE, _VAST = 80, 100, 110, 180
"""Columns from which the list stands beside the card, panes are boxes, the list stands beside every view, and
the session beside all of it."""

_SHORT, _TALL = 24, 34
"""Rows for more than one pane, and for space within them."""


class WorkspaceScreen(Sturdy, WayfindingScreen):
    """The one screen of the explorer: arranges the panes, knows where one is, hands the work to its desks."""

    HORIZONTAL_BREAKPOINTS = [
        (0, "-tiny"),
        (_NARROW, "-narrow"),
        (_FRAMED, "-medium"),
        (_WIDE, "-wide"),
        (_VAST, "-vast"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (_SHORT, "-short"), (_TALL, "-tall")]

    class Furnished(Message):
        """All panes stand; a session may be opened."""

    def __init__(
        self,
        catalogue: Catalogue,
        options: "Options | None" = None,
        actions: Sequence[Action] = ACTIONS,
        state: StateFile | None = None,
    ) -> None:
        super().__init__(classes="-codes -listing -empty")
        self.action_table = actions
        """All that can be done here, each with the key that the user has for it."""
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(bindings(actions))])
        self._catalogue = catalogue
        self.options = options
        self._edge: Edge | None = None
        self.codes = CodesDesk(self, catalogue)
        self.comparison = ComparisonDesk(self, catalogue)
        self.connection = ConnectionDesk(self, catalogue)
        self.room = RoomDesk(self, catalogue, state or StateFile(None))
        self.reading = ReadingDesk(self, catalogue)
        self.sessions = SessionsDesk(self, catalogue)
        self.several = SeveralDesk(self, catalogue)
        self.replaying = ReplayingDesk(self, catalogue)
        self.guide = GuideDesk(self, catalogue)
        self.situations = SituationsDesk(self, catalogue)
        self.actions: dict[str, Callable[[], None]] = {
            **{f"view.{view}": lambda view=view: self.go(view) for view in View},  # type: ignore[misc]
            **self.codes.actions,
            **self.comparison.actions,
            **self.connection.actions,
            **self.room.actions,
            **self.reading.actions,
            **self.sessions.actions,
            **self.several.actions,
            **self.replaying.actions,
            **self.guide.actions,
            **self.situations.actions,
            "program.copy": self.copy,
            "program.help": self.help,
            "program.back": self.back,
        }

    # The panes

    def compose(self) -> ComposeResult:
        """Compose what the first paint shows: the views and the codes."""
        yield TitleBar().data_bind(view=WorkspaceScreen.view)
        with Container(classes="work"):
            with Horizontal(classes="body"):
                yield _framed(CodeList(browse(self._catalogue, Narrowing(), {})), _("Codes"))
            yield _framed(Welcome(self.action_table), _("Start here"))

    def on_mount(self) -> None:
        """Start on the list, at the greeting; the other panes come after the first paint."""
        self.code_list.highlight(START)
        self.set_focus(self.code_list.options)
        self.call_after_refresh(self._furnish)

    async def _furnish(self) -> None:
        """Import and mount the panes that the first paint did not wait for."""
        from smtptui.tui.widgets.code_detail import CodeDetail
        from smtptui.tui.widgets.compare_view import CompareView
        from smtptui.tui.widgets.live_panel import LivePanel
        from smtptui.tui.widgets.side_views import SideViews

        with self.app.batch_update():
            await self.query_one(".body").mount(
                ContentSwitcher(
                    _framed(CodeDetail(self._catalogue, id=View.CODES.pane), _("Card")),
                    _framed(CompareView(self._catalogue, id=View.COMPARE.pane), _("Comparison")),
                    _framed(SideViews(self._catalogue, id=View.LIVE.pane), _("What it means here")),
                    initial=View.CODES.pane,
                    classes="views",
                )
            )
            await self.query_one(".work").mount(_framed(LivePanel(self._catalogue), _("Live")))
            await self.mount(KeyBar())
            if not self.is_furnished:
                # The program was closed meanwhile: nothing can be mounted any more.
                return
            self.room.apply()
            self.detail.entry = self.code_list.highlighted
        self.bindings_updated_signal.subscribe(self, self._show_keys)
        self.refresh_bindings()
        self.post_message(self.Furnished())

    @property
    def is_furnished(self) -> bool:
        """Whether all panes stand."""
        return bool(self.query("LivePanel")) and bool(self.query("CodeDetail"))

    def on_resize(self, event: events.Resize) -> None:
        """Keep in view what has the keys: hidden it would lose them, and what is typed on would be actions.

        Comes before Textual sets the classes of the new size.
        """
        if not self.is_furnished:
            return
        # After Textual has set them.
        self.call_next(self.room.apply)
        if self.focused is None:
            return
        has_keys = self.focused.ancestors_with_self
        one_pane = event.size.width < _NARROW or event.size.height < _SHORT
        if self.panel in has_keys:
            if one_pane and self.view is not View.LIVE:
                self.keep_in_view(View.LIVE)
        elif self.code_list in has_keys and event.size.width < _WIDE:
            hidden = self.view is not View.CODES or (one_pane and not self.has_class("-listing"))
            if hidden:
                self.keep_in_view(View.CODES)

    def forget_ways(self) -> None:
        """Offer no longer what may be done about a session that has ended."""
        self.connection.forget_ways()

    # Edges

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of an edge between two panes."""
        edge = self.room.edge_at(event.screen_x, event.screen_y) if self.is_furnished else None
        if edge is not None:
            event.stop()
            self._selecting = False
            self._edge = edge
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Bring the edge that is held to the mouse; light up one that can be."""
        if not self.is_furnished:
            return
        if self._edge is not None:
            self.room.drag(self._edge, event.screen_x, event.screen_y)
        edge = self._edge or self.room.edge_at(event.screen_x, event.screen_y)
        self.code_list.set_class(edge is Edge.LIST, "-edge")
        self.panel.set_class(edge is Edge.SESSION, "-edge")

    def on_mouse_up(self) -> None:
        """Let go of the edge."""
        if self._edge is not None:
            self._edge = None
            self.release_mouse()
            self.room.keep()

    def on_unmount(self) -> None:
        """Remember the room that was given a moment ago."""
        self.room.keep()

    # What one does

    def action_do(self, id: str) -> None:
        """Do what a row of the table of actions names."""
        self.actions[id]()

    def copy(self) -> None:
        """Copy what is selected or open, as text."""
        match self.view:
            case View.CODES:
                text = self.detail.text
            case View.COMPARE:
                text = self.compare_view.text
            case View.LIVE:
                text = self.sessions.selected_text
        if not text.strip():
            self.sessions.hint(_("There is nothing to copy here."))
            return
        self.app.copy_to_clipboard(text)
        first = text.strip().splitlines()[0]
        self.sessions.hint(_("Copied: {line}", line=first if len(first) <= 60 else f"{first[:59]}…"))

    def help(self) -> None:
        """Show all keys."""
        # Imported when asked for: the first paint does not need it.
        from smtptui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.action_table, pane_of(self.focused)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let the footer name what has an effect where one is; a key without one is not shown."""
        if action != "do" or not self.is_furnished:
            return True
        match parameters[0]:
            case "program.back":
                return bool(self.back_words)
            case "comparison.pick":
                return self.view is not View.LIVE and not self._replays
            case "replay.pause" | "replay.step" | "replay.faster" | "replay.slower":
                return self._replays
            case "session.inspect":
                return bool({Way.INSPECT, Way.IMPLICIT_TLS} & set(self.connection.ways))
            case "session.plaintext":
                return Way.PLAINTEXT in self.connection.ways
        return True

    @property
    def _replays(self) -> bool:
        """Whether keys are for the replay that shows."""
        here = self.view is View.LIVE or pane_of(self.focused) is Pane.LOG
        return here and self.replaying.replay is not None

    def _show_keys(self, _screen: Screen[object]) -> None:
        """Let the bottom line say what applies now."""
        for bar in self.query(KeyBar):
            pane = pane_of(self.focused)
            bar.here = hints_here(self.action_table, pane, self._applies)
            bar.always = hints_always(self.action_table, pane, self._applies, back=self.back_words)

    def _applies(self, id: str) -> bool:
        """Whether an action is worth naming: what it needs is there."""
        match id:
            case "session.reconnect":
                return not (self.panel.connected or self.has_class("-empty"))
            case "session.disconnect" | "session.command" | "session.try-504":
                return self.panel.connected
        return bool(self.check_action("do", (id,)))

    # What the widgets tell

    @on(TitleBar.ViewAsked)
    def _view_asked(self, event: TitleBar.ViewAsked) -> None:
        self.go(event.view)

    @on(Welcome.Taken)
    def _way_taken(self, event: Welcome.Taken) -> None:
        self.action_do(event.action)

    @on(KeyBar.Clicked)
    async def _key_clicked(self, event: KeyBar.Clicked) -> None:
        await self.run_action(event.action)

    @on(CodeList.Filtered)
    def _filtered(self, event: CodeList.Filtered) -> None:
        self.codes.list(event.query_text)

    @on(CodeList.Highlighted)
    def _code_highlighted(self, event: CodeList.Highlighted) -> None:
        if self.is_furnished:
            self.codes.highlighted(event.entry)

    @on(CodeList.Chosen)
    def _code_chosen(self, event: CodeList.Chosen) -> None:
        self.codes.open(event.entry)

    @on(EntryWanted)
    def _entry_wanted(self, event: EntryWanted) -> None:
        self.codes.open(event.entry)

    @on(ComparisonWanted)
    def _comparison_wanted(self, event: ComparisonWanted) -> None:
        self.comparison.compare(event.a, event.b)

    def on_page_pane_followed(self, event: "PagePane.Followed") -> None:
        """Go where a link leads."""
        self.reading.follow(event.target)

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        if event.worker.name == INDEX:
            self.codes.index_changed(event)

    def on_command_line_pasted(self, event: "CommandLine.Pasted") -> None:
        """Ask what several pasted lines are."""
        self.sessions.ask_about_lines(event)

    def on_wire_log_highlighted(self, event: "WireLog.Highlighted") -> None:
        """Explain the row under the cursor."""
        self.sessions.highlighted(event)

    def on_wire_log_chosen(self, event: "WireLog.Chosen") -> None:
        """Explain the chosen row."""
        self.sessions.chosen(event)

    def on_live_panel_progressed(self, event: "LivePanel.Progressed") -> None:
        """Show how far the session is."""
        self.set_class(self.panel.has_class("-idle"), "-empty")
        self.connection.progressed(event)
        self.reply_view.progressed(self.panel.watched)
        self.guide.progressed()

    def on_live_panel_ended(self, event: "LivePanel.Ended") -> None:
        """Show what may be done about the end."""
        self.connection.ended(event)


def _framed(pane: Shown, title: str) -> Shown:
    """Return a pane in a box with a title; the pane itself may give its box another one."""
    pane.add_class("frame")
    pane.border_title = pane.border_title or title
    return pane
