"""A session that is shown, written from its rows."""

import json
import stat
from pathlib import Path

import pytest

from smtptui.recording.opened import Recording
from smtptui.reference.book.catalogue import Catalogue
from smtptui.watching.fold import feed
from smtptui.watching.reports.shown import Format, lines_of, shown_of, write
from smtptui.watching.reports.told import told_row
from smtptui.watching.watched import Watched
from smtptui.wire.events import GreetingReceived, LineReceived, ReplyReceived
from tests.tui.transcript import GREETING_AND_504, events


@pytest.fixture
def watched() -> Watched:
    """Return a session with a greeting and a 504, its EHLO reply unfolded."""
    fold = feed(events(GREETING_AND_504))
    fold.unfold(next(row for row in fold.rows if row.folded))
    return Watched(Catalogue(), "mx.example:25", fold=fold)


def test_every_line_and_every_reply_is_told_once_however_it_is_folded(watched: Watched) -> None:
    told = list(shown_of(watched).events())
    kinds = (LineReceived, GreetingReceived, ReplyReceived)
    happened = [event for event in events(GREETING_AND_504) if isinstance(event, kinds)]
    assert [type(event) for event in told if isinstance(event, kinds)] == [type(event) for event in happened]
    assert [event for event in told if isinstance(event, ReplyReceived)] == [
        event for event in happened if isinstance(event, ReplyReceived)
    ]


def test_as_text_it_is_in_the_notation_of_swaks(watched: Watched) -> None:
    lines = list(lines_of(shown_of(watched), Format.TEXT, Catalogue()))
    assert lines[:3] == [
        "=== Connected to 192.0.2.1.",
        "<-  220 mx.example ESMTP Postfix",
        " -> EHLO me.example",
    ]
    assert lines[-1] == "<** 504 5.5.4 Unrecognized authentication type"
    assert len(lines) == 14


def test_as_json_it_is_an_object_for_each_event_with_what_it_means(watched: Watched) -> None:
    objects = [json.loads(line) for line in lines_of(shown_of(watched), Format.OBJECTS, Catalogue())]
    assert objects[-1]["code"] == 504
    assert objects[-1]["situation"] == "auth.mechanism"
    assert objects[-1]["at_ms"] == 52


@pytest.mark.parametrize("form", [Format.MARKDOWN, Format.PAGE])
def test_as_markdown_and_as_a_page_it_says_what_the_504_means(form: Format, watched: Watched) -> None:
    text = "\n".join(lines_of(shown_of(watched), form, Catalogue()))
    assert "mx.example:25" in text
    assert "Mechanism not supported" in text


def test_as_a_recording_it_opens_again(tmp_path: Path, watched: Watched) -> None:
    path = tmp_path / "session.jsonl"
    write(shown_of(watched), Format.RECORDING, str(path), Catalogue())
    assert path.read_bytes().count(b"\n") > 10
    with path.open("rb") as file:
        (session,) = Recording(file).sessions
    assert session.header.target == "mx.example:25"


@pytest.mark.parametrize("form", list(Format))
def test_a_file_that_is_there_is_never_written_over_unasked(
    form: Format, tmp_path: Path, watched: Watched
) -> None:
    path = tmp_path / f"session.{form}"
    path.write_text("precious")
    with pytest.raises(FileExistsError):
        write(shown_of(watched), form, str(path), Catalogue())
    assert path.read_text() == "precious"
    write(shown_of(watched), form, str(path), Catalogue(), over=True)
    assert "precious" not in path.read_text()


def test_a_new_file_is_for_its_owner(tmp_path: Path, watched: Watched) -> None:
    path = tmp_path / "session.txt"
    write(shown_of(watched), Format.TEXT, str(path), Catalogue())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_reply_is_told_with_its_command_and_what_it_means(watched: Watched) -> None:
    row = watched.fold.rows[-1]
    lines = list(told_row(row, watched.explanation(row)))
    assert lines[:4] == [
        " -> AUTH FOOBAR",
        "<** 504 5.5.4 Unrecognized authentication type",
        "",
        "Mechanism not supported (certain)",
    ]
    assert "It offers PLAIN and LOGIN; you asked for FOOBAR." in lines
