"""The program from outside: a process of its own, what it prints, where, and with which status."""

import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import smtptui.reference
from smtptui import __version__
from smtptui.cli.commands import COMMANDS
from smtptui.cli.environment import Environment
from smtptui.cli.exit_status import ExitStatus
from smtptui.cli.explorer import problem_with_terminal
from smtptui.cli.output import Output
from smtptui.reference.book.catalogue import Catalogue
from tests.cli.running import smtptui as run


def smtptui_process(*words: str, shell: str = "") -> subprocess.CompletedProcess[str]:
    """Run the program without a terminal; `shell` stands after it on a command line, as ``<&-``."""
    command = [sys.executable, "-m", "smtptui", *words]
    if shell:
        command = ["sh", "-c", f'"$@" {shell}', "sh", *command]
    return subprocess.run(command, input="", capture_output=True, text=True, check=False)


def test_the_version_is_printed() -> None:
    done = smtptui_process("--version")
    assert (done.returncode, done.stdout) == (0, f"smtptui {__version__}\n")


def test_help_lists_the_commands() -> None:
    ran = run("--help")
    assert ran.status == ExitStatus.OK
    for command in COMMANDS:
        assert f"  {command} " in ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_that_names_its_options(command: str) -> None:
    ran = run(command, "--help")
    assert ran.status == ExitStatus.OK
    assert ran.out.startswith(f"Usage: smtptui {command} [OPTIONS]")
    assert "-h, --help" in ran.out


@pytest.mark.parametrize(
    "target", ["", "mx.example:0", "mx.example:99999", "http://mx.example", "two words", "[::1", "a" * 300]
)
def test_a_target_that_is_none_is_a_usage_error_in_words(target: str) -> None:
    ran = run("watch", target)
    assert (ran.status, ran.out) == (ExitStatus.USAGE, "")
    assert ran.err.startswith("smtptui: ")
    assert ran.err.endswith("\nTry 'smtptui watch --help'.\n")


@pytest.mark.parametrize(
    ("words", "help"),
    [
        (["nonsense"], "smtptui"),
        (["--nonsense"], "smtptui"),
        (["watch", "--nonsense"], "smtptui watch"),
        (["watch", "--tls", "maybe"], "smtptui watch"),
        (["watch", "--tls"], "smtptui watch"),
        (["watch", "--insecure=no"], "smtptui watch"),
        (["watch", "--key", sys.executable], "smtptui watch"),
        (["watch", "a.example", "b.example"], "smtptui watch"),
        (["demo", "--port", "x"], "smtptui demo"),
        (["demo", "here"], "smtptui demo"),
    ],
)
def test_what_does_not_fit_is_a_usage_error_that_says_where_to_read_more(words: list[str], help: str) -> None:
    ran = run(*words)
    assert (ran.status, ran.out) == (ExitStatus.USAGE, "")
    assert ran.err.endswith(f"\nTry '{help} --help'.\n")


@pytest.mark.parametrize("option", ["--ca", "--cert", "--key"])
@pytest.mark.parametrize(
    ("file", "why"), [("/nowhere/at all", "No such file or directory"), ("/", "Is a directory")]
)
def test_a_file_that_cannot_be_read_is_named(option: str, file: str, why: str) -> None:
    ran = run("watch", "mx.example", option, file)
    assert ran.status == ExitStatus.USAGE
    assert ran.err.startswith(f"smtptui: {option}: '{file}': {why}\n")


@pytest.mark.parametrize(
    "words",
    [["watch", "a" * 131_000], ["compare", "5" * 131_000, "504"], ["x" * 131_000], ["--" + "x" * 131_000]],
)
def test_an_argument_of_any_length_is_cut_in_the_message_and_the_advice_stays(words: list[str]) -> None:
    ran = run(*words)
    assert ran.status == ExitStatus.USAGE
    assert len(ran.err) < 600
    assert len(ran.err.splitlines()) == 2


def test_an_argument_with_escapes_is_shown_without_them() -> None:
    for words in (["compare", "220", "\x1b]0;OWNED\x07"], ["watch", "--\x1b[2J"], ["\x1b[2J"]):
        ran = run(*words)
        assert ran.status in (ExitStatus.USAGE, ExitStatus.NOT_FOUND)
        assert "\x1b" not in ran.err


def test_a_name_that_cannot_be_said_in_ehlo_is_a_usage_error() -> None:
    ran = run("watch", "mx.example", "--ehlo", "two words")
    assert ran.status == ExitStatus.USAGE
    assert "EHLO" in ran.err


@pytest.mark.parametrize("words", [["504"], ["5.7.8"], ["504 5.5.4 no"], ["504", "5.5.4", "no"]])
def test_a_reply_alone_is_explained(words: list[str]) -> None:
    assert run(*words) == run("explain", *words)


@pytest.mark.parametrize("query", ["50x", "5.7.*", "5044", "4.7", "5.*.*", "mailbox.full", "auth.mechanism"])
def test_what_may_be_meant_for_codes_is_looked_up(query: str) -> None:
    assert run(query) == run("codes", query)


