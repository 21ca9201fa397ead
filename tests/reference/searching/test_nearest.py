import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtptui.reference.searching.nearest import distance, nearest


@pytest.mark.parametrize(
    ("a", "b", "edits"),
    [
        ("504", "504", 0),
        ("5044", "504", 1),
        ("540", "504", 1),
        ("greylsting", "greylisting", 1),
        ("pipelinign", "pipelining", 1),
        ("abc", "xyz", 3),
        ("", "ab", 2),
    ],
)
def test_edits_are_counted_and_a_swap_is_one(a: str, b: str, edits: int) -> None:
    assert distance(a, b, 3) == edits


def test_more_edits_than_the_limit_are_not_counted() -> None:
    assert distance("abcdef", "uvwxyz", 2) == 3


@given(st.text("ab5", max_size=6), st.text("ab5", max_size=6))
def test_distance_is_the_same_both_ways_and_zero_for_equals_only(a: str, b: str) -> None:
    assert distance(a, b, 6) == distance(b, a, 6)
    assert (distance(a, b, 6) == 0) == (a == b)


def test_of_equally_near_words_the_one_that_begins_alike_comes_first() -> None:
    assert nearest("506", ("406", "500", "206")) == ("500", "206", "406")


def test_nothing_near_is_nothing() -> None:
    assert nearest("greylisting", ("220", "504")) == ()
