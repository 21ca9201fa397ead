"""The times beside rows."""

import time

import pytest

from smtptui.watching.rows import Kind, Row
from smtptui.watching.times import Times, gap_before, next_times, time_words

BEFORE, ROW = Row(1, 100.0, Kind.SENT), Row(2, 101.25, Kind.RECEIVED)


@pytest.mark.parametrize(
    ("times", "words"), [(Times.SINCE_START, "11.250"), (Times.SINCE_PREVIOUS, "+1.250")]
)
def test_a_time_is_since_the_start_or_since_the_row_before(times: Times, words: str) -> None:
    assert time_words(times, ROW, BEFORE, 90.0) == words


def test_the_time_of_day_is_that_of_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Etc/GMT-2")
    time.tzset()
    assert time_words(Times.CLOCK, ROW, BEFORE, 90.0, 1_700_000_000.0 - 101.25) == "00:13:20"
    monkeypatch.undo()
    time.tzset()


def test_the_rows_of_a_text_have_lines_in_place_of_times() -> None:
    assert time_words(Times.SINCE_START, Row(1, 12.0, Kind.SENT), None, None) == "line 12"


def test_the_time_of_day_is_offered_only_where_it_is_known() -> None:
    shown = [Times.SINCE_START]
    for _ in range(3):
        shown.append(next_times(shown[-1], has_clock=False))
    assert Times.CLOCK not in shown
    assert next_times(Times.SINCE_PREVIOUS, has_clock=True) is Times.CLOCK


def test_a_silence_of_a_second_stands_out_and_a_shorter_one_does_not() -> None:
    assert gap_before(ROW, BEFORE) == pytest.approx(1.25)
    assert gap_before(Row(2, 100.9, Kind.SENT), BEFORE) == 0
    assert gap_before(ROW, None) == 0
