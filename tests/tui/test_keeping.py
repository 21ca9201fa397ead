"""What one takes along of a session: a reply with its meaning, a file, two lines in the shell."""

from pathlib import Path

import pytest
from textual.widgets import Input

from smtptui.tui.app import SmtptuiApp
from tests.tui.driving import WIDE, feed_events, screen_text, until, until_true
from tests.tui.transcript import GREETING_AND_504, events


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def contents(folder: Path) -> list[tuple[str, str]]:
    """Return the names of the files in a folder, and what is in them."""
    return [(path.name, path.read_text()) for path in folder.iterdir()]


async def test_a_reply_is_copied_with_its_command_and_what_it_means() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        feed_events(app, events(GREETING_AND_504))
        await pilot.press("3")
        await until(pilot, "Mechanism not supported")
        await pilot.press("Y")
        await until(pilot, "Copied with the command and what it means.")
    assert app.clipboard.startswith(" -> AUTH FOOBAR\n<** 504 5.5.4 Unrecognized")
    assert "It offers PLAIN and LOGIN; you asked for FOOBAR." in app.clipboard


async def test_a_session_is_written_to_a_file_of_the_chosen_format(tmp_path: Path) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        feed_events(app, events(GREETING_AND_504))
        await pilot.press("3")
        await until(pilot, "Mechanism not supported")
        await pilot.press("w")
        await until(pilot, "Write this session")
        await pilot.press("shift+tab", "right")
        await until_true(pilot, lambda: app.screen.query_one(Input).value.endswith(".md"))
        await pilot.press("enter")
        await until(pilot, "Written to ")
        await until(pilot, "LIVE mx.example")
    ((name, text),) = contents(tmp_path)
    assert name.startswith("mx.example-25-")
    assert "Mechanism not supported" in text


async def test_a_file_that_is_there_has_to_be_insisted_on(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("precious")
    app = SmtptuiApp()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        feed_events(app, events(GREETING_AND_504))
        await pilot.press("3")
        await until(pilot, "Mechanism not supported")
        await pilot.press("w")
        await until(pilot, "Write this session")
        app.screen.query_one(Input).value = "kept.txt"
        await pilot.press("enter")
        await until(pilot, "kept.txt exists: enter again writes over it.")
        assert (tmp_path / "kept.txt").read_text() == "precious"
        await pilot.press("enter")
        await until(pilot, "Written to ")
    assert "504 5.5.4" in (tmp_path / "kept.txt").read_text()


@pytest.mark.parametrize("name", ["no/kept.txt", "~nobodyx/kept.txt", "x" * 300])
async def test_a_file_that_cannot_be_written_is_said(name: str) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        feed_events(app, events(GREETING_AND_504))
        await pilot.press("3")
        await until(pilot, "Mechanism not supported")
        await pilot.press("w")
        await until(pilot, "Write this session")
        app.screen.query_one(Input).value = name
        await pilot.press("enter")
        await until(pilot, "cannot be")


async def test_without_a_session_there_is_nothing_to_write() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        await pilot.press("w")
        await until(pilot, "There is no session to write")


async def test_a_504_that_comes_while_another_view_shows_is_said_once_with_the_key_that_leads_to_it() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        source = feed_events(app, [])
        await pilot.press("1")
        source.put(*events(GREETING_AND_504))
        await until(pilot, "504 just arrived · 3 shows it")
        app.clear_notifications()
        await until_true(pilot, lambda: "just arrived" not in screen_text(app))
        source.put(*list(events("C: AUTH B\nS: 504 again", start=200.0))[2:])
        await until(pilot, "504 again")
        assert "just arrived" not in screen_text(app)
        await pilot.press("3")
        await until(pilot, "answers")
        await pilot.press("1")
        source.put(*list(events("C: AUTH B\nS: 504 once more", start=300.0))[2:])
        await until(pilot, "504 just arrived · 3 shows it")


async def test_two_lines_stay_in_the_shell_after_the_end() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        source = feed_events(app, events(GREETING_AND_504))
        await source.drained.wait()
        await pilot.press("q")
    assert [line.split(" · ")[0] for line in app.farewell] == [
        "mx.example:25",
        "504 5.5.4 Unrecognized authentication type",
    ]
