"""One connection from the first look-up to the last event, and the one task that reads it."""

import socket
from collections import deque
from collections.abc import Callable, Sequence

from smtptui.session.automatic import AutomaticAnswers
from smtptui.session.ehlo_name import ehlo_name
from smtptui.session.ending import SessionEnd, broken_off, end_of_stream, timed_out
from smtptui.session.event_queue import Outlet
from smtptui.session.lifetime import Lifetime
from smtptui.session.network.attempts import Connector
from smtptui.session.network.connect import connect
from smtptui.session.network.resolve import Resolver
from smtptui.session.network.tcp_stream import ReadTimeoutError
from smtptui.session.network.transport import StreamBrokenError, Transport
from smtptui.session.options import Options
from smtptui.session.reply_deadline import ReplyDeadline
from smtptui.session.target import Target, TlsMode
from smtptui.session.tls.handshake import negotiate
from smtptui.session.tls.offers import TlsOffers
from smtptui.session.tls.policy import TrustFor
from smtptui.session.typed_lines import TypedLines
from smtptui.session.writing_task import WritingTask
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
    Way,
)

_REPLIES = frozenset((GreetingReceived, ReplyReceived))

SENT_KEPT = 1000
"""Commands kept for the status."""


class ReadingTask:
    """Reads as long as its `life` lasts, and puts what happens into `events`; the last one is `Closed`.

    The user's lines go out over `typed`.
    """

    def __init__(
        self,
        target: Target,
        options: Options,
        *,
        clock: Callable[[], float],
        resolver: Resolver,
        connector: Connector,
        events: Outlet,
        offers: TlsOffers,
        trust: TrustFor,
    ) -> None:
        self._target = target
        self._options = options
        self._clock = clock
        self._resolver = resolver
        self._connector = connector
        self._trust = trust
        self._events = events
        self._tell = events.put
        self.dialogue = Dialogue()
        if options.keep_messages:
            self.dialogue.keep_messages()
        self.automatic = AutomaticAnswers(self.dialogue, target, auto_ehlo=options.auto_ehlo, offers=offers)
        self.typed = TypedLines(
            self.dialogue,
            self.automatic,
            insecure=options.insecure,
            clock=clock,
            tell=self._tell,
            write=self.write,
        )
        self.address = ""
        self.tls: TlsEstablished | None = None
        self.sent: deque[bytes] = deque(maxlen=SENT_KEPT)
        self.received = 0
        self.life = Lifetime(self._talk, self._wind_up)
        self._server_name = target.host
        self._silence_ways: tuple[Way, ...] = ()
        self._deadline = ReplyDeadline(options.deadlines)
        self._transport: Transport | None = None
        self._writing: WritingTask | None = None

    # What the user sends

    def write(self, sent: Sent) -> None:
        """Write what the dialogue made of a command, and begin to wait for its reply."""
        octets, events = sent
        idle = not self._deadline.expects_reply
        self._say(events)
        if idle:
            self._deadline.rearm(self.dialogue)
        head = self.dialogue.first_pending if idle else None

        def written() -> None:
            # What was sent may have been a long message: the reply's time begins at its end.
            if head is not None and self.dialogue.first_pending == head:
                self._deadline.rearm(self.dialogue)

        self._put(octets, written)

    @property
    def reply_due(self) -> float:
        """When the reply that is awaited has to be there; else infinity."""
        return self._deadline.due

    async def all_written(self) -> None:
        """Wait until nothing is left to write."""
        if self._writing is not None:
            await self._writing.all_written()

    def give_up_reply(self) -> None:
        """Wait no longer for a reply."""
        self._tell(self.dialogue.cancel(self._clock()))
        self._deadline.rearm(self.dialogue)
        self.typed.give_up()

    # The task that reads

    async def _talk(self) -> None:
        connection = await connect(
            self._target,
            self._options,
            resolver=self._resolver,
            connector=self._connector,
            clock=self._clock,
            tell=lambda event: self._tell([event]),
        )
        transport = self._transport = Transport(connection.stream)
        self._deadline.moved = transport.read_until if transport.keeps_time else None
        self._writing = WritingTask(
            transport,
            self._options.deadlines.block,
            clock=self._clock,
            tell=self._tell,
            failed=self.life.fail,
        )
        self.address, self._server_name = connection.address, connection.host
        self.automatic.ehlo_name = self._options.ehlo_name or ehlo_name(
            socket.gethostname(), transport.local_address
        )
        if self._target.tls is TlsMode.IMPLICIT:
            await self._secure(transport)
        self.typed.open = True
        self._deadline.rearm(self.dialogue)
        while True:
            if not (octets := await self._receive(transport)):
                raise end_of_stream(self.dialogue, quitting=self.automatic.quitting)
            injected = await self._take(octets)
            if injected or self.dialogue.state is State.STARTING_TLS:
                await self._upgrade(transport, injected)
            self.typed.go_on()
            await self._events.wait_for_room()

    async def _wind_up(self, end: SessionEnd) -> None:
        """Close the socket, and tell the last events."""
        self.typed.open = False
        if self._writing is not None:
            await self._writing.stop()
        if self._transport is not None:
            await self._transport.close(politely=end.reason is CloseReason.QUIT)
        self._tell(self.dialogue.end_of_stream(self._clock()))
        self.typed.give_up()
        closed = end.closed(self._clock())
        if self.dialogue.greeting is None:
            # What may be done about a silent server is still to be offered when it is left.
            closed = closed._replace(ways=tuple(dict.fromkeys((*self._silence_ways, *closed.ways))))
        self._tell([closed])
        self._events.close(self.life.defect)
        self.typed.release()

    async def _receive(self, transport: Transport) -> bytes:
        """Return the next octets; say what silence may mean, and end the session at a deadline."""
        while True:
            try:
                if transport.keeps_time:
                    return await transport.receive()
                with self._deadline.scope():
                    return await transport.receive()
            except ReadTimeoutError:
                pass
            except StreamBrokenError as broken:
                raise broken_off(broken, quitting=self.automatic.quitting) from None
            match self._deadline.overdue(self.dialogue, self._target.port, tls=self.tls is not None):
                case Noticed() as silence:
                    self._silence_ways = silence.ways
                    self._tell([silence._replace(at=self._clock())])
                case TimedOut(_, waiting_for, after):
                    self._tell([TimedOut(self._clock(), waiting_for, after)])
                    self._tell(self.dialogue.cancel(self._clock()))
                    raise timed_out(waiting_for, after)
                case _:
                    raise end_of_stream(self.dialogue, quitting=self.automatic.quitting)

    async def _take(self, octets: bytes) -> bool:
        """Take octets in and answer what needs no user; whether more came after a 220 to STARTTLS."""
        self.received += len(octets)
        self._deadline.heard()
        answered = self.automatic.receive(octets, self._clock())
        self._say(answered.events)
        if not _REPLIES.isdisjoint(map(type, answered.events)):
            self._deadline.rearm(self.dialogue)
        if answered.end is not None:
            raise answered.end
        if answered.octets:
            self._put(answered.octets)
        return answered.injected

    async def _upgrade(self, transport: Transport, injected: bool) -> None:
        """Begin TLS after a 220 to STARTTLS, and say EHLO again."""
        await self.all_written()
        await self._secure(transport, injected=injected)
        octets, events = self.automatic.say_ehlo(self._clock())
        self._say(events)
        self._deadline.rearm(self.dialogue)
        self._put(octets)

    async def _secure(self, transport: Transport, *, injected: bool = False) -> None:
        self.tls = await negotiate(
            transport,
            self.dialogue,
            self._server_name,
            self._options,
            required=self._target.tls in (TlsMode.STARTTLS, TlsMode.IMPLICIT),
            injected=injected,
            trust=self._trust,
            clock=self._clock,
            tell=self._tell,
        )

    def _put(self, octets: bytes, written: Callable[[], None] = lambda: None) -> None:
        assert self._writing is not None
        self._writing.put(octets, written)

    def _say(self, events: Sequence[Event]) -> None:
        """Tell what happened, and keep what was sent."""
        if CommandSent in map(type, events):
            self.sent.extend(event.asked.line for event in events if type(event) is CommandSent)
        self._tell(events)
