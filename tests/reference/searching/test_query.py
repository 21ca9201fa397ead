import pytest

from smtptui.reference.searching.query import MAX_TYPED, MAX_WORDS, code_pattern, parse_query, words


@pytest.mark.parametrize(
    ("typed", "fits", "fits_not"),
    [
        ("5", ["500", "550"], ["450"]),
        ("50", ["500", "504"], ["510", "450"]),
        ("504", ["504"], ["503"]),
        ("50x", ["500", "504"], ["510"]),
        ("50?", ["504"], ["450"]),
        ("4yz", ["421", "450"], ["504"]),
        ("5*", ["504"], ["421"]),
        ("5.7.*", ["5.7.8", "x.7.8", "5.7.30"], ["5.5.4", "4.7.8", "504"]),
        ("5.7.", ["5.7.8", "5.7.30"], ["5.70.1"]),
        ("5.7.1", ["5.7.1", "5.7.10"], ["5.7.8"]),
        ("x.7.8", ["4.7.8", "5.7.8", "x.7.8"], ["x.5.8"]),
        ("5.x.4", ["5.5.4", "5.7.4"], ["4.5.4", "5.5.1"]),
        ("5.1", ["5.1.1", "5.10.2"], ["5.7.1"]),
    ],
)
def test_a_pattern_fits_the_codes_that_begin_as_typed(
    typed: str, fits: list[str], fits_not: list[str]
) -> None:
    pattern = code_pattern(typed)
    assert pattern is not None
    assert [code for code in fits if not pattern.match(code)] == []
    assert [code for code in fits_not if pattern.match(code)] == []


@pytest.mark.parametrize(
    "typed", ["", "helo", "5044", "9", "104", "x", "50 4", "5..4", "5.7.8.9", "٥٠٤", "5-0"]
)
def test_what_is_no_code_has_no_pattern(typed: str) -> None:
    assert code_pattern(typed) is None


def test_words_are_lower_case_and_compounds_are_found_by_their_parts_too() -> None:
    assert words("END-OF-DATA: `smtpd_delay_reject`") == [
        "end-of-data",
        "end",
        "of",
        "data",
        "smtpd_delay_reject",
        "smtpd",
        "delay",
        "reject",
    ]
    assert words("250 2.1.0 Ok.") == ["250", "2.1.0", "ok"]


def test_a_query_is_read_word_by_word_and_codes_are_told_apart() -> None:
    first, second, third = parse_query("AUTH 504 need fully-qualified"[:13])
    assert (first.word, first.code) == ("auth", None)
    assert second.code is not None
    assert third.word == "need"


def test_signs_are_no_words() -> None:
    assert parse_query("[@click=app.quit] \x1b]52;") != ()
    assert parse_query("[] -- %%% \x00") == ()


def test_an_endless_paste_is_cut() -> None:
    assert len(parse_query("word " * 100_000)) == MAX_WORDS
    assert len(parse_query("w" * 100_000)[0].word) == MAX_TYPED
