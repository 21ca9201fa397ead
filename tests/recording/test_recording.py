"""What is recorded is read again as it was, as far as it goes, and nothing else can be made of a file."""

import json
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smtptui.recording.events import Broken
from smtptui.recording.header import RecordingError
from smtptui.recording.opened import Recording
from smtptui.recording.recorder import RecordingFile
from smtptui.watching.fold import feed
from smtptui.wire.events import (
    CommandSent,
    Event,
    GreetingReceived,
    Held,
    LineReceived,
    Refused,
    ReplyReceived,
    State,
    Wait,
)
from smtptui.wire.limits import LINE_KEPT, REPLY_LINES
from smtptui.wire.reply import Reply
from tests.recording.filed import FORMS
from tests.recording.written import CUT, EACH, GREETING, opened, read, recorded
from tests.tui.transcript import GREETING_AND_504, events, reply_line


def earlier(event: Event, by: float) -> Event:
    """Return an event of a session that began so many seconds before."""
    moved: dict[str, Any] = {"at": round(event.at - by, 6)}
    if isinstance(event, LineReceived):
        line = event.line
        moved["line"] = type(line)((line.raw, line.at - by, line.until - by, line.anomalies, line.dropped))
    if isinstance(event, ReplyReceived) and event.asked:
        moved["asked"] = event.asked._replace(at=event.asked.at - by)
    if isinstance(event, CommandSent):
        moved["asked"] = event.asked._replace(at=event.asked.at - by)
    if isinstance(event, GreetingReceived | ReplyReceived):
        reply = event.reply
        lines = [type(own)((own.raw, own.at - by, own.until - by, *own[3:])) for own in reply.lines]
        moved["reply"] = Reply((reply.noted, reply.text_is_parsed, *lines))
    return event._replace(**moved)


@pytest.mark.parametrize("start", [0.0, 1.0])
def test_every_event_comes_back_as_it_was_timed_since_the_start(tmp_path: Path, start: float) -> None:
    path = recorded(tmp_path / "r", EACH, start=start)
    assert read(path.read_bytes()) == [earlier(event, start) for event in EACH]


def test_every_kind_of_event_there_is_can_be_recorded() -> None:
    assert set(map(type, EACH)) == set(get_args(Event))


def test_the_header_says_what_when_where_and_how(tmp_path: Path) -> None:
    path = tmp_path / "r"
    file = RecordingFile(path, program="smtptui 9.8")
    file.session("mx:25", {"tls": "auto"}, start=7.0, clock=lambda: 10.0, wall=lambda: 1_700_000_003.5)
    file.close()
    assert json.loads(path.read_text()) == {
        "smtptui": "recording",
        "version": 1,
        "program": "smtptui 9.8",
        "epoch": 1_700_000_000.5,
        "monotonic": 7.0,
        "target": "mx:25",
        "options": {"tls": "auto"},
    }


def test_each_line_is_in_the_file_before_the_next_event_comes(tmp_path: Path) -> None:
    path = tmp_path / "r"
    recorder = RecordingFile(path).session("mx:25", start=0.0)
    for number, event in enumerate(EACH, 2):
        recorder.events([event])
        assert path.read_bytes().count(b"\n") == number
    recorder.file.close()


def test_a_reply_does_not_repeat_the_lines_before_it(tmp_path: Path) -> None:
    path = recorded(tmp_path / "r", events(GREETING_AND_504), start=100.0)
    made = [json.loads(line) for line in path.read_text().splitlines()]
    assert [each["lines"] for each in made if each.get("event") in ("greeting", "reply")] == [1, 9, 1]
    shown = [row.text for row in feed(read(path.read_bytes())).rows]
    assert shown == [row.text for row in feed(events(GREETING_AND_504)).rows]


def test_only_its_owner_may_read_a_recording(tmp_path: Path) -> None:
    assert recorded(tmp_path / "r", EACH).stat().st_mode & 0o777 == 0o600


# Where it breaks off


