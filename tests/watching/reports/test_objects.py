"""Events as objects for programs."""

import json
from typing import Any

import pytest

from smtptui.reference.book.catalogue import Catalogue
from smtptui.watching.reports.meaning import meaning_lines
from smtptui.watching.reports.objects import event_object, is_told
from smtptui.watching.rows import Row
from smtptui.watching.watched import Watched
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
from tests.tui.transcript import GREETING_AND_504, events, reply_line

CERTIFICATE = Certificate("CN=mx", "CN=ca", ("mx",), "2026-01-01T00:00:00", "2027-01-01T00:00:00", "ab")

EACH: list[Event] = [
    Resolving(1.0, "mx", "MX"),
    Resolved(1.0, "mx", "MX", ("mx1", "mx2")),
    Connecting(1.0, "mx", "::1", 25),
    ConnectFailed(1.0, "mx", "::1", 25, "refused", "Try.", (Way.RETRY,)),
    Connected(1.0, "mx", "::1", 25, 0.002),
    LineReceived(1.0, reply_line(b"220 mx\r\n", 1.0)),
    PartialLine(1.0, b"22"),
    GreetingReceived(1.0, Reply(((), True, reply_line(b"220 mx\r\n", 1.0)))),
    ReplyReceived(1.0, Reply(((), False, reply_line(b"250 ok\r\n", 1.0))), None, State.READY),
    CommandSent(1.0, Asked("NOOP", b"NOOP", 1.0), 6, Risk.EARLY),
    Held(1.0, b"NOOP", Wait.DATA, 2),
    Refused(1.0, b"NOOP", "no", Risk.IN_CLEAR),
    DataSent(1.0, 3, 40),
    StateChanged(1.0, State.READY, State.IDENTIFIED),
    TlsEstablished(1.0, "TLSv1.3", "AES", 256, True, (CERTIFICATE,), 0.01),
    TlsFailed(1.0, "no"),
    TimedOut(1.0, Overdue.GREETING, 300.0),
    Noticed(1.0, "plaintext"),
    Closed(1.0, CloseReason.QUIT, expected=True),
]


def of(event: Event, **known: Any) -> dict[str, Any]:
    return json.loads(json.dumps(event_object(event, **known)))  # type: ignore[no-any-return]


def test_a_reply_has_the_documented_fields() -> None:
    watched = Watched(Catalogue())
    for event in events(GREETING_AND_504):
        watched.fold.receive(event)
    row = watched.fold.rows[-1]
    assert isinstance(row, Row)
    assert row.event is not None
    made = of(row.event, started=100.0, row=row, explanation=watched.explanation(row))
    assert made == {
        "event": "reply",
        "at_ms": 52.0,
        "took_ms": 4.0,
        "code": 504,
        "enhanced": "5.5.4",
        "lines": ["504 5.5.4 Unrecognized authentication type"],
        "answers": "AUTH",
        "command": "AUTH FOOBAR",
        "state": "identified",
        "highlight": "504",
        "meaning": "504.mechanism",
        "situation": "auth.mechanism",
        "title": "Mechanism not supported",
        "confidence": "certain",
        "anomalies": [],
    }


def test_a_reply_has_the_user_s_note_where_there_is_one() -> None:
    watched = Watched(Catalogue(notes={"504": "ask \x1bEva\nor Tom"}))
    for event in events(GREETING_AND_504):
        watched.fold.receive(event)
    row = watched.fold.rows[-1]
    assert isinstance(row, Row)
    assert row.event is not None
    explanation = watched.explanation(row)
    assert of(row.event, row=row, explanation=explanation)["note"] == "ask ␛Eva\nor Tom"
    assert explanation is not None
    lines = list(meaning_lines(explanation))
    assert "Your note: ask ␛Eva" in lines
    assert "Your note: or Tom" in lines


def test_only_a_220_that_greets_is_highlighted_as_a_greeting() -> None:
    shown = [
        of(event)["highlight"]
        for event in events("S: 220 mx\nC: STARTTLS\nS: 220 go\nC: X\nS: 504 no")
        if isinstance(event, GreetingReceived | ReplyReceived)
    ]
    assert shown == ["greeting", None, "504"]


@pytest.mark.parametrize("event", EACH, ids=lambda event: type(event).__name__)
def test_every_event_is_an_object_whose_time_counts_from_the_start(event: Event) -> None:
    made = of(event, started=0.5)
    assert made["at_ms"] == 500.0
    assert made["event"]


def test_each_kind_of_event_has_a_name_of_its_own() -> None:
    names = [of(event)["event"] for event in EACH]
    assert len(set(names)) == len(names) - 1, "a greeting is a reply"


def test_a_line_is_told_with_its_reply_and_alone_where_it_has_none() -> None:
    odd = ReplyLine((b"HTTP/1.1 400\r\n", 1.0, 1.0, (Anomaly.NO_CODE, Anomaly.NOT_SMTP), 0))
    assert not is_told(LineReceived(1.0, reply_line(b"220 mx\r\n", 1.0)))
    assert is_told(LineReceived(1.0, odd))
    assert not is_told(LineReceived(1.0, odd, 2))
    assert of(LineReceived(1.0, odd))["anomalies"] == ["no reply code", "not SMTP"]


def test_what_a_peer_said_is_made_safe() -> None:
    reply = Reply(((), True, reply_line(b"220 \x1b[2J\xff\r\n", 1.0)))
    assert of(GreetingReceived(1.0, reply))["lines"] == ["220 ␛[2J\\xff"]


def test_a_greeting_says_how_it_came() -> None:
    watched = Watched(Catalogue())
    for event in events(GREETING_AND_504):
        watched.fold.receive(event)
    rows = [row for row in watched.fold.rows if row.reply is not None]
    made = [event_object(row.event, row=row) for row in rows if row.event is not None]
    assert made[0]["greets"] == {
        "verdict": "normal",
        "took_ms": 4.0,
        "code": 220,
        "lines": 1,
        "pause_ms": 0.0,
        "protocol": None,
        "complete": True,
    }
    assert not [each for each in made[1:] if "greets" in each]
