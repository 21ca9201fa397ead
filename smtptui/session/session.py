"""One session as its user has it: events on one side, what the user does on the other."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from types import TracebackType
from typing import Self

from smtptui.session.ending import SessionEnd
from smtptui.session.event_queue import EventQueue, Outlet
from smtptui.session.network.attempts import Connector, connect_tcp
from smtptui.session.network.resolve import Resolver, SystemResolver
from smtptui.session.options import Deadlines, OptionError, Options, check_options
from smtptui.session.reading_task import ReadingTask
from smtptui.session.status import SessionStatus
from smtptui.session.target import Target
from smtptui.session.tls.offers import OFFERS, TlsOffers
from smtptui.session.tls.policy import TrustFor, find_trust
from smtptui.session.tracebacks import without_locals
from smtptui.session.typed_lines import RiskError
from smtptui.wire.command import CommandError
from smtptui.wire.dialogue import Dialogue
from smtptui.wire.events import CloseReason, Event, Risk, State, Wait
from smtptui.wire.sasl.mechanism import Mechanism
from smtptui.wire.sasl.names import PROVING
from smtptui.wire.verbs import Occasion
from smtptui.words import _

__all__ = ["Deadlines", "OptionError", "Options", "Session", "SessionStatus"]

MESSAGE_ENDS = (Occasion.END_OF_DATA, Occasion.BDAT_LAST)

_BUSY = (State.AWAITING_GREETING, State.STARTING_TLS, State.CLOSING, State.OUT_OF_STEP, State.CLOSED)


class Session:
    """A session with `target`, open between entering and leaving it as a context manager.

    Iterating yields its events up to `Closed`, which comes exactly once. One task reads the socket; methods
    that send may be called from any task, also from within the iteration. With an `outlet` the events go
    there, and iterating yields nothing. Raises OptionError.
    """

    def __init__(
        self,
        target: Target,
        options: Options | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        resolver: Resolver | None = None,
        connector: Connector = connect_tcp,
        outlet: Outlet | None = None,
        offers: TlsOffers = OFFERS,
        trust: TrustFor = find_trust,
    ) -> None:
        self._target = target
        self._options = check_options(options) if options is not None else Options()
        self._clock = clock
        self._queue = EventQueue()
        self._task = ReadingTask(
            target,
            self._options,
            clock=clock,
            resolver=resolver or SystemResolver(),
            connector=connector,
            events=outlet or self._queue,
            offers=offers,
            trust=trust,
        )
        self._dialogue = self._task.dialogue
        self._leaving: asyncio.TimerHandle | None = None

    async def __aenter__(self) -> Self:
        self._task.life.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._leave_no_more()
        defect = await self._task.life.finish()
        if defect is not None and error is None:
            raise defect

    async def run(self) -> None:
        """Hold the session within the calling task up to its last event, instead of entering it.

        What it tells goes to the outlet. Raises a defect of ours.
        """
        try:
            await self._task.life.run()
        finally:
            self._leave_no_more()

    async def __aiter__(self) -> AsyncIterator[Event]:
        while (event := await self._queue.get()) is not None:
            yield event

    @property
    def status(self) -> SessionStatus:
        """Where it stands now."""
        task, dialogue = self._task, self._dialogue
        return SessionStatus(
            dialogue.state,
            self._target,
            task.address,
            task.tls,
            dialogue.extensions,
            dialogue.extensions_before_tls,
            dialogue.greeting,
            dialogue.pending,
            dialogue.expected(),
            tuple(task.sent),
            task.received,
        )

    @property
    def state(self) -> State:
        """Where the dialogue stands now."""
        return self._dialogue.state

    @property
    def encrypted(self) -> bool:
        """Whether what is sent now goes inside TLS."""
        return self._dialogue.tls

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """The mechanisms of AUTH that the server offers now."""
        extensions = self._dialogue.extensions
        return extensions.mechanisms if extensions is not None else ()

    def offers(self, keyword: str) -> bool:
        """Whether the server's EHLO list has a keyword."""
        return keyword in (self._dialogue.extensions or ())

    @property
    def settled(self) -> bool:
        """Whether nothing is under way: no reply is outstanding, and nothing is about to be sent unasked."""
        typed, dialogue = self._task.typed, self._dialogue
        return typed.open and not typed and dialogue.first_pending is None and dialogue.state not in _BUSY

    @property
    def reply_due(self) -> float:
        """When the reply that is awaited has to be there, in seconds of the loop's clock; else infinity."""
        return self._task.reply_due

    async def all_written(self) -> None:
        """Wait until nothing is left to write."""
        await self._task.all_written()

    @property
    def held_back(self) -> bool:
        """Whether more events wait than are read ahead, so that the server has to wait."""
        return self._queue.full

    @without_locals
    def send(self, line: str, *, insist: bool = False) -> None:
        """Send a command, a response to a challenge, or in DATA a line of the message (``.`` ends it).

        A line whose meaning depends on a reply is held until that is there (`Held`); `insist` sends it
        before the greeting, and a credential in the clear. Raises CommandError before anything is written.
        """
        self._task.typed.send(line, insist=insist)

    def shown(self, line: str) -> bytes:
        """Return what may be shown of a line that is typed now."""
        return self._task.typed.shown(line)

    @without_locals
    def send_message(self, message: bytes) -> None:
        """Send a whole message in answer to 354. Raises CommandError."""
        self._refuse_before_open()
        self._task.write(self._dialogue.send_message(message, self._clock()))

    @without_locals
    def authenticate(self, mechanism: Mechanism, *, insist: bool = False) -> None:
        """Begin AUTH; challenges are answered as they come.

        Raises CommandError, and RiskError where a password would go out in the clear and nobody insists.
        """
        self._refuse_before_open()
        if self._options.insecure:
            msg = _("AUTH is forbidden while certificates are not verified.")
            raise CommandError(msg)
        risk = None
        if self._task.tls is None and mechanism.name.upper() not in PROVING:
            if not insist:
                msg = _("This sends a password in the clear: the connection is not encrypted.")
                raise RiskError(Risk.IN_CLEAR, msg)
            risk = Risk.IN_CLEAR
        sent = self._dialogue.authenticate(mechanism, self._clock(), risk=risk)
        self._task.automatic.mechanism_answers = True
        self._task.write(sent)

    def cancel(self) -> None:
        """Give up waiting for a reply: what comes later pairs with nothing, and only closing is left."""
        self._task.give_up_reply()

    @without_locals
    def send_chunk(self, octets: bytes) -> None:
        """Send the chunk that BDAT has announced. Raises CommandError."""
        self._refuse_before_open()
        self._task.write(self._dialogue.send_chunk(octets, self._clock()))

    async def quit(self) -> None:
        """Say QUIT, wait shortly for the 221, and close; where QUIT would be no command, only close.

        After the end of a message it is said once its reply is there.
        """
        self.leave()
        await self._task.life.ended()

    def leave(self) -> None:
        """Begin to quit; the events up to `Closed` follow."""
        if self._say_quit():
            loop = asyncio.get_running_loop()
            self._leaving = loop.call_later(self._options.deadlines.quit, self.stop)
        else:
            self.stop()

    def _leave_no_more(self) -> None:
        if self._leaving is not None:
            self._leaving.cancel()

    def _say_quit(self) -> bool:
        """Put QUIT after what was sent; whether it is a command there."""
        typed, dialogue = self._task.typed, self._dialogue
        typed.give_up()
        verbs = {asked.verb for asked in dialogue.pending}
        message_sent = dialogue.chunk_wanted is None and not verbs.isdisjoint(MESSAGE_ENDS)
        if not typed.open or not (dialogue.may_say_unasked or message_sent):
            self._task.life.end = SessionEnd(CloseReason.BY_CLIENT, _broken_off(dialogue), expected=True)
            return False
        self._task.life.end = SessionEnd(CloseReason.QUIT, _("no 221 came in time"), expected=True)
        if dialogue.may_say_unasked:
            self._task.write(dialogue.send("QUIT", self._clock()))
        else:
            typed.send("QUIT")
        return True

    async def close(self) -> None:
        """Close at once."""
        self.stop()
        await self._task.life.ended()

    async def ended(self) -> None:
        """Wait until the socket is closed and the last event told."""
        await self._task.life.ended()

    def fail(self, defect: BaseException) -> None:
        """End because of a defect of ours."""
        self._task.life.fail(defect)

    def stop(self) -> None:
        """Begin to close; the events up to `Closed` follow."""
        self._task.life.stop()

    def _refuse_before_open(self) -> None:
        if not self._task.typed.open and self._dialogue.state is not State.CLOSED:
            msg = _("The connection is not ready yet: wait until it is.")
            raise CommandError(msg)


def _broken_off(dialogue: Dialogue) -> str:
    """Return in words what closing breaks off, where QUIT would be taken for something else."""
    match dialogue.waits:
        case _wait if dialogue.state is State.DATA or dialogue.chunk_wanted is not None:
            return _("in the middle of a message, which the server therefore drops")
        case Wait.DATA:
            return _("in the middle of a message, which the server therefore drops")
        case Wait.AUTH:
            return _("in the middle of AUTH")
        case _wait if dialogue.challenged:
            return _("in the middle of AUTH")
        case _wait:
            return ""