def test_cut_anywhere_it_opens_up_to_the_last_line_that_is_whole(tmp_path: Path) -> None:
    whole = recorded(tmp_path / "r", events(GREETING_AND_504), start=100.0).read_bytes()
    lines = whole.splitlines(keepends=True)
    for end in range(len(lines[0]), len(whole)):
        recording = opened(whole[:end])
        own = recording.events(recording.sessions[0])
        complete = whole[: end + 1].count(b"\n")  # without its end a line is whole, too
        assert len(list(own)) == complete - 1
        cut = b"\n" not in whole[end - 1 : end + 1]
        assert own.broken == (Broken(complete + 1, "it is cut off in the middle of a line") if cut else None)


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (b"\x00\xff garbage\n", "no JSON"),
        (b"[" * 100_000 + b"\n", "no JSON"),
        (b"[1]\n", "no event of a session: a value is of the wrong kind"),
        (b'{"at":1}\n', "no event of a session: event is missing or unknown"),
        (b'{"event":"dance","at":1}\n', "no event of a session: dance is missing or unknown"),
        (b'{"event":"line","at":NaN,"octets":"220 x\\r\\n"}\n', "a value is of the wrong kind"),
        (b'{"event":"line","at":-1,"octets":"220 x\\r\\n"}\n', "a value is of the wrong kind"),
        (b'{"event":"line","at":1,"octets":"22"}\n', "a line of a reply that has no code"),
        (b'{"event":"line","at":1,"octets":"220\\n"}\n', "a line of a reply that does not end as one"),
        (b'{"event":"line","at":1,"octets":"\\u0100"}\n', "a value is of the wrong kind"),
        (b'{"event":"line","at":1,"octets":"220 %s\\r\\n"}\n' % (b"x" * 70_000), "a line too long"),
        (b'{"event":"notice","at":1,"why":"%s"}\n' % (b"x" * 300_000), "longer than any in a session"),
        (b'{"event":"reply","at":1,"code":220,"lines":2,"state":"ready","took":0}\n', "without its lines"),
        (b'{"event":"reply","at":1,"code":220,"lines":[],"state":"ready","took":0}\n', "without a code"),
        (b'{"event":"reply","at":1,"code":220,"lines":true,"state":"ready","took":0}\n', "wrong kind"),
    ],
    ids=lambda value: value[:40].decode("latin-1") if isinstance(value, bytes) else "",
)
def test_damaged_it_opens_as_far_as_it_goes_and_says_where_and_why(
    tmp_path: Path, damage: bytes, why: str
) -> None:
    whole = recorded(tmp_path / "r", events("S: 220 mx\nC: NOOP\nS: 250 ok"), start=100.0).read_bytes()
    lines = whole.splitlines(keepends=True)
    recording = opened(b"".join([*lines[:5], damage, *lines[5:]]))
    own = recording.events(recording.sessions[0])
    assert len(list(own)) == 4
    assert own.broken is not None
    assert own.broken.line == 6
    assert why in own.broken.why


def test_a_line_without_end_is_not_read_into_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("smtptui.recording.events.LINE_READ", 4096)
    monkeypatch.setattr("smtptui.recording.events.BLOCK", 512)
    whole = recorded(tmp_path / "r", EACH[:1]).read_bytes()
    recording = opened(whole + b'{"event":"' + b"x" * 100_000)
    own = recording.events(recording.sessions[0])
    assert len(list(own)) == 1
    assert own.broken == Broken(3, "a line too long")


