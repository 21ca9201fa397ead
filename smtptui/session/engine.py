"""One session: the socket on one side, the events on the other."""

import asyncio
import socket
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from types import TracebackType
from typing import Self

import anyio

from smtptui.session.conversation import Conversation
from smtptui.session.dial import Connector, connect_tcp
from smtptui.session.ending import SessionEnd, broken_off, end_of_stream, timed_out
from smtptui.session.identity import ehlo_name
from smtptui.session.options import Deadlines, OptionError, Options, check_options
from smtptui.session.queue import EventQueue
from smtptui.session.reach import reach
from smtptui.session.resolve import Resolver, SystemResolver
from smtptui.session.secure import negotiate
from smtptui.session.status import SessionStatus
from smtptui.session.target import Target, TlsMode
from smtptui.session.transport import StreamBrokenError, Transport
from smtptui.session.waiting import Waiting
from smtptui.wire.auth import Mechanism
from smtptui.wire.command import CommandError, verb_of
from smtptui.wire.dialogue import Dialogue, Sent
from smtptui.wire.events import (
    CloseReason,
    CommandSent,
    Event,
    GreetingReceived,
    Noticed,
    ReplyReceived,
    State,
    TimedOut,
    TlsEstablished,
)
from smtptui.wire.redact import AUTH_VERBS

__all__ = ["Deadlines", "OptionError", "Options", "Session", "SessionStatus", "run"]

BLOCK = 64 * 1024
"""Octets written at once; each block has its own deadline (RFC 5321 §4.5.3.2.5)."""

SENT_KEPT = 1000
"""Commands kept in the status."""


