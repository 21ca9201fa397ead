"""Events → the objects that a recording holds, in their documented form."""

from smtptui.recording.fields import octets_as_text
from smtptui.recording.lines import line_object, lines_value, since
from smtptui.wire.events import (
    Asked,
    Closed,
    CommandSent,
    Connected,
    ConnectFailed,
    Connecting,
    DataSent,
    Event,
    GreetingReceived,
    Held,
    LineReceived,
    Noticed,
    PartialLine,
    Refused,
    ReplyReceived,
    Resolved,
    Resolving,
    StateChanged,
    TimedOut,
    TlsEstablished,
    TlsFailed,
    Way,
)
from smtptui.wire.limits import LINE_KEPT, REPLY_LINES
from smtptui.wire.reply import ReplyLine

Made = dict[str, object]

MESSAGE_KEPT = 1024 * 1024
"""Octets of message data that an event keeps, where that is asked for."""


class Writing:
    """Makes objects of the events of one session, timed since `start`; a reply counts the lines before it."""

    def __init__(self, start: float) -> None:
        self._start = start
        self._heard: list[ReplyLine] = []

    def object(self, event: Event) -> Made:
        """Return the object for an event; feed every event, in order."""
        match event:
            case LineReceived(at, line, number):
                if number == 0 or len(self._heard) >= REPLY_LINES:
                    self._heard.clear()
                self._heard.append(line)
                made = {"event": "line", "at": self._since(at)} | line_object(line, at, self._start)
                return made | {"number": number} if number else made
            case GreetingReceived() | ReplyReceived():
                return self._reply(event)
            case _:
                made = _of(event)
                name = made.pop("event")
                return {"event": name, "at": self._since(event.at)} | made

    def _reply(self, event: GreetingReceived | ReplyReceived) -> Made:
        reply = event.reply
        greeting = isinstance(event, GreetingReceived)
        made: Made = {"event": "greeting" if greeting else "reply", "at": self._since(event.at)}
        made |= {"code": reply.code, "lines": lines_value(reply.lines, self._heard, self._start)}
        self._heard.clear()
        if reply.noted:
            made["noted"] = [str(anomaly) for anomaly in reply.noted]
        if reply.text_is_parsed:
            made["parsed"] = True
        if isinstance(event, ReplyReceived):
            made |= {"state": str(event.state), "took": since(event.took, 0.0)}
            if event.asked is not None:
                made |= self._asked(event.asked)
        return made

    def _asked(self, asked: Asked) -> Made:
        return {"verb": asked.verb, "line": octets_as_text(asked.line), "asked": self._since(asked.at)}

    def _since(self, at: float) -> float:
        return since(at, self._start)


def _of(event: Event) -> Made:
    match event:
        case PartialLine(_, octets):
            return {"event": "partial", "octets": octets_as_text(octets)}
        case CommandSent(_, asked, octets, risk):
            made: Made = {"event": "command", "verb": asked.verb, "line": octets_as_text(asked.line)}
            return made | {"octets": octets} | ({"risk": str(risk)} if risk else {})
        case StateChanged(_, before, after):
            return {"event": "state", "before": str(before), "after": str(after)}
        case DataSent(_, lines, octets, text):
            made = {"event": "data", "lines": lines, "octets": octets}
            return made | ({"text": octets_as_text(text[:MESSAGE_KEPT])} if text else {})
        case Held(_, shown, until, waiting):
            return {
                "event": "held",
                "line": octets_as_text(shown[:LINE_KEPT]),
                "until": str(until),
                "waiting": waiting,
            }
        case Refused(_, shown, why, risk):
            made = {"event": "refused", "line": octets_as_text(shown[:LINE_KEPT]), "why": why}
            return made | ({"risk": str(risk)} if risk else {})
        case _:
            return _around(event)


def _around(event: Event) -> Made:
    """Return what happens before, beside and after the dialogue."""
    match event:
        case Resolving(_, name, kind):
            return {"event": "resolving", "name": name, "kind": kind}
        case Resolved(_, name, kind, found):
            return {"event": "resolved", "name": name, "kind": kind, "found": list(found)}
        case Connecting(_, host, address, port):
            return {"event": "connecting", "host": host, "address": address, "port": port}
        case ConnectFailed(_, host, address, port, why, advice, ways):
            made: Made = {"event": "connect-failed", "host": host, "address": address, "port": port}
            return made | _why(why, advice, ways)
        case Connected(_, host, address, port, took):
            made = {"event": "connected", "host": host, "address": address, "port": port}
            return made | {"took": since(took, 0.0)}
        case TlsEstablished(_, version, cipher, bits, verified, chain, took, problem):
            made = {"event": "tls", "version": version, "cipher": cipher, "bits": bits, "verified": verified}
            made |= {"chain": [each._asdict() for each in chain], "took": since(took, 0.0)}
            return made | ({"problem": problem} if problem else {})
        case TlsFailed(_, why, advice, ways, chain):
            made = {"event": "tls-failed"} | _why(why, advice, ways)
            return made | ({"chain": [each._asdict() for each in chain]} if chain else {})
        case TimedOut(_, waiting_for, after):
            return {"event": "timeout", "waiting_for": str(waiting_for), "after": since(after, 0.0)}
        case Noticed(_, text, advice, ways):
            return {"event": "notice"} | _why(text, advice, ways)
        case Closed(_, reason, detail, advice, expected, ways):
            made = {"event": "closed", "reason": str(reason), "expected": expected}
            return made | _why(detail, advice, ways)
        case _:
            raise TypeError(type(event).__name__)


def _why(why: str, advice: str, ways: tuple[Way, ...]) -> Made:
    made: Made = {"why": why}
    if advice:
        made["advice"] = advice
    if ways:
        made["ways"] = [str(way) for way in ways]
    return made
