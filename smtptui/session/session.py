"""One session as its user has it: events on one side, what the user does on the other."""

import time
from collections.abc import AsyncIterator, Callable
from types import TracebackType
from typing import Self

import anyio

from smtptui.session.ending import SessionEnd
from smtptui.session.event_queue import EventQueue, Outlet
from smtptui.session.network.attempts import Connector, connect_tcp
from smtptui.session.network.resolve import Resolver, SystemResolver
from smtptui.session.options import Deadlines, OptionError, Options, check_options
from smtptui.session.reading_task import ReadingTask
from smtptui.session.status import SessionStatus
from smtptui.session.target import Target
from smtptui.session.tracebacks import without_locals
from smtptui.wire.command import CommandError, verb_of
from smtptui.wire.events import CloseReason, Event, State
from smtptui.wire.sasl.mechanism import Mechanism
from smtptui.wire.secrecy import AUTH_VERBS

__all__ = ["Deadlines", "OptionError", "Options", "Session", "SessionStatus"]

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
    ) -> None:
        self._target = target
        self._options = check_options(options or Options())
        self._clock = clock
        self._queue = EventQueue()
        self._task = ReadingTask(
            target,
            self._options,
            clock=clock,
            resolver=resolver or SystemResolver(),
            connector=connector,
            events=outlet or self._queue,
        )
        self._dialogue = self._task.dialogue

    async def __aenter__(self) -> Self:
        self._task.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        defect = await self._task.finish()
        if defect is not None and error is None:
            raise defect

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
    def settled(self) -> bool:
        """Whether nothing is under way: no reply is outstanding, and nothing is about to be sent unasked."""
        return self._task.open and not self._dialogue.pending and self._dialogue.state not in _BUSY

    @property
    def held_back(self) -> bool:
        """Whether more events wait than are read ahead, so that the server has to wait."""
        return self._queue.full

    @without_locals
    async def send(self, line: str) -> None:
        """Send a command, a response to a challenge, or in DATA a line of the message (``.`` ends it).

        Raises CommandError before anything is written.
        """
        self._refuse_before_open()
        at = self._clock()
        if self._dialogue.state is State.DATA:
            await self._task.write(self._dialogue.send_data_line(line, at))
            return
        if verb_of(line) in AUTH_VERBS:
            self._refuse_auth()
        await self._task.write(self._dialogue.send(line, at))

    @without_locals
    async def send_message(self, message: bytes) -> None:
        """Send a whole message in answer to 354. Raises CommandError."""
        self._refuse_before_open()
        await self._task.write(self._dialogue.send_message(message, self._clock()))

    @without_locals
    async def authenticate(self, mechanism: Mechanism) -> None:
        """Begin AUTH; challenges are answered as they come. Raises CommandError."""
        self._refuse_before_open()
        self._refuse_auth()
        sent = self._dialogue.authenticate(mechanism, self._clock())
        self._task.automatic.mechanism_answers = True
        await self._task.write(sent)

    async def starttls(self) -> None:
        """Ask for TLS; a 220 begins the handshake. Raises CommandError."""
        await self.send("STARTTLS")

    async def cancel(self) -> None:
        """Give up waiting for a reply: what comes later pairs with nothing, and only closing is left."""
        self._task.give_up_reply()

    async def quit(self) -> None:
        """Say QUIT, wait shortly for the 221, and close."""
        if not self._task.open or self._dialogue.challenged:
            await self.close()
            return
        try:
            await self.send("QUIT")
        except CommandError:
            await self.close()
            return
        self._task.end = SessionEnd(CloseReason.QUIT, "no 221 came in time", expected=True)
        with anyio.move_on_after(self._options.deadlines.quit):
            await self._task.ended()
        await self.close()

    async def close(self) -> None:
        """Close at once."""
        self.stop()
        await self._task.ended()

    async def ended(self) -> None:
        """Wait until the socket is closed and the last event told."""
        await self._task.ended()

    def stop(self) -> None:
        """Begin to close; the events up to `Closed` follow."""
        self._task.stop()

    def _refuse_before_open(self) -> None:
        if not self._task.open and self._dialogue.state is not State.CLOSED:
            msg = "The connection is not ready yet: wait until it is."
            raise CommandError(msg)

    def _refuse_auth(self) -> None:
        if self._options.insecure:
            msg = "AUTH is forbidden while certificates are not verified: connect without --insecure."
            raise CommandError(msg)
