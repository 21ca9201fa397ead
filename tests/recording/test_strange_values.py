"""Any value in any field of a recording: it is damage, or it can be shown in every way there is."""

import contextlib
import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from smtptui.recording.opened import Recording
from smtptui.reference.book.catalogue import Catalogue
from smtptui.watching.fold import Fold
from smtptui.watching.recorded import RecordedEvents
from smtptui.watching.replaying import HeldEvents
from smtptui.watching.reports.account import account_of
from smtptui.watching.reports.anonymous import Anonymous
from smtptui.watching.reports.asciicast import asciicast
from smtptui.watching.reports.html import page
from smtptui.watching.reports.markdown import markdown
from smtptui.watching.reports.objects import event_object
from smtptui.watching.reports.swaks import transcript
from smtptui.watching.session_file import FiledSession
from smtptui.watching.watched import Watched
from tests.recording.written import EACH, recorded

STRANGE: list[Any] = [
    *(None, True, -1, 0, 1 << 60, 1e308, float("inf"), float("nan"), "", "\ud800", "\x1b]0;x\x07", "é\u202e"),
    *(
        "999",
        "250 \r\n",
        "25",
        [],
        [""],
        [[]],
        {},
        {"octets": "250 x\r\n", "ended": 1},
        ["bare LF"],
        "x" * 3000,
    ),
]

CATALOGUE = Catalogue()


@pytest.fixture(scope="module")
def objects(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    path = recorded(tmp_path_factory.mktemp("r") / "r", EACH)
    return [json.loads(line) for line in path.read_text().splitlines()]


def shown(lines: list[dict[str, Any]]) -> Iterator[str]:
    """Yield all that is made of a recording with these lines."""
    octets = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines).encode()
    recording = Recording(BytesIO(octets))
    source = RecordedEvents(recording, recording.sessions[0])
    events = list(source)
    yield source.ending
    yield from transcript(events)
    yield from (json.dumps(event_object(event)) for event in events)
    yield from transcript(Anonymous().events(events))
    session = FiledSession(1, "mx", 1, lambda: HeldEvents(events), Fold)
    watched = Watched(CATALOGUE, fold=Fold())
    account = account_of(session, watched, session.events())
    yield from markdown(account)
    yield from page(account)
    yield from asciicast(events, Fold(), lambda _row: "", "mx", 1.0)


@pytest.mark.parametrize("number", range(1, len(EACH) + 1))
def test_any_value_in_any_field_can_be_borne(objects: list[dict[str, Any]], number: int) -> None:
    for field in objects[number]:
        for value in STRANGE:
            changed = [*objects[:number], {**objects[number], field: value}, *objects[number + 1 :]]
            for text in shown(changed):
                assert "\x1b]" not in text
                assert "\u202e" not in text


def test_strange_headers_are_refused_or_shown(objects: list[dict[str, Any]], tmp_path: Path) -> None:
    from smtptui.recording.header import RecordingError
    from smtptui.transcripts.decoding import lines_of
    from smtptui.watching.session_file import sessions_in

    for field in list(objects[0])[1:]:
        for value in STRANGE:
            octets = json.dumps({**objects[0], field: value}, separators=(",", ":")).encode() + b"\n"
            with contextlib.suppress(RecordingError):
                found = sessions_in(BytesIO(octets), lines_of)
                assert all("\x1b" not in own.label + own.began for own in found.sessions)