def test_damage_in_one_session_leaves_the_next_one_whole(tmp_path: Path) -> None:
    path = recorded(tmp_path / "r", EACH)
    path.write_bytes(path.read_bytes() + b'{"event":"li')
    recorded(path, EACH[:3])
    recording = opened(path.read_bytes())
    first, second = (recording.events(own) for own in recording.sessions)
    assert len(list(first)) == len(EACH)
    assert first.broken is not None
    assert len(list(second)) == 3
    assert second.broken is None


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (b"", "does not begin as a recording"),
        (b"220 mx ESMTP\r\n", "does not begin as a recording"),
        (b'{"smtptui":"recording"', "no JSON"),
        (b'{"smtptui":"recording","version":2}\n', "a newer smtptui"),
        (b'{"smtptui":"recording","version":0}\n', "its version, 0, is one that"),
        (b'{"smtptui":"recording","version":1}\n', "its first line is damaged"),
        (b'{"smtptui":"recording","version":"1"}\n', "does not begin as a recording"),
    ],
)
def test_what_is_no_recording_says_why(octets: bytes, why: str) -> None:
    with pytest.raises(RecordingError, match=why):
        opened(octets)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_changed_in_a_recording_it_can_be_read_and_shown(
    tmp_path: Path, data: st.DataObject
) -> None:
    path = tmp_path / "r"
    if not path.exists():
        recorded(path, EACH, events(GREETING_AND_504))
    octets = bytearray(path.read_bytes())
    body = octets.index(b"\n") + 1
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(body, len(octets) - 1))
        octets[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    recording = opened(bytes(octets))
    for session in recording.sessions:
        for row in feed(recording.events(session)).rows:
            assert isinstance(row.text, str)


# Older versions, several sessions


def test_an_older_version_is_brought_forward_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    def from_minus_one(made: dict[str, Any]) -> dict[str, Any]:
        return {"event" if key == "kind" else key: value for key, value in made.items()}

    def from_zero(made: dict[str, Any]) -> dict[str, Any]:
        if "smtptui" in made:
            return made | {"options": {}}
        return made | {"at": made["ms"] / 1000}

    octets = (
        b'{"smtptui":"recording","version":-1,"program":"old","epoch":1,"monotonic":2,"target":"mx"}\n'
        b'{"kind":"command","ms":1500,"verb":"NOOP","line":"NOOP","octets":6}\n'
        b'{"kind":"command","ms":"soon","verb":"NOOP","line":"NOOP","octets":6}\n'
    )
    recording = Recording(BytesIO(octets), {-1: from_minus_one, 0: from_zero})
    assert recording.sessions[0].header.version == -1
    own = recording.events(recording.sessions[0])
    assert [event.at for event in own] == [1.5]
    assert own.broken == Broken(3, "what an older version wrote cannot be read")
    with pytest.raises(RecordingError, match="does not know"):
        Recording(BytesIO(octets), {-1: from_minus_one})


def test_sessions_that_are_recorded_at_once_are_told_apart(tmp_path: Path) -> None:
    file = RecordingFile(tmp_path / "r")
    one, two = (file.session(f"mx{number}:25", start=1.0) for number in (1, 2))
    for event in EACH:
        one.events([event])
        two.events([event, event] if not hasattr(event, "reply") else [event])
    file.close()
    recording = opened((tmp_path / "r").read_bytes())
    assert [own.header.target for own in recording.sessions] == ["mx1:25", "mx2:25"]
    assert len(list(recording.events(recording.sessions[0]))) == len(EACH)
    assert len(list(recording.events(recording.sessions[1]))) > len(EACH)


@pytest.mark.parametrize("closed", [True, False])
def test_of_a_session_that_ended_early_no_more_of_the_file_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, closed: bool
) -> None:
    monkeypatch.setattr("smtptui.recording.opened.CHUNK", 1024)
    happened = [*events("S: 220 mx\n" + "C: NOOP\nS: 250 ok\n" * 20), *EACH[-closed:][:closed]]
    recording, session = FORMS["mixed_short"](tmp_path / "r", happened).opened()
    own = recording.events(session)
    assert len(list(own)) == len(happened)
    assert own.line < recording.index.lines * 0.8


def test_headers_are_found_wherever_a_chunk_ends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    octets = recorded(tmp_path / "r", EACH[:2], EACH[:3], EACH[:1]).read_bytes()
    lines = octets.splitlines(keepends=True)
    begin = [number for number, line in enumerate(lines, 2) if line.startswith(b'{"smtptui"')]
    for chunk in range(1, len(octets) + 2):
        monkeypatch.setattr("smtptui.recording.opened.CHUNK", chunk)
        recording = opened(octets)
        assert [own.line for own in recording.sessions] == begin
        assert [len(list(recording.events(own))) for own in recording.sessions] == [2, 3, 1]
        assert recording.index.size == len(octets)
        for mark in recording.index.marks:
            assert octets[: mark.offset].count(b"\n") == mark.line - 1


