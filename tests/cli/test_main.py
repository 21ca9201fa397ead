"""The program from outside: what it prints, where, and with which status."""

import subprocess
import sys

import pytest

from smtptui import __version__


def smtptui(*words: str, input: str = "") -> subprocess.CompletedProcess[str]:
    """Run the program without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "smtptui", *words], input=input, capture_output=True, text=True, check=False
    )


def test_the_version_is_printed() -> None:
    done = smtptui("--version")
    assert (done.returncode, done.stdout) == (0, f"smtptui {__version__}\n")


def test_help_lists_the_commands() -> None:
    done = smtptui("--help")
    assert done.returncode == 0
    for command in ("watch", "explain", "compare", "codes", "demo"):
        assert f"  {command} " in done.stdout


@pytest.mark.parametrize(
    "target", ["", "mx.example:0", "mx.example:99999", "http://mx.example", "two words", "[::1", "a" * 300]
)
def test_a_target_that_is_none_is_a_usage_error_in_words(target: str) -> None:
    done = smtptui("watch", target)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("smtptui: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [["nonsense"], ["watch", "--nonsense"], ["compare", "220"], ["--nonsense"]])
def test_a_command_or_option_that_is_none_is_a_usage_error_in_words(words: list[str]) -> None:
    done = smtptui(*words)
    assert done.returncode == 2
    assert "Try 'smtptui --help'" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_argument_with_escapes_is_shown_without_them() -> None:
    done = smtptui("compare", "220", "\x1b]0;OWNED\x07")
    assert done.returncode == 2
    assert "\x1b" not in done.stderr


def test_an_unknown_code_to_compare_is_answered_with_the_nearest() -> None:
    done = smtptui("compare", "220", "5044")
    assert done.returncode == 2
    assert "504" in done.stderr


def test_a_name_that_cannot_be_said_in_ehlo_is_a_usage_error() -> None:
    done = smtptui("watch", "mx.example", "--ehlo", "two words")
    assert done.returncode == 2
    assert "EHLO" in done.stderr


def test_a_reader_that_goes_away_ends_it_without_a_word() -> None:
    command = f"{sys.executable} -m smtptui codes | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout == "2yz positive completion\n"
    assert done.stderr == ""


@pytest.mark.parametrize(
    "words", [["--version"], ["explain", "504"], ["codes", "504"], ["compare", "220", "504"]]
)
def test_what_needs_no_screen_and_no_network_imports_neither(words: list[str]) -> None:
    code = (
        "import sys; from smtptui.cli import main; status = main(sys.argv[1:]);"
        "loaded = {'textual', 'rich', 'anyio', 'ssl', 'asyncio', 'dns', 'aiosmtpd'} & set(sys.modules);"
        "sys.exit(status or (f'loaded {loaded}' if loaded else 0))"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
