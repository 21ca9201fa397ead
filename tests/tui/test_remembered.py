"""What the explorer remembers from one run to the next."""

from pathlib import Path

import pytest

from smtptui.settings.state import State, StateFile
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.themes import DARK, LIGHT
from tests.tui.driving import until_true


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.json"


async def test_a_theme_that_was_chosen_is_there_again(path: Path) -> None:
    async with SmtptuiApp(state=StateFile(path)).run_test() as pilot:
        await pilot.press("f2")
        await until_true(pilot, lambda: pilot.app.theme == LIGHT.name)
    assert SmtptuiApp(state=StateFile(path)).theme == LIGHT.name


async def test_a_run_in_which_nothing_was_chosen_writes_nothing(path: Path) -> None:
    async with SmtptuiApp(state=StateFile(path)).run_test():
        pass
    assert StateFile(path).state == State()


def test_a_theme_that_is_no_more_is_passed_over(path: Path) -> None:
    StateFile(path).keep(theme="gone")
    assert SmtptuiApp(state=StateFile(path)).theme == DARK.name


def test_the_theme_of_the_environment_goes_before(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    StateFile(path).keep(theme=LIGHT.name)
    monkeypatch.setenv("TEXTUAL_THEME", "nord")
    assert SmtptuiApp(state=StateFile(path)).theme == "nord"
