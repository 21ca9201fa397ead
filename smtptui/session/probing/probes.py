"""Sessions that follow a script, beside each other, on a thread of their own."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter

from smtptui.session.event_queue import Outlet
from smtptui.session.network.attempts import Connector, connect_tcp
from smtptui.session.network.resolve import Resolver
from smtptui.session.options import Options, check_options
from smtptui.session.own_loop import run_on_own_loop
from smtptui.session.probing.conductor import Conductor
from smtptui.session.probing.mailbox import Mailbox, Told
from smtptui.session.probing.script import Script
from smtptui.session.probing.supply import Batches, Supply, Wanted
from smtptui.session.session import Session
from smtptui.session.target import Target
from smtptui.session.tls.offers import TlsOffers
from smtptui.session.tls.sharing import SharedTrust
from smtptui.session.tracebacks import forget_locals
from smtptui.wire.events import (
    Closed,
    Event,
    GreetingReceived,
    Held,
    LineReceived,
    PartialLine,
    ReplyReceived,
    StateChanged,
)

KEPT_EVENTS = 500
"""Events kept of a session that is told as a whole: more than any script makes of a server in order."""

KEPT_OCTETS = 256 * 1024
"""Octets of its replies, likewise."""

DELAY = 0.02
"""Seconds after which sessions that are told as a whole are told together."""


Tap = Callable[[Sequence[Event]], None]
"""Is given all events of a session on the thread of the sessions, as they happen; must not raise."""


class Probes:
    """A session with each target; `start`, then take what is told, until the iteration ends.

    With `whole` a session is told once it has ended, without its single lines; otherwise as it goes on.
    `jobs` sessions run at once, `per_host` with the same host. `tapped` is asked, as a session begins, who is
    to hear each of its events before anybody else does. `leave` and `stop` may be called at any time,
    on any thread and from a signal's handler.
    """

    def __init__(
        self,
        batches: Batches,
        script: Script,
        options: Options | None = None,
        *,
        insist: bool = False,
        whole: bool = False,
        jobs: int = 1,
        per_host: int = 1,
        tapped: Callable[[Target], Tap] | None = None,
        clock: Callable[[], float] = time.monotonic,
        resolver: Resolver | None = None,
        connector: Connector = connect_tcp,
    ) -> None:
        self._batches = batches
        self._script = script
        self._options = check_options(options or Options())
        self._insist = insist
        self._whole = whole
        self._jobs = jobs
        self._per_host = per_host
        self._tapped = tapped
        self._clock = clock
        self._resolver = resolver
        self._connector = connector
        self._trust = SharedTrust()
        self._mailbox = Mailbox(DELAY if whole else 0.0)
        self._running: dict[Conductor, Session] = {}
        self._supply: Supply | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name="SMTP sessions", daemon=True)
        self._asked_to_leave = False
        self.defect: BaseException | None = None
        """What of ours failed; `failure` is what the reading of targets raised."""
        self.failure: BaseException | None = None

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def __iter__(self) -> Iterator[Told]:
        while taken := self._mailbox.take():
            yield from taken
        self._thread.join()
        if self.defect is not None:
            raise self.defect
        if self.failure is not None:
            raise self.failure

    def leave(self) -> None:
        """Begin no more sessions, and end those that run with QUIT where it is a command."""
        self._asked_to_leave = True
        self._call(self._leave)

    def stop(self) -> None:
        """End all sessions at once."""
        self._asked_to_leave = True
        self._call(self._stop)

    def _call(self, what: Callable[[], None]) -> None:
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # The loop is closed: all is over.
                self._loop.call_soon_threadsafe(what)

    # On the thread of the sessions

    def _run(self) -> None:
        try:
            run_on_own_loop(self._live())
        except BaseException as error:
            forget_locals(error)
            self.defect = error
        finally:
            self._mailbox.close()

    async def _live(self) -> None:
        self._supply = Supply(self._batches, self._per_host)
        self._loop = asyncio.get_running_loop()
        if self._asked_to_leave:
            return
        workers = [asyncio.create_task(self._work(self._supply)) for _ in range(self._jobs)]
        done, pending = await asyncio.wait(workers, return_when=asyncio.FIRST_EXCEPTION)
        for worker in pending:
            worker.cancel()
        for worker in done:
            worker.result()
        self.failure = self._supply.failure

    def _leave(self) -> None:
        if self._supply is not None:
            self._supply.end()
        for conductor in tuple(self._running):
            conductor.leave()

    def _stop(self) -> None:
        self._leave()
        for session in tuple(self._running.values()):
            session.stop()

    async def _work(self, supply: Supply) -> None:
        while (wanted := await supply.next()) is not None:
            try:
                await self._hold(wanted)
            finally:
                supply.done(wanted)
            await self._mailbox.wait_for_room()

    async def _hold(self, wanted: Wanted) -> None:
        outlet: Outlet = _Whole(self._mailbox, wanted) if self._whole else _Stream(self._mailbox, wanted)
        if self._tapped is not None:
            outlet = _Tapped(outlet, self._tapped(wanted.target))
        conductor = Conductor(outlet, self._script, insist=self._insist, clock=self._clock)
        session = Session(
            wanted.target,
            self._options,
            clock=self._clock,
            resolver=self._resolver,
            connector=self._connector,
            outlet=conductor,
            offers=TlsOffers(),
            trust=self._trust,
        )
        self._running[conductor] = session
        try:
            conductor.conduct(session)
            await session.run()
        finally:
            del self._running[conductor]


class _Tapped:
    """Lets `tap` hear what is told before it is handed on."""

    def __init__(self, outlet: Outlet, tap: Tap) -> None:
        self._outlet = outlet
        self._tap = tap

    def put(self, events: Iterable[Event]) -> None:
        told = tuple(events)
        self._tap(told)
        self._outlet.put(told)

    def close(self, error: BaseException | None = None) -> None:
        self._outlet.close(error)

    async def wait_for_room(self) -> None:
        await self._outlet.wait_for_room()


class _Stream:
    """Tells a session as it goes on."""

    def __init__(self, mailbox: Mailbox, wanted: Wanted) -> None:
        self._mailbox = mailbox
        self._wanted = wanted

    def put(self, events: Iterable[Event]) -> None:
        if told := tuple(events):
            self._mailbox.put(Told(self._wanted.number, self._wanted.target, told))

    def close(self, error: BaseException | None = None) -> None:  # noqa: ARG002
        return

    async def wait_for_room(self) -> None:
        await self._mailbox.wait_for_room()


_LEFT_OUT = frozenset((LineReceived, PartialLine, StateChanged, Held))
"""What is told again by the reply, or is of no use once all is over."""

_RAW = attrgetter("raw")


class _Whole:
    """Tells a session once it has ended."""

    def __init__(self, mailbox: Mailbox, wanted: Wanted) -> None:
        self._mailbox = mailbox
        self._wanted = wanted
        self._kept: list[Event] = []
        self._octets = 0

    def put(self, events: Iterable[Event]) -> None:
        for event in events:
            kind = type(event)
            if kind in _LEFT_OUT:
                continue
            if kind is Closed:
                self._kept.append(event)
                self._mailbox.put(Told(self._wanted.number, self._wanted.target, tuple(self._kept)))
                continue
            if type(event) is ReplyReceived or type(event) is GreetingReceived:
                self._octets += sum(map(len, map(_RAW, event.reply.lines)))
            if len(self._kept) < KEPT_EVENTS and (self._octets < KEPT_OCTETS or kind is GreetingReceived):
                self._kept.append(event)

    def close(self, error: BaseException | None = None) -> None:  # noqa: ARG002
        return

    async def wait_for_room(self) -> None:
        return
