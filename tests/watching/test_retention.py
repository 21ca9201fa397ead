"""How much of a session is kept: rows and octets are bounded, whatever a peer sends."""

import gc
import weakref

import pytest

from smtptui.watching.fold import Fold, feed
from smtptui.watching.retention import BLOCK, LINES_READ, SHOWN, read_part
from smtptui.wire.events import Asked, CommandSent, LineReceived, ReplyReceived, State
from smtptui.wire.reply import Anomaly, Reply, ReplyLine
from tests.tui.transcript import events, reply_line

KIBIBYTE = 1024


def receive(fold: Fold, *raw: bytes) -> None:
    """Let one reply come, a line after the other."""
    lines = [reply_line(line, 1.0) for line in raw]
    for number, line in enumerate(lines):
        fold.receive(LineReceived(1.0, line, number))
    fold.receive(ReplyReceived(1.0, Reply(((), False, *lines)), None, State.READY))


def held(fold: Fold) -> int:
    """Return how many octets the rows hold."""
    raw = 0
    replies = {id(row.event): row.event for row in fold.rows}
    for event in replies.values():
        assert isinstance(event, ReplyReceived)
        raw += sum(len(line.raw) for line in event.reply.lines)
    return raw


def test_the_octets_that_rows_hold_are_bounded_and_the_newest_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smtptui.watching.retention.OCTETS_KEPT", 1024 * KIBIBYTE)
    monkeypatch.setattr("smtptui.watching.retention.OCTETS_FORGOTTEN", 128 * KIBIBYTE)
    fold = Fold()
    for number in range(100):
        receive(fold, b"250 %d " % number + b"x" * 60 * KIBIBYTE + b"\r\n")
        assert held(fold) <= 1024 * KIBIBYTE
    assert fold.forgotten + len(fold.rows) == 100
    assert len(fold.rows) >= 14
    assert fold.rows[-1].text.startswith("250 99 ")


def test_the_lines_of_a_folded_reply_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smtptui.watching.retention.OCTETS_KEPT", 1024 * KIBIBYTE)
    monkeypatch.setattr("smtptui.watching.retention.OCTETS_FORGOTTEN", 128 * KIBIBYTE)
    fold = Fold()
    for _ in range(30):
        receive(fold, *[b"250-" + b"x" * 30 * KIBIBYTE + b"\r\n"] * 4, b"250 end\r\n")
        assert held(fold) <= 1024 * KIBIBYTE
    assert len(fold.rows) >= 7


def test_unfolded_lines_count_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smtptui.watching.retention.OCTETS_KEPT", 1024 * KIBIBYTE)
    monkeypatch.setattr("smtptui.watching.retention.OCTETS_FORGOTTEN", 128 * KIBIBYTE)
    fold = Fold()
    for _ in range(30):
        receive(fold, *[b"250-" + b"x" * 30 * KIBIBYTE + b"\r\n"] * 4, b"250 end\r\n")
        fold.unfold(fold.rows[-1])
        assert sum(row.weight for row in fold.rows) * BLOCK <= 1024 * KIBIBYTE
        assert held(fold) <= 1024 * KIBIBYTE


def test_a_row_that_is_too_much_alone_is_kept_while_it_is_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smtptui.watching.retention.OCTETS_KEPT", 1000)
    fold = Fold()
    receive(fold, b"250 " + b"x" * 5000 + b"\r\n")
    assert [row.code for row in fold.rows] == [250]


def test_of_a_long_line_the_text_is_cut_and_what_is_not_shown_is_counted() -> None:
    fold = Fold()
    line = ReplyLine((b"250 " + b"x" * 5000, 1.0, 1.0, (Anomaly.LINE_TRUNCATED,), 7000))
    fold.receive(LineReceived(1.0, line, 0))
    assert fold.rows[0].text == f"250 {'x' * (SHOWN - 4)} … {5004 - SHOWN + 7000} octets more"


def test_an_ordinary_line_is_not_said_to_be_cut() -> None:
    assert feed(events("S: 220 mx.example ESMTP")).rows[-1].text == "220 mx.example ESMTP"


def test_of_a_huge_reply_the_first_lines_and_the_last_are_read() -> None:
    lines = [reply_line(b"550-%d\r\n" % number, 1.0) for number in range(5000)]
    part = read_part(Reply(((), False, *lines, reply_line(b"550 end\r\n", 1.0))))
    assert len(part.lines) == LINES_READ
    assert part.lines[0].text == b"0"
    assert part.lines[-1].text == b"end"


def test_forgotten_rows_are_freed_without_the_garbage_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smtptui.watching.retention.ROWS_KEPT", 10)
    monkeypatch.setattr("smtptui.watching.retention.ROWS_FORGOTTEN", 5)
    fold = Fold()
    gc.disable()
    try:
        receive(fold, *[b"250-a\r\n"] * 5, b"250 b\r\n")
        gone = weakref.ref(_Witness(fold))
        for _ in range(40):
            receive(fold, b"250 ok\r\n")
        assert gone() is None
    finally:
        gc.enable()


class _Witness:
    def __init__(self, fold: Fold) -> None:
        fold.rows[0].reply.explanation = self  # type: ignore[union-attr]


def test_unfolding_a_forgotten_row_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smtptui.watching.retention.ROWS_KEPT", 10)
    monkeypatch.setattr("smtptui.watching.retention.ROWS_FORGOTTEN", 5)
    fold = Fold()
    receive(fold, *[b"250-a\r\n"] * 5, b"250 b\r\n")
    folded = fold.rows[0]
    for _ in range(40):
        receive(fold, b"250 ok\r\n")
    before = list(fold.rows)
    fold.unfold(folded)
    assert fold.rows == before


def test_a_command_weighs_little() -> None:
    fold = Fold()
    fold.receive(CommandSent(1.0, Asked("NOOP", b"NOOP", 1.0), 6))
    assert fold.rows[0].weight * BLOCK < 1000
