"""What the panel makes of a session's events, without a panel."""

import pytest

from smtptui.reference.book.catalogue import Catalogue
from smtptui.watching.explainer import Explainer
from smtptui.watching.fold import Fold, feed
from smtptui.watching.rows import Highlight, Kind
from smtptui.watching.verdict import verdict_of
from smtptui.wire.events import (
    Asked,
    Closed,
    CloseReason,
    CommandSent,
    Connected,
    ConnectFailed,
    Event,
    Held,
    LineReceived,
    PartialLine,
    Refused,
    ReplyReceived,
    State,
    StateChanged,
    TimedOut,
    TlsEstablished,
    TlsFailed,
    Wait,
)
from smtptui.wire.reply import Anomaly, Reply, ReplyLine
from tests.tui.transcript import AND_A_501, GREETING_AND_504, events, reply_line


def test_the_greeting_is_highlighted() -> None:
    live = feed(events("S: 220 mx.example ESMTP"))
    assert [row.highlight for row in live.rows if row.kind is Kind.RECEIVED] == [Highlight.GREETING]


def test_a_220_that_answers_starttls_is_no_greeting() -> None:
    live = feed(events("S: 220 mx.example ESMTP\nC: STARTTLS\nS: 220 2.0.0 Ready to start TLS"))
    received = [row for row in live.rows if row.kind is Kind.RECEIVED]
    assert [row.highlight for row in received] == [Highlight.GREETING, None]


def test_a_refusal_in_place_of_the_greeting_is_not_marked_as_one() -> None:
    live = feed(events("S: 554 no service for you"))
    assert live.rows[-1].highlight is None


def test_a_504_is_highlighted_whatever_it_answers() -> None:
    live = feed(events("S: 220 mx ESMTP\nC: HELO bare\nS: 504 5.5.2 <bare>: Helo command rejected"))
    assert live.rows[-1].highlight is Highlight.NOT_IMPLEMENTED


def test_a_504_that_does_not_stand_under_what_it_answers_names_that() -> None:
    live = feed(events("S: 220 mx\nC: AUTH FOO\nS: 504 5.5.4 no"))
    piped = [Asked("VRFY", b"VRFY one", 3.0), Asked("HELP", b"HELP two", 3.0)]
    for asked in piped:
        live.receive(CommandSent(3.0, asked, 10))
    for asked in piped:
        line = reply_line(b"504 no\r\n", 4.0)
        live.receive(LineReceived(4.0, line, 0))
        live.receive(ReplyReceived(4.0, Reply(((), False, line)), asked, State.READY))
    explainer = Explainer(Catalogue())
    told = []
    for row in live.rows:
        if row.code == 504:
            explainer.explanation(row)
            verdict = verdict_of(row)
            assert verdict is not None
            told.append([fact for fact in verdict.facts if fact.startswith("it answers")])
    assert told == [[], ["it answers VRFY one"], ["it answers HELP two"]]


def test_a_504_in_a_text_is_no_504() -> None:
    live = feed(events("S: 220 mx ESMTP\nC: NOOP\nS: 250 504 is a number"))
    assert live.rows[-1].highlight is None
    assert live.progress.counts == {"220": 1, "250": 1}


def test_a_504_of_several_lines_is_highlighted_from_its_first_line_on() -> None:
    live = feed(events("S: 220 mx ESMTP\nC: HELP x"))
    live.receive(LineReceived(101.0, reply_line(b"504-no such topic\r\n", 101.0), 0))
    assert live.rows[-1].highlight is Highlight.NOT_IMPLEMENTED


def test_the_first_line_of_a_slow_greeting_is_highlighted_before_the_second_comes() -> None:
    waiting = StateChanged(1.0, State.READY, State.AWAITING_GREETING)
    live = feed([Connected(1.0, "h", "192.0.2.1", 25, 0.1), waiting])
    live.receive(LineReceived(1.1, reply_line(b"220-mx.example ESMTP\r\n", 1.1), 0))
    assert live.rows[-1].highlight is Highlight.GREETING


