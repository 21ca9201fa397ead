"""A session on a thread of its own: what crosses over, and that nothing is left behind."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from smtptui.session.background import BackgroundSession
from smtptui.session.options import Options
from smtptui.session.target import Target
from smtptui.wire.events import CloseReason, Event, ReplyReceived
from tests.session.peer import BYE, HELLO, Connection, hear, listen, peer, say
from tests.session.watching import LIMIT, OPTIONS, answered, closed, codes, only


class Watcher:
    """Takes the events of a session on the test's own loop, as a screen does."""

    def __init__(self, target: Target | Callable[[], Target], options: Options = OPTIONS) -> None:
        self._woken = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self.wakes = 0
        self.seen: list[Event] = []
        self.session = BackgroundSession(target, options, wake=self._wake)

    def _wake(self) -> None:
        self.wakes += 1
        self._loop.call_soon_threadsafe(self._woken.set)

    async def until(self, holds: Callable[[Event], bool]) -> None:
        """Take events up to the first for which `holds`, and all that came with it."""
        async with asyncio.timeout(LIMIT):
            while True:
                await self._woken.wait()
                self._woken.clear()
                taken = self.session.take()
                self.seen += taken
                if any(map(holds, taken)):
                    return

    async def end(self) -> list[Event]:
        """Take events up to the last; return all."""
        async with asyncio.timeout(LIMIT):
            while not self.session.ended:
                self.seen += self.session.take()
                if not self.session.ended:
                    await self._woken.wait()
                    self._woken.clear()
        await asyncio.to_thread(self.session.join, LIMIT)
        return self.seen


@asynccontextmanager
async def watched(
    target: Target | Callable[[], Target], options: Options = OPTIONS
) -> AsyncIterator[Watcher]:
    """Run a session, and end it."""
    watcher = Watcher(target, options)
    watcher.session.start()
    try:
        yield watcher
    finally:
        watcher.session.close()
        assert await asyncio.to_thread(watcher.session.join, LIMIT)
        assert watcher.session.defect is None


async def test_events_come_over_and_commands_go_back() -> None:
    async with (
        peer(*HELLO, hear(b"NOOP\r\n"), say(b"250 OK\r\n"), *BYE) as server,
        watched(server.target()) as watcher,
    ):
        await watcher.until(answered("EHLO"))
        watcher.session.send("NOOP")
        await watcher.until(answered("NOOP"))
        watcher.session.quit()
        events = await watcher.end()
        assert watcher.session.ended
    assert codes(events) == [("EHLO", 250), ("NOOP", 250), ("QUIT", 221)]
    assert closed(events).reason is CloseReason.QUIT


async def test_a_hundred_commands_in_a_row_arrive_in_order() -> None:
    wanted = [b"NOOP %d\r\n" % number for number in range(100)]
    script = (*HELLO, hear(*wanted), say(b"250 OK\r\n" * 100), *BYE)
    async with peer(*script) as server, watched(server.target()) as watcher:
        await watcher.until(answered("EHLO"))
        for number in range(100):
            watcher.session.send(f"NOOP {number}")
        watcher.session.quit()
        events = await watcher.end()
    assert len(codes(events)) == 102


async def test_the_target_may_be_found_as_the_session_begins_on_a_thread_that_it_may_hold_up() -> None:
    found_on: list[threading.Thread] = []

    async with peer(*HELLO, listen) as server:

        def find() -> Target:
            found_on.append(threading.current_thread())
            return server.target()

        async with watched(find) as watcher:
            await watcher.until(answered("EHLO"))
    assert found_on[0] is not threading.main_thread()


async def test_a_flood_wakes_its_watcher_once_for_what_waits_and_then_waits_in_tcp() -> None:
    async def flood(connection: Connection) -> None:
        while True:
            await connection.stream.send(b"250 flood\r\n" * 1000)

    async with peer(*HELLO, flood) as server, watched(server.target()) as watcher:
        await watcher.until(answered("EHLO"))
        watcher.wakes = 0
        before = len(watcher.seen)
        await watcher.until(lambda event: isinstance(event, ReplyReceived))
        taken = len(watcher.seen) - before
        assert watcher.wakes < taken
        watcher.session.close()
        events = await watcher.end()
    assert only(events, ReplyReceived)
