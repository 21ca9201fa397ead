"""Sessions in files, by keys in the real app: replayed by a clock that a test moves, chosen, recorded."""

import json
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget

from smtptui.recording.opened import Recording
from smtptui.recording.recorder import RecordingFile
from smtptui.reference.book.catalogue import Catalogue
from smtptui.transcripts.decoding import lines_of
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.desks.replaying import ReplayingDesk
from smtptui.watching.fold import feed
from smtptui.watching.playing import Playing
from smtptui.watching.session_file import sessions_in
from smtptui.wire.events import Closed, CloseReason, Event
from tests.pseudo import english_in, marked, pseudo_reference, speaking
from tests.recording.written import recorded
from tests.session.peer import GREETING, hear, listen, peer, say
from tests.tui.driving import WIDE, line_with, screen_text, type_text, until, until_true
from tests.tui.test_live_panel import OPTIONS, command
from tests.tui.transcript import AND_A_501, GREETING_AND_504, events


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(ReplayingDesk, "clock", staticmethod(made))
    return made


def playing(tmp_path: Path, *sessions: Iterable[Event], paused: bool = False) -> Playing:
    octets = recorded(tmp_path / "r", *sessions, start=100.0).read_bytes()
    return Playing(sessions_in(BytesIO(octets), lines_of), paused=paused)


def slow(text: str) -> list[Event]:
    """Return a session whose lines are ten seconds apart."""
    return list(events(text, step=10.0))


async def move(pilot: Pilot[None], clock: Clock, seconds: float) -> None:
    """Let time pass; the screen's own timer tells the replay in real time, so it is told here."""
    clock.now += seconds
    app = pilot.app
    assert isinstance(app, SmtptuiApp)
    app.workspace.panel.watched.wake()


async def test_a_replay_shows_what_came_when_it_came(tmp_path: Path, clock: Clock) -> None:
    app = SmtptuiApp(playing=playing(tmp_path, slow("S: 220 mx ESMTP\nC: HELO bare\nS: 504 5.5.2 no")))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        text = await until(pilot, "connected to 192.0.2.1")
        assert "▶ replay 1×" in text
        await until(pilot, "space Pause  → Step  + Faster  - Slower")
        assert "220 mx ESMTP" not in text
        await move(pilot, clock, 10.0)
        text = await until(pilot, "220 mx ESMTP")
        assert "HELO bare" not in text
        await move(pilot, clock, 20.0)
        text = await until(pilot, "504 5.5.2 no")
        assert "30.000" in text
        await until(pilot, "ends here, before the session did")
        await until(pilot, "replayed")


async def test_space_stands_still_and_goes_on(tmp_path: Path, clock: Clock) -> None:
    app = SmtptuiApp(playing=playing(tmp_path, slow("S: 220 mx ESMTP\nC: NOOP\nS: 250 ok")))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, "▶ replay")
        await pilot.press("space")
        await until(pilot, "‖ replay stands still")
        await move(pilot, clock, 60.0)
        await pilot.press("space")
        assert "220 mx ESMTP" not in await until(pilot, "▶ replay")
        await move(pilot, clock, 10.0)
        await until(pilot, "220 mx ESMTP")


async def test_the_arrow_goes_a_step(tmp_path: Path, clock: Clock) -> None:
    app = SmtptuiApp(playing=playing(tmp_path, slow("S: 220 mx ESMTP\nC: NOOP\nS: 250 ok"), paused=True))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, "‖ replay stands still")
        await pilot.press("right")
        assert "NOOP" not in (await until(pilot, "← 220 mx ESMTP")).partition("LIVE")[2]
        await pilot.press("right")
        assert "250 ok" not in (await until(pilot, "→ NOOP")).partition("LIVE")[2]
        await pilot.press("right")
        await until(pilot, "← 250 ok")


async def test_plus_and_minus_change_the_speed(tmp_path: Path, clock: Clock) -> None:
    app = SmtptuiApp(playing=playing(tmp_path, slow("S: 220 mx ESMTP\nC: NOOP\nS: 250 ok")))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, "▶ replay 1×")
        await pilot.press("plus")
        await until(pilot, "▶ replay 2×")
        await move(pilot, clock, 5.0)
        await until(pilot, "← 220 mx ESMTP")
        await pilot.press("minus", "minus")
        await until(pilot, "▶ replay 0.5×")
        await move(pilot, clock, 10.0)
        assert "→ NOOP" not in await until(pilot, "▶ replay 0.5×")
        await move(pilot, clock, 10.0)
        await until(pilot, "→ NOOP")


async def test_end_brings_everything(tmp_path: Path, clock: Clock) -> None:
    happened = [*slow(AND_A_501), Closed(10_000.0, CloseReason.QUIT, expected=True)]
    app = SmtptuiApp(playing=playing(tmp_path, happened))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, "▶ replay")
        await pilot.press("end")
        text = await until(pilot, "closed after QUIT")
        assert "501 5.5.4" in text
        # Nothing is left to stand still, and there is no connection to be had again.
        await until_true(pilot, lambda: "Pause" not in screen_text(app))
        assert "Reconnect" not in screen_text(app)


