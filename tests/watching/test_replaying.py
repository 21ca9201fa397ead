"""A session watched again: when it brings what, by a clock that a test moves."""

from collections.abc import Callable, Iterator

import pytest

from smtptui.reference.book.catalogue import Catalogue
from smtptui.watching.replay_source import SPEEDS, ReplaySource
from smtptui.watching.replaying import HeldEvents, Replay
from smtptui.wire.events import Closed, CloseReason, CommandSent, Connected, Event, Noticed
from tests.tui.transcript import GREETING_AND_504, events


class Clock:
    """A clock that stands still until it is moved, and does what is due then."""

    def __init__(self) -> None:
        self.now = 50.0
        self.due: list[tuple[float, Callable[[], None]]] = []

    def __call__(self) -> float:
        return self.now

    def later(self, seconds: float, do: Callable[[], None]) -> Callable[[], None]:
        entry = (self.now + seconds, do)
        self.due.append(entry)
        return lambda: self.due.remove(entry) if entry in self.due else None

    def move(self, seconds: float) -> None:
        self.now += seconds
        for entry in [each for each in self.due if each[0] <= self.now + 1e-9]:
            self.due.remove(entry)
            entry[1]()


class Played:
    """A source with its clock, and what it has brought."""

    def __init__(self, *given: Event, paused: bool = False, ending: str = "") -> None:
        self.clock = Clock()
        self.brought: list[Event] = []
        self.source: ReplaySource | None = None
        self.source = ReplaySource(
            HeldEvents(given, ending), self.take, clock=self.clock, later=self.clock.later, paused=paused
        )
        self.take()

    def take(self) -> None:
        if self.source is not None:
            self.brought += self.source.take()

    @property
    def times(self) -> list[float]:
        return [event.at for event in self.brought]


def at(*times: float) -> Iterator[Event]:
    for time in times:
        yield Connected(time, "mx", "::1", 25, 0.0)


def source(played: Played) -> ReplaySource:
    assert played.source is not None
    return played.source


def test_events_come_when_they_came_then() -> None:
    played = Played(*at(100.0, 101.0, 101.5))
    assert played.times == [100.0]
    played.clock.move(0.9)
    assert played.times == [100.0]
    played.clock.move(0.1)
    assert played.times == [100.0, 101.0]
    played.clock.move(0.5)
    assert played.times == [100.0, 101.0, 101.5]
    assert source(played).ended


def test_twice_as_fast_they_come_in_half_the_time() -> None:
    played = Played(*at(0.0, 1.0, 2.0))
    source(played).faster(1)
    played.clock.move(0.5)
    assert played.times == [0.0, 1.0]
    source(played).faster(-2)
    played.clock.move(1.9)
    assert played.times == [0.0, 1.0]
    played.clock.move(0.1)
    assert played.times == [0.0, 1.0, 2.0]


def test_there_is_a_fastest_and_a_slowest() -> None:
    played = Played(*at(0.0, 1.0))
    source(played).faster(100)
    assert source(played).speed == SPEEDS[-1]
    source(played).faster(-100)
    assert source(played).speed == SPEEDS[0]


def test_while_it_stands_still_nothing_comes_and_its_clock_stands() -> None:
    played = Played(*at(0.0, 1.0, 2.0))
    played.clock.move(0.25)
    source(played).pause(True)
    played.clock.move(60.0)
    assert played.times == [0.0]
    assert source(played).position == 0.25
    assert played.clock.due == []
    source(played).pause(False)
    played.clock.move(0.75)
    assert played.times == [0.0, 1.0]


def test_a_step_brings_the_next_thing_to_read_and_all_of_the_same_moment() -> None:
    played = Played(*events("S: 220 mx\nC: NOOP\nS: 250 ok"), paused=True)
    assert [type(event).__name__ for event in played.brought] == ["Connected", "StateChanged"]
    source(played).step()
    assert [type(event).__name__ for event in played.brought[2:]] == [
        "LineReceived",
        "GreetingReceived",
        "StateChanged",
    ]
    source(played).step()
    assert isinstance(played.brought[-1], CommandSent)
    assert not source(played).ended


def test_after_a_step_it_goes_on_from_there() -> None:
    played = Played(*at(0.0, 10.0, 11.0), paused=True)
    source(played).step()
    assert played.times == [0.0, 10.0]
    source(played).pause(False)
    played.clock.move(1.0)
    assert played.times == [0.0, 10.0, 11.0]


def test_two_steps_at_once_are_two_steps() -> None:
    played = Played(*at(0.0, 1.0, 2.0, 3.0), paused=True)
    inner = source(played)
    taken, inner._wake = inner._wake, lambda: None
    inner.step()
    inner.step()
    inner._wake = taken
    played.take()
    assert played.times == [0.0, 1.0, 2.0]


def test_to_the_end_everything_comes_at_once_but_no_more_than_is_asked_for() -> None:
    played = Played(*at(0.0, 1000.0, 2000.0))
    inner = source(played)
    inner._wake = lambda: None
    inner.to_end()
    assert [event.at for event in inner.take(1)] == [1000.0]
    assert [event.at for event in inner.take(5)] == [2000.0]
    assert inner.ended
    assert inner.position == 2000.0


def test_what_is_wanted_at_once_may_stand_still_on_the_way() -> None:
    played = Played(*at(0.0, 1.0, 2.0))
    inner = source(played)
    inner._wake = lambda: None
    inner.to_end()
    inner.take(1)
    inner.pause(True)
    assert inner.take() == []
    assert inner.position == 1.0


def test_a_recording_that_ends_before_its_session_says_so_once() -> None:
    played = Played(*at(0.0, 1.0), ending="cut off")
    played.clock.move(1.0)
    assert played.brought[-1] == Noticed(1.0, "cut off")
    assert source(played).ended
    played.take()
    assert len(played.brought) == 3


def test_a_session_that_was_closed_ends_without_a_word() -> None:
    played = Played(*at(0.0), Closed(1.0, CloseReason.QUIT), ending="cut off")
    played.clock.move(1.0)
    assert isinstance(played.brought[-1], Closed)


def test_nothing_at_all_says_why() -> None:
    played = Played(ending="cut off")
    assert played.brought == [Noticed(0.0, "cut off")]


def test_stopped_it_wakes_nobody() -> None:
    played = Played(*at(0.0, 1.0))
    source(played).stop()
    assert played.clock.due == []
    played.clock.move(5.0)
    played.take()
    assert played.times == [0.0]


@pytest.mark.parametrize("paused", [False, True])
def test_a_replay_is_watched_like_a_session(paused: bool) -> None:
    clock = Clock()
    replay = Replay(
        Catalogue(),
        HeldEvents(list(events(GREETING_AND_504))),
        "mx:25",
        clock=clock,
        later=clock.later,
        paused=paused,
    )
    replay.on_news = replay.advance  # type: ignore[assignment]
    replay.advance()
    if paused:
        assert len(replay.fold.rows) == 1
        replay.play.to_end()
    else:
        clock.move(0.5)
    assert [row.code for row in replay.fold.rows if row.code] == [220, 250, 504]
    assert replay.ended
    assert replay.words(replay.fold.rows[-1]).startswith("mechanism not supported")
