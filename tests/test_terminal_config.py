"""The settings in a terminal: what they change in the explorer, and that wrong ones are refused first."""

import json
import sys
from pathlib import Path

import pytest

from tests.terminal import running

PROGRAM = [sys.executable, "-m", "smtptui"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "c.toml"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("theme = 'nowhere'\n", "c.toml:1: there is no theme 'nowhere'; they are "),
        ("[keys]\n\n'codes.filtr' = 'k'\n", "c.toml:3: there is no action 'codes.filtr'"),
        ("[keys]\ncodes.filter = 'x'\n", "c.toml:2: x would be the key of two actions"),
        ("[keys]\ncodes.filter = ['F4', 'contrl+k']\n", "c.toml:2: there is no key 'contrl+k'"),
        ("[session]\nca = 'gone.pem'\n", "gone.pem': No such file or directory"),
        ("a = [\n", "c.toml:1: this is no TOML: "),
    ],
    ids=["theme", "action", "clash", "key", "file", "no TOML"],
)
def test_what_is_wrong_is_said_before_anything_is_drawn(text: str, said: str, file: Path) -> None:
    file.write_text(text)
    with running([*PROGRAM, "--config", str(file)], columns=400) as terminal:
        assert terminal.until_end() == 2
        assert said in terminal.text
        assert b"\x1b[?1049h" not in terminal.octets


def test_the_explorer_has_the_theme_and_the_keys_that_are_set(file: Path) -> None:
    file.write_text("theme = 'smtptui-light'\n[keys]\n'program.quit' = 'F10'\n'codes.filter' = '^f'\n")
    with running([*PROGRAM, "--config", str(file)]) as terminal:
        terminal.until("^f Filter")
        # The light theme's ground.
        assert b"48;5;231m" in terminal.octets
        terminal.send("\x1b[21~")
        assert terminal.until_end() == 0


def test_what_is_chosen_is_remembered_where_the_platform_keeps_it(tmp_path: Path) -> None:
    environment = {"XDG_STATE_HOME": str(tmp_path)}
    with running(PROGRAM, environment=environment) as terminal:
        terminal.until("palette")
        terminal.send("\x1bOQ")
        path = tmp_path / "smtptui" / "state.json"
        terminal.until_true(path.exists)
        terminal.send("q")
        assert terminal.until_end() == 0
    assert json.loads(path.read_text())["theme"]


def test_a_home_that_cannot_be_written_to_is_borne() -> None:
    environment = dict.fromkeys(("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), "/proc/none")
    with running(PROGRAM, environment=environment) as terminal:
        terminal.until("palette")
        terminal.send("\x1bOQ")
        terminal.send("q")
        assert terminal.until_end() == 0


@pytest.mark.parametrize("term", ["screen", "xterm", "linux"])
def test_a_terminal_of_sixteen_colours_shows_its_own_unless_a_theme_is_set(
    term: str, file: Path, tmp_path: Path
) -> None:
    environment = {"TERM": term, "COLORTERM": "", "XDG_STATE_HOME": str(tmp_path)}
    with running(PROGRAM, environment=environment) as terminal:
        terminal.until("▐220▌")
        # The greeting's code in green on the terminal's own ground.
        assert b"\x1b[1;7;32;49m220" in terminal.octets
    file.write_text("theme = 'smtptui-dark'\n")
    with running([*PROGRAM, "--config", str(file)], environment=environment) as terminal:
        terminal.until("▐220▌")
        assert b";49m" not in terminal.octets


def test_a_theme_of_ours_can_be_named_where_textual_looks_for_one(tmp_path: Path) -> None:
    environment = {"TEXTUAL_THEME": "smtptui-light", "XDG_STATE_HOME": str(tmp_path)}
    with running(PROGRAM, environment=environment) as terminal:
        terminal.until("palette")
        assert b"48;5;231m" in terminal.octets
