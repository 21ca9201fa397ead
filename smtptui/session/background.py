"""A session on a thread with an event loop of its own: painting can delay neither it nor its clock."""

import asyncio
import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from smtptui.session.handover import HandOver
from smtptui.session.options import Options, check_options
from smtptui.session.own_loop import run_on_own_loop
from smtptui.session.target import Target
from smtptui.session.tracebacks import forget_locals
from smtptui.wire.command import CommandError
from smtptui.wire.events import Closed, CloseReason, Event, Refused
from smtptui.words.failures import why_of

if TYPE_CHECKING:
    import anyio

    from smtptui.session.network.attempts import Connector
    from smtptui.session.network.resolve import Resolver
    from smtptui.session.session import Session
    from smtptui.session.status import SessionStatus
    from smtptui.wire.sasl.mechanism import Mechanism

_Action = Callable[["Session"], None]


class BackgroundSession:
    """A session with `target`, whose events are taken and whose user sends from any thread.

    `wake` is called on the session's thread when events wait to be taken after none did; it must not block
    (``loop.call_soon_threadsafe(…)`` does not). `target` may be a function, called as the session begins on
    a thread that it may hold up; it may raise OSError. Nothing of the network is imported before `start`.
    Raises OptionError.
    """

    def __init__(
        self,
        target: Target | Callable[[], Target],
        options: Options | None = None,
        *,
        wake: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
        resolver: "Resolver | None" = None,
        connector: "Connector | None" = None,
    ) -> None:
        self._target = target
        self._options = check_options(options or Options())
        self._clock = clock
        self._resolver = resolver
        self._connector = connector
        self._events = HandOver(wake, self._keep_status)
        self._lock = threading.Lock()
        self._inbox: deque[tuple[_Action, str]] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._session: Session | None = None
        self._status: SessionStatus | None = None
        self._leaving = False
        self._finding: anyio.CancelScope | None = None
        self._quitting: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="SMTP session", daemon=True)
        self.defect: BaseException | None = None
        """What of ours failed, without the values of the session; the last event says `DEFECT`."""

    def start(self) -> None:
        """Begin to connect."""
        self._thread.start()

    def take(self, limit: int = 4096) -> list[Event]:
        """Return the next events in order, at most `limit`: where it returns as many, more may wait."""
        return self._events.take(limit)

    def tap(self, tap: Callable[[list[Event]], None] | None) -> list[Event]:
        """Give a copy of all events from now on to `tap`, on the session's thread, as soon as they happen.

        Returns those that wait to be taken. None ends it.
        """
        return self._events.tap(tap)

    @property
    def ended(self) -> bool:
        """Whether the last event, `Closed`, has been taken."""
        return self._events.ended

    @property
    def status(self) -> "SessionStatus | None":
        """Where it stands, as of the newest event; None before the first one."""
        return self._status

    # What the user does: from any thread, at once, in order. What cannot be sent comes back as `Refused`,
    # what has to wait as `Held`.

    def send(self, line: str, *, insist: bool = False) -> None:
        """Send a command, a response, or in DATA a line of the message; `insist` whatever is risked."""
        self.send_lines([line], insist=insist)

    def send_lines(self, lines: Sequence[str], *, insist: bool = False) -> None:
        """Send lines as if each were typed after the other."""
        self._post(*((partial(_send, line=line, insist=insist), line) for line in lines))

    def send_message(self, message: bytes) -> None:
        """Send a whole message in answer to 354."""
        self._post((lambda session: session.send_message(message), ""))

    def send_chunk(self, octets: bytes) -> None:
        """Send the chunk for which a BDAT command waits."""
        self._post((lambda session: session.send_chunk(octets), ""))

    def authenticate(self, mechanism: "Mechanism", *, insist: bool = False) -> None:
        """Log in; challenges are answered as they come. `insist` sends a password in the clear."""
        action: _Action = partial(_authenticate, mechanism=mechanism, insist=insist)
        self._post((action, f"AUTH {mechanism.name}"))

    def cancel(self) -> None:
        """Give up waiting for a reply: only closing is left."""
        self._post((lambda session: session.cancel(), ""))

    def quit(self) -> None:
        """Say QUIT where it is a command, wait shortly for the 221, and close."""
        self._leaving = True
        self._post((self._quit, ""))

    def close(self) -> None:
        """Close at once."""
        self._leaving = True
        self._post((lambda session: session.stop(), ""))

    def join(self, timeout: float | None = None) -> bool:
        """Wait until the thread has ended, at most `timeout` seconds, and return whether it has."""
        if self._thread.ident is None:
            return True
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _post(self, *actions: tuple[_Action, str]) -> None:
        """Have the session's thread do something; of a line, if it is one, that cannot be sent it says so."""
        with self._lock:
            self._inbox.extend(actions)
            loop = self._loop
        if loop is not None:
            with contextlib.suppress(RuntimeError):  # The loop is closed: the session is over.
                loop.call_soon_threadsafe(self._work)

    # On the session's thread

    def _run(self) -> None:
        try:
            run_on_own_loop(self._live())
        except BaseException as error:
            forget_locals(error)
            self.defect = error

    async def _live(self) -> None:
        try:
            await self._hold_session()
        except BaseException as error:
            self.defect = error
            forget_locals(error)
            if not self._events.closed:
                self._events.put([Closed(self._clock(), CloseReason.DEFECT, type(error).__name__)])
        finally:
            self._events.announce()

    async def _hold_session(self) -> None:
        # On this thread, so that no paint waits for it: the network takes long to import.
        from smtptui.session.network.attempts import connect_tcp
        from smtptui.session.session import Session

        target = await self._find_target()
        if target is None:
            return
        session = Session(
            target,
            self._options,
            clock=self._clock,
            resolver=self._resolver,
            connector=self._connector or connect_tcp,
            outlet=self._events,
        )
        async with session:
            self._session = session
            self._work()
            await session.ended()
        if self._quitting is not None:
            await self._quitting

    async def _find_target(self) -> Target | None:
        """Return where to connect; None where that is not to be had, or no longer wanted."""
        import anyio.to_thread

        self._take_calls()
        if isinstance(self._target, Target):
            return self._target
        with anyio.CancelScope() as self._finding:
            if not self._leaving:
                try:
                    return await anyio.to_thread.run_sync(self._target, abandon_on_cancel=True)
                except OSError as error:
                    why = why_of(error)
                    self._events.put([Closed(self._clock(), CloseReason.NOT_CONNECTED, why)])
                    return None
        self._events.put([Closed(self._clock(), CloseReason.BY_CLIENT, expected=True)])
        return None

    def _take_calls(self) -> None:
        """From now on have what is posted done on this thread's loop."""
        with self._lock:
            self._loop = asyncio.get_running_loop()

    def _work(self) -> None:
        """Do what was posted."""
        if self._session is None:
            if self._leaving and self._finding is not None:
                self._finding.cancel()
            return
        while self._inbox:
            action, line = self._inbox.popleft()
            try:
                action(self._session)
            except CommandError as error:
                risk = getattr(error, "risk", None)
                self._events.put([Refused(self._clock(), self._session.shown(line), str(error), risk)])
            except Exception as defect:
                self._session.fail(defect)

    def _quit(self, session: "Session") -> None:
        if self._quitting is None:
            self._quitting = asyncio.create_task(session.quit(), name="SMTP session's QUIT")

    def _keep_status(self) -> None:
        if self._session is not None:
            self._status = self._session.status


def _authenticate(session: "Session", mechanism: "Mechanism", *, insist: bool) -> None:
    session.authenticate(mechanism, insist=insist)


def _send(session: "Session", line: str, *, insist: bool) -> None:
    session.send(line, insist=insist)
