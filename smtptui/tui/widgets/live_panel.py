"""The live session: its short history, its rows, its command line; it takes what a session brings."""

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.widgets import Static

from smtptui.reference.book.catalogue import Catalogue
from smtptui.tui.completing import NOTHING_OFFERED, Offered
from smtptui.tui.content import MUTED
from smtptui.tui.named_keys import key_for
from smtptui.tui.paced import Paced
from smtptui.tui.sturdy import Sturdy
from smtptui.tui.widgets.command_line import CommandLine
from smtptui.tui.widgets.log_state import state_words
from smtptui.tui.widgets.session_header import idle_header, session_header
from smtptui.tui.widgets.session_tabs import SessionTabs, take_leave
from smtptui.tui.widgets.ways_bar import WaysBar
from smtptui.tui.widgets.wire_log import WireLog
from smtptui.watching.fold import Fold
from smtptui.watching.kept import live
from smtptui.watching.narration import end_words, held_words
from smtptui.watching.watched import Watched
from smtptui.wire.events import Closed, State, Wait
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.recording.recorder import RecordingFile
    from smtptui.session.options import Options
    from smtptui.session.target import Target
    from smtptui.watching.live import LiveSession

STATE_EVERY = 0.2
"""Seconds between two looks at counts, header and command line while events come without end."""