async def test_what_is_waited_for_is_told_by_the_clock_of_the_session(tmp_path: Path, clock: Clock) -> None:
    app = SmtptuiApp(playing=playing(tmp_path, slow("S: 220 mx ESMTP")))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, "▶ replay")
        await move(pilot, clock, 4.0)
        await until(pilot, "waiting for the greeting 4 s")


async def test_a_replay_picks_no_code_and_the_list_still_does(tmp_path: Path, clock: Clock) -> None:
    app = SmtptuiApp(playing=playing(tmp_path, slow("S: 220 mx ESMTP")))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, "▶ replay")
        await pilot.press("1", "space")
        await until_true(pilot, lambda: any(app.workspace.comparison.sides))
        await until(pilot, "▶ replay")


async def test_one_of_several_sessions_is_chosen(tmp_path: Path, clock: Clock) -> None:
    app = SmtptuiApp(playing=playing(tmp_path, events(GREETING_AND_504), events("S: 554 5.7.1 go away")))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        text = await until(pilot, "mechanism not supported")
        assert "2 sessions" in text
        assert "as far as EHLO" in text
        text = await until(pilot, "554 5.7.1 go away")
        await pilot.press("down", "enter", "end")
        await until(pilot, "← 554 5.7.1 go away")
        assert "504 5.5.4" not in screen_text(app)


async def test_a_text_of_another_program_opens_in_the_same_way() -> None:
    octets = (Path(__file__).parent.parent / "corpus" / "swaks.txt").read_bytes()
    app = SmtptuiApp(playing=Playing(sessions_in(BytesIO(octets), lines_of)))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, "504 5.5.2 <bare>: Recipient address rejected")
        await until(pilot, "GREETING  aiosmtpd")


async def test_closed_a_replay_brings_nothing_more(tmp_path: Path, clock: Clock) -> None:
    app = SmtptuiApp(playing=playing(tmp_path, slow("S: 220 mx ESMTP")))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, "▶ replay")
        watched = app.workspace.panel.watched
        await pilot.press("X")
        await until_true(pilot, lambda: app.workspace.panel.watched is not watched)
        clock.now += 100.0
        assert watched.source is not None
        assert watched.source.take(10) == []


@pytest.mark.parametrize("others", [0, 3], ids=["alone", "in one of several"])
async def test_words_that_are_not_shown_are_found_in_the_whole_recording(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, others: int
) -> None:
    monkeypatch.setattr("smtptui.watching.recorded.TAIL", 300)
    monkeypatch.setattr("smtptui.recording.opened.CHUNK", 8 * 1024)
    text = "".join(f"C: RCPT TO:<u{number}@example.org>\nS: 250 ok {number}\n" for number in range(1500))
    other = [[*events(f"S: 220 other\n{text}")] for _ in range(others)]
    sessions = playing(tmp_path, *other, events(f"S: 220 mx ESMTP\n{text}"))
    app = SmtptuiApp(playing=sessions._replace(number=others + 1))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, "▶ replay")
        await pilot.press("end")
        await until(pilot, "ok 1499")
        assert app.workspace.panel.fold.forgotten > 1000
        await pilot.press("slash")
        await type_text(pilot, "<U700@")
        await pilot.press("enter")
        text = await until(pilot, "→ RCPT TO:<u700@example.org>")
        assert "u702" not in text
        await until(pilot, "‖ replay stands still")
        assert app.workspace.panel.fold.progress.counts["250"] == 701
        assert len(app.workspace.panel.tabs.kept) == 1
        await pilot.press("slash")
        await type_text(pilot, "nobody")
        await pilot.press("enter")
        await until(pilot, "It is nowhere in the recording")


async def test_no_english_is_in_a_replay_and_in_the_list_of_sessions(tmp_path: Path, clock: Clock) -> None:
    said = ["Unrecognized authentication type", "go away", "mx.example:25", "ESMTP", "mx", "replay"]
    with speaking():
        reference = pseudo_reference(tmp_path / "reference")
        app = SmtptuiApp(
            catalogue=Catalogue(root=reference),
            playing=playing(tmp_path, events(GREETING_AND_504), events("S: 554 5.7.1 go away")),
        )
        async with app.run_test(size=WIDE, notifications=True) as pilot:
            await until(pilot, "go away")
            (box,) = app.screen.query(".dialog")
            shown = "\n".join(strip.text for strip in _lines(app, box))
            assert (
                english_in(f"{shown} {box.border_title} {box.border_subtitle}", [*said, "enter", "esc"]) == []
            )
            await pilot.press("enter", "space")
            await until(pilot, marked("stands still"))
            header = line_with(screen_text(app), "mx.example:25  ‖")
            assert english_in(header, said) == []
            await pilot.press("end")
            await until(pilot, marked("The recording ends here"))


