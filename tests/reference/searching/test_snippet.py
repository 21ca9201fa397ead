from hypothesis import given
from hypothesis import strategies as st

from smtptui.reference.searching.snippet import snippet

LONG = (
    "The server refuses because " + "many words stand before " * 12 + "greylisting is on, and " + "more " * 40
)


def test_the_match_is_in_the_snippet_and_marked() -> None:
    shown = snippet("description", LONG, ("greyl",))
    ((start, end),) = shown.spans
    assert shown.text[start:end] == "greyl"
    assert shown.text.startswith("…")
    assert shown.text.endswith("…")
    assert len(shown.text) <= 96


def test_a_short_text_is_shown_whole_without_backticks() -> None:
    shown = snippet("fix", "Ask `EHLO` first.", ("ehlo",))
    assert shown.text == "Ask EHLO first."
    assert shown.spans == ((4, 8),)


def test_only_beginnings_of_words_are_marked() -> None:
    assert snippet("f", "unread, read_only and re-read", ("read",)).spans == ((8, 12), (25, 29))


def test_without_words_nothing_is_marked() -> None:
    assert snippet("f", LONG, ()).spans == ()


@given(st.text(max_size=300), st.lists(st.text(min_size=1, max_size=5), max_size=3), st.integers(10, 120))
def test_any_text_is_cut_to_the_width_with_spans_inside(text: str, looked_for: list[str], width: int) -> None:
    shown = snippet("f", text, tuple(looked_for), width=width)
    assert len(shown.text) <= width
    assert all(0 <= start < end <= len(shown.text) for start, end in shown.spans)