class LivePanel(Sturdy, Vertical):
    """Shows what is watched, one session at a time; the others go on in their tabs. Closing it closes all."""

    DEFAULT_CSS = """
    LivePanel {
        height: 12;
        background: $background;
        & > .header, & > .notice {
            height: 1;
            background: $panel;
            padding: 0 1;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
        & > .notice { color: $text-warning; display: none; }
        & > .notice.-shown { display: block; }
        &.-idle { height: 1; }
        &.-replay > CommandLine { display: none; }
        &.-idle > WireLog, &.-idle > CommandLine, &.-idle > SessionTabs, &.-idle > WaysBar { display: none; }
    }
    """

    header = query_one(".header", Static)
    notice = query_one(".notice", Static)
    log_view = query_one(WireLog)
    ways_bar = query_one(WaysBar)
    command_line = query_one(CommandLine)

    class News(Message, bubble=False):
        """Events wait to be taken."""

    class Progressed(Message):
        """Replies came or the session's state changed; several at once become one."""

        def __init__(self, counts: Mapping[str, int]) -> None:
            super().__init__()
            self.counts = counts

        def can_replace(self, message: Message) -> bool:
            """Only the newest counts are of interest."""
            return isinstance(message, LivePanel.Progressed)

    class Ended(Message):
        """The session is over; `words` and `advice` say how, and what to do next."""

        def __init__(self, closed: Closed) -> None:
            super().__init__()
            self.closed = closed
            self.words = end_words(closed)
            self.advice = _(closed.advice) if closed.advice else ""
            self.expected = closed.expected

    def __init__(self, catalogue: Catalogue, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(classes="-idle")
        self._catalogue = catalogue
        self._clock = clock
        self._turns = Paced(self, self._turn)
        self._states = Paced(self, self._settle)
        self._told: Closed | None = None
        self._note = ""
        self.watched = Watched(catalogue)
        self.tabs = SessionTabs()
        self.record_to: RecordingFile | None = None
        """Where every session that is opened is recorded; the user's key names a file for each."""
        self.session: LiveSession | None = None
        """What is watched, where one may also say something to it; also after its end."""

    def compose(self) -> ComposeResult:
        """Compose header, rows, the line for what is held, and the command line."""
        yield self.tabs
        yield Static(classes="header", markup=False)
        yield WireLog(self.watched, now=lambda: (self.watched.clock or self._clock)())
        yield Static(classes="notice", markup=False)
        yield WaysBar()
        yield CommandLine()

    def on_mount(self) -> None:
        """Start idle; the clock of a silent server ticks once a second."""
        self.command_line.status = self._state_now
        self._show_state()
        self.set_interval(1.0, self._tick)

    def on_unmount(self) -> None:
        """Close the sockets."""
        self.watched.on_news = None
        self.tabs.close_all()

    def _tick(self) -> None:
        if self.fold.progress.awaiting is not None:
            self._show_header()
            self.log_view.changed()

    @property
    def fold(self) -> Fold:
        """The rows and the progress of what is watched."""
        return self.watched.fold

    @property
    def connected(self) -> bool:
        """Whether a session is open or being opened."""
        return self.session is not None and not self.session.ended

    @property
    def target(self) -> "Target | None":
        """The server of the present session, also after its end."""
        return self.session.target if self.session is not None else None

    @property
    def options(self) -> "Options | None":
        """How the present session was begun."""
        return self.session.options if self.session is not None else None

    # What is watched

    def connect(
        self,
        target: "Target | Callable[[], Target]",
        options: "Options | None" = None,
        label: str = "",
        *,
        instead_of: Watched | None = None,
    ) -> Watched:
        """Open a session with `target`, in a tab of its own or in that of another. Raises OptionError."""
        # The network is imported with the first session, so that the first paint does not wait for it.
        from smtptui.watching.live import LiveSession

        session = LiveSession(self._catalogue, target, options, label=label, clock=self._clock)
        if self.record_to is not None:
            session.record(self.record_to, alone=False)
        self.show(session, instead_of=instead_of)
        session.start()
        session.prepare_beside()
        self._show_state()
        return session

    def show(self, watched: Watched, *, instead_of: Watched | None = None) -> None:
        """Show another session, or what was found in a text; the present one goes on in its tab."""
        self.watched.on_news = None
        self.tabs.leave(self.watched)
        self.tabs.put(watched, instead_of=instead_of)
        self._show(watched, goes_on=instead_of is self.watched)

    def _show(self, watched: Watched, *, goes_on: bool = False) -> None:
        self.command_line.show(watched, goes_on=goes_on)
        self.watched, self.session, self._told = watched, live(watched), None
        watched.on_news = self._hear
        self.set_class(not self.tabs.kept, "-idle")
        self.set_class(watched.clock is not None, "-replay")
        self.log_view.show(watched)
        self.ways_bar.offer(())
        self._hear()
        self._show_state()
        self.post_message(self.Progressed(dict(self.fold.progress.counts)))

    def close_shown(self) -> None:
        """Close the tab that shows, and its session; its neighbour shows then, if there is one."""
        closing = self.watched
        take_leave(closing)
        following = self.tabs.kept.close(closing)
        self.tabs.changed()
        self._show(following or Watched(self._catalogue))

    @on(SessionTabs.Chosen)
    def _tab_chosen(self, event: SessionTabs.Chosen) -> None:
        event.stop()
        self.show(event.watched)

    # What comes

    def _hear(self) -> None:
        """Take what waits, soon; called on any thread."""
        with contextlib.suppress(RuntimeError):  # The program has just ended.
            self.post_message(self.News())

    @on(News)
    def _take(self) -> None:
        self._turns.ask()

    def _turn(self) -> float:
        """Take in what waits at a stretch, and let it be drawn; return how long others have their turn."""
        self.log_view.is_behind = self.watched.advance()
        if self.log_view.is_behind:
            self._turns.ask()
        self.log_view.changed()
        self._states.ask()
        return self.watched.pace.rest

    def _settle(self) -> float:
        """Show around the rows what has changed."""
        self._show_state()
        self.tabs.changed()
        if self.watched.note != self._note:
            # Other keys are for a replay that goes on than for one that is over.
            self._note = self.watched.note
            self.screen.refresh_bindings()
        progress = self.fold.progress
        self.post_message(self.Progressed(dict(progress.counts)))
        if progress.closed is not None and self._told is not progress.closed:
            self._told = progress.closed
            self.post_message(self.Ended(progress.closed))
        return STATE_EVERY

    def tell_again(self) -> None:
        """Say in another language how it stands."""
        self._show_state()

    # What stands around the rows

    def _show_state(self) -> None:
        self._show_header()
        self._show_notice()
        line = self.command_line
        line.show_state(self.fold.progress.state, connected=self.connected)
        line.offer(self._completions())
        line.ask(self.fold.progress.refused or self.fold.progress.held)

    def _state_now(self) -> State | None:
        """Where the session stands, whatever of it has been drawn."""
        status = self.watched.status
        return status.state if status is not None else self.fold.progress.state

    def _completions(self) -> Offered:
        status = self.watched.status
        return NOTHING_OFFERED if status is None else Offered(status.expected, status.extensions)

    def refresh_header(self) -> None:
        """Show what has changed of the session by itself, and what can be done about it."""
        self._show_header()
        self.screen.refresh_bindings()

    def _show_header(self) -> None:
        if self.session is None and not self.watched.label and not self.fold.rows:
            words = idle_header()
            self.border_subtitle = ""
        else:
            state = state_words(self.log_view)
            if has_edge := self.styles.border_bottom[0] not in ("", "none", "hidden"):
                style = MUTED if self.log_view.follow else "$text-warning"
                self.border_subtitle = Content.styled("   ".join(state), style)
            else:
                self.border_subtitle = ""
            words = session_header(
                self.watched.label,
                self.fold,
                (self.watched.clock or self._clock)(),
                note=self.watched.note,
                timed=self.watched.source is not None,
                state=[] if has_edge else state,
                follows=self.log_view.follow,
            )
        self.header.update(words, layout=False)

    def on_resize(self) -> None:
        """Say how one looks at the log where the frame has room for it."""
        self._show_header()

    def _show_notice(self) -> None:
        held = self.fold.progress.held
        if held is not None and held.until is Wait.GREETING:
            held = None  # The command line asks whether it is to go out now.
        self.notice.set_class(held is not None, "-shown")
        if held is not None:
            self.notice.update(held_words(held), layout=False)

    @on(WireLog.Followed)
    def _moved(self) -> None:
        self._show_header()

    @on(WireLog.NewestAsked)
    def _to_end(self) -> None:
        self.watched.to_end()

    # What the user does

    @on(CommandLine.Entered)
    def _send(self, event: CommandLine.Entered) -> None:
        event.stop()
        self.send(event.line, insist=event.insist)

    def send(self, line: str, *, insist: bool = False) -> None:
        """Send what the user typed; what cannot be sent comes back as a row that says why."""
        if self.session is None or self.session.ended:
            self.command_line.question = _(
                "Not connected: {again} connects again, {other} elsewhere.",
                again=key_for("session.reconnect"),
                other=key_for("session.connect"),
            )
        else:
            self.session.session.send(line, insist=insist)
            if not self.log_view.follow:
                # Who says something wants to see what comes of it.
                self.log_view.action_last()

    def send_lines(self, lines: Sequence[str]) -> None:
        """Send pasted lines as if each were typed one after the other."""
        for line in lines:
            self.send(line)

    def send_message(self, message: bytes) -> None:
        """Send a whole message, which is in answer to 354."""
        if self.session is not None:
            self.session.session.send_message(message)

    def disconnect_all(self) -> bool:
        """Say QUIT to every server that still listens, and close; return whether there was any session."""
        return self.tabs.quit_all()

    def disconnect(self) -> None:
        """Say QUIT if the server still listens, and close."""
        if self.session is not None:
            self.session.session.quit()
