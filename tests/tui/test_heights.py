"""Where each row begins when some are higher than others."""

from hypothesis import given
from hypothesis import strategies as st

from smtptui.tui.widgets.heights import Heights
from smtptui.watching.rows import Kind, Row


def rows_of(number: int) -> list[Row]:
    """Return so many rows."""
    return [Row(each + 1, 0.0, Kind.SENT) for each in range(number)]


@given(st.lists(st.integers(1, 5), min_size=1, max_size=30), st.randoms())
def test_every_line_belongs_to_the_row_that_covers_it(lines: list[int], random: object) -> None:
    rows, heights = rows_of(len(lines)), Heights()
    order = list(range(len(rows)))
    random.shuffle(order)  # type: ignore[attr-defined]
    for index in order:
        heights.set(rows[index], 9)
        heights.set(rows[index], lines[index])
    expected = [(index, part) for index, height in enumerate(lines) for part in range(height)]
    assert [heights.at(line, rows) for line in range(len(expected))] == expected
    assert heights.at(len(expected) + 2, rows) == (len(rows) + 2, 0)
    assert heights.more == len(expected) - len(rows)
    for index, row in enumerate(rows):
        assert heights.top_of(row, index) == expected.index((index, 0))


def test_rows_that_are_gone_count_no_more() -> None:
    rows, heights = rows_of(10), Heights()
    for row in rows:
        heights.set(row, 3)
    kept = [*rows[4:8]]
    heights.keep_to(kept)
    assert heights.more == 8
    assert heights.at(3, kept) == (1, 0)


def test_a_folded_row_and_its_first_line_are_two() -> None:
    first, heights = Row(1, 0.0, Kind.RECEIVED), Heights()
    folded = Row(1, 0.0, Kind.RECEIVED, folded=(first,))
    heights.set(folded, 2)
    assert heights.of(first) == 1
    assert heights.at(2, [folded, first]) == (1, 0)


def test_of_very_many_only_the_newest_are_remembered() -> None:
    rows, heights = rows_of(20_000), Heights()
    for row in rows:
        heights.set(row, 2)
    assert heights.of(rows[0]) == 1
    assert heights.of(rows[-1]) == 2
    assert heights.more < 17_000