class Session:
    """A session with `target`, open between entering and leaving it as a context manager.

    Iterating yields its events up to `Closed`, which comes exactly once. One task reads the socket; methods
    that send may be called from any task, also from within the iteration. Raises OptionError.
    """

    def __init__(
        self,
        target: Target,
        options: Options | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        resolver: Resolver | None = None,
        connector: Connector = connect_tcp,
    ) -> None:
        self._target = target
        self._options = check_options(options or Options())
        self._clock = clock
        self._resolver = resolver or SystemResolver()
        self._connector = connector
        self._queue = EventQueue()
        self._dialogue = Dialogue()
        self._waiting = Waiting(self._options.deadlines)
        self._conversation = Conversation(self._dialogue, self._target.tls, auto_ehlo=self._options.auto_ehlo)
        self._transport: Transport | None = None
        self._open = False
        self._address = ""
        self._server_name = target.host
        self._tls: TlsEstablished | None = None
        self._sent: deque[bytes] = deque(maxlen=SENT_KEPT)
        self._received = 0
        # How it ends if nothing but our own closing ends it.
        self._end = SessionEnd(CloseReason.BY_CLIENT, expected=True)
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._scope = anyio.CancelScope()
        self._ended = anyio.Event()
        self._writing = anyio.Lock()
        # A task of its own, not a task group's: the session must also work inside an async generator, where
        # a cancel scope may not span a yield. `__aexit__` ends it.
        self._task = asyncio.create_task(self._drive(), name="SMTP session")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._scope.cancel()
        if self._task is not None:
            with anyio.CancelScope(shield=True):
                await asyncio.wait({self._task})
            if not self._task.cancelled() and (defect := self._task.exception()) and error is None:
                raise defect

    async def __aiter__(self) -> AsyncIterator[Event]:
        while (event := await self._queue.get()) is not None:
            yield event

    @property
    def status(self) -> SessionStatus:
        """Where it stands now."""
        dialogue = self._dialogue
        return SessionStatus(
            dialogue.state,
            self._target,
            self._address,
            self._tls,
            dialogue.extensions,
            dialogue.extensions_before_tls,
            dialogue.greeting,
            dialogue.pending,
            dialogue.expected(),
            tuple(self._sent),
            self._received,
        )

    @property
    def settled(self) -> bool:
        """Whether nothing is under way: no reply is outstanding, and nothing is about to be sent unasked."""
        busy = (State.AWAITING_GREETING, State.STARTING_TLS, State.CLOSING, State.OUT_OF_STEP, State.CLOSED)
        return self._open and not self._dialogue.pending and self._dialogue.state not in busy

    # What the user does

    async def send(self, line: str) -> None:
        """Send a command, a response to a challenge, or in DATA a line of the message (``.`` ends it).

        Raises CommandError before anything is written.
        """
        self._refuse_before_open()
        at = self._clock()
        if self._dialogue.state is State.DATA:
            await self._write(self._dialogue.send_data_line(line, at))
            return
        if verb_of(line) in AUTH_VERBS:
            self._refuse_auth()
        await self._write(self._dialogue.send(line, at))

    async def send_message(self, message: bytes) -> None:
        """Send a whole message in answer to 354. Raises CommandError."""
        self._refuse_before_open()
        await self._write(self._dialogue.send_message(message, self._clock()))

    async def authenticate(self, mechanism: Mechanism) -> None:
        """Begin AUTH; challenges are answered as they come. Raises CommandError."""
        self._refuse_before_open()
        self._refuse_auth()
        sent = self._dialogue.authenticate(mechanism, self._clock())
        self._conversation.mechanism_answers = True
        await self._write(sent)

    async def starttls(self) -> None:
        """Ask for TLS; a 220 begins the handshake. Raises CommandError."""
        await self.send("STARTTLS")

    async def cancel(self) -> None:
        """Give up waiting for a reply: what comes later pairs with nothing, and only closing is left."""
        self._tell(self._dialogue.cancel(self._clock()))
        self._waiting.rearm(self._dialogue)

    async def quit(self) -> None:
        """Say QUIT, wait shortly for the 221, and close."""
        if not self._open or self._dialogue.challenged:
            await self.close()
            return
        try:
            await self.send("QUIT")
        except CommandError:
            await self.close()
            return
        self._end = SessionEnd(CloseReason.QUIT, "no 221 came in time", expected=True)
        with anyio.move_on_after(self._options.deadlines.quit):
            await self._ended.wait()
        await self.close()

    async def close(self) -> None:
        """Close at once."""
        if self._task is not None:
            self._scope.cancel()
            await self._ended.wait()

    # The task that reads

    async def _drive(self) -> None:
        defect: BaseException | None = None
        end: SessionEnd | None = None
        try:
            with self._scope:
                try:
                    await self._talk()
                except SessionEnd as reason:
                    end = reason
        except BaseException as error:
            defect = error
            raise
        finally:
            self._open = False
            end = end or self._end
            if self._transport is not None:
                await self._transport.close(politely=end.reason is CloseReason.QUIT)
            at = self._clock()
            self._tell(self._dialogue.end_of_stream(at))
            self._tell([end.closed(at)])
            self._queue.close(None if isinstance(defect, asyncio.CancelledError) else defect)
            self._ended.set()

    async def _talk(self) -> None:
        reached = await reach(
            self._target,
            self._options,
            resolver=self._resolver,
            connector=self._connector,
            clock=self._clock,
            tell=lambda event: self._tell([event]),
        )
        transport = self._transport = Transport(reached.stream)
        self._address, self._server_name = reached.address, reached.host
        self._conversation.ehlo_name = ehlo_name(
            self._options.ehlo_name, socket.gethostname(), transport.local_address
        )
        if self._target.tls is TlsMode.IMPLICIT:
            await self._secure(transport)
        self._open = True
        self._waiting.rearm(self._dialogue)
        while True:
            octets = await self._receive(transport)
            if not octets:
                raise end_of_stream(self._dialogue, quitting=self._quitting)
            injected = await self._take(octets)
            if injected or self._dialogue.state is State.STARTING_TLS:
                await self._upgrade(transport, injected)
            await self._queue.wait_for_room()

    async def _receive(self, transport: Transport) -> bytes:
        """Return the next octets; say what silence may mean, and end the session at a deadline."""
        while True:
            with self._waiting.scope():
                try:
                    return await transport.receive()
                except StreamBrokenError as broken:
                    raise broken_off(broken.reason, broken.why, quitting=self._quitting) from None
            match self._waiting.overdue(self._dialogue, self._target.port, tls=self._tls is not None):
                case Noticed(_, text, advice):
                    self._tell([Noticed(self._clock(), text, advice)])
                case TimedOut(_, waiting_for, after):
                    self._tell([TimedOut(self._clock(), waiting_for, after)])
                    self._tell(self._dialogue.cancel(self._clock()))
                    raise timed_out(waiting_for, after)
                case _:
                    raise end_of_stream(self._dialogue, quitting=self._quitting)

    async def _take(self, octets: bytes) -> bool:
        """Take octets in and answer what needs no user; whether more came after a 220 to STARTTLS."""
        self._received += len(octets)
        self._waiting.heard()
        at = self._clock()
        answered = self._conversation.receive(octets, at)
        self._tell(answered.events)
        if any(isinstance(event, (GreetingReceived, ReplyReceived)) for event in answered.events):
            self._waiting.rearm(self._dialogue)
        if answered.end is not None:
            raise answered.end
        if answered.octets:
            self._note(answered.events)
            self._waiting.rearm(self._dialogue)
            await self._put(answered.octets)
        return answered.injected

    async def _upgrade(self, transport: Transport, injected: bool) -> None:
        """Begin TLS after a 220 to STARTTLS, and say EHLO again."""
        self._open = False
        await self._secure(transport, injected=injected)
        self._open = True
        octets, events = self._conversation.say_ehlo(self._clock())
        self._tell(events)
        self._note(events)
        self._waiting.rearm(self._dialogue)
        await self._put(octets)

    async def _secure(self, transport: Transport, *, injected: bool = False) -> None:
        self._tls = await negotiate(
            transport,
            self._dialogue,
            self._server_name,
            self._options,
            required=self._target.tls in (TlsMode.STARTTLS, TlsMode.IMPLICIT),
            injected=injected,
            clock=self._clock,
            tell=self._tell,
        )

    # What goes out

    async def _write(self, sent: Sent) -> None:
        octets, events = sent
        idle = not self._waiting.expects_reply
        self._note(events)
        self._tell(events)
        if idle:
            self._waiting.rearm(self._dialogue)
        head = self._dialogue.pending[:1]
        await self._put(octets)
        if idle and head and self._dialogue.pending[:1] == head:
            # What was sent may have been a long message: the reply's time begins at its end.
            self._waiting.rearm(self._dialogue)

    async def _put(self, octets: bytes) -> None:
        """Write octets; a connection that takes none for too long, or half of them, is closed."""
        transport = self._transport
        assert transport is not None
        limit = self._options.deadlines.block
        try:
            async with self._writing:
                for begin in range(0, len(octets), BLOCK):
                    with anyio.fail_after(limit):
                        await transport.send(octets[begin : begin + BLOCK])
        except TimeoutError:
            self._tell([TimedOut(self._clock(), "room to send", limit)])
            self._end = SessionEnd(CloseReason.TIMEOUT, f"the server took no octets for {limit:g} s")
            self._scope.cancel()
        except StreamBrokenError:
            # The task that reads learns of it as well, after what the server still had to say.
            return
        except BaseException:
            self._scope.cancel()
            raise

    @property
    def _quitting(self) -> bool:
        return self._conversation.quit_answered or any(
            asked.verb == "QUIT" for asked in self._dialogue.pending
        )

    def _note(self, events: Iterable[Event]) -> None:
        self._sent.extend(event.asked.line for event in events if isinstance(event, CommandSent))

    def _tell(self, events: Iterable[Event]) -> None:
        self._queue.put(events)

    def _refuse_before_open(self) -> None:
        if not self._open and self._dialogue.state is not State.CLOSED:
            msg = "The connection is not ready yet: wait until it is."
            raise CommandError(msg)

    def _refuse_auth(self) -> None:
        if self._options.insecure:
            msg = "AUTH is forbidden while certificates are not verified: connect without --insecure."
            raise CommandError(msg)


async def run(
    target: Target,
    actions: Iterable[str],
    *,
    options: Options | None = None,
    clock: Callable[[], float] = time.monotonic,
    resolver: Resolver | None = None,
    connector: Connector = connect_tcp,
) -> AsyncIterator[Event]:
    """Yield the events of a session that sends one action after the other, then QUIT.

    An action is a line as for `Session.send`, sent as soon as nothing is outstanding. Raises CommandError
    for one that cannot be sent.
    """
    waiting = iter(actions)
    session = Session(target, options, clock=clock, resolver=resolver, connector=connector)
    async with session:
        async for event in session:
            yield event
            while session.settled:
                action = next(waiting, None) if session.status.state is not State.REFUSED else None
                if action is None:
                    await session.quit()
                else:
                    await session.send(action)
            if session.status.state is State.OUT_OF_STEP:
                await session.close()
