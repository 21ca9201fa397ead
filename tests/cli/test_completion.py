"""What Tab offers, in each shell itself as well."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from smtptui.cli.commands import COMMANDS, command
from smtptui.cli.completion import SHELLS
from smtptui.cli.completion.asking import split
from smtptui.cli.completion.candidates import _KINDS, ANY_FILE, FILES, Commands, candidates
from smtptui.cli.environment import Environment
from smtptui.cli.output import Output
from smtptui.settings.state import Recent, StateFile
from tests.cli.running import smtptui
from tests.terminal import running


def offered(*words: str, variables: dict[str, str] | None = None) -> list[str]:
    """Return what may come next; the last of `words` is being typed."""
    given = variables or {}
    environment = Environment(None, Output(None, given), Output(None, given), given)
    found = candidates(words[:-1], words[-1], environment, Commands(tuple(COMMANDS), command))
    return ["<file>" if one == ANY_FILE else one.value for one in found]


def test_at_first_commands_are_offered_and_options_where_a_dash_stands() -> None:
    assert offered("") == list(COMMANDS)
    assert offered("co") == ["compare", "codes", "completion", *offered("co")[3:]]
    assert offered("-") == ["--lang", "--config", "--version", "--help"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_every_command_is_offered(name: str) -> None:
    names = {option.names[0] for option in command(name).options}
    assert {*names, "--help", "--lang", "--config"} <= set(offered(name, "--"))


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_command_completes_is_known(name: str) -> None:
    kinds = {*_KINDS, FILES, *SHELLS}
    assert set(command(name).completes) <= kinds


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("watch", "--tls", ""), ["auto", "none", "starttls", "implicit"]),
        (("watch", "--tls", "st"), ["starttls"]),
        (("watch", "--tls=st"), ["--tls=starttls"]),
        (("watch", "--ca", ""), ["<file>"]),
        (("watch", "--ca="), ["<file>"]),
        (("codes", "--kind", "b"), ["basic"]),
        (("--lang", "e"), ["en"]),
        (("--config", ""), ["<file>"]),
        (("--config=",), ["<file>"]),
        (("--lang=e",), ["--lang=en"]),
        (("probe", "--expect", "tls"), ["tls>=", "tls=none"]),
        (("probe", "--expect=any"), ["--expect=any=", "--expect=any!="]),
        (("probe", "--expect", "situation!=mailbox.f"), ["situation!=mailbox.full"]),
        (("probe", "--auth", "pl"), ["PLAIN"]),
        (("demo", "--server", "tar"), ["tarpit"]),
        (("watch", "demo:tar"), ["demo:tarpit"]),
        (("probe", "demo:tar"), []),
        (("explain", "--server", "postf"), ["Postfix"]),
        (("--lang", "en", "watch", "--tls", "st"), ["starttls"]),
        (("--lang=en", "watch", "--tls", "st"), ["starttls"]),
        (("explain", "--command", "rc"), ["RCPT"]),
        (("explain", "50"), ["500", "501", "502", "503", "504", "<file>"]),
        (("50",), ["500", "501", "502", "503", "504"]),
        (("504", "--ver"), ["--verbose"]),
        (("compare", "220", "50"), ["500", "501", "502", "503", "504"]),
        (("compare", "5.2.2"), ["5.2.2"]),
        (("compare", "mailbox.f"), ["mailbox.full"]),
        (("codes", "starttls.go"), ["starttls.go-ahead"]),
        (("codes", "START"), ["STARTTLS"]),
        (("completion", ""), ["bash", "zsh", "fish"]),
        (("completion", "z"), ["zsh"]),
        (("mcp", ""), []),
        (("nonsense", ""), []),
        (("compare", "--", "50"), ["500", "501", "502", "503", "504"]),
    ],
)
def test_what_may_come_next_is_offered(words: tuple[str, ...], wanted: list[str]) -> None:
    assert offered(*words) == wanted


def test_a_variable_is_offered_for_a_password() -> None:
    variables = {"MY_PASSWORD": "x", "OTHER": "y"}
    assert offered("probe", "--password-env", "MY", variables=variables) == ["MY_PASSWORD"]


def test_what_a_candidate_means_is_cut_between_words() -> None:
    says = smtptui(variables={"_SMTPTUI_COMPLETE": "zsh_complete", "COMP_WORDS": "smtptui\nexpla"}).out
    assert says == "plain\texplain\tExplain SMTP replies: a code, an enhanced code, a reply, a log line …\n"


def test_what_was_connected_to_is_offered_for_a_target(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    StateFile(path).keep(recents=(Recent("mx.example.org:25", at=1), Recent("other.example", at=2)))
    assert offered("watch", "mx", variables={"SMTPTUI_STATE": str(path)}) == ["mx.example.org:25"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", [""]),
        ("a b", ["a", "b"]),
        ("a b ", ["a", "b", ""]),
        ("a 'b c", ["a", "b c"]),
        ('a "b\\" c" d', ["a", 'b" c', "d"]),
        ("a\\ b", ["a b"]),
        ("a ''", ["a", ""]),
        ("a '' b", ["a", "", "b"]),
        ("a \\", ["a", ""]),
    ],
)
def test_a_line_is_parted_as_a_shell_parts_it(line: str, words: list[str]) -> None:
    assert split(line) == words


@pytest.mark.parametrize(
    "variables",
    [
        {"_SMTPTUI_COMPLETE": "bash_complete"},
        {"_SMTPTUI_COMPLETE": "bash_complete", "COMP_LINE": "smtptui \x1b[2J", "COMP_POINT": "x"},
        {"_SMTPTUI_COMPLETE": "zsh_complete", "COMP_WORDS": ""},
        {"_SMTPTUI_COMPLETE": "fish_complete", "COMP_WORDS": "smtptui\ncompare\n\udcff"},
        {"_SMTPTUI_COMPLETE": "ksh_complete"},
        {"_SMTPTUI_COMPLETE": "nonsense"},
        {"_SMTPTUI_COMPLETE": "bash_complete", "COMP_LINE": "smtptui codes 5", "SMTPTUI_CONFIG": "/no/file"},
    ],
    ids=repr,
)
def test_whatever_a_shell_asks_nothing_is_complained_of(variables: dict[str, str]) -> None:
    ran = smtptui(variables=variables)
    assert (ran.status, ran.err) == (0, "")
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_had_by_command_and_by_variable(shell: str) -> None:
    by_command = smtptui("completion", shell)
    assert by_command.status == 0
    assert by_command.out == smtptui(variables={"_SMTPTUI_COMPLETE": f"{shell}_source"}).out


def test_another_shell_is_named() -> None:
    ran = smtptui("completion", "ksh")
    assert (ran.status, ran.out) == (2, "")
    assert "there is no completion for 'ksh'; the shells are bash, zsh, fish" in ran.err
    assert smtptui("completion").status == 2


# The shells themselves


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the program, as a shell finds it, and a file to complete."""
    program = tmp_path / "smtptui"
    root = Path(__file__).parent.parent.parent
    program.write_text(f'#!/bin/sh\nPYTHONPATH={root} exec {sys.executable} -m smtptui "$@"\n')
    program.chmod(0o755)
    (tmp_path / "zebra.log").write_text("")
    recent = (Recent("mx.example.org:2525", at=1),)
    StateFile(tmp_path / "smtptui-state.json").keep(recents=recent)
    monkeypatch.setenv("SMTPTUI_STATE", str(tmp_path / "smtptui-state.json"))
    return tmp_path


