"""Transcripts of servers, each read whole, octet by octet, and split at every boundary."""

from typing import NamedTuple

import pytest

from smtptui.wire.parser import ReplyParser
from smtptui.wire.reply import Anomaly, Reply, ReplyLine


class Case(NamedTuple):
    """What a peer sends, and what is read in it."""

    octets: bytes
    lines: list[tuple[int | None, bytes]]
    replies: list[tuple[int, str]] = []
    anomalies: set[Anomaly] = set()
    guess: str = ""


A = Anomaly

CASES = {
    "one line": Case(b"220 mx ESMTP\r\n", [(220, b"mx ESMTP")], [(220, "")]),
    "several lines": Case(
        b"250-mx\r\n250-SIZE 1\r\n250 HELP\r\n",
        [(250, b"mx"), (250, b"SIZE 1"), (250, b"HELP")],
        [(250, "")],
    ),
    "two replies in one segment": Case(
        b"250 2.1.0 Ok\r\n550 5.1.1 no\r\n",
        [(250, b"2.1.0 Ok"), (550, b"5.1.1 no")],
        [(250, "2.1.0"), (550, "5.1.1")],
    ),
    "a bare 220": Case(b"220\r\n", [(220, b"")], [(220, "")], {A.BARE_CODE}),
    "a bare 250": Case(b"250\r\n", [(250, b"")], [(250, "")], {A.BARE_CODE}),
    "a bare 334": Case(b"334\r\n", [(334, b"")], [(334, "")], {A.BARE_CODE}),
    "a code and a blank": Case(b"334 \r\n", [(334, b"")], [(334, "")]),
    "a bare LF": Case(b"250 Ok\n250 Ok\r\n", [(250, b"Ok")] * 2, [(250, "")] * 2, {A.BARE_LF}),
    "a bare CR": Case(b"250 O\rk\r\n", [(250, b"O\rk")], [(250, "")], {A.BARE_CR}),
    "a doubled CR": Case(b"250 Ok\r\r\n", [(250, b"Ok\r")], [(250, "")], {A.BARE_CR}),
    "a bare CR and a bare LF on two lines": Case(
        b"250 a\r250 b\n250 c\r\n",
        [(250, b"a\r250 b"), (250, b"c")],
        [(250, "")] * 2,
        {A.BARE_CR, A.BARE_LF},
    ),
    "a NUL": Case(b"250 O\0k\r\n", [(250, b"O\0k")], [(250, "")], {A.NUL}),
    "C0 and DEL": Case(b"250 \x1b[2J\x7f\r\n", [(250, b"\x1b[2J\x7f")], [(250, "")], {A.CONTROL}),
    "a tab is no control": Case(b"250 a\tb\r\n", [(250, b"a\tb")], [(250, "")]),
    "octets that are not UTF-8": Case(b"250 \xff\xfe\r\n", [(250, b"\xff\xfe")], [(250, "")], {A.EIGHT_BIT}),
    "a blank line between replies": Case(
        b"250 a\r\n\r\n250 b\r\n",
        [(250, b"a"), (None, b""), (250, b"b")],
        [(250, "")] * 2,
        {A.BLANK_LINE},
    ),
    "a blank line inside a reply": Case(
        b"250-a\r\n\r\n250 b\r\n", [(250, b"a"), (None, b""), (250, b"b")], [(250, "")], {A.BLANK_LINE}
    ),
    "text without a code": Case(b"hello there\r\n", [(None, b"hello there")], [], {A.NO_CODE}),
    "an underscore is no digit": Case(b"2_5 Ok\r\n", [(None, b"2_5 Ok")], [], {A.NO_CODE}),
    "a sign is no digit": Case(b"-25 Ok\r\n", [(None, b"-25 Ok")], [], {A.NO_CODE}),
    "a blank is no digit": Case(b" 25 Ok\r\n", [(None, b" 25 Ok")], [], {A.NO_CODE}),
    "four digits are no code": Case(b"2200 Ok\r\n", [(None, b"2200 Ok")], [], {A.NO_CODE}),
    "digits of another script are no code": Case(
        "٢٥٠ Ok\r\n".encode(), [(None, "٢٥٠ Ok".encode())], [], {A.NO_CODE, A.EIGHT_BIT}
    ),
    "a tab as separator": Case(b"250\tOk\r\n", [(250, b"Ok")], [(250, "")], {A.BAD_SEPARATOR}),
    "a colon as separator": Case(b"250:Ok\r\n", [(250, b"Ok")], [(250, "")], {A.BAD_SEPARATOR}),
    "no separator": Case(b"250Ok\r\n", [(250, b"Ok")], [(250, "")], {A.BAD_SEPARATOR}),
    "several codes in one reply": Case(
        b"220-mx\r\n554 no\r\n", [(220, b"mx"), (554, b"no")], [(554, "")], {A.MIXED_CODES}
    ),
    "a code above 5yz": Case(b"600 what\r\n", [(600, b"what")], [(600, "")], {A.CODE_OUT_OF_RANGE}),
    "a code below 2yz": Case(b"100 what\r\n", [(100, b"what")], [(100, "")], {A.CODE_OUT_OF_RANGE}),
    "a second digit above 5": Case(b"571 no\r\n", [(571, b"no")], [(571, "")], {A.CODE_OUT_OF_RANGE}),
    "512 octets": Case(b"250 " + b"x" * 506 + b"\r\n", [(250, b"x" * 506)], [(250, "")]),
    "513 octets": Case(b"250 " + b"x" * 507 + b"\r\n", [(250, b"x" * 507)], [(250, "")], {A.OVER_LONG}),
    "a long challenge": Case(b"334 " + b"A" * 4000 + b"\r\n", [(334, b"A" * 4000)], [(334, "")]),
    "an enhanced code": Case(b"504 5.5.4 no\r\n", [(504, b"5.5.4 no")], [(504, "5.5.4")]),
    "an enhanced code of two digits": Case(b"550 5.7.26 no\r\n", [(550, b"5.7.26 no")], [(550, "5.7.26")]),
    "an enhanced code of three": Case(b"550 5.7.708 no\r\n", [(550, b"5.7.708 no")], [(550, "5.7.708")]),
    "an enhanced code alone": Case(b"250 2.1.5\r\n", [(250, b"2.1.5")], [(250, "2.1.5")]),
    "an enhanced code on every line": Case(
        b"550-5.7.1 a\r\n550 5.7.1 b\r\n", [(550, b"5.7.1 a"), (550, b"5.7.1 b")], [(550, "5.7.1")]
    ),
    "an enhanced code of another class": Case(
        b"550 4.7.1 no\r\n", [(550, b"4.7.1 no")], [(550, "")], {A.ENHANCED_MISMATCH}
    ),
    "an enhanced code on 3yz": Case(
        b"354 3.0.0 go\r\n", [(354, b"3.0.0 go")], [(354, "")], {A.ENHANCED_MISMATCH}
    ),
    "an address is no enhanced code": Case(b"554 5.6.7.8 no\r\n", [(554, b"5.6.7.8 no")], [(554, "")]),
    "an enhanced code at the end": Case(
        b"553 sorry, no (#5.7.1)\r\n", [(553, b"sorry, no (#5.7.1)")], [(553, "5.7.1")]
    ),
    "a stream of HTTP": Case(
        b"HTTP/1.1 400 Bad Request\r\n",
        [(None, b"HTTP/1.1 400 Bad Request")],
        [],
        {A.NO_CODE, A.NOT_SMTP},
        "HTTP",
    ),
    "a stream of SSH": Case(
        b"SSH-2.0-OpenSSH_9.2\r\n", [(None, b"SSH-2.0-OpenSSH_9.2")], [], {A.NO_CODE, A.NOT_SMTP}, "SSH"
    ),
    "a stream of IMAP": Case(
        b"* OK IMAP4rev1\r\n", [(None, b"* OK IMAP4rev1")], [], {A.NO_CODE, A.NOT_SMTP}, "IMAP"
    ),
    "a stream of POP3": Case(
        b"+OK ready\n", [(None, b"+OK ready")], [], {A.NO_CODE, A.NOT_SMTP, A.BARE_LF}, "POP3"
    ),
    "a TLS alert": Case(
        b"\x15\x03\x01\x00\x02\x02\x0a",
        [(None, b"\x15\x03\x01\x00\x02\x02\x0a")],
        [],
        {A.NO_CODE, A.NOT_SMTP, A.CONTROL, A.NUL, A.LINE_TRUNCATED},
        "TLS",
    ),
    "what only begins like TLS": Case(
        b"\x16\x03\n250 Ok\r\n",
        [(None, b"\x16\x03"), (250, b"Ok")],
        [(250, "")],
        {A.NO_CODE, A.CONTROL, A.BARE_LF},
    ),
    "IMAP's words after a reply": Case(
        b"220 mx\r\n* OK\r\n", [(220, b"mx"), (None, b"* OK")], [(220, "")], {A.NO_CODE}
    ),
}


