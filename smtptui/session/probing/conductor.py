"""Lets one session follow a script: it hears its events as they are told, and acts when all is answered."""

import asyncio
from collections.abc import Callable, Iterable

from smtptui.session.ending import SessionEnd
from smtptui.session.event_queue import Outlet
from smtptui.session.login import mechanism_for
from smtptui.session.probing.script import Action, Actions, Line, Login, Message, Script
from smtptui.session.session import Session
from smtptui.session.tracebacks import forget_locals
from smtptui.session.typed_lines import RiskError
from smtptui.wire.command import CommandError
from smtptui.wire.events import (
    CloseReason,
    Event,
    GreetingReceived,
    Refused,
    ReplyReceived,
    Risk,
    State,
    StateChanged,
)
from smtptui.wire.sasl.mechanism import AuthError, Mechanism
from smtptui.words import _

_SETTLING = frozenset((GreetingReceived, ReplyReceived, StateChanged, Refused))
"""What may have been the last that was under way."""


class Conductor:
    """The outlet of a session that follows `script`; hands on to `outlet` what it hears.

    What cannot be sent is told as `Refused`, and ends the script; after it comes QUIT, where that is a
    command. Nothing of the script is done where the greeting refuses.
    """

    def __init__(
        self, outlet: Outlet, script: Script, *, insist: bool = False, clock: Callable[[], float]
    ) -> None:
        self._outlet = outlet
        self._script = script
        self._insist = insist
        self._clock = clock
        self._session: Session | None = None
        self._actions: Actions | None = None
        self._answer: ReplyReceived | None = None
        self._scheduled = self._leaving = self._over = False

    def conduct(self, session: Session) -> None:
        """Begin: the session is entered."""
        self._session = session
        self._loop = asyncio.get_running_loop()
        self._schedule()

    def leave(self) -> None:
        """Do no more of the script: say QUIT where it is a command, and close."""
        if not self._leaving and self._session is not None:
            self._leaving = True
            self._session.leave()

    # As the outlet of the session

    def put(self, events: Iterable[Event]) -> None:
        """Hear what happened."""
        events = tuple(events)
        self._outlet.put(events)
        session = self._session
        if session is None or _SETTLING.isdisjoint(map(type, events)):
            return
        for event in reversed(events):
            if type(event) is ReplyReceived:
                self._answer = event
                break
        if session.settled or session.state is State.OUT_OF_STEP:
            self._schedule()

    def close(self, error: BaseException | None = None) -> None:
        """No more events come."""
        self._over = True
        if self._actions is not None:
            self._actions.close()
        self._outlet.close(error)
        # The session holds this as its outlet: without a circle it goes as soon as it has ended.
        self._session = self._actions = None

    async def wait_for_room(self) -> None:
        """Wait until what was handed on has been taken."""
        await self._outlet.wait_for_room()

    # What it does

    def _schedule(self) -> None:
        """Look, once this turn of the loop is over, whether something can be done."""
        if not (self._scheduled or self._leaving or self._over):
            self._scheduled = True
            self._loop.call_soon(self._go_on)

    def _go_on(self) -> None:
        self._scheduled = False
        session = self._session
        if session is None or self._leaving or self._over:
            return
        if session.state is State.OUT_OF_STEP:
            self._leaving = True
            session.fail(SessionEnd(CloseReason.OUT_OF_STEP))
        elif session.settled:
            try:
                self._act(session)
            except Exception as defect:
                forget_locals(defect)
                session.fail(defect)

    def _act(self, session: Session) -> None:
        if session.state is State.REFUSED:
            self.leave()
            return
        action: Action | None = None
        try:
            if self._actions is None:
                self._actions = self._script(session)
                action = next(self._actions)
            else:
                answer, self._answer = self._answer, None
                action = self._actions.send(answer)
            self._do(session, action)
        except StopIteration:
            self.leave()
        except CommandError as error:
            risk = getattr(error, "risk", None)
            self._outlet.put([Refused(self._clock(), _shown(session, action), str(error), risk)])
            self.leave()
        else:
            # A line of a message is not answered.
            self._schedule()

    def _do(self, session: Session, action: Action) -> None:
        match action:
            case Line(text):
                session.send(text, insist=self._insist)
            case Message(octets):
                session.send_message(octets)
            case Login():
                session.authenticate(self._mechanism(session, action), insist=self._insist)

    def _mechanism(self, session: Session, login: Login) -> Mechanism:
        if not session.encrypted and not self._insist:
            msg = _("The connection is not encrypted, so nobody logs in.")
            raise RiskError(Risk.IN_CLEAR, msg)
        try:
            return mechanism_for(login.mechanism, login.user, login.secret, session.status.target)
        except AuthError as error:
            failure = str(error)
        raise CommandError(failure)


def _shown(session: Session, action: Action | None) -> bytes:
    """Return what may be shown of what was not done."""
    match action:
        case Line(text):
            return session.shown(text)
        case Login(mechanism) if mechanism:
            return b"AUTH " + mechanism.encode("ascii", "replace")
        case Message():
            return b""
        case _:
            return b"AUTH"
