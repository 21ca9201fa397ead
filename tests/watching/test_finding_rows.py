"""Filters, what they let through, and the next row of a kind; a stretch at a time, and as rows come."""

import pytest

from smtptui.watching.filtering import RowFilter, filter_of, holds
from smtptui.watching.fold import Fold, feed
from smtptui.watching.matches import Matches
from smtptui.watching.rows import Kind, Row
from smtptui.watching.seeking import Seek, is_after_gap, is_not_implemented, is_refusal
from smtptui.wire.events import LineReceived, ReplyReceived, State
from smtptui.wire.reply import Anomaly, Reply, ReplyLine
from tests.tui.transcript import AND_A_501, events, reply_line

MANY = "S: 220 mx ESMTP\n" + "C: NOOP\nS: 250 ok\nC: AUTH X\nS: 504 no\n" * 400


def texts(fold: Fold, words: str) -> list[str]:
    """Return what the rows say that a filter lets through."""
    wanted = filter_of(words)
    return [row.text for row in fold.rows if wanted.lets(row)]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("504", ["504 5.5.4 Unrecognized authentication type"]),
        ("5yz", ["504 5.5.4 Unrecognized authentication type", "501 5.5.4 Unsupported BODY parameter"]),
        ("sent auth", ["AUTH FOOBAR"]),
        ("504 220", ["220 mx.example ESMTP Postfix", "504 5.5.4 Unrecognized authentication type"]),
        ("connection", ["connected to 192.0.2.1:25"]),
        ("5yz BODY", ["501 5.5.4 Unsupported BODY parameter"]),
        ("odd", []),
    ],
)
def test_a_filter_lets_through_by_code_class_direction_and_words(words: str, shown: list[str]) -> None:
    assert texts(feed(events(AND_A_501)), words) == shown


def test_what_is_odd_is_let_through() -> None:
    fold = feed(events("S: 220 mx ESMTP"))
    line = ReplyLine((b"250 ok\n", 101.0, 101.0, (Anomaly.BARE_LF,), 0))
    fold.receive(LineReceived(101.0, line, 0))
    fold.receive(ReplyReceived(101.0, Reply(((), False, line)), None, State.READY))
    assert texts(fold, "odd") == ["250 ok"]


def test_words_are_found_in_the_lines_that_a_row_folds() -> None:
    folded = next(row for row in feed(events(AND_A_501)).rows if row.folded)
    assert holds(folded, "smtputf8")
    assert not holds(folded, "burl")


def test_marked_rows_are_let_through() -> None:
    rows = feed(events(AND_A_501)).rows
    assert [row for row in rows if filter_of("marked").lets(row, {rows[2]})] == [rows[2]]


def test_matches_follow_what_comes_and_take_a_folded_reply_for_its_lines() -> None:
    fold = feed(events("S: 220 mx ESMTP\nC: HELP"))
    received = Matches(fold, lambda row: row.kind is Kind.RECEIVED)
    received.advance()
    lines = [reply_line(f"214-{number}\r\n".encode(), 102.0) for number in range(5)]
    for number, line in enumerate(lines):
        fold.receive(LineReceived(102.0, line, number))
        received.advance()
    assert [row.text for row in received.rows][-1] == "214-4"
    fold.receive(ReplyReceived(102.0, Reply(((), False, *lines)), None, State.READY))
    received.advance()
    assert received.rows == [row for row in fold.rows if row.kind is Kind.RECEIVED]
    assert len(received.rows) == 2


def test_looking_through_many_rows_stops_when_its_time_is_over_and_goes_on() -> None:
    fold = feed(events(MANY))
    found = Matches(fold, lambda row: row.code == 504)
    ticks = iter(range(1000))
    stretches = 0
    while found.advance(1.0, lambda: float(next(ticks))):
        stretches += 1
        assert found.share < 1
    assert stretches >= 2
    assert len(found.rows) == 400
    assert found.share == 1


def test_lines_that_never_make_a_reply_are_looked_through_once_and_in_stretches() -> None:
    fold = Fold()
    for number in range(5000):
        fold.receive(LineReceived(1.0, ReplyLine((b"<html>\r\n", 1.0, 1.0, (Anomaly.NO_CODE,), 0)), 0))
        assert fold.rows[-1].number == number + 1
    looked: list[Row] = []

    def look(row: Row) -> bool:
        looked.append(row)
        return True

    found = Matches(fold, look)
    ticks = iter(range(1000))
    stretches = 1
    while found.advance(1.0, lambda: float(next(ticks))):
        stretches += 1
    assert stretches > 2
    assert len(looked) == 5000
    assert found.rows == fold.rows


def test_rows_that_a_flood_pushes_out_are_matched_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smtptui.watching.retention.ROWS_KEPT", 100)
    monkeypatch.setattr("smtptui.watching.retention.ROWS_FORGOTTEN", 10)
    fold = Fold()
    found = Matches(fold, lambda row: row.code == 504)
    for event in events(MANY):
        fold.receive(event)
        found.advance()
    assert found.rows == [row for row in fold.rows if row.code == 504]


def sought(rows: list[Row], index: int, step: int, test: object) -> int | None:
    """Return where the next row is that passes a test."""
    seek = Seek(rows, index, step, test)  # type: ignore[arg-type]
    while seek.advance():
        pass
    return rows.index(seek.found) if seek.found is not None else None


def test_the_next_refusal_and_the_next_504_are_found_in_both_directions() -> None:
    rows = feed(events(AND_A_501)).rows
    refused = [index for index, row in enumerate(rows) if (row.code or 0) >= 400]
    assert sought(rows, 0, 1, is_refusal) == refused[0]
    assert sought(rows, refused[0], 1, is_refusal) == refused[1]
    assert sought(rows, refused[1], 1, is_refusal) is None
    assert sought(rows, len(rows), -1, is_refusal) == refused[1]
    assert sought(rows, len(rows), -1, is_not_implemented) == refused[0]


def test_the_next_silence_is_found() -> None:
    rows = [*feed(events("S: 220 mx ESMTP")).rows, *feed(events("S: 220 mx ESMTP", start=200.0)).rows]
    assert sought(rows, 0, 1, is_after_gap) == 2
    assert sought(rows, 2, 1, is_after_gap) is None


def test_no_words_let_everything_through() -> None:
    assert filter_of("  ") == RowFilter()
    assert all(RowFilter().lets(row) for row in feed(events(AND_A_501)).rows)
