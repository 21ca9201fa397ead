"""Recordings for tests: sessions written and read again, and every kind of event."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from smtptui.recording.opened import Recording
from smtptui.recording.recorder import RecordingFile
from smtptui.wire.events import (
    Asked,
    Certificate,
    Closed,
    CloseReason,
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
    Overdue,
    PartialLine,
    Refused,
    ReplyReceived,
    Resolved,
    Resolving,
    Risk,
    State,
    StateChanged,
    TimedOut,
    TlsEstablished,
    TlsFailed,
    Wait,
    Way,
)
from smtptui.wire.reply import Anomaly, Reply, ReplyLine

CERTIFICATE = Certificate("CN=mx", "CN=ca", ("mx", "mx2"), "2026-01-01T00:00:00", "2027-01-01T00:00:00", "ab")
GREETING = ReplyLine((b"220 mx\r\n", 1.25, 1.25, (), 0))
ODD = ReplyLine((b"250\n", 1.0, 1.25, (Anomaly.BARE_CODE, Anomaly.BARE_LF), 0))
CUT = ReplyLine((b"550-\xff\x00", 1.0, 1.25, (Anomaly.EIGHT_BIT, Anomaly.NUL, Anomaly.LINE_TRUNCATED), 7))
WEB = ReplyLine((b"HTTP/1.1 400 Bad\r\n", 1.25, 1.25, (Anomaly.NO_CODE, Anomaly.NOT_SMTP), 0))
NOOP = Asked("NOOP", b"NOOP \xc3\xa4", 1.25)

EACH: list[Event] = [
    Resolving(1.25, "mx", "MX"),
    Resolved(1.25, "mx", "MX", ("mx1", "mx2")),
    Connecting(1.25, "mx", "::1", 25),
    ConnectFailed(1.25, "mx", "::1", 25, "refused", "Try.", (Way.RETRY,)),
    Connected(1.25, "mx", "::1", 25, 0.002),
    StateChanged(1.25, State.READY, State.AWAITING_GREETING),
    PartialLine(1.25, b"22"),
    LineReceived(1.25, WEB),
    LineReceived(1.25, GREETING),
    GreetingReceived(1.25, Reply(((), True, GREETING))),
    CommandSent(1.25, NOOP, 6, Risk.EARLY),
    LineReceived(1.25, CUT),
    LineReceived(1.25, ODD, 1),
    ReplyReceived(1.25, Reply(((Anomaly.MIXED_CODES,), False, CUT, ODD)), NOOP, State.READY, 0.5),
    ReplyReceived(1.25, Reply(((), False, GREETING)), None, State.READY),
    Held(1.25, b"NOOP", Wait.DATA, 2),
    Refused(1.25, b"NOOP", "no", Risk.IN_CLEAR),
    Refused(1.25, b"", "no"),
    DataSent(1.25, 3, 40),
    DataSent(1.25, 2, 8, b"\xffa\r\n.\r\n"),
    TlsEstablished(1.25, "TLSv1.3", "AES", 256, False, (CERTIFICATE,), 0.01, "self-signed"),
    TlsFailed(1.25, "no", "Try.", (Way.INSPECT, Way.PLAINTEXT)),
    TlsFailed(1.25, "no", chain=(CERTIFICATE,)),
    TimedOut(1.25, Overdue.GREETING, 300.0),
    Noticed(1.25, "plaintext"),
    Closed(1.25, CloseReason.QUIT, "x", expected=True),
]
"""Every kind of event, and of what can be in one."""


def recorded(path: Path, *sessions: Iterable[Event], start: float = 1.0) -> Path:
    """Write sessions one after the other, each with a header of its own, and return the file."""
    for own in sessions:
        file = RecordingFile(path)
        file.session(
            "mx.example:25", {"tls": "auto"}, start=start, clock=lambda: start, wall=lambda: 1e9
        ).events(own)
        file.close()
    return path


def opened(octets: bytes) -> Recording:
    """Return a recording that holds these octets."""
    return Recording(BytesIO(octets))


def read(octets: bytes, session: int = 0) -> list[Event]:
    """Return the events of a session of a recording."""
    recording = opened(octets)
    return list(recording.events(recording.sessions[session]))
