"""How a server greets: at once, in parts, late, drop by drop, with a refusal, or not at all.

A pure fold over events: what is judged are the octets and the times at which they came.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from smtptui.wire.events import (
    Asked,
    Closed,
    CloseReason,
    CommandSent,
    Connected,
    Event,
    GreetingReceived,
    LineReceived,
    Overdue,
    PartialLine,
    ReplyReceived,
    TimedOut,
    TlsEstablished,
)
from smtptui.wire.guess import guess_greeter, is_masked
from smtptui.wire.reply import Anomaly, ReplyLine

PART_PAUSE = 1.5
"""Seconds between two lines that are no accident: longer than a lost packet is missed (1 s, RFC 6298 §2.1),
shorter than postscreen waits under stress (2 s; else 6 s, `postscreen_greet_wait`)."""

LINE_PAUSE = 3.5
"""Seconds within one line that make it a tarpit's: a packet lost twice comes after 3 s (RFC 6298 §5.5);
OpenBSD's spamd takes a second for each octet."""

SLOW = 4.5
"""Seconds after which a greeting is slow: most such delays are imposed (sendmail's `greet_pause`, usually
5 s; Exim's `delay`), or a name server that a resolver has given up on (5 s, resolv.conf(5))."""

SILENT = 5.0
"""Seconds without one octet after which a server that has not greeted is called silent."""

DROPS = 3
"""Pauses of `PART_PAUSE` between lines that make a greeting of several lines a tarpit's."""


class Verdict(StrEnum):
    """What a greeting is; the value is an id."""

    NORMAL = "normal"
    SEVERAL_LINES = "several-lines"
    TEASER = "teaser"
    """A first part, then a pause: who talks meanwhile is taken for a spambot (postscreen)."""
    SLOW = "slow"
    TARPIT = "tarpit"
    REFUSED_FOR_NOW = "refused-4yz"
    REFUSED_FOR_GOOD = "refused-5yz"
    MASKED = "masked"
    """Overwritten with asterisks on its way: a firewall's inspection stands in between (Cisco's fixup)."""
    ODD = "odd"
    """A code with which no server greets, such as 354."""
    NOT_SMTP = "not-smtp"
    SILENT = "silent"
    CLOSED = "closed"
    """The server closed before it said anything."""


class Ready(StrEnum):
    """What a 220 says ready for; the value is an id."""

    GREETING = "greeting"
    STARTTLS = "starttls"
    XCLIENT = "xclient"
    """The session begins anew, as if by another client (Postfix's XCLIENT)."""


class GreetingVerdict(NamedTuple):
    """How a server greeted, or greets so far; times in seconds, from when the server might speak."""

    verdict: Verdict
    took: float
    """Until the greeting was complete, or until now."""
    code: int | None = None
    lines: int = 0
    pause: float = 0.0
    """The longest silence after its first octet."""
    protocol: str = ""
    """What it speaks in place of SMTP: ``HTTP``, ``SSH``, ``IMAP``, ``POP3``, ``FTP``, ``TLS``, or empty."""
    complete: bool = True
    """Whether nothing of it is still to come."""
    ready: Ready = Ready.GREETING

    def as_object(self) -> dict[str, object]:
        """Return the verdict for programs: ids, and times in milliseconds."""
        return {
            "verdict": str(self.verdict),
            "took_ms": round(self.took * 1000, 3),
            "code": self.code,
            "lines": self.lines,
            "pause_ms": round(self.pause * 1000, 3),
            "protocol": self.protocol or None,
            "complete": self.complete,
        }


