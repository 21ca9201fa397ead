"""A session for programs: an object for each event, of which one makes a line of JSON.

Keys, ids and the words of enums do not depend on the language; what a peer said is `visible`.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from smtptui.text import visible
from smtptui.watching.rows import Highlight
from smtptui.wire.events import (
    Certificate,
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

if TYPE_CHECKING:
    from smtptui.reference.explaining.explanation import Explanation
    from smtptui.watching.rows import Row

Object = dict[str, object]


def is_told(event: Event) -> bool:
    """Return whether an event is worth an object of its own: a line is told with its reply.

    A line that belongs to no reply, as of a server that does not speak SMTP, is told alone.
    """
    match event:
        case PartialLine() | StateChanged():
            return False
        case LineReceived(_, line, 0):
            return line.code is None
        case LineReceived():
            return False
        case _:
            return True


def event_object(
    event: Event,
    *,
    started: float = 0.0,
    row: "Row | None" = None,
    explanation: "Explanation | None" = None,
) -> Object:
    """Return an event as an object; `at_ms` is in milliseconds since `started`, durations in milliseconds.

    A reply's `highlight` is ``greeting``, ``504`` or null: that of its `row`, or what the event itself shows.
    A greeting with its `row` says in `greets` how it came (`smtptui.watching.greeting_verdict`).
    """
    own = {"event": "", "at_ms": milliseconds(event.at - started)}
    if isinstance(event, GreetingReceived | ReplyReceived):
        return own | _reply(event, row) | _meaning(explanation)
    return own | _of(event)


def milliseconds(seconds: float) -> float:
    """Return a duration in milliseconds, to the microsecond."""
    return round(seconds * 1000, 3)


def _reply(event: GreetingReceived | ReplyReceived, row: "Row | None") -> Object:
    reply = event.reply
    greeting = isinstance(event, GreetingReceived)
    asked = event.asked if isinstance(event, ReplyReceived) else None
    highlight = row.highlight if row is not None else _highlight(reply.code, greeting)
    made: Object = {
        "event": "reply",
        "code": reply.code,
        "enhanced": str(reply.enhanced) if reply.enhanced else None,
        "lines": [visible(line.body) for line in reply.lines],
        "answers": "CONNECT" if greeting else visible(asked.verb) if asked else None,
        "command": visible(asked.line) if asked else None,
        "highlight": str(highlight) if highlight else None,
        "anomalies": [str(anomaly) for anomaly in reply.anomalies],
    }
    if isinstance(event, ReplyReceived):
        made |= {"took_ms": milliseconds(event.took), "state": str(event.state)}
    verdict = row.reply.verdict if row is not None and row.reply is not None else None
    if verdict is not None and greeting:
        made["greets"] = verdict.as_object()
    return made


def _highlight(code: int, greeting: bool) -> Highlight | None:
    if code == 504:
        return Highlight.NOT_IMPLEMENTED
    return Highlight.GREETING if greeting and code == 220 else None


def _meaning(explanation: "Explanation | None") -> Object:
    best = explanation.meanings[0] if explanation is not None and explanation.meanings else None
    return {
        "meaning": best.id if best else None,
        "situation": (best.situation or None) if best else None,
        "title": best.title if best else explanation.title if explanation is not None else None,
        "confidence": str(best.confidence) if best else None,
        **(
            {"note": visible(explanation.note, keep_newlines=True)}
            if explanation and explanation.note
            else {}
        ),
    }


def _of(event: Event) -> Object:
    match event:
        case Resolving(_, name, kind):
            return {"event": "resolving", "name": visible(name), "kind": kind}
        case Resolved(_, name, kind, found):
            return {"event": "resolved", "name": visible(name), "kind": kind, "found": _texts(found)}
        case Connecting(_, host, address, port):
            return {"event": "connecting"} | _endpoint(host, address, port)
        case ConnectFailed(_, host, address, port, why, advice, ways):
            return {"event": "connect-failed"} | _endpoint(host, address, port) | _why(why, advice, ways)
        case Connected(_, host, address, port, took):
            return {"event": "connected"} | _endpoint(host, address, port) | {"took_ms": milliseconds(took)}
        case LineReceived(_, line, number):
            anomalies = [str(anomaly) for anomaly in line.anomalies]
            return {"event": "line", "text": visible(line.body), "number": number, "anomalies": anomalies}
        case PartialLine(_, octets):
            return {"event": "partial", "text": visible(octets)}
        case CommandSent(_, asked, octets, risk):
            return {
                "event": "command",
                "verb": visible(asked.verb),
                "line": visible(asked.line),
                "octets": octets,
                "risk": str(risk) if risk else None,
            }
        case Held(_, shown, until, waiting):
            return {"event": "held", "line": visible(shown), "until": str(until), "waiting": waiting}
        case Refused(_, shown, why, risk):
            risked = str(risk) if risk else None
            return {"event": "refused", "line": visible(shown), "why": visible(why), "risk": risked}
        case DataSent(_, lines, octets, text):
            made: Object = {"event": "data", "lines": lines, "octets": octets}
            return made | ({"text": visible(text)} if text else {})
        case StateChanged(_, before, after):
            return {"event": "state", "before": str(before), "after": str(after)}
        case _:
            return _of_end(event)


def _of_end(event: Event) -> Object:
    """Return what TLS, time and the end of a connection bring."""
    match event:
        case TlsEstablished(_, version, cipher, bits, verified, chain, took, problem):
            return {
                "event": "tls",
                "version": visible(version),
                "cipher": visible(cipher),
                "bits": bits,
                "verified": verified,
                "problem": visible(problem) or None,
                "chain": [_certificate(each) for each in chain],
                "took_ms": milliseconds(took),
            }
        case TlsFailed(_, why, advice, ways, chain):
            failed: Object = {"event": "tls-failed", "chain": [_certificate(each) for each in chain]}
            return failed | _why(why, advice, ways)
        case TimedOut(_, waiting_for, after):
            return {"event": "timeout", "waiting_for": visible(waiting_for), "after_ms": milliseconds(after)}
        case Noticed(_, text, advice, ways):
            return {"event": "notice"} | _why(text, advice, ways)
        case Closed(_, reason, detail, advice, expected, ways):
            made: Object = {"event": "closed", "reason": str(reason), "expected": expected}
            return made | _why(detail, advice, ways)
        case _:
            raise TypeError(type(event).__name__)


def _endpoint(host: str, address: str, port: int) -> Object:
    return {"host": visible(host), "address": visible(address), "port": port}


def _why(why: str, advice: str, ways: Iterable[Way]) -> Object:
    return {
        "why": visible(why) or None,
        "advice": visible(advice) or None,
        "ways": [str(way) for way in ways],
    }


def _certificate(each: Certificate) -> Object:
    return {
        "subject": visible(each.subject),
        "issuer": visible(each.issuer),
        "names": _texts(each.names),
        "not_before": visible(each.not_before),
        "not_after": visible(each.not_after),
        "fingerprint": visible(each.fingerprint),
    }


def _texts(texts: Iterable[str]) -> list[str]:
    return [visible(text) for text in texts]
