"""A session in the notation of swaks."""

from smtptui.transcripts.reader import find_replies
from smtptui.watching.reports.swaks import swaks_lines, transcript
from smtptui.wire.events import (
    Asked,
    Closed,
    CloseReason,
    CommandSent,
    ConnectFailed,
    Connecting,
    DataSent,
    Event,
    LineReceived,
    TlsEstablished,
)
from tests.tui.transcript import GREETING_AND_504, events, reply_line

TLS = TlsEstablished(101.0, "TLSv1.3", "TLS_AES_256_GCM_SHA384", 256, True, ())


def test_each_line_has_the_mark_of_its_side_and_a_refusal_that_of_one() -> None:
    shown = list(transcript(events("S: 220-mx\nS: 220 there\nC: EHLO me\nS: 504 5.5.2 no")))
    assert shown == [
        "=== Connected to 192.0.2.1.",
        "<-  220-mx",
        "<-  220 there",
        " -> EHLO me",
        "<** 504 5.5.2 no",
    ]


def test_inside_tls_the_lines_are_waves() -> None:
    sent = CommandSent(102.0, Asked("NOOP", b"NOOP", 102.0), 6)
    heard = [LineReceived(103.0, reply_line(raw, 103.0)) for raw in (b"250 ok\r\n", b"421 bye\r\n")]
    assert list(transcript([sent, TLS, sent, *heard])) == [
        " -> NOOP",
        "=== TLS started with cipher TLSv1.3:TLS_AES_256_GCM_SHA384:256",
        " ~> NOOP",
        "<~  250 ok",
        "<~* 421 bye",
    ]


def test_a_certificate_that_was_not_verified_is_said() -> None:
    lines = list(swaks_lines(TLS._replace(verified=False)))
    assert lines[1].startswith("*** ")
    assert "NOT verified" in lines[1]


def test_what_went_wrong_stands_with_its_advice() -> None:
    failed: list[Event] = [
        Connecting(1.0, "mx", "192.0.2.1", 25),
        ConnectFailed(1.0, "mx", "192.0.2.1", 25, "refused", "Is it running?"),
        Closed(1.0, CloseReason.NOT_CONNECTED, advice="Try another."),
    ]
    assert list(transcript(failed)) == [
        "=== Trying 192.0.2.1:25...",
        "*** 192.0.2.1:25: refused",
        "*** Is it running?",
        "*** not connected",
        "*** Try another.",
    ]


def test_a_message_is_counted_and_a_polite_end_is_said() -> None:
    assert list(transcript([DataSent(1.0, 3, 40), Closed(1.0, CloseReason.QUIT, expected=True)])) == [
        " -> [message data: 3 lines, 40 octets]",
        "=== Connection closed with remote host.",
    ]


def test_what_a_peer_says_is_made_safe() -> None:
    line = LineReceived(1.0, reply_line(b"220 \x1b]0;owned\x07\r\n", 1.0))
    assert list(swaks_lines(line)) == ["<-  220 ␛]0;owned␇"]


def test_the_reader_of_transcripts_finds_the_same_replies_in_it() -> None:
    found = list(find_replies(transcript(events(GREETING_AND_504))))
    assert [(each.evidence.code, each.evidence.command) for each in found] == [
        ("220", "CONNECT"),
        ("250", "EHLO"),
        ("504", "AUTH"),
    ]
