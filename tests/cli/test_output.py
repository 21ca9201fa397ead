"""The one way out: character sets, widths, styles, and streams that take nothing more."""

import errno
import io
import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from smtptui.cli import main
from smtptui.cli.environment import Environment
from smtptui.cli.exit_status import ExitStatus
from smtptui.cli.output import NARROWEST, PIPE_WIDTH, WIDEST, Output
from tests.cli.running import Stream, columns, smtptui

QUESTIONS = [
    ["--help"],
    ["watch", "--help"],
    ["explain", "--help"],
    ["compare", "220", "504"],
    ["compare", "220", "504", "--json"],
    ["codes"],
    ["codes", "ümlaut"],
    ["codes", "--json"],
    ["explain", "-v", "504"],
    ["explain", "550 5.1.1 Ü “x” → ☃"],
    ["explain", "--json", "550 Ü"],
    ["explain", "--nöpe"],
    ["nonsense☃"],
]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "shift_jis", "koi8-r", "utf-8", "utf-16"])
@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_no_character_set_is_an_error_for_any_command(words: list[str], encoding: str) -> None:
    ran = smtptui(*words, encoding=encoding)
    assert ran.status in (ExitStatus.OK, ExitStatus.NOT_FOUND, ExitStatus.USAGE)
    assert ran.out or ran.err


def test_what_the_output_cannot_say_is_an_escape_and_our_own_signs_have_stand_ins() -> None:
    text = smtptui("explain", "550 5.1.1 Ü", encoding="ascii").out
    assert "says: \\u{dc}\n" in text
    assert " | refused for good" in smtptui("compare", "220", "504", encoding="ascii").out


def test_what_the_output_can_say_is_said() -> None:
    assert "says: Ü\n" in smtptui("explain", "550 Ü", encoding="latin-1").out


def test_json_is_ascii_whatever_the_output_is() -> None:
    octets = [smtptui("explain", "--json", "550 Ü", encoding=encoding).out for encoding in ("utf-8", "ascii")]
    assert octets[0] == octets[1]
    assert octets[0].isascii()
    assert json.loads(octets[0])["replies"][0]["text"] == "Ü"


@pytest.mark.parametrize("columns", ["1", "0024", "80", "120", "121", "99999"])
def test_columns_says_how_wide_the_output_is_within_bounds(columns: str) -> None:
    assert Output(io.StringIO(), {"COLUMNS": columns}).width == min(max(int(columns), NARROWEST), WIDEST)


@pytest.mark.parametrize("columns", ["", "0", "-5", "x", "٨٠", "999999", "8 0"])
def test_columns_that_say_nothing_leave_the_width_of_a_pipe(columns: str) -> None:
    assert Output(io.StringIO(), {"COLUMNS": columns}).width == PIPE_WIDTH


@pytest.mark.parametrize("width", [24, 40, 77])
@pytest.mark.parametrize(
    "words", [["--help"], ["watch", "--help"], ["explain", "504"], ["compare", "220", "504"], ["codes"]]
)
def test_every_command_keeps_to_the_same_width(words: list[str], width: int) -> None:
    ran = smtptui(*words, variables=columns(width))
    widest = max(map(len, ran.lines))
    assert widest <= width
    assert widest >= width - 16


@pytest.mark.parametrize(
    ("variables", "bold"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "xterm", "NO_COLOR": ""}, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
        ({}, False),
    ],
)
@pytest.mark.parametrize("words", [["codes", "504"], ["compare", "220", "504"], ["--help"]])
def test_only_a_terminal_that_wants_it_gets_bold(
    words: list[str], variables: Mapping[str, str], bold: bool
) -> None:
    assert ("\x1b[1m" in smtptui(*words, variables=variables, terminal=True).out) is bold
    assert "\x1b" not in smtptui(*words, variables=variables).out


class Failing(io.StringIO):
    """A stream whose writing fails."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self._error = error

    def write(self, text: str, /) -> int:
        raise self._error


def run_with(out: io.TextIOBase | None, *words: str, stdin: io.BytesIO | None = None) -> tuple[int, str]:
    err = Stream()
    status = main(words, Environment(stdin, Output(out, {}), Output(err, {}), {}))  # type: ignore[arg-type]
    return status, err.text


@pytest.mark.parametrize("words", [["codes"], ["explain", "504"], ["compare", "220", "504"], ["--version"]])
def test_a_reader_that_goes_away_is_no_error(words: list[str]) -> None:
    assert run_with(Failing(BrokenPipeError(errno.EPIPE, "Broken pipe")), *words) == (ExitStatus.OK, "")


def test_a_full_disk_is_said_with_a_status_of_its_own() -> None:
    status, said = run_with(Failing(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))), "codes")
    assert status == ExitStatus.IO
    assert said == "smtptui: cannot write to standard output: No space left on device\n"


def test_a_closed_output_is_said() -> None:
    assert run_with(None, "explain", "504") == (
        ExitStatus.IO,
        "smtptui: cannot write to standard output: it is closed\n",
    )


def test_a_closed_input_is_said() -> None:
    assert run_with(Stream(), "explain", "-") == (
        ExitStatus.IO,
        "smtptui: cannot read standard input: it is closed\n",
    )


def test_an_input_that_cannot_be_read_is_said() -> None:
    class Directory(io.BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))

    status, said = run_with(Stream(), "explain", "-", stdin=Directory())
    assert status == ExitStatus.IO
    assert said == "smtptui: cannot read standard input: Is a directory\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_named_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "mail.log"
    file.write_bytes(b"504 5.5.4 no\n")
    file.chmod(0)
    assert run_with(Stream(), "explain", str(file)) == (
        ExitStatus.IO,
        f"smtptui: cannot read '{file}': Permission denied\n",
    )


@pytest.mark.parametrize(
    "octets", [b"\x1f\x8b\x08\x00 this is no gzip", b"BZh9 no bzip2", b"\xfd7zXZ\x00 no xz"]
)
def test_a_file_whose_packing_is_broken_is_no_defect(octets: bytes, tmp_path: Path) -> None:
    file = tmp_path / "mail.log.gz"
    file.write_bytes(octets)
    status, said = run_with(Stream(), "explain", str(file))
    assert status == ExitStatus.NOT_FOUND
    assert said == "smtptui: no SMTP reply found\n"


def test_with_stderr_closed_too_there_is_still_a_status() -> None:
    assert main(["nonsense"], Environment(None, Output(None, {}), Output(None, {}), {})) == ExitStatus.USAGE
