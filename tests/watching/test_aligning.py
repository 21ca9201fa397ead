"""Two sessions beside each other: replies meet by their commands, and what differs is told."""

import pytest

from smtptui.watching.aligning import Difference, align, exchanges, offers_compared
from smtptui.watching.fold import Fold, feed
from smtptui.watching.pasted import read
from tests.tui.transcript import events

A = """S: 220 mx1.example ESMTP Postfix
C: EHLO me.example
S: 250-mx1.example
S: 250-SIZE 1000
S: 250 AUTH PLAIN
C: AUTH FOOBAR
S: 504 5.5.4 Unrecognized authentication type
C: NOOP
S: 250 2.0.0 ok
C: RSET
S: 250 2.0.0 ok
"""
B = """S: 220 mx2.example ESMTP Exim 4.98
C: EHLO other.example
S: 250-mx2.example
S: 250-SIZE 2000
S: 250 PIPELINING
C: AUTH FOOBAR
S: 535 5.7.8 Incorrect authentication data
C: VRFY x
S: 252 2.0.0 perhaps
C: RSET
S: 250 2.0.0 ok
"""


@pytest.fixture(params=["live", "pasted"])
def folds(request: pytest.FixtureRequest) -> tuple[Fold, Fold]:
    if request.param == "live":
        return feed(events(A)), feed(events(B))
    return read(A), read(B)


def test_replies_meet_by_the_command_that_they_answer(folds: tuple[Fold, Fold]) -> None:
    a, b = folds
    pairs = align(exchanges(a), exchanges(b))
    assert [(pair.verb, bool(pair.a), bool(pair.b)) for pair in pairs] == [
        ("CONNECT", True, True),
        ("EHLO", True, True),
        ("AUTH", True, True),
        ("NOOP", True, False),
        ("VRFY", False, True),
        ("RSET", True, True),
    ]


def test_what_differs_is_told_the_weightiest_first(folds: tuple[Fold, Fold]) -> None:
    a, b = folds
    by_verb = {pair.verb: pair.differences for pair in align(exchanges(a), exchanges(b))}
    assert by_verb["AUTH"] == (Difference.CODE, Difference.ENHANCED, Difference.TEXT)
    assert by_verb["NOOP"] == (Difference.ONE_SIDED,)
    assert by_verb["RSET"] == ()
    assert Difference.TEXT in by_verb["CONNECT"]


def test_a_reply_that_took_twice_as_long_is_told_unless_both_were_quick() -> None:
    a = exchanges(feed(events(A)))
    slow = [each._replace(took=0.9) for each in a]
    quick = [each._replace(took=0.01) for each in a]
    close = [each._replace(took=0.03) for each in a]
    assert all(Difference.TIME in pair.differences for pair in align(quick, slow))
    assert not any(Difference.TIME in pair.differences for pair in align(quick, close))
    assert align(quick, slow)[0].ratio == pytest.approx(90)


def test_the_same_verb_with_another_argument_meets_too() -> None:
    a = exchanges(read("C: MAIL FROM:<a@b.example>\nS: 250 ok\n"))
    b = exchanges(read("C: MAIL FROM:<c@d.example>\nS: 550 no\n"))
    (pair,) = align(a, b)
    assert Difference.CODE in pair.differences


def test_a_session_with_itself_has_no_difference_and_an_empty_one_only_one_sided_ones() -> None:
    a = exchanges(feed(events(A)))
    assert not any(pair.differences for pair in align(a, a))
    assert all(pair.differences == (Difference.ONE_SIDED,) for pair in align(a, []))


def test_the_lists_that_both_offer_are_compared() -> None:
    change = offers_compared(feed(events(A)), feed(events(B)))
    assert change is not None
    assert (change.gained, change.lost) == (("PIPELINING",), ("AUTH PLAIN",))
    assert change.altered == (("SIZE 1000", "SIZE 2000"),)
    assert offers_compared(feed(events(A)), Fold()) is None