class GreetingWatch:
    """Judges the greeting of one session. Feed it every event, in order."""

    def __init__(self) -> None:
        self.verdict: GreetingVerdict | None = None
        """The verdict, once the greeting is complete or will never be."""
        self._before_xclient: GreetingVerdict | None = None
        self._begin(None, Ready.GREETING)

    def _begin(self, since: float | None, ready: Ready) -> None:
        self._since, self._ready = since, ready
        self._heard: float | None = None
        self._pause = 0.0
        self._pauses = 0
        self._lines: list[ReplyLine] = []
        self._partial = PartialLine(0.0, b"")
        self._partial_since = 0.0

    @property
    def is_open(self) -> bool:
        """Whether a greeting is still to be judged."""
        return self.verdict is None

    def receive(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case CommandSent(asked=Asked(verb="XCLIENT")) if not self.is_open:
                self._before_xclient, self.verdict = self.verdict, None
                self._begin(event.at, Ready.XCLIENT)
            case _ if not self.is_open:
                return
            case Connected(at) | TlsEstablished(at):
                # Inside TLS from the first octet the server may speak once the handshake is done.
                self._since = at
            case PartialLine():
                self._part(event)
            case LineReceived():
                self._line(event)
            case ReplyReceived(asked=Asked(verb="XCLIENT")):
                # Refused: nothing begins anew.
                self.verdict = self._before_xclient
            case GreetingReceived(at, reply):
                cut = Anomaly.REPLY_TRUNCATED in reply.noted
                found = Verdict.TEASER if cut and reply.severity == 2 else self._of_code(reply.code)
                protocol = guess_greeter(reply.lines[0].text) if reply.severity == 2 else ""
                if protocol:
                    found = Verdict.NOT_SMTP
                elif found in (Verdict.NORMAL, Verdict.SEVERAL_LINES) and is_masked(reply.lines[0].text):
                    found = Verdict.MASKED
                self.verdict = self._judge(found, at, code=reply.code, protocol=protocol, complete=not cut)
            case TimedOut(at, waiting_for=Overdue.GREETING):
                self.verdict = self._judge(self._unfinished() or Verdict.SILENT, at, complete=False)
            case Closed():
                self._close(event)
        if self.verdict is not None and self._lines:
            # A greeting may be long, and nothing needs its lines any more.
            self._lines = []

    def now(self, at: float) -> GreetingVerdict | None:
        """Return the verdict, or what can be said so far; None while nothing stands out."""
        if self.verdict is not None or self._since is None:
            return self.verdict
        found = self._unfinished(at)
        return self._judge(found, at, complete=False) if found else None

    def _part(self, event: PartialLine) -> None:
        if event.octets:
            if not self._partial.octets:
                self._partial_since = event.at
            self._hear(event.at)
        self._partial = event

    def _line(self, event: LineReceived) -> None:
        line = event.line
        self._hear(line.at)
        # Octets of the line itself that came apart were heard one by one.
        self._heard, self._partial = line.until, PartialLine(event.at, b"")
        self._lines.append(line)
        if Anomaly.NOT_SMTP in line.anomalies:
            self.verdict = self._judge(Verdict.NOT_SMTP, event.at, protocol=line.guess)

    def _hear(self, at: float) -> None:
        """Note the silence before octets that came."""
        if self._heard is not None:
            self._pause = max(self._pause, at - self._heard)
            self._pauses += at - self._heard >= PART_PAUSE and not self._partial.octets
        self._heard = at

    def _close(self, event: Closed) -> None:
        if self._since is None:
            return
        if event.reason is CloseReason.TLS:
            return  # It never came to a greeting.
        left = Verdict.SILENT if event.reason is CloseReason.BY_CLIENT else Verdict.CLOSED
        self.verdict = self._judge(self._unfinished() or left, event.at, complete=False)

    def _of_code(self, code: int) -> Verdict:
        """Return what a greeting is that came whole."""
        match code // 100:
            case 4:
                return Verdict.REFUSED_FOR_NOW
            case 5:
                return Verdict.REFUSED_FOR_GOOD
            case digit if digit != 2:
                return Verdict.ODD
        if self._is_tarpit():
            return Verdict.TARPIT
        if len(self._lines) > 1 and self._pauses:
            return Verdict.TEASER
        began = self._lines[0].at if self._lines else None
        if began is not None and self._since is not None and began - self._since >= SLOW:
            return Verdict.SLOW
        return Verdict.SEVERAL_LINES if len(self._lines) > 1 else Verdict.NORMAL

    def _is_tarpit(self) -> bool:
        slow_line = any(line.until - line.at >= LINE_PAUSE for line in self._lines)
        return slow_line or self._pauses >= DROPS

    def _unfinished(self, at: float | None = None) -> Verdict | None:
        """Return what a greeting is that is not complete; `at` is now, None where nothing more comes."""
        if self._since is None:
            return None
        if self._partial.octets and (at is None or at - self._partial_since >= LINE_PAUSE):
            return Verdict.TARPIT
        if self._lines and all(line.code is None for line in self._lines):
            return Verdict.NOT_SMTP
        if self._lines:
            quiet = at is None or self._heard is None or at - self._heard >= PART_PAUSE
            return Verdict.TEASER if quiet else None
        silent = at is not None and self._heard is None and at - self._since >= SILENT
        return Verdict.SILENT if silent else None

    def _judge(
        self,
        verdict: Verdict,
        at: float,
        *,
        code: int | None = None,
        protocol: str = "",
        complete: bool = True,
    ) -> GreetingVerdict:
        took = at - self._since if self._since is not None else 0.0
        pause = self._pause if complete or self._heard is None else max(self._pause, at - self._heard)
        lines = len(self._lines)
        return GreetingVerdict(verdict, took, code, lines, pause, protocol, complete, self._ready)


def verdict_of(events: Iterable[Event]) -> GreetingVerdict | None:
    """Return how the server greeted in these events; None where it did not come to that."""
    watch = GreetingWatch()
    for event in events:
        watch.receive(event)
        if watch.verdict is not None:
            return watch.verdict
    return None


def ready_for(event: GreetingReceived | ReplyReceived, *, first: bool = True) -> Ready | None:
    """Return what a 220 says ready for, told by what it answers and never by its text; None for others.

    `first` tells the greeting of a connection from the one after XCLIENT.
    """
    if event.reply.code != 220:
        return None
    if isinstance(event, GreetingReceived):
        return Ready.GREETING if first else Ready.XCLIENT
    return Ready.STARTTLS if event.asked is not None and event.asked.verb == "STARTTLS" else None
