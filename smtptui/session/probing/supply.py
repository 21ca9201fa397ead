"""Targets as they come, each to a worker whose host is not busy; never more at once than are wanted."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

from smtptui.session.target import Target

Batches = Callable[[], Sequence[Target]]
"""Returns the next targets and may wait for them; empty after the last. Called on a thread of its own."""

PUT_BACK = 1000
"""Targets that wait for their host, above which no more are read."""


class Wanted(NamedTuple):
    """A target, and the how-manieth it is, from 0."""

    number: int
    target: Target


class Supply:
    """Hands out targets; at most `per_host` with the same host are out at once."""

    def __init__(self, batches: Batches, per_host: int) -> None:
        self._batches = batches
        self._per_host = per_host
        self._read: deque[Target] = deque()
        self._number = 0
        self._all_read = False
        self._busy: dict[str, int] = {}
        self._put_back: dict[str, deque[Wanted]] = {}
        self._how_many_back = 0
        self._reading = asyncio.Lock()
        self._batch: asyncio.Future[Sequence[Target]] | None = None
        self._freed = asyncio.Event()
        self.failure: BaseException | None = None
        """What the reading of targets raised, after which there are none."""

    def end(self) -> None:
        """Hand out no more."""
        self._all_read = True
        self._read.clear()
        self._put_back.clear()
        self._how_many_back = 0
        self._freed.set()
        if self._batch is not None and not self._batch.done():
            self._batch.set_result(())

    async def next(self) -> Wanted | None:
        """Return a target whose host has room, None after the last."""
        while True:
            if self._how_many_back < PUT_BACK:
                wanted = await self._from_the_list()
                if wanted is not None and self._take(wanted):
                    return wanted
                if wanted is not None:
                    self._put_back.setdefault(wanted.target.host, deque()).append(wanted)
                    self._how_many_back += 1
                    continue
            if not self._how_many_back:
                return None
            # Whoever is done with a host goes on with what waits for it: only who finds nothing waits.
            self._freed.clear()
            await self._freed.wait()
            if (wanted := self._that_waited()) is not None:
                return wanted

    def done(self, wanted: Wanted) -> None:
        """Take a target back: its host has room again."""
        host = wanted.target.host
        if (left := self._busy[host] - 1) > 0:
            self._busy[host] = left
        else:
            del self._busy[host]
        self._freed.set()

    def _that_waited(self) -> Wanted | None:
        for host, queue in self._put_back.items():
            if self._take(queue[0]):
                wanted = queue.popleft()
                self._how_many_back -= 1
                if not queue:
                    del self._put_back[host]
                return wanted
        return None

    def _take(self, wanted: Wanted) -> bool:
        host = wanted.target.host
        if (busy := self._busy.get(host, 0)) >= self._per_host:
            return False
        self._busy[host] = busy + 1
        return True

    async def _from_the_list(self) -> Wanted | None:
        while not self._read:
            if self._all_read:
                return None
            async with self._reading:
                if not self._read and not self._all_read:
                    await self._read_more()
        self._number += 1
        return Wanted(self._number - 1, self._read.popleft())

    async def _read_more(self) -> None:
        loop = asyncio.get_running_loop()
        batch = self._batch = loop.create_future()

        def finish(found: Sequence[Target], failure: BaseException | None) -> None:
            self.failure = failure
            if not batch.done():
                batch.set_result(found)

        def read() -> None:
            try:
                found, failure = self._batches(), None
            except BaseException as error:
                found, failure = (), error
            try:
                loop.call_soon_threadsafe(finish, found, failure)
            except RuntimeError:  # The loop is closed: nobody waits any more.
                return

        # A daemon: where nothing comes any more, nobody waits for it at the end.
        threading.Thread(target=read, name="targets", daemon=True).start()
        self._read.extend(await batch)
        self._all_read = self._all_read or not self._read