def test_replies_are_counted_by_code_once_each_however_many_lines_they_have() -> None:
    assert feed(events(AND_A_501)).progress.counts == {"220": 1, "250": 1, "504": 1, "501": 1}


def test_a_long_reply_is_folded_into_one_row_that_unfolds_and_folds_again() -> None:
    live = feed(events(GREETING_AND_504))
    before = len(live.rows)
    folded = next(row for row in live.rows if row.folded)
    named = "PIPELINING SIZE STARTTLS AUTH ENHANCEDSTATUSCODES 8BITMIME"
    assert folded.text == f"250-mx.example {named} … (9 lines)"
    live.unfold(folded)
    assert len(live.rows) == before + 9
    assert live.rows[live.rows.index(folded) + 5].text == "250-AUTH PLAIN LOGIN"
    live.unfold(folded)
    assert len(live.rows) == before


def test_unfolding_while_a_reply_is_half_received_keeps_both_whole() -> None:
    live = feed(events(GREETING_AND_504))
    live.receive(LineReceived(102.0, reply_line(b"250-a\r\n", 102.0), 0))
    live.unfold(next(row for row in live.rows if row.folded))
    last = reply_line(b"250 b\r\n", 102.1)
    live.receive(LineReceived(102.1, last, 1))
    first = reply_line(b"250-a\r\n", 102.0)
    asked = Asked("NOOP", b"NOOP", 101.9)
    reply = ReplyReceived(102.1, Reply(((), False, first, last)), asked, State.IDENTIFIED)
    live.receive(reply)
    assert [row.text for row in live.rows[-2:]] == ["250-a", "250 b"]
    assert all(row.event is reply for row in live.rows[-2:])


def test_a_command_between_the_lines_of_a_reply_keeps_its_own_row() -> None:
    live = feed(events("S: 220 mx ESMTP"))
    lines = [reply_line(f"250-{number}\r\n".encode(), 102.0) for number in range(4)]
    lines.append(reply_line(b"250 end\r\n", 102.0))
    asked = Asked("NOOP", b"NOOP", 102.0)
    for number, line in enumerate(lines):
        live.receive(LineReceived(102.0, line, number))
        if number == 2:
            live.receive(CommandSent(102.0, asked, 6))
    reply = ReplyReceived(102.1, Reply(((), False, *lines)), asked, State.IDENTIFIED)
    live.receive(reply)
    sent = [row for row in live.rows if row.kind is Kind.SENT]
    assert [row.text for row in sent] == ["NOOP"]
    assert isinstance(sent[0].event, CommandSent)
    assert [row.event for row in live.rows if row.kind is Kind.RECEIVED][1:] == [reply] * 5


def test_a_flood_pushes_the_oldest_rows_out_and_is_counted_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("smtptui.watching.retention.ROWS_KEPT", 100)
    monkeypatch.setattr("smtptui.watching.retention.ROWS_FORGOTTEN", 10)
    live = feed(events("S: 220 mx ESMTP\n" + "C: NOOP\nS: 250 ok\n" * 500))
    assert len(live.rows) <= 110
    assert live.progress.counts["250"] == 500
    assert live.forgotten + len(live.rows) == 1002


def test_half_a_line_shows_and_goes_when_the_line_ends() -> None:
    live = feed([PartialLine(1.0, b"220 mx.ex\x1b")])
    assert live.partial.octets == b"220 mx.ex\x1b"
    live.receive(LineReceived(1.1, reply_line(b"220 mx.example\r\n", 1.1), 0))
    assert live.partial.octets == b""


