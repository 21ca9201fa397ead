"""Two sessions beside each other: one command line for both, their replies held against each other."""

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static

from smtptui.text import visible
from smtptui.tui.completing import Offered
from smtptui.tui.content import MUTED
from smtptui.tui.history import History
from smtptui.tui.side_by_side import SIDES, Sides, lines
from smtptui.tui.sturdy import Sturdy
from smtptui.tui.widgets.command_line import CommandLine
from smtptui.watching.aligning import Exchange, align, exchanges, offers_compared
from smtptui.watching.kept import live
from smtptui.watching.watched import Watched
from smtptui.wire.events import State
from smtptui.words import _, plural

LOOKS = 0.1
"""Seconds between two looks at whether something has come."""


class TwoSessionsScreen(Sturdy, Screen[None]):
    """A is the session that showed, B another one; a line that is typed goes to each that is open."""

    DEFAULT_CSS = """
    TwoSessionsScreen {
        background: $background;
        & > .sides { height: auto; max-height: 3; padding: 0 1; background: $panel; }
        & > VerticalScroll { height: 1fr; padding: 0 1; }
        & > .keys { height: 1; padding: 0 1; background: $panel; color: $quiet; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back"),
        Binding("D", "leave", "Back", show=False),
        Binding("colon", "type", "Command"),
        Binding("equals_sign,d", "only_differing", "Only what differs"),
        Binding("ctrl+z", "app.suspend_process", "Suspend", show=False),
    ]

    head = query_one(".sides", Static)
    page = query_one("#pairs", Static)
    scroll = query_one(VerticalScroll)
    line = query_one(CommandLine)

    def __init__(self, a: Watched, b: Watched, history: History) -> None:
        super().__init__()
        self._both = (a, b)
        self._history = history
        self._only_differing = False
        self._seen: object = None
        self._follows = True
        """Whether the newest replies are kept in view."""

    def compose(self) -> ComposeResult:
        """Compose who they are, the pairs, and the command line."""
        yield Static(classes="sides", markup=False)
        with VerticalScroll():
            yield Static(id="pairs", markup=False)
        yield CommandLine()
        yield Static(_(": types a command · = only what differs · esc back"), classes="keys")

    def on_mount(self) -> None:
        """Begin on the command line, if there is anybody to tell something."""
        self.watch(self.scroll, "virtual_size", self._go_to_the_end, init=False)
        self.line.history = self._history
        self.line.status = self._state
        self.set_interval(LOOKS, self._look)
        self.call_after_refresh(self._look)
        if self._open:
            self.set_focus(self.line)

    def on_resize(self) -> None:
        """Lay everything out anew."""
        self._seen = None
        self.call_after_refresh(self._look)

    @property
    def _open(self) -> list[int]:
        """The sides that one may say something to."""
        return [
            side
            for side, each in enumerate(self._both)
            if (session := live(each)) is not None and not session.ended
        ]

    def _state_of(self, side: int) -> State | None:
        watched = self._both[side]
        return watched.status.state if watched.status is not None else watched.fold.progress.state

    def _state(self) -> State | None:
        """Where they stand: what has to be hidden in one of them is hidden."""
        states = [self._state_of(side) for side in self._open]
        for state in (State.AUTHENTICATING, State.DATA):
            if state in states:
                return state
        return states[0] if states else State.CLOSED

    @property
    def _hearers(self) -> list[int]:
        """The sides that a line goes to: a message or a response only to one that waits for it."""
        state = self._state()
        if state in (State.AUTHENTICATING, State.DATA):
            return [side for side in self._open if self._state_of(side) is state]
        return self._open

    # What came

    def _go_to_the_end(self) -> None:
        """Show what is new; called again once it has its height, which is only then known."""
        if self._follows:
            self.scroll.scroll_end(animate=False)

    def _look(self) -> None:
        """Draw again, if anything has come to one of them."""
        now = (
            *((len(each.fold.rows), each.fold.progress.replies, each.ended) for each in self._both),
            *(self._asks(each) for each in self._both),
            self._only_differing,
        )
        if now == self._seen or not self.query(CommandLine):
            # Nothing has come, or the screen is about to begin or to end.
            return
        self._seen = now
        self._show()

    def _asks(self, watched: Watched) -> object:
        return watched.fold.progress.refused or watched.fold.progress.held

    def _show(self) -> None:
        a, b = self._both
        self.head.update(Content("\n").join([*map(self._named, range(2)), self._whom()]))
        width = self.scroll.scrollable_content_region.width or self.size.width - 2
        sides = Sides(
            align(exchanges(a.fold), exchanges(b.fold)),
            offers_compared(a.fold, b.fold),
            (_words(a), _words(b)),
        )
        self.page.update(Content("\n").join(lines(sides, width, only_differing=self._only_differing)))
        self.call_after_refresh(self._go_to_the_end)
        line = self.line
        line.display = bool(self._open)
        line.show_state(self._state(), connected=bool(self._open))
        status = next((self._both[side].status for side in self._open), None)
        if status is not None:
            line.offer(Offered(status.expected, status.extensions))
        line.ask(a.fold.progress.refused or b.fold.progress.refused or a.fold.progress.held)

    def _named(self, side: int) -> Content:
        watched = self._both[side]
        progress = watched.fold.progress
        is_open = side in self._open
        tls = visible(progress.tls.version) if progress.tls else _("no TLS")
        replies = plural("{number} reply", "{number} replies", progress.replies)
        return Content.assemble(
            (f" {SIDES[side]} ", "bold reverse"),
            (" ● " if is_open else " ○ ", "$text-success" if is_open else MUTED),
            (visible(watched.name or watched.label), "bold"),
            (f"  {tls}  {replies}" if watched.source is not None else "", MUTED),
        )

    def _whom(self) -> Content:
        """Say plainly whom a line goes to."""
        match self._hearers:
            case [0, 1]:
                return Content.styled(_("What you type goes to both, A and B."), "$text-warning")
            case [side] if len(self._open) > 1:
                words = _(
                    "What you type goes to {side} only: the other one waits for no such line.",
                    side=SIDES[side],
                )
                return Content.styled(words, "$text-warning")
            case [side]:
                words = _("What you type goes to {side} only: the other one is not open.", side=SIDES[side])
                return Content.styled(words, "$text-warning")
        return Content.styled(_("Neither is open: they can be compared, and told nothing."), MUTED)

    # What one does

    def on_key(self, event: events.Key) -> None:
        """Going up stays there; the end, and a command, lead back to what is new."""
        if event.key in ("up", "pageup", "home"):
            self._follows = False
        elif event.key == "end":
            self._follows = True

    def on_mouse_scroll_up(self) -> None:
        """Stay where one has scrolled to."""
        self._follows = False

    @on(CommandLine.Entered)
    def _send(self, event: CommandLine.Entered) -> None:
        event.stop()
        self._follows = True
        for side in self._hearers:
            session = live(self._both[side])
            if session is not None:
                session.session.send(event.line, insist=event.insist)

    @on(CommandLine.Pasted)
    def _pasted(self, event: CommandLine.Pasted) -> None:
        """Let pasted lines come one by one: each is for two servers."""
        event.stop()
        self.line.go_through(event.lines)

    def action_type(self) -> None:
        """Type a command."""
        if self._open:
            self.set_focus(self.line)

    def action_only_differing(self) -> None:
        """Show only what differs, or all of it again."""
        self._only_differing = not self._only_differing
        self._look()

    def action_leave(self) -> None:
        """From the line to the replies, from there back to the session."""
        if self.focused is self.line and not isinstance(self.focused, VerticalScroll):
            self.set_focus(self.scroll)
        else:
            self.dismiss(None)


def _words(watched: Watched) -> Callable[[Exchange], str]:
    """Return what says in a few words what a reply means."""

    def words(exchange: Exchange) -> str:
        if exchange.code is None or exchange.code < 400:
            return ""
        return watched.words(exchange.row)

    return words
