import json

import pytest

from smtptui.cli.exit_status import ExitStatus
from tests.cli.running import columns, smtptui


def compared(*words: str, width: int = 100) -> str:
    ran = smtptui("compare", *words, variables=columns(width))
    assert ran.status == ExitStatus.OK
    return ran.out


def test_220_and_504_stand_side_by_side() -> None:
    lines = compared("220", "504").splitlines()
    assert lines[0].startswith("220 ")
    assert " 504 " in lines[0]
    assert any(line.split() == ["outcome", "succeeded", "≠", "refused", "for", "good"] for line in lines)
    assert any(line.split() == ["session", "goes", "on"] for line in lines)


def test_both_columns_begin_where_they_began() -> None:
    lines = compared("220", "504").splitlines()
    second = lines[0].index("504 ")
    assert lines[1][second:] == "5yz permanent negative"
    assert lines[1][second - 3 : second] == "   "


def test_differences_and_common_ground_are_kept_apart() -> None:
    text = compared("450", "451")
    differences, _, common = text.partition("IN COMMON")
    assert "KEY DIFFERENCES" in differences
    assert "outcome" not in differences.partition("KEY DIFFERENCES")[2].partition("\n\n")[0]
    assert "refused for now" in common


def test_json_has_both_sides_differences_common_ground_and_a_note() -> None:
    result = json.loads(compared("220", "504", "--json"))
    assert list(result) == ["a", "b", "differences", "common", "note"]
    assert (result["a"]["code"], result["b"]["code"]) == ("220", "504")
    assert {"field": "outcome", "a": "succeeded", "b": "refused for good"} in result["differences"]
    assert {"field": "session", "a": "goes on", "b": "goes on"} in result["common"]
    assert result["note"] is None or isinstance(result["note"], str)


def test_the_note_does_not_depend_on_the_order() -> None:
    one = json.loads(compared("502", "504", "--json"))
    other = json.loads(compared("504", "502", "--json"))
    assert one["note"] == other["note"]


def test_two_enhanced_codes_are_compared() -> None:
    result = json.loads(compared("5.7.8", "4.7.8", "--json"))
    assert (result["a"]["code"], result["a"]["kind"]) == ("5.7.8", "enhanced")
    assert [row["field"] for row in result["differences"]] == ["outcome", "next"]


@pytest.mark.parametrize("width", [24, 40, 60, 80, 120])
def test_no_line_is_wider_than_the_output(width: int) -> None:
    assert max(map(len, compared("504", "550", width=width).splitlines())) <= width


def test_no_word_is_cut_in_columns() -> None:
    narrow, wide = (set(compared("220", "504", width=width).split()) for width in (80, 120))
    assert narrow == wide


@pytest.mark.parametrize("unknown", ["5044", "abc", "", "\x1b[2J"])
def test_an_unknown_code_is_an_error_of_usage_in_words(unknown: str) -> None:
    ran = smtptui("compare", unknown, "220")
    assert ran.status == ExitStatus.USAGE
    assert ran.out == ""
    assert "code" in ran.err
    assert "\x1b" not in ran.err


def test_the_nearest_codes_are_named() -> None:
    assert "the nearest is 504" in smtptui("compare", "220", "5044").err


@pytest.mark.parametrize("words", [["220"], ["220", "504", "550"], []])
def test_any_other_number_of_codes_is_an_error_that_shows_the_usage(words: list[str]) -> None:
    ran = smtptui("compare", *words)
    assert ran.status == ExitStatus.USAGE
    assert "smtptui compare A B" in ran.err
