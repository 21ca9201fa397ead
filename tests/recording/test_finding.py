"""Words found in a recording by its octets: in what was said, in any case, and nowhere else."""

from io import BytesIO
from pathlib import Path

import pytest

from smtptui.recording.events import Mark
from smtptui.recording.opened import Recording
from tests.recording.written import recorded
from tests.tui.transcript import events

TEXT = (
    "S: 220 mx ESMTP\nC: EHLO me\nS: 250 mx\nC: RCPT TO:<Grün@example.org>\n"
    'S: 550 5.1.1 "quoted" \\ state <x>\nC: NOOP\nS: 250 Ok'
)


@pytest.fixture
def recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recording:
    monkeypatch.setattr("smtptui.recording.finding.CHUNK", 300)
    return Recording(BytesIO(recorded(tmp_path / "r", events(TEXT), start=100.0).read_bytes()))


def found(recording: Recording, words: str, begin: Mark | None = None) -> str | None:
    """Return the octets of the line that is found."""
    session = recording.sessions[0]
    find = recording.find(words, begin or Mark(session.offset, session.line))
    assert find is not None
    while not find.done:
        find.go()
    if find.found is None:
        return None
    recording._file.seek(0)
    return recording._file.read().splitlines()[find.found - 1].decode()


@pytest.mark.parametrize("words", ["esmtp", "GRÜN", "grün@EXAMPLE", '"quoted" \\', "<x>", "5.1.1"])
def test_words_are_found_in_any_case_and_whatever_is_in_them(recording: Recording, words: str) -> None:
    line = found(recording, words)
    assert line is not None
    assert line.startswith(('{"event":"line"', '{"event":"command"'))


@pytest.mark.parametrize("words", ["nowhere", "awaiting", "event", "identified", "octets", ""])
def test_what_nobody_said_is_not_found(recording: Recording, words: str) -> None:
    assert found(recording, words) is None


def test_looking_begins_where_it_is_told_to(recording: Recording) -> None:
    recording._file.seek(0)
    octets = recording._file.read()
    begin = octets.index(b'{"event":"command","at":0.02')
    assert "250 Ok" in (found(recording, "250", Mark(begin, octets[:begin].count(b"\n") + 1)) or "")
    assert "250 mx" in (found(recording, "250") or "")


def test_in_mixed_sessions_nothing_is_looked_for(tmp_path: Path) -> None:
    path = recorded(tmp_path / "r", events(TEXT), events(TEXT))
    assert Recording(BytesIO(path.read_bytes())).find("220", Mark(0, 1)) is None
