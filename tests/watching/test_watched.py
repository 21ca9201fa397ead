"""Something watched: events taken in turns, rows explained once."""

import gc
import weakref
from itertools import count

import pytest

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.explaining.evidence import Evidence
from smtptui.reference.explaining.explain import explain
from smtptui.reference.explaining.explanation import Explanation
from smtptui.session.target import Target, TlsMode
from smtptui.watching.live import LiveSession
from smtptui.watching.pasted import pasted
from smtptui.watching.watched import BATCH, Pace, Watched
from smtptui.wire.events import Event, LineReceived, ReplyReceived
from tests.tui.driving import FedSource
from tests.tui.transcript import GREETING_AND_504, events, reply_line

CATALOGUE = Catalogue()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the codes of what is explained from now on."""
    codes: list[str] = []

    def noted(catalogue: Catalogue, evidence: Evidence) -> Explanation:
        codes.append(evidence.code)
        return explain(catalogue, evidence)

    monkeypatch.setattr("smtptui.reference.explaining.explain.explain", noted)
    return codes


def watched(*put: Event) -> tuple[Watched, FedSource]:
    """Return something watched to which these events have come."""
    source = FedSource()
    source.put(*put)
    return Watched(CATALOGUE, "mx.example:25", source=source), source


def test_what_waits_is_taken_in_and_folded() -> None:
    made, source = watched(*events(GREETING_AND_504))
    assert made.advance() is False
    assert not source.waiting
    assert made.fold.progress.replies == 3


def test_a_turn_takes_no_more_than_it_may() -> None:
    many = [LineReceived(1.0, reply_line(b"250-x\r\n", 1.0), number) for number in range(10 * BATCH)]
    made, _source = watched(*many)
    assert made.advance(Pace(1000.0, 2 * BATCH, 0.0)) is True
    assert len(made.fold.rows) == 2 * BATCH


def test_a_turn_ends_when_its_time_is_over() -> None:
    many = [LineReceived(1.0, reply_line(b"250-x\r\n", 1.0), number) for number in range(10 * BATCH)]
    made, _source = watched(*many)
    seconds = count()
    assert made.advance(Pace(2.0, 4096, 0.0), lambda: float(next(seconds))) is True
    assert len(made.fold.rows) == 2 * BATCH


def test_news_are_told_to_who_shows_it() -> None:
    made, source = watched()
    source.watched = made
    told: list[int] = []
    made.on_news = lambda: told.append(len(source.waiting))
    source.put(*events("S: 220 mx"))
    assert told == [5]


def test_a_pasted_text_is_there_at_once_and_has_ended() -> None:
    made = pasted(CATALOGUE, "550 5.1.1 Unknown user")
    assert made.ended
    assert made.advance() is False
    assert made.label == "pasted text: 1 reply"
    explanation = made.explanation(made.fold.rows[-1])
    assert explanation is not None
    assert explanation.code == "550"


def test_a_reply_is_explained_once_and_its_explanation_goes_with_its_row(asked: list[str]) -> None:
    made, _source = watched(*events(GREETING_AND_504))
    made.advance()
    refused = made.fold.rows[-1]
    for _ in range(3):
        assert made.words(refused) == "mechanism not supported: it offers PLAIN LOGIN"
        assert made.explanation(refused) is made.explanation(refused)
    assert asked == ["504"]
    assert refused.reply is not None
    assert refused.reply.explanation is not None


def test_a_reply_that_is_not_complete_has_no_words_and_is_not_remembered_as_having_none() -> None:
    greeting, *rest = list(events("S: 220-mx ESMTP Postfix\nS: 220 mx"))[2:]
    made, source = watched(greeting)
    made.advance()
    row = made.fold.rows[0]
    assert made.words(row) == ""
    assert row.tag is None
    source.put(*rest)
    made.advance()
    assert made.words(row) == "GREETING  Postfix"


def test_the_same_refusal_in_a_flood_is_explained_once(asked: list[str]) -> None:
    made, _source = watched(*events("S: 220 mx\n" + "C: HELP x\nS: 504 5.5.4 no\n" * 20))
    made.advance()
    for row in made.fold.rows:
        made.words(row)
    assert asked == ["504"]


def test_the_mechanism_of_the_exchange_and_the_login_are_known_to_what_explains() -> None:
    text = (
        "S: 220 mx\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: RESPONSE\nS: 235 ok\n"
        "C: MAIL FROM:<a@example.org>\nS: 550 no"
    )
    made, _source = watched(*events(text))
    made.advance()
    contexts = [row.reply.context for row in made.fold.rows if row.reply]
    assert [(own.mechanism, own.authenticated) for own in contexts] == [
        ("", False),
        ("LOGIN", False),
        ("LOGIN", False),
        ("", True),
    ]


def test_what_is_not_a_complete_reply_has_no_explanation() -> None:
    made, _source = watched(*events("S: 220 mx\nC: NOOP"))
    made.advance()
    assert made.explanation(made.fold.rows[-1]) is None
    assert not isinstance(made.fold.rows[-1].event, ReplyReceived)


def test_a_live_session_goes_with_all_its_rows_when_nobody_shows_it() -> None:
    gc.disable()
    try:
        session = LiveSession(CATALOGUE, Target("127.0.0.1", 9, TlsMode.NONE))
        gone = weakref.ref(session.fold)
        del session
        assert gone() is None
    finally:
        gc.enable()
