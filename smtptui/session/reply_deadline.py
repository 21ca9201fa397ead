"""What a session waits for and how long: one deadline per reply, however slowly its octets come."""

import asyncio
import math
from collections.abc import Callable

import anyio

from smtptui.session.options import Deadlines
from smtptui.session.target import SMTP_PORT, SMTPS_PORT, SUBMISSION_PORT
from smtptui.wire.dialogue import Dialogue
from smtptui.wire.events import Noticed, Overdue, State, TimedOut, Way
from smtptui.words import _

_GREET_IN_CLEAR = (SMTP_PORT, SUBMISSION_PORT, 2525)
_NOTHING_COMES = (State.OUT_OF_STEP, State.CLOSED)
_WEB_PORTS = (80, 443, 8000, 8080, 8443)


def loop_clock() -> Callable[[], float]:
    """Return the clock of the running loop, which tells seconds."""
    return asyncio.get_running_loop().time


class ReplyDeadline:
    """Keeps the deadline of the reply that is awaited now, and moves it while a read is under way."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self._clock: Callable[[], float] | None = None
        self._scope: anyio.CancelScope | None = None
        self.moved: Callable[[float], None] | None = None
        """Told when what is awaited is due, in seconds of the loop's clock, whenever that changes."""
        self._deadline = math.inf
        self._hint_due = math.inf
        self._hinted = False
        self._closing_since: float | None = None
        self._waiting_for = ""
        self._limit = math.inf

    @property
    def expects_reply(self) -> bool:
        """Whether a reply is awaited."""
        return bool(self._waiting_for)

    @property
    def due(self) -> float:
        """When what is awaited has to be there, in seconds of the loop's clock; else infinity."""
        return self._deadline

    def rearm(self, dialogue: Dialogue) -> None:
        """Begin to wait for what the dialogue now expects."""
        if self._clock is None:
            # Which loop runs is dear to ask.
            self._clock = loop_clock()
        now = self._clock()
        self._hint_due = math.inf
        self._waiting_for, self._limit = "", math.inf
        if dialogue.state is State.CLOSING:
            if self._closing_since is None:
                self._closing_since = now
            self._deadline = self._closing_since + self._deadlines.closing
        elif dialogue.state in _NOTHING_COMES:
            self._deadline = math.inf
        else:
            if dialogue.state is State.AWAITING_GREETING:
                self._waiting_for, self._limit = Overdue.GREETING, self._deadlines.greeting
                if not self._hinted:
                    self._hint_due = now + self._deadlines.silence
            elif (asked := dialogue.first_pending) is not None:
                self._waiting_for = asked.verb
                self._limit = self._deadlines.after(self._waiting_for)
            self._deadline = now + self._limit
        if self._scope is not None:
            self._scope.deadline = self.look_at
        if self.moved is not None:
            self.moved(self.look_at)

    @property
    def look_at(self) -> float:
        """When a read is to be given up, in seconds of the loop's clock."""
        return min(self._deadline, self._hint_due)

    def scope(self) -> anyio.CancelScope:
        """Return the scope of one read; it is cancelled at the deadline."""
        self._scope = anyio.CancelScope(deadline=self.look_at)
        return self._scope

    def heard(self) -> None:
        """Octets came: the server is not silent."""
        hinting, self._hint_due, self._hinted = self._hint_due, math.inf, True
        if hinting != math.inf and self.moved is not None:
            self.moved(self.look_at)

    def overdue(self, dialogue: Dialogue, port: int, *, tls: bool) -> Noticed | TimedOut | None:
        """Return what to say now that a read took too long; None where the server was to close."""
        if dialogue.state is State.CLOSING:
            return None
        if self._hint_due < self._deadline and not self._hinted:
            self.heard()
            return silence(port, tls=tls)
        return TimedOut(0.0, self._waiting_for, self._limit)


def silence(port: int, *, tls: bool) -> Noticed:
    """Return what a server may mean that does not greet: the likeliest cause first, by its port."""
    waits = _("Some servers wait on purpose before they greet.")
    if tls:
        return Noticed(0.0, _("no greeting yet"), waits)
    if port == SMTPS_PORT:
        text = _("no greeting: port 465 expects TLS at once (RFC 8314)")
        return Noticed(0.0, text, _("Connect with TLS from the first octet."), (Way.IMPLICIT_TLS,))
    if port in _GREET_IN_CLEAR:
        text = _("no greeting yet: the server may wait on purpose, or be held up by look-ups")
        return Noticed(0.0, text, _("Wait, or try another port: 587, or 465 with TLS from the first octet."))
    if port in _WEB_PORTS:
        text = _("no greeting: port {port} is a web server's, which waits to be asked", port=port)
        return Noticed(0.0, text, _("SMTP is on 25, 465 (TLS at once) or 587."))
    text = _("no greeting: port {port} may expect TLS at once, or not be SMTP", port=port)
    advice = _("Connect with TLS from the first octet. A web server says nothing before it is asked.")
    return Noticed(0.0, text, f"{advice} {waits}", (Way.IMPLICIT_TLS,))
