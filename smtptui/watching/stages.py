"""The stages of a session as they pass: what each took, what is under way, what failed."""

from collections import deque

from smtptui.text import visible
from smtptui.watching.stage import Outcome, Stage, StageName, stage_of_verb
from smtptui.wire.events import (
    Closed,
    CommandSent,
    Connected,
    ConnectFailed,
    Connecting,
    Event,
    GreetingReceived,
    ReplyReceived,
    Resolved,
    Resolving,
    State,
    StateChanged,
    TimedOut,
    TlsEstablished,
    TlsFailed,
)
from smtptui.wire.verbs import INTRODUCTIONS, Verb

STAGES_KEPT = 64
"""Stages of a session that are kept, the newest; with a hundred recipients the first ones go."""


class Stages:
    """The stages of one session. Feed it every event but lines, once, in order."""

    def __init__(self) -> None:
        self._done: deque[Stage] = deque(maxlen=STAGES_KEPT)
        self._begun: dict[StageName | str, float] = {}
        """What is under way: a stage, or the attempt at an address, and when it began."""
        self._may_speak = 0.0

    @property
    def done(self) -> tuple[Stage, ...]:
        """Those that are over, in the order in which they ended."""
        return tuple(self._done)

    @property
    def failed(self) -> Stage | None:
        """The last one that failed."""
        return next((stage for stage in reversed(self._done) if stage.outcome is Outcome.FAILED), None)

    def at(self, now: float) -> tuple[Stage, ...]:
        """Return those that are over, and what is under way `now`."""
        named = ((name, began) for name, began in self._begun.items() if isinstance(name, StageName))
        under_way = (
            Stage(name, began, max(0.0, now - began), Outcome.UNDER_WAY)
            for name, began in sorted(named, key=lambda each: each[1])
        )
        return (*self._done, *under_way)

    def receive(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case CommandSent():
                self.sent(event)
            case ReplyReceived():
                self.replied(event)
            case Resolving(at):
                self._begun.setdefault(StageName.RESOLVE, at)
            case Resolved(at, found=found):
                self._end(StageName.RESOLVE, at, failed=not found)
            case Connecting(at, address=address):
                self._end(StageName.RESOLVE, at)
                self._begun[address] = at
                self._begun.setdefault(StageName.CONNECT, at)
            case ConnectFailed():
                self._connect_failed(event)
            case Connected(at, took=took):
                self._end(StageName.RESOLVE, at)
                self._begun = {StageName.GREETING: at}
                self._may_speak = at
                self._add(Stage(StageName.CONNECT, at - took, took))
            case StateChanged(at, after=State.STARTING_TLS):
                self._begun[StageName.TLS] = at
            case TlsEstablished(at, took=took):
                self._begun.pop(StageName.TLS, None)
                self._add(Stage(StageName.TLS, at - took, took))
                if StageName.GREETING in self._begun:
                    # TLS came first: only now the server may speak.
                    self._begun[StageName.GREETING] = self._may_speak = at
            case TlsFailed(at, why=why):
                self._begun.setdefault(StageName.TLS, at)
                self._begun.pop(StageName.GREETING, None)
                self._end(StageName.TLS, at, failed=True, why=why)
            case GreetingReceived(at, reply):
                self._begun.setdefault(StageName.GREETING, self._may_speak)
                self._end(StageName.GREETING, reply.until, failed=not event.accepted, code=reply.code)
            case TimedOut() | Closed():
                self._stop(event)

    def sent(self, event: CommandSent) -> None:
        """Take in a command."""
        if (name := stage_of_verb(event.asked.verb)) is not None:
            self._begun.setdefault(name, event.at)

    def replied(self, event: ReplyReceived) -> None:
        """Take in a reply."""
        asked, reply = event.asked, event.reply
        name = stage_of_verb(asked.verb) if asked is not None else None
        if asked is None or name is None:
            return
        if asked.verb == Verb.BDAT and asked.line.upper().split()[-1:] == [b"LAST"]:
            self._begun.pop(name, None)
            name = StageName.END_OF_DATA
        if name is StageName.AUTH and reply.severity == 3:
            return  # The exchange goes on.
        began = self._begun.pop(name, None)
        if began is None or name is not StageName.AUTH:
            began = reply.until - event.took
        failed = reply.severity not in (2, 3)
        outcome = Outcome.FAILED if failed else Outcome.DONE
        verb = visible(asked.verb) if asked.verb in INTRODUCTIONS and asked.verb != Verb.EHLO else ""
        self._add(Stage(name, began, reply.until - began, outcome, reply.code, verb=verb))

    def _connect_failed(self, event: ConnectFailed) -> None:
        began = self._begun.pop(event.address, event.at)
        self._add(Stage(StageName.CONNECT, began, event.at - began, Outcome.FAILED, why=event.why))
        if not any(not isinstance(name, StageName) for name in self._begun):
            self._begun.pop(StageName.CONNECT, None)

    def _stop(self, event: TimedOut | Closed) -> None:
        """What was under way when time or connection ran out has failed, unless the end was wanted."""
        wanted = isinstance(event, Closed) and event.expected
        for name in [name for name in self._begun if isinstance(name, StageName)]:
            if wanted and name in (StageName.QUIT, StageName.GREETING):
                self._begun.pop(name)
            else:
                self._end(name, event.at, failed=True)
        self._begun.clear()

    def _end(
        self, name: StageName, at: float, *, failed: bool = False, code: int | None = None, why: str = ""
    ) -> None:
        began = self._begun.pop(name, None)
        if began is not None:
            outcome = Outcome.FAILED if failed else Outcome.DONE
            self._add(Stage(name, began, at - began, outcome, code, why=why))

    def _add(self, stage: Stage) -> None:
        before = self._done[-1] if self._done else None
        if (
            before is not None
            and stage.name is before.name is StageName.RESOLVE
            and before.outcome is Outcome.DONE
        ):
            # MX and then its addresses: one look-up to who waits.
            self._done[-1] = stage._replace(began=before.began, took=before.took + stage.took)
        else:
            self._done.append(stage)
