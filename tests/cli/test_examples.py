"""Every example of every ``--help`` does what it says."""

import shlex
from pathlib import Path

import pytest

from smtptui.cli.arguments import read
from smtptui.cli.commands import COMMANDS, command
from smtptui.cli.general import GENERAL
from smtptui.cli.help import EXAMPLES
from tests.cli.running import smtptui

LINES = [line for line, _ in EXAMPLES] + [line for name in COMMANDS for line in command(name).examples]

TALKING = {"watch", "probe", "demo", "mcp"}
"""Commands that open a screen, a connection or a port, or wait for somebody: their examples are read only."""

PRINTING = {"--text", "--json", "--list", "--report"}
"""Options of replay without which it opens the explorer."""


def own_words(line: str) -> list[str]:
    """Return the words after the program's name, in whatever they stand."""
    words = [word.removeprefix("$(") for word in shlex.split(line.replace('"$(', "$( ").replace(')"', " "))]
    after = words[len(words) - words[::-1].index("smtptui") :]
    return after[: next((place for place, word in enumerate(after) if word in ("|", ">", "<")), len(after))]


@pytest.mark.parametrize("name", COMMANDS)
def test_its_help_has_an_example(name: str) -> None:
    assert command(name).examples
    assert all(line in " ".join(smtptui(name, "--help").out.split()) for line in command(name).examples)


@pytest.mark.parametrize("line", LINES)
def test_an_example_does_what_it_says(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = own_words(line)
    monkeypatch.chdir(tmp_path)
    opens = words[:1] == ["replay"] and not PRINTING & set(words)
    if not words or words[0] in TALKING or opens or (words[0] not in COMMANDS and "." in words[0]):
        chosen = command(words[0]) if words and words[0] in COMMANDS else command("watch")
        given = read(words[1:], (*chosen.options, *GENERAL), prose=chosen.prose)
        assert not given.wants_help
        return
    files = [
        word
        for word in words
        if word.startswith("/") or word.endswith((".toml", ".smtptui", ".log", ".jsonl"))
    ]
    for number, word in enumerate(files):
        (tmp_path / f"{number}").write_text("" if word.endswith(".toml") else "550 5.1.1 User unknown\n")
        words[words.index(word)] = str(tmp_path / f"{number}")
    ran = smtptui(*words, stdin=b"550 5.1.1 User unknown\n")
    assert ran.status == 0
    assert ran.out or "written: " in ran.err
