"""The queue between the socket and who watches."""

import asyncio

import pytest

from smtptui.session.event_queue import EventQueue
from smtptui.wire.events import Event, Noticed


def _events(count: int) -> list[Event]:
    return [Noticed(float(number), "") for number in range(count)]


async def test_events_come_out_in_order_and_then_nothing() -> None:
    queue = EventQueue()
    queue.put(_events(3))
    queue.close()
    assert [await queue.get() for _ in range(4)] == [*_events(3), None]


async def test_one_who_waits_is_woken_by_an_event() -> None:
    queue = EventQueue()
    waiting = asyncio.create_task(queue.get())
    await asyncio.sleep(0)
    queue.put(_events(1))
    assert await asyncio.wait_for(waiting, 20) == _events(1)[0]


async def test_the_reader_waits_until_there_is_room() -> None:
    queue = EventQueue(high_water=2)
    queue.put(_events(2))
    reader = asyncio.create_task(queue.wait_for_room())
    await asyncio.sleep(0)
    assert not reader.done()
    await queue.get()
    await asyncio.wait_for(reader, 20)


async def test_the_reader_does_not_wait_for_one_who_no_longer_watches() -> None:
    queue = EventQueue(high_water=1)
    queue.put(_events(2))
    queue.close()
    await asyncio.wait_for(queue.wait_for_room(), 20)


async def test_a_defect_of_ours_is_raised_after_the_last_event() -> None:
    queue = EventQueue()
    queue.put(_events(1))
    queue.close(ZeroDivisionError())
    await queue.get()
    with pytest.raises(ZeroDivisionError):
        await queue.get()
