"""What the README promises."""

import re
import shlex
from pathlib import Path

from smtptui.cli.commands import COMMANDS
from smtptui.cli.exit_status import ExitStatus
from smtptui.tui.actions import readme_table
from tests.cli.running import columns, smtptui

CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_key_table_is_that_of_the_program() -> None:
    assert readme_table() in README


def test_every_command_named_exists() -> None:
    named = set(re.findall(r"`smtptui ([a-z]+)(?![a-z.])", README))
    assert named == set(COMMANDS)


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README)
    assert len(pictures) == 3
    assert all((Path(__file__).parent.parent / picture).is_file() for picture in pictures)


def test_the_two_commands_stand_on_a_line_of_their_own() -> None:
    lines = README.splitlines()
    assert "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/smtptui watch" in lines
    assert "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest" in lines


def test_every_exit_status_is_named() -> None:
    named = {int(status) for status in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert named == set(ExitStatus)


def test_what_commands_are_shown_to_print_they_print() -> None:
    shown = [run for block in CONSOLE.findall(README) for run in block.split("$ smtptui ")[1:]]
    assert len(shown) == 4
    for run in shown:
        words, _, output = run.partition("\n")
        printed = smtptui(*shlex.split(words), variables=columns(100)).out
        for part in output.split("...\n"):
            assert part in printed