def test_what_a_server_sends_is_shown_without_its_control_characters() -> None:
    raw = b"220 \x1b]52;c;aGk=\x07\x9b31m\x00 [@click=app.quit]x[/x]\r\n"
    live = feed([LineReceived(1.0, ReplyLine((raw, 1.0, 1.0, (), 0)), 0)])
    assert live.rows[-1].text == "220 ␛]52;c;aGk=␇\\x9b31m␀ [@click=app.quit]x[/x]"


def test_anomalies_of_a_line_stay_with_the_reply() -> None:
    line = reply_line(b"250 ok\n", 2.0)._replace(anomalies=(Anomaly.BARE_LF,))
    reply = Reply(((), False, line))
    live = feed([LineReceived(2.0, line, 0), ReplyReceived(2.0, reply, None, State.READY)])
    assert live.rows[-1].anomalies == ("bare LF",)


def test_the_extensions_of_the_last_ehlo_are_the_context_of_what_follows() -> None:
    live = feed(events(GREETING_AND_504))
    refused = next(row for row in live.rows if row.highlight is Highlight.NOT_IMPLEMENTED)
    assert refused.reply is not None
    assert refused.reply.context.extensions is not None
    assert refused.reply.context.extensions.mechanisms == ("PLAIN", "LOGIN")


def test_an_unexpected_end_is_trouble_and_an_expected_one_is_not() -> None:
    unexpected = Closed(1.0, CloseReason.BY_SERVER, "after 3 s")
    live = feed([unexpected, Closed(1.0, CloseReason.QUIT, expected=True)])
    assert [row.kind for row in live.rows] == [Kind.TROUBLE, Kind.SYSTEM]
    assert live.rows[0].text == "closed by the server: after 3 s"


def test_the_steps_name_each_stage_with_its_outcome() -> None:
    live = feed(events(AND_A_501))
    assert [(step.name, step.severity) for step in live.progress.steps] == [
        ("connect", 2),
        ("greeting", 2),
        ("EHLO", 2),
        ("AUTH", 5),
        ("MAIL", 5),
    ]


def test_a_reply_whose_lines_came_apart_is_like_one_that_came_at_once() -> None:
    text = "S: 220 mx ESMTP\nC: HELO bare\nS: 504-5.5.2 not\nS: 504 5.5.2 qualified"
    at_once, apart = feed(events(text)), Fold()
    for event in events(text):
        for row in apart.rows:
            if row.tag is None:
                row.tag = "as it was drawn then"
        apart.receive(event)
    for one, other in zip(apart.rows[-2:], at_once.rows[-2:], strict=True):
        assert (one.text, one.code, one.highlight) == (other.text, other.code, other.highlight)
        assert one.reply is not None
        assert one.tag == other.tag
    assert [row.tag for row in apart.rows[-2:]] == [None, ""]


def test_a_long_text_is_folded_to_its_words_and_not_to_its_enhanced_codes() -> None:
    lines = ["214-2.0.0 This is sendmail", "214-2.0.0 Topics:", "214-2.0.0 HELO EHLO", "214 2.0.0 End"]
    live = feed(events("S: 220 mx\nC: HELP\n" + "\n".join(f"S: {line}" for line in lines)))
    assert live.rows[-1].text == "214-This is sendmail Topics: HELO EHLO End (4 lines)"


NOOP = Asked("NOOP", b"NOOP", 1.0)


def test_one_who_follows_reads_the_newest_reply() -> None:
    live = feed(events("S: 220 mx\nC: NOOP\nS: 250 ok\nC: HELP"))
    assert live.newest is not None
    assert live.newest.text == "250 ok"


def test_a_refusal_stays_to_be_read_until_the_next_command() -> None:
    live = feed(events("S: 220 mx\nC: RCPT TO:<a>\nS: 504 5.5.2 no"))
    line = reply_line(b"250 later\r\n", 200.0)
    later = ReplyReceived(200.0, Reply(((), False, line)), None, State.IDENTIFIED)
    live.receive(later)
    assert live.newest is live.not_implemented
    live.receive(CommandSent(201.0, NOOP, 6))
    assert live.newest is live.not_implemented
    live.receive(later)
    assert live.newest is live.rows[-1]


