"""Sessions in a file, whatever wrote it: found, told apart, told in a line."""

from io import BytesIO
from pathlib import Path

import pytest

from smtptui.recording.header import RecordingError
from smtptui.reference.book.catalogue import Catalogue
from smtptui.transcripts.decoding import lines_of
from smtptui.watching.session_file import SessionFile, sessions_in, summary_of
from smtptui.watching.told import told_in
from smtptui.watching.watched import Watched
from tests.recording.written import recorded
from tests.tui.transcript import AND_A_501, GREETING_AND_504, events

CATALOGUE = Catalogue()
CORPUS = Path(__file__).parent.parent / "corpus"


def of(octets: bytes) -> SessionFile:
    return sessions_in(BytesIO(octets), lines_of)


def test_a_recording_holds_its_sessions_with_target_and_time(tmp_path: Path) -> None:
    path = recorded(tmp_path / "r", events(GREETING_AND_504), events("S: 554 no"), start=100.0)
    found = of(path.read_bytes())
    assert [(own.number, own.target, own.epoch) for own in found.sessions] == [
        (1, "mx.example:25", 1e9),
        (2, "mx.example:25", 1e9),
    ]
    assert found.remarks == []
    assert found.sessions[0].began.startswith("2001-09-")


def test_a_session_in_a_line_says_how_far_it_came_and_what_its_last_refusal_means(tmp_path: Path) -> None:
    path = recorded(tmp_path / "r", events(AND_A_501), events("S: 554 no"), start=100.0)
    one, two = (summary_of(own, CATALOGUE) for own in of(path.read_bytes()).sessions)
    assert (one.stage, one.replies) == ("EHLO", 4)
    assert one.refusal == "501 5.5.4 Unsupported BODY parameter"
    assert one.meaning
    assert (two.stage, two.refusal) == ("connect", "554 no")


def test_a_header_that_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    path = recorded(tmp_path / "r", events("S: 220 mx"))
    found = of(path.read_bytes() + b'{"smtptui":"recording","version":9}\n')
    assert len(found.sessions) == 1
    assert "newer smtptui" in found.remarks[0]


def test_a_recording_that_cannot_be_read_at_all_is_not_taken_for_a_text() -> None:
    with pytest.raises(RecordingError):
        of(b'{"smtptui":"recording","version":9}\n')


def test_sessions_that_a_log_mixes_are_told_apart() -> None:
    found = of((CORPUS / "haraka.txt").read_bytes())
    codes = []
    for own in found.sessions:
        watched = Watched(CATALOGUE, fold=own.fold())
        for event in own.events():
            watched.fold.receive(event)
        codes.append(list(watched.fold.progress.counts))
    assert codes[:2] == [["220", "250", "504"], ["220", "500"]]
    assert [own.began for own in found.sessions[:2]] == ["20:00:00", "20:00:00"]


@pytest.mark.parametrize("file", sorted(CORPUS.glob("*.txt")), ids=lambda file: file.stem)
def test_every_format_comes_as_events_that_mean_what_the_text_says(file: Path) -> None:
    text = [line.rstrip("\n") for line in file.read_text("utf-8", "replace").splitlines()]
    told = told_in(text)
    assert told.sessions or file.stem == "numbers"
    for session in told.sessions:
        watched = Watched(CATALOGUE, fold=session.fold())
        for event in session.events:
            watched.fold.receive(event)
        rows = [row for row in watched.fold.rows if row.reply is not None]
        said = [row.reply.evidence for row in rows if row.reply is not None and row.reply.evidence]
        assert list(dict.fromkeys(said)) == list(dict.fromkeys(session.evidence.values()))
        assert all(watched.explanation(row) is not None for row in rows)


def test_a_reply_is_explained_with_what_the_text_knows_and_the_events_do_not() -> None:
    text = (
        "Nov 25 10:00:00 mx postfix/smtp[9]: 4C: to=<a@b.example>, relay=mx.example[192.0.2.1]:25, dsn=5.5.2,"
        " status=bounced (host mx.example[192.0.2.1] said: 504 5.5.2 <me>: Helo command rejected: need "
        "fully-qualified hostname (in reply to RCPT TO command))"
    )
    (session,) = told_in([text]).sessions
    watched = Watched(CATALOGUE, fold=session.fold())
    for event in session.events:
        watched.fold.receive(event)
    row = watched.fold.rows[-1]
    explanation = watched.explanation(row)
    assert explanation is not None
    assert explanation.meanings[0].situation == "helo.not-fqdn"


def test_the_keywords_of_an_ehlo_reply_are_lines_again() -> None:
    (session,) = told_in((CORPUS / "swaks.txt").read_text().splitlines()).sessions
    watched = Watched(CATALOGUE, fold=session.fold())
    for event in session.events:
        watched.fold.receive(event)
    offered = watched.fold.known.context.extensions
    assert offered is not None
    assert "SIZE" in offered
    assert "STARTTLS" not in offered


def test_times_of_a_log_count_from_its_first_reply_and_pass_midnight() -> None:
    text = [
        "23:59:58 S: 220 mx ESMTP",
        "23:59:59 C: NOOP",
        "23:59:59 S: 250 ok",
        "00:00:03 C: NOOP",
        "00:00:03 S: 250 ok",
    ]
    (session,) = told_in(text).sessions
    assert [event.at for event in session.events if hasattr(event, "reply")] == [0.0, 1.0, 5.0]


def test_an_empty_file_holds_no_session() -> None:
    assert of(b"").sessions == []


def test_a_text_is_held_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smtptui.watching.told.REPLIES_KEPT", 3)
    found = of(b"S: 220 mx\n" + b"C: NOOP\nS: 250 ok\n" * 5)
    assert len(found.remarks) == 1
    assert "3 more replies were left out" in found.remarks[0]
