"""The way from a session's thread to who watches it: bounded in events and in octets, waking once."""

import asyncio

import pytest

from smtptui.session.handover import EVENTS, OCTETS, HandOver
from smtptui.wire.events import Closed, CloseReason, Event, LineReceived, Noticed
from smtptui.wire.parser import ReplyParser
from smtptui.wire.reply import ReplyLine


def _line(octets: int) -> LineReceived:
    line = ReplyParser().feed(b"250 " + b"x" * (octets - 6) + b"\r\n", 0.0)[0]
    assert isinstance(line, ReplyLine)
    return LineReceived(0.0, line)


class Woken:
    """Counts."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


@pytest.mark.parametrize(
    ("event", "number"), [(Noticed(0.0, "x"), EVENTS), (_line(60_000), OCTETS // 60_000 + 1)]
)
async def test_the_reader_waits_where_enough_events_or_octets_wait_and_goes_on_at_half(
    event: Event, number: int
) -> None:
    hand_over = HandOver(Woken())
    hand_over.put([event] * (number - 2))
    assert not hand_over.full
    hand_over.put([event] * 2)
    assert hand_over.full
    waiting = asyncio.create_task(hand_over.wait_for_room())
    await asyncio.sleep(0)
    hand_over.take(1)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not waiting.done()
    hand_over.take(number // 2 + 1)
    await asyncio.wait_for(waiting, 20)


async def test_who_has_not_taken_all_is_not_woken_again() -> None:
    woken = Woken()
    hand_over = HandOver(woken)
    for _ in range(3):
        hand_over.put([Noticed(0.0, "x")] * 2)
    await asyncio.sleep(0)
    assert woken.times == 1
    assert len(hand_over.take(5)) == 5
    hand_over.put([Noticed(0.0, "x")])
    await asyncio.sleep(0)
    assert woken.times == 1
    assert len(hand_over.take(5)) == 2
    hand_over.put([Noticed(0.0, "x")])
    await asyncio.sleep(0)
    assert woken.times == 2


async def test_it_has_ended_once_the_last_event_is_taken() -> None:
    hand_over = HandOver(Woken())
    hand_over.put([Noticed(0.0, "x"), Closed(0.0, CloseReason.QUIT)])
    hand_over.take(1)
    assert not hand_over.ended
    hand_over.close()
    hand_over.put([Noticed(1.0, "of something that was tried too late")])
    assert len(hand_over.take(5)) == 1
    assert hand_over.ended
