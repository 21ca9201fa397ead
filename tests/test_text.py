"""What `visible` lets through."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtptui.text import MAX_COMBINING, lines_of, visible


@pytest.mark.parametrize(
    ("outside", "shown"),
    [
        (b"250 ok", "250 ok"),
        (b"caf\xc3\xa9", "café"),
        (b"\xff\xfe", "\\xff\\xfe"),
        (b"\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        (b"\x00\x7f\t\r\n", "␀␡␉␍␊"),
        ("\x9b31m", "\\u{9b}31m"),
        ("a\u202eb\u200bc\ufeff", "a\\u{202e}b\\u{200b}c\\u{feff}"),
        ("\ud800", "\\u{d800}"),
        ("[@click=app.quit]x[/x]", "[@click=app.quit]x[/x]"),
        ("日本 ﷽", "日本 ﷽"),
    ],
)
def test_what_comes_from_outside_is_shown_so(outside: bytes | str, shown: str) -> None:
    assert visible(outside) == shown


def test_a_line_feed_is_kept_where_it_is_asked_for() -> None:
    assert visible("a\nb\rc", keep_newlines=True) == "a\nb␍c"


def test_a_tower_of_combining_marks_is_capped() -> None:
    assert visible("e" + "\u0301" * 50 + "x") == "e" + "\u0301" * MAX_COMBINING + "x"


@given(st.one_of(st.binary(), st.text()))
def test_nothing_that_moves_a_cursor_comes_through(outside: bytes | str) -> None:
    for character in visible(outside):
        assert unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("one", ["one"]),
        ("one\n", ["one"]),
        ("one\r\n\r\ntwo\rthree", ["one", "", "two", "three"]),
        ("\n\n", ["", ""]),
        ("a\x0cb\x0bc\x1cd\x85e\u2028f\u2029g\nh", ["a\x0cb\x0bc\x1cd\x85e\u2028f\u2029g", "h"]),
    ],
)
def test_lines_end_where_an_editor_ends_them(text: str, lines: list[str]) -> None:
    assert lines_of(text) == lines