def read(chunks: list[bytes]) -> list[ReplyLine | Reply]:
    parser = ReplyParser()
    return [item for chunk in chunks for item in parser.feed(chunk, 0.0)]


def chunkings(octets: bytes) -> list[list[bytes]]:
    whole = [octets]
    single = [octets[i : i + 1] for i in range(len(octets))]
    step = max(1, len(octets) // 64)
    return [whole, single, *([octets[:cut], octets[cut:]] for cut in range(1, len(octets), step))]


@pytest.mark.parametrize("name", CASES)
def test_a_transcript_is_read_the_same_however_it_is_cut(name: str) -> None:
    case = CASES[name]
    for chunks in chunkings(case.octets):
        items = read(chunks)
        lines = [item for item in items if isinstance(item, ReplyLine)]
        replies = [item for item in items if isinstance(item, Reply)]
        assert [(line.code, line.text) for line in lines] == case.lines
        assert [(reply.code, str(reply.enhanced or "")) for reply in replies] == case.replies
        found = {anomaly for item in items for anomaly in item.anomalies}
        assert found == case.anomalies
        assert "".join(line.guess for line in lines) == case.guess
        assert b"".join(line.raw for line in lines) == case.octets


def test_a_reply_follows_its_last_line() -> None:
    kinds: list[type] = [type(item) for item in read([b"250-a\r\n250 b\r\n220 c\r\n"])]
    assert kinds == [ReplyLine, ReplyLine, Reply, ReplyLine, Reply]


def test_arrival_times_are_those_of_the_first_and_the_last_octet() -> None:
    parser = ReplyParser()
    parser.feed(b"220-mx\r\n22", 1.0)
    *_, reply = parser.feed(b"0 mx\r\n", 7.0)
    assert isinstance(reply, Reply)
    assert [(line.at, line.until) for line in reply.lines] == [(1.0, 1.0), (1.0, 7.0)]
    assert (reply.at, reply.until) == (1.0, 7.0)


def test_half_a_line_is_visible_before_its_end() -> None:
    parser = ReplyParser()
    assert parser.feed(b"220 mx.exa", 0.0) == []
    assert parser.partial == b"220 mx.exa"
    assert not parser.empty
    parser.feed(b"mple\r\n", 0.0)
    assert parser.partial == b""
    assert parser.empty


def test_a_reply_half_read_leaves_the_parser_not_empty() -> None:
    parser = ReplyParser()
    parser.feed(b"220-mx\r\n", 0.0)
    assert parser.partial == b""
    assert not parser.empty


def test_the_end_of_the_stream_flushes_an_unfinished_line_and_flags_it() -> None:
    parser = ReplyParser()
    parser.feed(b"250-a\r\n250 que", 1.0)
    line, reply = parser.end(2.0)
    assert isinstance(line, ReplyLine)
    assert line.raw == b"250 que"
    assert A.LINE_TRUNCATED in line.anomalies
    assert isinstance(reply, Reply)
    assert A.REPLY_TRUNCATED in reply.anomalies
    assert parser.end(3.0) == []


def test_the_end_of_the_stream_flushes_a_reply_without_its_last_line() -> None:
    parser = ReplyParser()
    parser.feed(b"250-a\r\n", 1.0)
    (reply,) = parser.end(2.0)
    assert isinstance(reply, Reply)
    assert reply.anomalies == (A.REPLY_TRUNCATED,)


def test_lines_said_again_in_the_same_octets_are_all_reported() -> None:
    octets = b"250-a\r\n250-a\r\n250 a\r\n250 a\r\n250 a\r\n250-2.0.0 a\r\n250 a\r\n\r\n\r\na\r\n" * 3
    slow = read([octets[i : i + 1] for i in range(len(octets))])
    assert read([octets]) == slow
    assert len([item for item in slow if isinstance(item, Reply)]) == 12


def test_what_the_short_loop_makes_equals_what_the_closer_look_makes() -> None:
    octets = b"250-mx\r\n250 2.0.0 Ok\r\n504 5.5.4 no\r\n220-a\r\n554 b\r\n250 \r\n"
    quick = read([octets])
    slow = read([octets[i : i + 1] for i in range(len(octets))])
    assert quick == slow
    assert [repr(item) for item in quick] == [repr(item) for item in slow]
