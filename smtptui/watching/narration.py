"""The words for what happens before, beside and after the dialogue: events, stages, waits, risks."""

from enum import StrEnum
from typing import NamedTuple

from smtptui.text import visible
from smtptui.wire.events import (
    Closed,
    CommandSent,
    Connected,
    ConnectFailed,
    Connecting,
    DataSent,
    Event,
    Held,
    Noticed,
    Overdue,
    Refused,
    Resolved,
    Resolving,
    Risk,
    TimedOut,
    TlsEstablished,
    TlsFailed,
    Wait,
)
from smtptui.words import _, mark, plural

LINE_SHOWN = 200
"""Characters of a line that was not sent: why stands behind it, and is what matters."""


class Milestone(StrEnum):
    """The steps of a session that are no command's."""

    CONNECT = "connect"
    GREETING = "greeting"
    TLS = "tls"
    TLS_UNVERIFIED = "tls unverified"
    UNASKED = "unasked"
    REPLY = "reply"
    """A reply of a pasted text that does not show what was asked."""


class Silence(StrEnum):
    """What silence waits for."""

    NAME = "name"
    CONNECTION = "connection"
    GREETING = "greeting"
    REPLY = "reply"
    HANDSHAKE = "handshake"


class Awaiting(NamedTuple):
    """What is waited for, since when in seconds of the session's clock; `name` is safe to show."""

    since: float
    what: Silence
    name: str = ""


STAGES = {
    Milestone.CONNECT: mark("connect"),
    Milestone.GREETING: mark("greeting"),
    Milestone.TLS: mark("TLS"),
    Milestone.TLS_UNVERIFIED: mark("TLS (unverified)"),
    Milestone.UNASKED: mark("unasked"),
    Milestone.REPLY: mark("reply"),
}

WAITS = {
    Silence.NAME: mark("looking up {name}: {seconds} s"),
    Silence.CONNECTION: mark("connecting to {name}: {seconds} s"),
    Silence.GREETING: mark("waiting for the greeting {seconds} s"),
    Silence.REPLY: mark("waiting for the reply to {name} {seconds} s"),
    Silence.HANDSHAKE: mark("waiting for the TLS handshake {seconds} s"),
}

RISKS = {
    Risk.EARLY: mark("sent before the greeting"),
    Risk.IN_CLEAR: mark("sent without encryption"),
    Risk.BREACH: mark("sent against the protocol"),
}
"""What the user insisted on."""

REASONS = {
    "closed after QUIT": mark("closed after QUIT"),
    "closed by the server": mark("closed by the server"),
    "closed by us": mark("closed by us"),
    "reset by the server": mark("reset by the server"),
    "not connected": mark("not connected"),
    "closed because of TLS": mark("closed because of TLS"),
    "closed after a timeout": mark("closed after a timeout"),
    "closed: not an SMTP server": mark("closed: not an SMTP server"),
    "TLS cut off without close_notify": mark("TLS cut off without close_notify"),
    "closed: out of step": mark("closed: out of step"),
    "closed: a defect of this program": mark("closed: a defect of this program"),
}
"""`smtptui.wire.events.CloseReason` → its words."""


_OVERDUE = {
    str(Overdue.GREETING): mark("no greeting in {seconds} s"),
    str(Overdue.HANDSHAKE): mark("the handshake was not finished in {seconds} s"),
    str(Overdue.ROOM): mark("the server took no octets for {seconds} s"),
}


def stage_words(name: str) -> str:
    """Return the name of a step: a stage in words, a verb as it is."""
    return _(STAGES[Milestone(name)]) if name in STAGES else visible(name)


def wait_words(awaiting: Awaiting, seconds: float) -> str:
    """Say what is waited for, and how long already."""
    return _(WAITS[awaiting.what], name=awaiting.name, seconds=f"{seconds:.0f}")


def reason_words(closed: Closed) -> str:
    """Say how a connection ended, without the particulars."""
    return _(REASONS.get(str(closed.reason), str(closed.reason)))


def end_words(closed: Closed) -> str:
    """Say how a connection ended."""
    if not closed.detail or closed.detail == str(closed.reason):
        return reason_words(closed)
    return _("{how}: {particulars}", how=reason_words(closed), particulars=visible(_(closed.detail)))


def narrated(event: Event) -> str:
    """Return what an event that is no line of the server's says, safe to show."""
    match event:
        case CommandSent(asked=asked):
            return visible(asked.line)
        case Resolving(_at, name, kind):
            return _("looking up {name} ({kind})", name=visible(name), kind=visible(kind))
        case Resolved(_at, name, _kind, ()):
            return _("{name} is nothing", name=visible(name))
        case Resolved(_at, name, _kind, found):
            return _("{name} is {found}", name=visible(name), found=", ".join(map(visible, found)))
        case Connecting(_at, _host, address, port):
            return _("connecting to {endpoint}", endpoint=endpoint(address, port))
        case ConnectFailed(_at, _host, address, port, why, _advice):
            return _("{endpoint}: {why}", endpoint=endpoint(address, port), why=visible(_(why)))
        case Connected(_at, _host, address, port, _took):
            return _("connected to {endpoint}", endpoint=endpoint(address, port))
        case DataSent(_at, lines, octets):
            return plural(
                "message data: {number} line, {octets} octets",
                "message data: {number} lines, {octets} octets",
                lines,
                octets=octets,
            )
        case Refused(_at, shown, why):
            if not shown:
                return _("not sent: {why}", why=visible(_(why)))
            line = visible(shown[: 4 * LINE_SHOWN])
            cut = f"{line[: LINE_SHOWN - 1]}…" if len(line) > LINE_SHOWN else line
            return _("not sent: {line}: {why}", line=cut, why=visible(_(why)))
        case TlsEstablished():
            return _tls(event)
        case TlsFailed(_at, why, _advice):
            return _("TLS: {why}", why=visible(_(why)))
        case TimedOut(_at, waiting_for, after):
            words = _OVERDUE.get(waiting_for, mark("no reply to {verb} in {seconds} s"))
            return _(words, verb=visible(waiting_for), seconds=f"{after:g}")
        case Noticed(_at, text, _advice):
            return visible(_(text))
        case Closed():
            return end_words(event)
        case _:
            return ""


def _tls(event: TlsEstablished) -> str:
    facts = {"version": visible(event.version), "cipher": visible(event.cipher), "bits": event.bits}
    if event.verified:
        return _("{version}  {cipher}  {bits} bits  certificate verified", **facts)
    return _("{version}  {cipher}  {bits} bits  certificate NOT verified", **facts)


def endpoint(address: str, port: int) -> str:
    """Return an address with its port, safe to show."""
    shown = visible(address)
    return f"[{shown}]:{port}" if ":" in shown else f"{shown}:{port}"


UNTIL = {
    Wait.GREETING: mark("waits for the greeting: {line}"),
    Wait.STARTTLS: mark("waits for TLS: {line}"),
    Wait.DATA: mark("waits for the reply to DATA: {line}"),
    Wait.AUTH: mark("waits for the reply to AUTH: {line}"),
}


def held_words(held: Held) -> str:
    """Say what has to come before a line of the user's is sent, and how many wait with it."""
    words = _(UNTIL[held.until], line=visible(held.shown))
    if held.waiting == 1:
        return words
    return _("{waiting} ({number} lines wait)", waiting=words, number=held.waiting)
