"""The workspace: one list of codes, three views over it, the live session under them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.binding import BindingsMap
from textual.screen import Screen
from textual.worker import Worker

from smtptui.reference.book.catalogue import Catalogue
from smtptui.settings.state import StateFile
from smtptui.tui.actions import ACTIONS, Action, bindings
from smtptui.tui.desks.requests import INDEX, ComparisonWanted, EntryWanted
from smtptui.tui.hints import hints_always, hints_here
from smtptui.tui.pane import Pane, pane_of
from smtptui.tui.screens.arrangement import ArrangedScreen
from smtptui.tui.views import View
from smtptui.tui.widgets.code_list import CodeList
from smtptui.tui.widgets.find_line import FindLine, Purpose
from smtptui.tui.widgets.key_bar import KeyBar
from smtptui.tui.widgets.title_bar import TitleBar
from smtptui.tui.widgets.welcome import Welcome
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.session.options import Options
    from smtptui.tui.desks.comparison import ComparisonDesk
    from smtptui.tui.desks.connection import ConnectionDesk
    from smtptui.tui.desks.guide import GuideDesk
    from smtptui.tui.desks.jumping import JumpingDesk
    from smtptui.tui.desks.keeping import KeepingDesk
    from smtptui.tui.desks.language import LanguageDesk
    from smtptui.tui.desks.log import LogDesk
    from smtptui.tui.desks.probing import ProbingDesk
    from smtptui.tui.desks.reading import ReadingDesk
    from smtptui.tui.desks.replaying import ReplayingDesk
    from smtptui.tui.desks.room import RoomDesk
    from smtptui.tui.desks.sessions import SessionsDesk
    from smtptui.tui.desks.several import SeveralDesk
    from smtptui.tui.desks.situations import SituationsDesk
    from smtptui.tui.widgets.capped import Capped
    from smtptui.tui.widgets.command_line import CommandLine
    from smtptui.tui.widgets.live_panel import LivePanel
    from smtptui.tui.widgets.ways_bar import WaysBar
    from smtptui.tui.widgets.wire_log import WireLog


class WorkspaceScreen(ArrangedScreen):
    """The one screen of the explorer: arranges the panes, knows where one is, hands the work to its desks."""

    comparison: "ComparisonDesk"
    connection: "ConnectionDesk"
    jumping: "JumpingDesk"
    room: "RoomDesk"
    reading: "ReadingDesk"
    sessions: "SessionsDesk"
    log_desk: "LogDesk"
    keeping: "KeepingDesk"
    language: "LanguageDesk"
    several: "SeveralDesk"
    probing: "ProbingDesk"
    replaying: "ReplayingDesk"
    guide: "GuideDesk"
    situations: "SituationsDesk"

    def __init__(
        self,
        catalogue: Catalogue,
        options: "Options | None" = None,
        actions: Sequence[Action] = ACTIONS,
        state: StateFile | None = None,
    ) -> None:
        super().__init__(catalogue, actions)
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(bindings(actions))])
        self.options = options
        self._state = state or StateFile(None)
        self.actions: dict[str, Callable[[], None]] = {}

    def set_up(self) -> None:
        """Set up the desks: what they stand on is imported after the first paint."""
        from smtptui.tui.desks.codes import CodesDesk
        from smtptui.tui.desks.comparison import ComparisonDesk
        from smtptui.tui.desks.connection import ConnectionDesk
        from smtptui.tui.desks.guide import GuideDesk
        from smtptui.tui.desks.jumping import JumpingDesk
        from smtptui.tui.desks.keeping import KeepingDesk
        from smtptui.tui.desks.language import LanguageDesk
        from smtptui.tui.desks.log import LogDesk
        from smtptui.tui.desks.probing import ProbingDesk
        from smtptui.tui.desks.reading import ReadingDesk
        from smtptui.tui.desks.replaying import ReplayingDesk
        from smtptui.tui.desks.room import RoomDesk
        from smtptui.tui.desks.sessions import SessionsDesk
        from smtptui.tui.desks.several import SeveralDesk
        from smtptui.tui.desks.situations import SituationsDesk

        self.codes = CodesDesk(self, self._catalogue)
        self.comparison = ComparisonDesk(self, self._catalogue)
        self.connection = ConnectionDesk(self, self._catalogue)
        self.jumping = JumpingDesk(self, self._catalogue)
        self.room = RoomDesk(self, self._catalogue, self._state)
        self.reading = ReadingDesk(self, self._catalogue)
        self.sessions = SessionsDesk(self, self._catalogue)
        self.log_desk = LogDesk(self, self._catalogue)
        self.keeping = KeepingDesk(self, self._catalogue)
        self.language = LanguageDesk(self, self._catalogue, self._state)
        self.several = SeveralDesk(self, self._catalogue)
        self.probing = ProbingDesk(self, self._catalogue)
        self.replaying = ReplayingDesk(self, self._catalogue)
        self.guide = GuideDesk(self, self._catalogue, lambda: self.connection.login)
        self.situations = SituationsDesk(self, self._catalogue)
        self.actions = {
            **{f"view.{view}": lambda view=view: self.go(view) for view in View},  # type: ignore[misc]
            **self.codes.actions,
            **self.comparison.actions,
            **self.connection.actions,
            **self.jumping.actions,
            **self.room.actions,
            **self.reading.actions,
            **self.sessions.actions,
            **self.log_desk.actions,
            **self.keeping.actions,
            **self.language.actions,
            **self.several.actions,
            **self.probing.actions,
            **self.replaying.actions,
            **self.guide.actions,
            **self.situations.actions,
            "program.copy": self.copy,
            "program.help": self.help,
            "program.back": self.back,
        }

    def on_unmount(self) -> None:
        """Close the session that the program was opened for: there may be no panel yet that does."""
        if self.opening is not None:
            self.opening.session.close()

    def show_opening(self) -> None:
        """Show the session that the program is opened for, with all that is remembered."""
        self.sessions.remember(self._state)
        self.connection.remember(self._state)
        if self.opening is not None:
            self.connection.take(self.opening)

    @property
    def demo_tries(self) -> tuple[str, ...]:
        """What the demo server that shows is there to be told."""
        return self.connection.demo_tries

    def find_in_recording(self, words: str) -> None:
        """Look for words in all of the recording that is replayed, if one is."""
        self.replaying.find(words)

    def forget_ways(self) -> None:
        """Offer no longer what may be done about a session that has ended."""
        self.connection.forget_ways()

    def watch_view(self, view: View) -> None:
        """Show the view; who sees the live one needs not be told of a 504."""
        super().watch_view(view)
        if view is View.LIVE:
            self.log_desk.seen()

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
                text = self.reply_view.text or self.sessions.selected_text
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
        from smtptui.wire.events import Way

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

    def show_where(self, _screen: Screen[object]) -> None:
        """Let the bottom line say what applies now, and the top line where one is."""
        self.title_bar.trail = self.trail
        for bar in self.query(KeyBar):
            pane = pane_of(self.focused)
            bar.here = hints_here(self.action_table, pane, self._applies)
            bar.always = hints_always(self.action_table, pane, self._applies, back=self.back_words)

    @property
    def _is_in_session(self) -> bool:
        """Whether keys are for the reply that is selected in the session."""
        return pane_of(self.focused) in (Pane.LOG, Pane.MEANING)

    def _applies(self, id: str) -> bool:
        """Whether an action is worth naming: what it needs is there."""
        match id:
            case "session.reconnect":
                is_replay = self.panel.watched.clock is not None
                return not (self.panel.connected or self.has_class("-empty") or is_replay)
            case "session.disconnect" | "session.command" | "session.try-504":
                return self.panel.connected
            case "session.record":
                return self.panel.session is not None
            case "session.card" | "session.lookalike" | "comparison.greeting" if self._is_in_session:
                return self.sessions.is_on_reply
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

    @on(CodeList.Picked)
    def _code_picked(self, event: CodeList.Picked) -> None:
        if self.is_furnished:
            self.comparison.pick(event.entry)

    @on(CodeList.Chosen)
    def _code_chosen(self, event: CodeList.Chosen) -> None:
        self.codes.open(event.entry)

    @on(EntryWanted)
    def _entry_wanted(self, event: EntryWanted) -> None:
        self.codes.open(event.entry)

    @on(ComparisonWanted)
    def _comparison_wanted(self, event: ComparisonWanted) -> None:
        self.comparison.compare(event.a, event.b)

    def on_capped_followed(self, event: "Capped.Followed") -> None:
        """Go where a link leads."""
        self.reading.follow(event.target)

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        if event.worker.name == INDEX:
            self.codes.index_changed(event)

    def on_ways_bar_chosen(self, event: "WaysBar.Chosen") -> None:
        """Go on after a failure."""
        self.actions[event.action]()

    def on_command_line_pasted(self, event: "CommandLine.Pasted") -> None:
        """Ask what several pasted lines are."""
        self.sessions.ask_about_lines(event)

    def on_wire_log_search_asked(self) -> None:
        """Ask what to look for in the log."""
        self.log_desk.ask(Purpose.SEARCH)

    def on_wire_log_arrived(self) -> None:
        """Say where a 504 is that has just come, where one does not see it explained."""
        self.log_desk.arrived()

    def on_wire_log_missed(self, event: "WireLog.Missed") -> None:
        """Say what is not there."""
        self.log_desk.missed(event.words)

    @on(FindLine.Typed)
    def _find_typed(self, event: FindLine.Typed) -> None:
        self.log_desk.typed(event)

    @on(FindLine.Next)
    def _find_next(self, event: FindLine.Next) -> None:
        self.log_desk.next(event)

    @on(FindLine.Done)
    def _find_done(self, event: FindLine.Done) -> None:
        self.log_desk.done(event)

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
        self.probing.progressed()

    def on_live_panel_ended(self, event: "LivePanel.Ended") -> None:
        """Show what may be done about the end."""
        self.connection.ended(event)
