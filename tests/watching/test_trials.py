"""What is tried for a 504: the likeliest first, and no more is promised than is known."""

import pytest

from smtptui.reference.book.catalogue import Catalogue
from smtptui.watching.trials import Standing, trials
from smtptui.wire.ehlo import Extensions, Keyword
from smtptui.wire.events import State

CATALOGUE = Catalogue()


def offers(*lines: str) -> Extensions:
    keywords = [line.split() for line in lines]
    return Extensions(
        "mx.example",
        tuple(Keyword(name, name, tuple(rest), at) for at, (name, *rest) in enumerate(keywords, 1)),
    )


@pytest.mark.parametrize(
    ("greeting", "first"),
    [
        ("220 mx ESMTP Exim 4.98 today", "AUTH FOOBAR"),
        ("220 mx ESMTP Postfix", "MAIL FROM:<you@bare>"),
        ("220 mx ESMTP Sendmail 8.18.1/8.18.1; today", "HELP foobar"),
        ("220 mx ESMTP Haraka/3.0.5 ready", "AUTH PLAIN ="),
    ],
)
def test_what_the_server_at_hand_is_known_to_answer_504_comes_first(greeting: str, first: str) -> None:
    best = trials(CATALOGUE, Standing(greeting, offers("AUTH PLAIN LOGIN"), State.IDENTIFIED))[0]
    assert best.line == first
    assert "is known to answer this 504, if it is set up so; else" in best.words


def test_of_an_unknown_server_no_504_is_promised() -> None:
    best = trials(CATALOGUE, Standing("220 mx.example ESMTP", offers("AUTH PLAIN"), State.IDENTIFIED))[0]
    assert best.line == "AUTH FOOBAR"
    assert "others 535, 503, 502, 500" in best.words


@pytest.mark.parametrize(
    "standing",
    [
        Standing("", offers("SIZE"), State.IDENTIFIED),
        Standing("", offers("AUTH PLAIN"), State.IDENTIFIED, authenticated=True),
        Standing("", offers("AUTH PLAIN"), State.IDENTIFIED, may_log_in=False),
    ],
)
def test_auth_is_not_tried_where_it_can_only_be_answered_otherwise(standing: Standing) -> None:
    assert not any(trial.line.startswith("AUTH") for trial in trials(CATALOGUE, standing))


def test_mail_is_not_tried_within_a_transaction_and_rcpt_only_there() -> None:
    within = trials(CATALOGUE, Standing("220 mx ESMTP Postfix", offers("SIZE"), State.MAIL_TRANSACTION))
    assert not any(trial.line.startswith("MAIL") for trial in within)
    before = trials(CATALOGUE, Standing("220 mx ESMTP Postfix", offers("SIZE"), State.IDENTIFIED))
    assert not any(trial.line.startswith("RCPT") for trial in before)


def test_what_a_demo_server_is_there_for_comes_first() -> None:
    own = ("HELP foobar", "XEXCH50 2004 2")
    found = trials(CATALOGUE, Standing("220 x", offers("XEXCH50"), State.IDENTIFIED), own)
    assert [trial.line for trial in found[:2]] == list(own)