def shell_or_skip(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


TYPED = [
    ("smtptui comp", "smtptui comp"),
    ("smtptui watch --tls st", "smtptui watch --tls starttls"),
    ("smtptui compare mailbox.fu", "smtptui compare mailbox.full"),
    ("smtptui codes 5.7.1\t\t", "5.7.13"),
    ("smtptui explain zeb", "smtptui explain zebra.log"),
    ("smtptui watch --tls=st", "smtptui watch --tls=starttls"),
    ("smtptui watch mx.example.org:2", "smtptui watch mx.example.org:2525"),
    ("smtptui probe --ca=zeb", "smtptui probe --ca=zebra.log"),
    ("smtptui probe --expect all", "smtptui probe --expect all\\<"),
    ("~/smtptui explain zeb", "~/smtptui explain zebra.log"),
]
"""What is typed before Tab, and what then stands on the screen."""


@pytest.fixture(params=TYPED, ids=lambda pair: pair[0].strip())
def typed(request: pytest.FixtureRequest) -> object:
    return request.param


def test_bash_completes(typed: tuple[str, str], folder: Path) -> None:
    shell = shell_or_skip("bash")
    environment = {
        "PATH": f"{folder}:{os.environ['PATH']}",
        "PS1": "ready> ",
        "HOME": str(folder),
        "BASH_SILENCE_DEPRECATION_WARNING": "1",
    }
    with running(
        [shell, "--norc", "--noprofile", "-i"], environment=environment, directory=folder
    ) as terminal:
        # The shell's own, whatever of the line before it has been echoed twice.
        terminal.send("PS1='go on> '\n")
        terminal.until("\ngo on>")
        terminal.send('eval "$(smtptui completion bash)"; echo se""t\n')
        terminal.until("set\n")
        terminal.send(f"{typed[0]}\t")
        terminal.until(typed[1])


def test_zsh_completes(typed: tuple[str, str], folder: Path) -> None:
    shell = shell_or_skip("zsh")
    environment = {"PATH": f"{folder}:{os.environ['PATH']}", "HOME": str(folder)}
    with running([shell, "-f", "-i"], environment=environment, directory=folder) as terminal:
        terminal.send("PS1='ready> '; autoload -U compinit; compinit -u -D; echo se\"\"t\n")
        terminal.until("set\n")
        terminal.send('eval "$(smtptui completion zsh)"; echo do""ne\n')
        terminal.until("done\n")
        terminal.send(f"{typed[0]}\t")
        terminal.until(typed[1])


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("smtptui comp", {"compare", "completion"}),
        ("smtptui watch --tls st", {"starttls"}),
        ("smtptui compare mailbox.fu", {"mailbox.full"}),
        ("smtptui codes 5.7.1", {"5.7.1", "5.7.13"}),
        ("smtptui explain zeb", {"zebra.log"}),
        ("smtptui 'comp", {"compare"}),
        ("smtptui watch --tls=st", {"--tls=starttls"}),
        ("smtptui watch mx.example.org:2", {"mx.example.org:2525"}),
        ("smtptui probe --ca=zeb", {"--ca=zebra.log"}),
        ("~/smtptui explain zeb", {"zebra.log"}),
    ],
)
def test_fish_completes(line: str, wanted: set[str], folder: Path) -> None:
    shell = shell_or_skip("fish")
    program = 'smtptui completion fish | source; complete -C "$LINE"'
    done = subprocess.run(
        [shell, "--no-config", "-c", program],
        env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "HOME": str(folder), "LINE": line},
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert wanted <= {each.split("\t")[0] for each in done.stdout.splitlines()}, done.stderr
