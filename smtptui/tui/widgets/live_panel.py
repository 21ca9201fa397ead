"""The live session: its short history, its rows, its command line; it owns the connection."""

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from smtptui.text import visible
from smtptui.tui.content import MUTED
from smtptui.tui.themes import class_mark, class_style
from smtptui.tui.widgets.command_line import CommandLine
from smtptui.tui.widgets.wire_log import WireLog
from smtptui.watching.live import Live
from smtptui.watching.rows import Row
from smtptui.wire.command import CommandError
from smtptui.wire.events import Closed, Event, State

if TYPE_CHECKING:
    from smtptui.session.session import Options, Session
    from smtptui.session.target import Target

STEPS_SHOWN = 6
"""How many steps of the session the header names."""

WAIT_SHOWN_AFTER = 1.0
"""Seconds of silence after which the header shows a running clock."""


class LivePanel(Vertical):
    """Shows one session after the other; the worker of the present one lives and dies with the panel."""

    DEFAULT_CSS = """
    LivePanel {
        height: 12;
        background: $background;
        & > .header {
            height: 1;
            background: $panel;
            padding: 0 1;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
        &.-idle { height: 1; }
        &.-idle > WireLog, &.-idle > CommandLine { display: none; }
    }
    """

    header = query_one(".header", Static)
    log_view = query_one(WireLog)
    command_line = query_one(CommandLine)

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

        def __init__(self, words: str, advice: str, expected: bool) -> None:
            super().__init__()
            self.words = words
            self.advice = advice
            self.expected = expected

    def __init__(self, explain: Callable[[Row], str], *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(classes="-idle")
        self._explain = explain
        self._clock = clock
        self._session: Session | None = None
        self._due = False
        self._told: Closed | None = None
        self.live = Live()
        self.target: Target | None = None
        self.options: Options | None = None

    def compose(self) -> ComposeResult:
        """Compose header, rows and command line."""
        yield Static(classes="header", markup=False)
        yield WireLog(self.live, self._explain)
        yield CommandLine()

    def on_mount(self) -> None:
        """Start idle; the clock of a silent server ticks once a second."""
        self._show_state()
        self.set_interval(1.0, self._tick)

    def _tick(self) -> None:
        if self.live.waiting_since is not None:
            self._show_header()

    @property
    def connected(self) -> bool:
        """Whether a session is open or being opened."""
        return self._session is not None

    def begin(self, target: "Target | None", options: "Options | None" = None) -> None:
        """Empty the panel for a session with `target`."""
        self.live = Live()
        self.target, self.options = target, options
        self.remove_class("-idle")
        self.log_view.show(self.live)
        self._show_state()
        self.post_message(self.Progressed({}))

    def show(self, live: Live) -> None:
        """Close the present session, if any, and show what was found in a text."""
        self.workers.cancel_group(self, "session")
        self.begin(None)
        self.live = live
        self.log_view.show(live)
        self._show_state()
        self.post_message(self.Progressed(dict(live.counts)))

    def connect(self, target: "Target", options: "Options") -> None:
        """Close the present session, if any, and open one with `target`."""
        self.begin(target, options)
        self._run(target, options)

    @work(exclusive=True, group="session", exit_on_error=False, description="session")
    async def _run(self, target: "Target", options: "Options") -> None:
        """Consume one session; cancelling the worker closes its socket."""
        # The network is imported with the first session, so that the first paint does not wait for it.
        from smtptui.session.session import Session

        session = Session(target, options, clock=self._clock)
        try:
            async with session:
                self._session = session
                async for event in session:
                    self.receive(event)
        finally:
            if self._session is session:
                self._session = None
                self._show_state()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say that a session ended because of a defect of ours; what a peer does is an event instead."""
        if event.state is WorkerState.ERROR:
            self.notify(
                visible(f"{event.worker.error}. ctrl+r connects again."),
                title="The session ended unexpectedly",
                severity="error",
                markup=False,
            )

    def receive(self, event: Event) -> None:
        """Take in one event of the session, and draw soon."""
        self.live.receive(event)
        self.log_view.changed()
        if not self._due:
            self._due = True
            self.call_later(self._settle)

    def _settle(self) -> None:
        """Show once what all the events since the last time have changed."""
        self._due = False
        self._show_state()
        self.post_message(self.Progressed(dict(self.live.counts)))
        closed = self.live.closed
        if closed is not None and self._told is not closed:
            self._told = closed
            words = f"{closed.reason}: {closed.detail}" if closed.detail else str(closed.reason)
            self.post_message(self.Ended(words, closed.advice, closed.expected))

    def _show_state(self) -> None:
        self._show_header()
        line = self.command_line
        line.show_state(self.live.state, connected=self._session is not None)
        line.offer(self._completions())

    def _completions(self) -> list[str]:
        extensions = self.live.context.extensions
        mechanisms = [f"AUTH {name}" for name in extensions.mechanisms] if extensions else []
        expected = list(self._session.status.expected) if self._session else []
        return [*expected, *mechanisms]

    def _show_header(self) -> None:
        live = self.live
        if self.target is None and not live.rows:
            self.header.update(
                Content.assemble(("LIVE", "bold"), ("  not connected · ctrl+o connects to a server", MUTED))
            )
            return
        label = self.target.label if self.target else f"pasted text: {live.replies} replies found"
        parts: list[Content | str | tuple[str, str]] = [
            ("LIVE ", "bold $text-primary"),
            Content(visible(label)),
            "  ",
        ]
        steps = list(live.steps)[-STEPS_SHOWN:]
        if len(live.steps) > STEPS_SHOWN:
            parts.append(("… › ", MUTED))
        for number, step in enumerate(steps):
            if number:
                parts.append((" › ", MUTED))
            failed = step.severity >= 4
            name = visible(step.name)
            parts.append((name, class_style(step.severity)) if failed else name)
            if failed or not self.target:
                parts.append((f" {class_mark(step.severity)}", class_style(step.severity)))
            else:
                parts.append((f" {_duration(step.took)}", MUTED))
        waited = self._waited()
        if waited >= WAIT_SHOWN_AFTER:
            parts.append((f"   waiting for {visible(live.waiting_for)} {waited:.0f} s", "$text-warning"))
        if live.closed is not None:
            parts.append((f"   {live.closed.reason}", MUTED if live.closed.expected else "$text-error"))
        if live.forgotten:
            parts.append((f"   the oldest {live.forgotten} lines are forgotten", "$text-warning"))
        if not self.log_view.follow:
            parts.append(("   ▼ End: newest", MUTED))
        self.header.update(Content.assemble(*parts))

    def _waited(self) -> float:
        since = self.live.waiting_since
        return 0.0 if since is None or self._session is None else self._clock() - since

    @on(CommandLine.Entered)
    async def _send(self, event: CommandLine.Entered) -> None:
        event.stop()
        await self.send(event.line)

    async def send(self, line: str) -> None:
        """Send what the user typed; what cannot be sent is said, and nothing is written."""
        if self._session is None:
            self.notify("Not connected: ctrl+r connects again, ctrl+o elsewhere.", severity="warning")
            return
        try:
            await self._session.send(line)
        except CommandError as error:
            self.notify(visible(str(error)), title="Not sent", severity="warning", markup=False)
            if self.live.state is not State.AUTHENTICATING:
                self.command_line.value = line

    async def disconnect(self) -> None:
        """Say QUIT if the server still listens, and close."""
        if self._session is not None:
            await self._session.quit()

    @on(WireLog.Highlighted)
    def _moved(self) -> None:
        self._show_header()


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