# Files that cannot be had


def test_a_file_that_is_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir")
    with pytest.raises(RecordingError, match="no recording; nothing was written"):
        RecordingFile(path)
    assert path.read_text() == "Dear Sir"


def _in_no_folder(tmp_path: Path) -> Path:
    return tmp_path / "no" / "r"


@pytest.mark.parametrize("path", [_in_no_folder, lambda folder: folder])
def test_a_file_that_cannot_be_opened_is_an_os_error(tmp_path: Path, path: Callable[[Path], Path]) -> None:
    with pytest.raises(OSError, match=r"No such file|directory"):
        RecordingFile(path(tmp_path))


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
def test_a_full_disk_is_told_once_and_raises_nothing() -> None:
    said: list[str] = []
    file = RecordingFile("/dev/full", on_failure=said.append)
    recorder = file.session("mx:25", start=1.0)
    recorder.events(EACH)
    recorder.file.close()
    assert said == ["No space left on device"]
    assert recorder.failed == "No space left on device"


def test_after_its_end_nothing_is_written(tmp_path: Path) -> None:
    recorder = RecordingFile(tmp_path / "r").session("mx:25", start=1.0)
    recorder.file.close()
    recorder.events(EACH)
    assert (tmp_path / "r").read_bytes().count(b"\n") == 1


def test_more_lines_than_a_reply_has_are_not_remembered(tmp_path: Path) -> None:
    many = [LineReceived(1.25, GREETING, number) for number in range(REPLY_LINES + 10)]
    path = recorded(tmp_path / "r", many)
    assert len(read(path.read_bytes())) == len(many)


def test_a_reply_of_other_lines_than_those_heard_holds_them_itself(tmp_path: Path) -> None:
    reply = Reply(((), False, CUT))
    told: list[Event] = [LineReceived(1.25, GREETING), ReplyReceived(1.25, reply, None, State.READY)]
    assert read(recorded(tmp_path / "r", told, start=0.0).read_bytes()) == told


def test_of_a_line_that_was_not_sent_as_much_is_kept_as_is_read_again(tmp_path: Path) -> None:
    told: list[Event] = [Refused(1.0, b"x" * 1_000_000, "no"), Held(1.0, b"x" * 1_000_000, Wait.DATA, 1)]
    again = read(recorded(tmp_path / "r", told, start=0.0).read_bytes())
    assert [len(event.shown) for event in again if isinstance(event, Refused | Held)] == [LINE_KEPT] * 2


def test_a_line_number_is_kept(tmp_path: Path) -> None:
    told = [
        LineReceived(1.0, reply_line(b"250-x\r\n", 1.0), 0),
        LineReceived(2.0, reply_line(b"250 x\r\n", 2.0), 1),
    ]
    assert read(recorded(tmp_path / "r", told, start=0.0).read_bytes()) == told


def test_fifty_sessions_recorded_and_ended_leave_no_file_open(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    for number in range(50):
        RecordingFile(tmp_path / f"r{number}").session("mx:25", start=1.0, alone=True).events(EACH)
    after = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    assert after == before
    assert all(read((tmp_path / f"r{number}").read_bytes()) for number in range(50))


def test_a_session_that_is_alone_ends_with_its_end_and_others_go_on(tmp_path: Path) -> None:
    file = RecordingFile(tmp_path / "r")
    one = file.session("mx1:25", start=1.0)
    two = file.session("mx2:25", start=1.0)
    one.events(EACH)
    one.events(EACH)
    two.events(EACH)
    file.close()
    recording = opened((tmp_path / "r").read_bytes())
    assert [len(list(recording.events(own))) for own in recording.sessions] == [len(EACH), len(EACH)]
