"""Words found in a recording by its octets: in what was said, in any case, and nowhere else."""

from pathlib import Path

import pytest

from smtptui.recording.events import Mark
from smtptui.text import visible
from smtptui.wire.events import LineReceived, ReplyReceived
from tests.recording.filed import FORMS, Filed
from tests.recording.written import recorded
from tests.tui.transcript import events

TEXT = (
    "S: 220 mx ESMTP\nC: EHLO me\nS: 250 mx\nC: RCPT TO:<Grün@example.org>\n"
    'S: 550 5.1.1 "quoted" \\ state <x>\nC: NOOP\nS: 250 Ok'
)


@pytest.fixture(params=FORMS)
def filed(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Filed:
    monkeypatch.setattr("smtptui.recording.alone.STRETCH", 300)
    monkeypatch.setattr("smtptui.recording.alone.REWRITTEN", 300)
    return FORMS[request.param](tmp_path / "r", [*events(TEXT)])


def found(filed: Filed, words: str, begin: Mark | None = None) -> str | None:
    """Return what the line that is found says."""
    recording, session = filed.opened()
    find = recording.find(words, session, begin or Mark(session.offset, session.line))
    while not find.done:
        find.go()
    if find.found is None:
        return None
    own = recording.events(session)
    while own.line <= find.found and (event := own.next()) is not None:
        continue
    assert own.line == find.found + 1, "it is no line of the session"
    return visible(event.line.raw if isinstance(event, LineReceived) else event.asked.line)  # type: ignore[union-attr]


@pytest.mark.parametrize("words", ["esmtp", "GRÜN", "grün@EXAMPLE", '"quoted" \\', "<x>", "5.1.1"])
def test_words_are_found_in_any_case_and_whatever_is_in_them(filed: Filed, words: str) -> None:
    assert words.lower() in (found(filed, words) or "").lower()


@pytest.mark.parametrize("words", ["nowhere", "awaiting", "event", "identified", "octets", "other", ""])
def test_what_nobody_said_in_the_session_is_not_found(filed: Filed, words: str) -> None:
    assert found(filed, words) is None


def test_looking_begins_where_it_is_told_to(filed: Filed) -> None:
    recording, session = filed.opened()
    own = recording.events(session)
    while not isinstance(own.next(), ReplyReceived):
        continue
    assert "250 mx" in (found(filed, "250") or "")
    assert "250 Ok" in (found(filed, "250", Mark(own.offset, own.line)) or "")


def test_what_stands_behind_damage_is_not_found_and_what_is_before_it_is(tmp_path: Path) -> None:
    octets = recorded(tmp_path / "r", events(TEXT), start=100.0).read_bytes()
    cut = octets.index(b'{"event":"command"', octets.index(b"550"))
    filed = Filed(octets[:cut] + b'{"event":\n' + octets[cut:])
    assert "550" in (found(filed, "550") or "")
    assert found(filed, "NOOP") is None


def test_a_line_longer_than_a_stretch_is_passed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smtptui.recording.alone.STRETCH", 300)
    octets = recorded(tmp_path / "r", events(TEXT), start=100.0).read_bytes()
    cut = octets.index(b'{"event":"command"', octets.index(b"550"))
    text = b'{"event":"data","at":1,"lines":1,"octets":5000,"text":"%s"}\n' % (b"x" * 5000)
    assert "NOOP" in (found(Filed(octets[:cut] + text + octets[cut:]), "NOOP") or "")
