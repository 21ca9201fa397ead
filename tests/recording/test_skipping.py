"""Going far ahead in a recording: what is known then is what one who had read everything would know."""

from pathlib import Path

import pytest

from smtptui.reference.book.catalogue import Catalogue
from smtptui.watching.fold import Fold, feed
from smtptui.watching.recorded import RecordedEvents
from smtptui.watching.replaying import Replay
from smtptui.wire.events import (
    Asked,
    Closed,
    CloseReason,
    CommandSent,
    Event,
    LineReceived,
    Noticed,
    ReplyReceived,
    State,
    StateChanged,
    TlsEstablished,
)
from smtptui.wire.reply import Reply
from tests.recording.filed import FORMS, Filed
from tests.recording.written import recorded
from tests.tui.transcript import GREETING_AND_504, events, reply_line

MANY = 3000
TLS = TlsEstablished(101.0, "TLSv1.3", "AES", 256, True, ())


def asked(line: str, reply: str, at: float) -> list[Event]:
    """Return what a command and its reply of one line are."""
    own = Asked(line.split()[0], line.encode(), at)
    heard = reply_line(reply.encode() + b"\r\n", at)
    sent = CommandSent(at, own, len(line) + 2)
    return [
        sent,
        LineReceived(at, heard),
        ReplyReceived(at, Reply(((), False, heard)), own, State.IDENTIFIED),
    ]


