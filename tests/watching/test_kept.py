"""The sessions that are kept: their order, which one shows, and how each stands."""

import pytest

from smtptui.reference.book.catalogue import Catalogue
from smtptui.watching import kept
from smtptui.watching.fold import feed
from smtptui.watching.kept import Kept, Standing, Tab
from smtptui.watching.pasted import pasted
from smtptui.watching.watched import Watched
from smtptui.wire.events import Closed, CloseReason
from tests.tui.driving import FedSource
from tests.tui.transcript import GREETING_AND_504, events

CATALOGUE = Catalogue()


def session(label: str = "mx.example:25") -> Watched:
    return Watched(CATALOGUE, label, source=FedSource())


def test_each_new_session_comes_last_and_shows_and_one_instead_of_another_takes_its_place() -> None:
    sessions = Kept()
    one, two, three = session("one"), session("two"), session("three")
    for each in (one, two, three):
        assert sessions.show(each) == []
    again = session("two again")
    (gone,) = sessions.show(again, instead_of=two)
    assert gone.watched is two
    assert [tab.watched.label for tab in sessions.tabs] == ["one", "two again", "three"]
    assert sessions.shown == 1
    assert sessions.beside(1) is three
    assert sessions.beside(-1) is one
    assert sessions.show(one) == []
    assert sessions.beside(-1) is three


def test_closing_the_one_that_shows_shows_its_right_neighbour_or_else_the_left_one() -> None:
    sessions = Kept()
    one, two = session(), session()
    sessions.show(one)
    sessions.show(two)
    assert sessions.close(two) is one
    assert sessions.shown == 0
    assert sessions.close(one) is None
    assert sessions.beside(1) is None
    assert sessions.close(one) is None


def test_beyond_the_most_that_are_kept_those_that_have_ended_go_the_oldest_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept, "MOST_KEPT", 2)
    sessions = Kept()
    first, text, last = session("first"), pasted(CATALOGUE, "550 no"), session("last")
    for each in (first, text):
        assert sessions.show(each) == []
    (gone,) = sessions.show(last)
    assert gone.watched is text
    assert sessions.show(session("one more")) == []
    assert len(sessions) == 3


def test_a_tab_tells_how_its_session_stands_and_its_last_refusal() -> None:
    watched = session()
    tab = Tab(watched)
    assert (tab.standing, tab.last_refusal) == (Standing.OPEN, None)
    for event in events(GREETING_AND_504):
        watched.fold.receive(event)
    assert tab.last_refusal == 504
    watched.fold.receive(Closed(200.0, CloseReason.RESET))
    assert (tab.standing, tab.last_refusal) == (Standing.FAILED, 504)
    ended = Watched(CATALOGUE, source=FedSource(), fold=feed([Closed(1.0, CloseReason.QUIT, expected=True)]))
    assert Tab(ended).standing is Standing.ENDED
    assert Tab(pasted(CATALOGUE, "550 5.1.1 no")).standing is Standing.TEXT