def test_of_two_refusals_the_later_one_is_read() -> None:
    live = feed(events("S: 220 mx\nC: RCPT TO:<a>\nS: 504 5.5.2 no"))
    line = reply_line(b"550 later\r\n", 200.0)
    live.receive(ReplyReceived(200.0, Reply(((), False, line)), None, State.IDENTIFIED))
    assert live.newest is live.rows[-1]


@pytest.mark.parametrize(
    ("failed", "closed", "words"),
    [
        (
            TlsFailed(1.0, "expired", "Do this."),
            Closed(1.1, CloseReason.TLS, "expired"),
            "closed because of TLS",
        ),
        (
            TimedOut(1.0, "EHLO", 5.0),
            Closed(1.1, CloseReason.TIMEOUT, "no reply to EHLO in 5 s"),
            "closed after a timeout",
        ),
        (
            ConnectFailed(1.0, "mx", "192.0.2.1", 25, "refused", "Do this."),
            Closed(1.1, CloseReason.NOT_CONNECTED, "refused"),
            "not connected",
        ),
    ],
)
def test_what_failed_is_said_once_and_the_end_after_it_without_it(
    failed: Event, closed: Closed, words: str
) -> None:
    live = feed([failed, closed])
    assert [row.text for row in live.rows][1:] == [words]
    assert live.newest is live.rows[0]


def test_an_end_that_says_more_than_the_row_above_says_it() -> None:
    live = feed([TlsFailed(1.0, "expired"), Closed(1.1, CloseReason.TLS, "the peer has gone", "Do this.")])
    assert live.rows[-1].text == "closed because of TLS: the peer has gone"
    assert live.newest is live.rows[-1]


def test_the_end_of_a_refused_session_does_not_hide_the_refusal() -> None:
    live = feed(events("S: 554 no service"))
    live.receive(Closed(2.0, CloseReason.BY_SERVER, "it said so before", "Try again later."))
    assert live.newest is not None
    assert live.newest.code == 554


def test_an_unverified_certificate_is_a_warning() -> None:
    tls = TlsEstablished(1.0, "TLSv1.3", "AES", 256, False, (), 0.1, "expired")
    assert [row.kind for row in feed([tls, tls._replace(verified=True)]).rows] == [Kind.WARNING, Kind.SYSTEM]


def test_what_is_held_is_no_row_and_what_was_refused_is_one() -> None:
    live = feed([Held(1.0, b"NOOP", Wait.GREETING, 1), Refused(1.1, b"MAIL x", "the server has closed")])
    assert [(row.kind, row.text) for row in live.rows] == [
        (Kind.WARNING, "not sent: MAIL x: the server has closed")
    ]


def test_of_a_long_line_that_was_refused_the_beginning_stands_before_why() -> None:
    live = feed([Refused(1.1, b"NOOP " + "é".encode() * 3000, "it is too long")])
    assert live.rows[-1].text.endswith("é…: it is too long")
    assert len(live.rows[-1].text) < 250


def test_a_line_that_was_folded_is_found_in_the_folded_row() -> None:
    live = feed(events("S: 220 mx\nC: HELP"))
    lines = [reply_line(f"214-{number}\r\n".encode(), 2.0) for number in range(3)]
    lines.append(reply_line(b"214 end\r\n", 2.0))
    for number, line in enumerate(lines):
        live.receive(LineReceived(2.0, line, number))
    single = live.rows[-2]
    assert live.shown_for(single) is single
    live.receive(ReplyReceived(2.0, Reply(((), False, *lines)), NOOP, State.READY))
    assert live.shown_for(single) is live.rows[-1]
    assert live.shown_for(live.rows[-1]) is live.rows[-1]
    live.unfold(live.rows[-1])
    assert live.shown_for(single) is single
    assert live.shown_for(live.rows[0]) is live.rows[0]