def session() -> list[Event]:
    """A long session: introduced, secured, logged in, and then very many recipients."""
    happened = [*events(GREETING_AND_504), TLS, *asked("AUTH PLAIN", "235 ok", 102.0)]
    for number in range(MANY):
        code = "550 5.1.1 no" if number % 50 == 0 else '250 ok {"event":"line","code":504}'
        happened += asked(f"RCPT TO:<u{number}@example.org>", code, 103.0 + number / 100)
    happened.insert(len(happened) // 2, StateChanged(110.0, State.READY, State.MAIL_TRANSACTION))
    return [*happened, Closed(200.0, CloseReason.QUIT, expected=True)]


def at_end(filed: Filed, *, before: int = 0) -> Replay:
    """Return a replay that has gone to its end, after so many events as they come."""
    recording, session = filed.opened()
    replay = Replay(
        Catalogue(),
        RecordedEvents(recording, session),
        "mx:25",
        clock=lambda: 0.0,
        later=lambda _seconds, _do: lambda: None,
    )
    for event in replay.play.take(before) if before else []:
        replay.fold.receive(event)
    replay.to_end()
    while replay.advance():
        pass
    return replay


@pytest.fixture(params=FORMS)
def filed(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Filed:
    in_small(monkeypatch)
    return FORMS[request.param](tmp_path / "r", session())


@pytest.fixture
def octets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    in_small(monkeypatch)
    return recorded(tmp_path / "r", session(), start=100.0).read_bytes()


def in_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a recording be looked through as if it were a long one."""
    monkeypatch.setattr("smtptui.watching.recorded.TAIL", 500)
    monkeypatch.setattr("smtptui.recording.opened.CHUNK", 16 * 1024)
    monkeypatch.setattr("smtptui.recording.alone.STRETCH", 16 * 1024)
    monkeypatch.setattr("smtptui.recording.alone.REWRITTEN", 16 * 1024)


def known(fold: Fold) -> object:
    """Return what is known at the end, but for times and rows."""
    context = fold.known.context
    progress = fold.progress
    return (
        +progress.counts,
        progress.replies,
        progress.state,
        progress.tls is not None,
        progress.closed is not None,
        context.extensions,
        context.authenticated,
        context.tls,
        context.greeting,
    )


def test_at_the_end_all_is_known_and_only_the_last_rows_are_there(filed: Filed) -> None:
    whole = feed(session())
    for before in (0, 3, 40):
        replay = at_end(filed, before=before)
        assert known(replay.fold) == known(whole)
        rows = [row.text for row in replay.fold.rows]
        assert rows == [row.text for row in whole.rows[-len(rows) :]]
        assert 200 < len(rows) < 2000
        assert replay.fold.forgotten >= len(whole.rows) - len(rows) - 10
        assert replay.ended


def test_what_a_peer_says_is_counted_by_its_code_and_not_by_its_text(octets: bytes) -> None:
    assert b'\\"code\\":504' in octets
    assert at_end(Filed(octets)).fold.progress.counts["504"] == 1


def test_damage_on_the_way_is_found_and_told(octets: bytes) -> None:
    middle = octets.index(b"\n", len(octets) // 2) + 1
    replay = at_end(Filed(octets[:middle] + b"garbage\n" + octets[middle:]))
    line = octets[:middle].count(b"\n") + 1
    (notice,) = [row for row in replay.fold.rows if isinstance(row.event, Noticed)]
    assert f"breaks off in line {line}: no JSON" in notice.text


@pytest.mark.parametrize("damage", [b"\0" * 9, b"\xff"], ids=repr)
def test_octets_that_no_line_has_are_damage_though_it_begins_and_ends_as_one(
    filed: Filed, damage: bytes
) -> None:
    _recording, session = filed.opened()
    middle = session.offset + (len(filed.octets) - session.offset) // 6
    at = filed.octets.index(b'verb"', middle) + 2
    broken = filed._replace(octets=filed.octets[:at] + damage + filed.octets[at + len(damage) :])
    recording, session = broken.opened()
    own = recording.events(session)
    assert len(list(own)) > 10
    replay = at_end(broken)
    assert known(replay.fold) == known(feed(recording.events(session)))
    if own.broken is None:
        assert not [row for row in replay.fold.rows if isinstance(row.event, Noticed)]
    else:
        (notice,) = [row for row in replay.fold.rows if isinstance(row.event, Noticed)]
        assert f"breaks off in line {own.broken.line}: no JSON" in notice.text


def test_too_much_that_decides_is_read_and_not_held(octets: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smtptui.recording.skipping.DECISIVE_KEPT", 3)
    replay = at_end(Filed(octets))
    assert known(replay.fold) == known(feed(session()))
    assert replay.fold.forgotten == 0


def test_a_short_recording_is_read(tmp_path: Path) -> None:
    replay = at_end(Filed(recorded(tmp_path / "s", events(GREETING_AND_504), start=100.0).read_bytes()))
    assert replay.fold.forgotten == 0
    assert replay.fold.progress.counts["504"] == 1


def test_a_reply_is_not_parted_from_its_lines_where_damage_follows(octets: bytes, tmp_path: Path) -> None:
    long = "".join(f"S: 250-{'x' * 300}\n" for _ in range(20))
    reply = recorded(tmp_path / "long", events(f"C: NOOP\n{long}S: 250 ok"), start=100.0).read_bytes()
    reply = reply[reply.index(b"\n") + 1 :]
    for at in range(60_000, 80_000, 900):  # wherever in a stretch it is
        cut = octets.index(b'\n{"event":"command"', at) + 1
        before = octets[:cut] + reply
        rows = at_end(Filed(before + b"garbage\n" + octets[cut:])).fold.rows
        (notice,) = [row for row in rows if isinstance(row.event, Noticed)]
        line = before.count(b"\n") + 1
        assert f"breaks off in line {line}: no JSON" in notice.text


def test_any_octets_in_place_of_a_chunk_are_borne(octets: bytes) -> None:
    for at in range(0, len(octets), len(octets) // 23):
        begin = octets.index(b"\n", at) + 1
        for damage in (b"{}\n", b"\x00" * 20_000, b'{"event":"reply","lines":9}\n', b'{"event":"tls"}\n'):
            replay = at_end(Filed(octets[:begin] + damage + octets[begin:]))
            assert replay.ended
