import io
import json
import subprocess
import sys

import pytest

from smtptui.cli import main
from smtptui.cli.exit_status import ExitStatus


def _objects(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_without_a_query_every_basic_code_is_listed_under_its_class(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["codes", "--kind", "basic"]) == ExitStatus.OK
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2yz positive completion"
    assert sum(line[:3].isdigit() for line in lines) == 76
    headings = [line for line in lines if line and not line[0].isspace() and not line[:3].isdigit()]
    assert headings == [
        "2yz positive completion",
        "3yz positive intermediate",
        "4yz transient negative",
        "5yz permanent negative",
    ]


def test_a_code_is_found_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codes", "504"]) == ExitStatus.OK
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("504  ")
    assert line.endswith("standard")


@pytest.mark.parametrize(("query", "codes"), [("50x", ["500", "501", "502", "503", "504"]), ("33", ["334"])])
def test_a_pattern_finds_its_codes(query: str, codes: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codes", query]) == ExitStatus.OK
    assert [line[:3] for line in capsys.readouterr().out.splitlines()] == codes


def test_words_are_found_and_the_match_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codes", "helo", "command", "rejected"]) == ExitStatus.OK
    out = capsys.readouterr().out
    assert "504  " in out
    assert "Helo command rejected" in out


def test_json_is_one_object_a_line_with_the_documented_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codes", "504", "--json"]) == ExitStatus.OK
    (entry,) = _objects(capsys.readouterr().out)
    assert list(entry) == ["code", "kind", "title", "class", "status", "meanings", "article"]
    assert (entry["code"], entry["kind"], entry["class"]) == ("504", "basic", "5yz permanent negative")
    meanings = entry["meanings"]
    assert isinstance(meanings, list)
    assert "504.mechanism" in meanings


def test_json_holds_every_entry_of_every_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codes", "--json"]) == ExitStatus.OK
    kinds = [str(entry["kind"]) for entry in _objects(capsys.readouterr().out)]
    assert [kinds.count(kind) for kind in ("basic", "extension", "mechanism")] == [76, 51, 24]
    assert kinds.count("enhanced") >= 92


def test_an_enhanced_code_an_extension_and_a_mechanism_are_objects_of_the_same_shape(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for query, code, kind in (
        ("5.7.8", "X.7.8", "enhanced"),
        ("pipelining", "PIPELINING", "extension"),
        ("xoauth2", "XOAUTH2", "mechanism"),
    ):
        main(["codes", query, "--json"])
        first = _objects(capsys.readouterr().out)[0]
        assert (first["code"], first["kind"], first["meanings"]) == (code, kind, [])


def test_only_one_kind_may_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codes", "auth", "--kind", "mechanism", "--json"]) == ExitStatus.OK
    assert {entry["kind"] for entry in _objects(capsys.readouterr().out)} == {"mechanism"}


@pytest.mark.parametrize(("query", "nearest"), [("5044", "504"), ("5.7.88", "X.7.8")])
def test_an_unknown_code_shows_the_nearest_and_says_so(
    query: str, nearest: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["codes", query]) == ExitStatus.NOT_FOUND
    shown = capsys.readouterr()
    assert shown.out.startswith(nearest)
    assert f"has no code '{query}'" in shown.err


def test_a_mistyped_word_is_corrected_aloud(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codes", "pipelinign"]) == ExitStatus.NOT_FOUND
    shown = capsys.readouterr()
    assert "'pipelining'" in shown.err
    assert shown.out.startswith("PIPELINING")


def test_what_nothing_has_is_said_without_harm_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codes", "\x1b]0;x\x07qqqqqqqq" + "z" * 500]) == ExitStatus.NOT_FOUND
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "\x1b" not in shown.err
    assert len(shown.err) < 300


@pytest.mark.parametrize("width", [30, 80, 120])
def test_lines_are_as_wide_as_the_output_at_most(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    main(["codes"])
    main(["codes", "relay", "denied"])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= width


def test_words_stay_whole_in_a_narrow_output(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    main(["codes", "send", "--kind", "extension"])
    assert "(obsolete)" in capsys.readouterr().out


def test_a_pipe_gets_no_escape_sequences(capsys: pytest.CaptureFixture[str]) -> None:
    main(["codes"])
    assert "\x1b" not in capsys.readouterr().out


def test_an_unknown_kind_is_an_error_of_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codes", "--kind", "x"]) == ExitStatus.USAGE
    assert "basic" in capsys.readouterr().err


def test_an_output_that_takes_ascii_alone_gets_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    octets = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(octets, encoding="ascii", write_through=True))
    assert main(["codes", "504"]) == ExitStatus.OK
    assert octets.getvalue().startswith(b"504  ")


def test_a_listing_needs_no_click() -> None:
    program = (
        "from smtptui.cli.listing import list_entries; list_entries('504'); import sys; print(*sys.modules)"
    )
    done = subprocess.run(
        # -S leaves out site, which may import anything for the sake of an editable installation.
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {program}"],
        capture_output=True,
        text=True,
        check=True,
    )
    imported = set(done.stdout.split())
    assert "smtptui.cli.listing" in imported
    assert imported & {"click", "textual", "anyio", "ssl", "inspect"} == set()