@pytest.mark.parametrize(
    "target",
    ["mx.example", "127.0.0.1", "mx:example.org", "mail:25", "[::1]:25", "smtp://mx", "localhost"],
)
def test_a_server_alone_opens_the_explorer(target: str) -> None:
    # Without a terminal it says so: that is the explorer's own message.
    assert run(target) == run("watch", target)
    assert "the explorer needs a terminal" in run(target, "--tls", "none").err


@pytest.mark.parametrize(
    ("typed", "meant"), [("wach", "watch"), ("Explain", "explain"), ("code", "codes"), ("comapre", "compare")]
)
def test_a_mistyped_command_is_answered_with_the_one_that_may_be_meant(typed: str, meant: str) -> None:
    ran = run(typed)
    assert ran.status == ExitStatus.USAGE
    assert f"did you mean {meant}?" in ran.err


def test_a_mistyped_option_is_answered_with_the_one_that_may_be_meant() -> None:
    assert "did you mean --insecure?" in run("watch", "--insecrue").err


def test_a_word_that_is_neither_is_told_what_it_might_be() -> None:
    ran = run("mailhub")
    assert ran.status == ExitStatus.USAGE
    assert "'smtptui watch' connects" in ran.err


@pytest.mark.parametrize(
    ("variables", "problem"),
    [
        ({}, "needs a terminal;"),
        ({"TERM": "xterm"}, "needs a terminal;"),
        ({"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver"}, ""),
    ],
)
def test_the_explorer_needs_a_terminal_or_a_driver_of_textuals(
    variables: dict[str, str], problem: str
) -> None:
    out = Output(io.StringIO(), variables)
    found = problem_with_terminal(Environment(io.BytesIO(), out, out, variables))
    assert problem in found
    assert bool(found) is bool(problem)


def test_a_reader_that_goes_away_ends_it_without_a_word() -> None:
    done = smtptui_process("codes", shell="| head -1")
    assert done.stdout == "2yz positive completion\n"
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("words", "shell", "said"),
    [
        (["explain", "-"], "<&-", "cannot read standard input: it is closed"),
        (["explain", "504"], ">&-", "cannot write to standard output: it is closed"),
        (["codes"], ">/dev/full", "cannot write to standard output: No space left on device"),
        (["--version"], ">/dev/full", "cannot write to standard output: No space left on device"),
    ],
)
def test_streams_that_are_closed_or_full_are_said_with_a_status_of_their_own(
    words: list[str], shell: str, said: str
) -> None:
    done = smtptui_process(*words, shell=shell)
    assert done.returncode == ExitStatus.IO
    assert done.stderr == f"smtptui: {said}\n"


def test_with_stdin_closed_a_reply_is_explained_all_the_same() -> None:
    assert smtptui_process("explain", "504", shell="<&-").returncode == ExitStatus.OK


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """Return a copy of the reference, to be damaged."""
    source = Path(next(iter(smtptui.reference.__path__)))
    for name in ("facts", "articles"):
        shutil.copytree(source / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "file"),
    [
        (["codes", "--kind", "enhanced"], "facts/enhanced.json"),
        (["codes"], "facts/extensions.json"),
        (["explain", "5.7.8"], "facts/vendor_enhanced.json"),
        (["codes", "relay"], "facts/mechanisms.json"),
    ],
)
def test_a_file_of_ours_that_is_missing_is_named_with_a_status_of_its_own(
    words: list[str], file: str, damaged: Path
) -> None:
    (damaged / file).unlink()
    ran = run(*words, reference=damaged)
    assert ran.status == ExitStatus.DEFECT
    assert f"{damaged / file}: No such file or directory" in ran.err
    assert "Traceback" not in ran.err


def test_a_directory_of_ours_that_is_missing_is_named(damaged: Path) -> None:
    shutil.rmtree(damaged / "facts" / "codes")
    ran = run("codes", reference=damaged)
    assert ran.status == ExitStatus.DEFECT
    assert f"{damaged / 'facts' / 'codes'}: No such file or directory" in ran.err


def test_a_defect_is_told_from_all_that_a_user_can_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Catalogue, code: str) -> None:
        raise RuntimeError("\x1b[2Ja defect")

    monkeypatch.setattr(Catalogue, "code", broken)
    ran = run("explain", "504")
    assert ran.status == ExitStatus.DEFECT
    assert "RuntimeError: ␛[2Ja defect" in ran.err
    assert ran.err.endswith("smtptui: this is a defect of smtptui; the lines above say where\n")


@pytest.mark.parametrize(("code", "status"), [(None, 0), (0, 0), (1, ExitStatus.DEFECT), (143, 143)])
def test_what_ended_the_explorer_is_told_by_the_status(
    code: int | None, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    import smtptui.tui.app

    class App:
        return_code = code
        farewell = ()

        def __init__(self, **_: object) -> None: ...

        def suit_terminal(self) -> None: ...

        def run(self) -> None: ...

    monkeypatch.setattr(smtptui.tui.app, "SmtptuiApp", App)
    assert run("watch", variables={"TEXTUAL_DRIVER": "any"}).status == status
