import json

import pytest

from smtptui.cli import main
from smtptui.cli.exit_status import ExitStatus


def _compare(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["compare", *words]) == ExitStatus.OK
    return capsys.readouterr().out


def test_220_and_504_stand_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    lines = _compare(capsys, "220", "504").splitlines()
    assert lines[0].startswith("220 ")
    assert " 504 " in lines[0]
    assert any(line.split() == ["outcome", "succeeded", "≠", "refused", "for", "good"] for line in lines)
    assert any(line.split() == ["session", "goes", "on"] for line in lines)


def test_both_columns_begin_where_they_began(capsys: pytest.CaptureFixture[str]) -> None:
    lines = _compare(capsys, "220", "504").splitlines()
    second = lines[0].index("504 ")
    assert lines[1][second:] == "5yz permanent negative"
    assert lines[1][second - 3 : second] == "   "


def test_differences_and_common_ground_are_kept_apart(capsys: pytest.CaptureFixture[str]) -> None:
    text = _compare(capsys, "450", "451")
    differences, _, common = text.partition("IN COMMON")
    assert "KEY DIFFERENCES" in differences
    assert "outcome" not in differences.partition("KEY DIFFERENCES")[2].partition("\n\n")[0]
    assert "refused for now" in common


def test_json_has_both_sides_differences_common_ground_and_a_note(capsys: pytest.CaptureFixture[str]) -> None:
    compared = json.loads(_compare(capsys, "220", "504", "--json"))
    assert list(compared) == ["a", "b", "differences", "common", "note"]
    assert (compared["a"]["code"], compared["b"]["code"]) == ("220", "504")
    assert {"field": "outcome", "a": "succeeded", "b": "refused for good"} in compared["differences"]
    assert {"field": "session", "a": "goes on", "b": "goes on"} in compared["common"]
    assert compared["note"] is None or isinstance(compared["note"], str)


def test_the_note_does_not_depend_on_the_order(capsys: pytest.CaptureFixture[str]) -> None:
    one = json.loads(_compare(capsys, "502", "504", "--json"))
    other = json.loads(_compare(capsys, "504", "502", "--json"))
    assert one["note"] == other["note"]


def test_two_enhanced_codes_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    compared = json.loads(_compare(capsys, "5.7.8", "4.7.8", "--json"))
    assert (compared["a"]["code"], compared["a"]["kind"]) == ("5.7.8", "enhanced")
    assert [row["field"] for row in compared["differences"]] == ["outcome", "next"]


@pytest.mark.parametrize("width", [24, 40, 60, 80, 120])
def test_no_line_is_wider_than_the_output(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert max(map(len, _compare(capsys, "504", "550").splitlines())) <= width


def test_no_word_is_cut_in_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = {}
    for width in ("80", "120"):
        monkeypatch.setenv("COLUMNS", width)
        words[width] = set(_compare(capsys, "220", "504").split())
    assert words["80"] == words["120"]


@pytest.mark.parametrize("unknown", ["5044", "abc", "", "\x1b[2J"])
def test_an_unknown_code_is_an_error_of_usage_in_words(
    unknown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", unknown, "220"]) == ExitStatus.USAGE
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "code" in shown.err
    assert "\x1b" not in shown.err


def test_the_nearest_codes_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    main(["compare", "220", "5044"])
    assert "the nearest is 504" in capsys.readouterr().err


def test_one_code_alone_is_an_error_of_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "220"]) == ExitStatus.USAGE
    assert "B" in capsys.readouterr().err
