"""What all tests share: an environment that does not depend on whose machine it is."""

import os
from pathlib import Path

import pytest

from smtptui.words import speak
from smtptui.words.building import compile_catalogues


def pytest_configure() -> None:
    """Make the catalogues that the build makes, where the package runs from its sources."""
    compile_catalogues()


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Take away what changes colours, languages and files."""
    # A language is one for the process: a test before may have spoken another.
    speak()
    for name in (
        "NO_COLOR",
        "FORCE_COLOR",
        "TEXTUAL_THEME",
        "SSLKEYLOGFILE",
        "SMTPTUI_CONFIG",
        "SMTPTUI_STATE",
    ):
        monkeypatch.delenv(name, raising=False)
    for name in ("LANG", "LC_ALL", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setattr(Path, "home", lambda: home)


@pytest.fixture
def postfix_or_skip() -> object:
    """Return a function that skips with a reason, or fails where Postfix is required."""

    def give_up(reason: str) -> None:
        if os.environ.get("SMTPTUI_REQUIRE_POSTFIX"):
            pytest.fail(f"Postfix is required here: {reason}")
        pytest.skip(f"no Postfix: {reason}")

    return give_up
