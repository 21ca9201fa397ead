from hypothesis import given
from hypothesis import strategies as st

from smtptui.cli.columns import beside, cells, wrapped


def test_a_text_is_broken_between_words() -> None:
    assert wrapped("one two three", 7) == ["one two", "three"]


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert wrapped("a bbbbbbb c", 3) == ["a", "bbb", "bbb", "b c"]


def test_the_first_line_and_those_after_it_may_be_indented_differently() -> None:
    assert wrapped("one two", 5, indent="- ", hanging="  ") == ["- one", "  two"]


def test_an_empty_text_is_an_empty_line() -> None:
    assert wrapped("", 10) == [""]


def test_blanks_within_a_line_stay() -> None:
    assert wrapped("a  b", 10) == ["a  b"]


def test_wide_characters_take_two_columns_and_combining_ones_none() -> None:
    assert (cells("ab"), cells("邮件"), cells("e\u0301")) == (2, 4, 1)
    assert wrapped("邮件邮件", 5) == ["邮件", "邮件"]
    assert beside(["邮"], ["b"], 4, between="|") == ["邮  |b"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])), st.integers(2, 60))
def test_no_line_is_wider_and_no_character_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert max(map(cells, lines)) <= width
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
