"""What a peer cannot do to memory, time and the reading of what comes next."""

import tracemalloc

from smtptui.wire.limits import LINE_KEPT, REPLY_LINES, REPLY_OCTETS
from smtptui.wire.parser import ReplyParser
from smtptui.wire.reply import Anomaly, Reply, ReplyLine


def test_a_reply_of_too_many_lines_is_closed_as_truncated() -> None:
    items = ReplyParser().feed(b"250-x\r\n" * (REPLY_LINES + 1), 0.0)
    (reply,) = [item for item in items if isinstance(item, Reply)]
    assert len(reply.lines) == REPLY_LINES
    assert Anomaly.REPLY_TRUNCATED in reply.anomalies


def test_a_reply_of_too_many_odd_lines_is_closed_as_truncated() -> None:
    items = ReplyParser().feed(b"250-x\n" * (REPLY_LINES + 1), 0.0)
    (reply,) = [item for item in items if isinstance(item, Reply)]
    assert len(reply.lines) == REPLY_LINES
    assert Anomaly.REPLY_TRUNCATED in reply.anomalies


def test_a_reply_of_too_many_octets_is_closed_as_truncated() -> None:
    line = b"250-" + b"x" * 500 + b"\r\n"
    items = ReplyParser().feed(line * (REPLY_OCTETS // len(line) + 2), 0.0)
    (reply,) = [item for item in items if isinstance(item, Reply)]
    assert Anomaly.REPLY_TRUNCATED in reply.anomalies
    assert REPLY_OCTETS <= len(reply.raw) < REPLY_OCTETS + len(line)


def test_the_octets_of_a_reply_count_however_many_lines_come_at_once() -> None:
    line = b"250-" + b"x" * 500 + b"\r\n"
    wanted = -(-REPLY_OCTETS // len(line))
    for at_once in (1, 7, 500):
        parser = ReplyParser()
        items = [
            item
            for start in range(0, wanted + 1, at_once)
            for item in parser.feed(line * min(at_once, wanted + 1 - start), 0.0)
        ]
        (reply,) = [item for item in items if isinstance(item, Reply)]
        assert len(reply.lines) == wanted


def test_an_odd_line_of_512_octets_is_not_too_long_and_one_of_513_is() -> None:
    for octets, too_long in ((512, False), (513, True)):
        raw = b"250 \xff" + b"x" * (octets - 7) + b"\r\n"
        assert len(raw) == octets
        line, _ = ReplyParser().feed(raw, 0.0)
        assert (Anomaly.OVER_LONG in line.anomalies) is too_long


def test_a_reply_is_closed_at_the_same_line_however_it_is_cut() -> None:
    octets = b"250-x\r\n" * (REPLY_LINES + 3)
    whole = ReplyParser().feed(octets, 0.0)
    parser = ReplyParser()
    cut = [item for i in range(0, len(octets), 3) for item in parser.feed(octets[i : i + 3], 0.0)]
    assert cut == whole


def test_a_line_beyond_the_limit_is_kept_up_to_it_and_the_rest_counted() -> None:
    octets = b"250 " + b"x" * LINE_KEPT + b"\r\n"
    for size in (len(octets), 4096, 1000):
        parser = ReplyParser()
        items = [item for i in range(0, len(octets), size) for item in parser.feed(octets[i : i + size], 0.0)]
        line, reply = items
        assert isinstance(line, ReplyLine)
        assert line.raw == octets[:LINE_KEPT]
        assert line.dropped == len(octets) - LINE_KEPT
        assert {Anomaly.LINE_TRUNCATED, Anomaly.OVER_LONG} == set(line.anomalies)
        assert isinstance(reply, Reply)
        assert reply.code == 250


def test_a_line_cut_between_CR_and_LF_has_no_bare_CR() -> None:  # noqa: N802
    octets = b"250 " + b"x" * (LINE_KEPT - 5) + b"\r\n"
    line, _ = ReplyParser().feed(octets, 0.0)
    assert Anomaly.BARE_CR not in line.anomalies
    assert Anomaly.BARE_LF not in line.anomalies


def test_a_line_without_end_costs_no_more_memory_than_is_kept_of_it() -> None:
    parser = ReplyParser()
    chunk = b"x" * 65536
    tracemalloc.start()
    try:
        for _ in range(160):
            parser.feed(chunk, 0.0)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000
    (line,) = parser.end(1.0)
    assert isinstance(line, ReplyLine)
    assert line.dropped == 160 * 65536 - LINE_KEPT