def _lines(app: SmtptuiApp, box: Widget) -> list[Strip]:
    """Return what is drawn within a box."""
    region = box.region
    strips = app.screen._compositor.render_strips()
    return [strip.crop(region.x + 1, region.right - 1) for strip in strips[region.y + 1 : region.bottom - 1]]


# Recording


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A present folder that is empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def has_ended(app: SmtptuiApp) -> bool:
    return app.workspace.is_furnished and app.workspace.panel.fold.progress.closed is not None


def recordings(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.smtp.jsonl"))


async def test_r_records_from_the_beginning_and_says_where(folder: Path) -> None:
    script = (GREETING, hear(b"EHLO"), say(b"250-mx\r\n250-SIZE 1\r\n250-DSN\r\n250 HELP\r\n"))
    refused = (hear(b"AUTH FOOBAR"), say(b"504 5.5.4 no\r\n"), hear(b"NOOP"), say(b"250 ok\r\n"), listen)
    async with peer(*script, *refused) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=(160, 40), notifications=True) as pilot:
            await until(pilot, "HELP")
            await command(pilot, "AUTH FOOBAR")
            await until(pilot, "504 5.5.4 no")
            await pilot.press("escape", "R")
            await until(pilot, "● recording 127.0.0.1")
            (path,) = recordings(folder)
            await command(pilot, "NOOP")
            await until(pilot, "250 ok")
            await pilot.press("escape", "R")
            await until_true(pilot, lambda: "● recording" not in screen_text(app))
            shown = [row.text for row in app.workspace.panel.fold.rows]
            codes = dict(app.workspace.panel.fold.progress.counts)
    recording = Recording(BytesIO(path.read_bytes()))
    own = recording.events(recording.sessions[0])
    replayed = feed(own)
    assert [row.text for row in replayed.rows] == shown
    assert dict(replayed.progress.counts) == codes
    assert recording.sessions[0].header.target.startswith("127.0.0.1:")
    assert dict(recording.sessions[0].header.options) == {"ehlo": "client.example", "tls": "none"}


async def test_a_session_that_has_ended_can_still_be_recorded(folder: Path) -> None:
    async with peer(say(b"554 5.7.1 no\r\n")) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=(160, 40), notifications=True) as pilot:
            await until_true(
                pilot, lambda: app.workspace.is_furnished and app.workspace.panel.fold.progress.closed
            )
            await pilot.press("R")
            await until(pilot, "Recorded in")
            (path,) = recordings(folder)
    made = [json.loads(line) for line in path.read_text().splitlines()]
    assert made[-1]["event"] == "closed"


async def test_without_a_session_there_is_nothing_to_record() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press("R")
        await until(pilot, "There is no session to record")


async def test_every_session_is_recorded_where_that_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "r"
    async with peer(say(b"554 5.7.1 no\r\n")) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS, record_to=RecordingFile(path))
        async with app.run_test(size=WIDE, notifications=True) as pilot:
            await until_true(
                pilot, lambda: app.workspace.is_furnished and app.workspace.panel.fold.progress.closed
            )
            await pilot.press("ctrl+r")
            await until_true(pilot, lambda: path.read_bytes().count(b'"event":"closed"') == 2)
    found = sessions_in(BytesIO(path.read_bytes()), lines_of)
    assert len(found.sessions) == 2


async def test_a_full_disk_is_said_once_and_the_session_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    script = (GREETING, hear(b"EHLO"), say(b"250 mx\r\n"), hear(b"NOOP"), say(b"250 still here\r\n"), listen)
    async with peer(*script) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS, record_to=RecordingFile("/dev/full"))
        async with app.run_test(size=WIDE, notifications=True) as pilot:
            await until(pilot, "No space left on device")
            await command(pilot, "NOOP")
            await until(pilot, "250 still here")
            assert screen_text(app).count("No space left") <= 1


async def test_a_folder_that_takes_nothing_leads_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from smtptui.tui import recordings as module

    monkeypatch.setattr(module, "folders", lambda: iter([tmp_path / "no", tmp_path]))
    made = module.new_recording("[::1]:25", on_failure=lambda _why: None, now=0.0)
    assert isinstance(made, RecordingFile)
    assert made.path.parent == tmp_path
    assert made.path.name.startswith("1-25-")
    again = module.new_recording("[::1]:25", on_failure=lambda _why: None, now=0.0)
    assert isinstance(again, RecordingFile)
    assert again.path != made.path
    for each in (made, again):
        each.close()
    monkeypatch.setattr(module, "folders", lambda: iter([tmp_path / "no"]))
    assert module.new_recording("mx", on_failure=lambda _why: None) == "No such file or directory"
