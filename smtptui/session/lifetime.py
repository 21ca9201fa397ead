"""The life of a session: one task that talks until it ends or is ended, and then winds up."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine

import anyio

from smtptui.session.ending import SessionEnd
from smtptui.session.tracebacks import forget_locals
from smtptui.wire.events import CloseReason


async def _nothing() -> None:
    return


async def _nothing_more(_end: SessionEnd) -> None:
    return


class Lifetime:
    """Runs `talk`, which a SessionEnd may end, then `wind_up` with how it ended, whatever happened."""

    def __init__(
        self, talk: Callable[[], Awaitable[None]], wind_up: Callable[[SessionEnd], Awaitable[None]]
    ) -> None:
        self._talk = talk
        self._wind_up = wind_up
        self._task: asyncio.Task[None] | None = None
        self._scope: anyio.CancelScope | None = None
        self._ended = asyncio.Event()
        self.end: SessionEnd | None = None
        """How it ends if nothing but our own closing ends it, and what is to be said of that."""
        self.defect: BaseException | None = None
        """What of ours failed."""

    def run(self) -> Coroutine[None, None, None]:
        """Live within the task that awaits this, from beginning to end; raises a defect of ours."""
        self._scope = anyio.CancelScope()
        return self._run()

    def start(self) -> None:
        """Begin, in a task of its own."""
        # A task of its own, not a task group's: the session must also work inside an async generator, where
        # a cancel scope may not span a yield. `finish` ends it.
        self._task = asyncio.create_task(self.run(), name="SMTP session")

    def stop(self) -> None:
        """End at once."""
        if self._scope is not None and not self._ended.is_set():
            self._scope.cancel()

    def fail(self, why: BaseException) -> None:
        """End because of `why`: a SessionEnd, or a defect of ours."""
        if isinstance(why, SessionEnd):
            self.end = why
        else:
            self.defect = why
        self.stop()

    async def ended(self) -> None:
        """Wait until it is wound up."""
        if self._scope is not None:
            await self._ended.wait()

    async def finish(self) -> BaseException | None:
        """End, wait until that is done however often cancelled, and return a defect of ours."""
        self.stop()
        if self._task is None:
            return None
        cancelled = False
        while not self._task.done():
            try:
                await asyncio.wait({self._task})
            except asyncio.CancelledError:
                cancelled = True
        if cancelled:
            raise asyncio.CancelledError
        return None if self._task.cancelled() else self._task.exception()

    async def _run(self) -> None:
        assert self._scope is not None
        end: SessionEnd | None = None
        try:
            with self._scope:
                try:
                    await self._talk()
                except SessionEnd as reason:
                    # Its traceback holds this frame, and with it the whole session.
                    end = reason.with_traceback(None)
                    end.__context__ = None
            if self.defect is not None:
                raise self.defect
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            self.defect = error
            forget_locals(error)
            end = SessionEnd(CloseReason.DEFECT, type(error).__name__)
            raise
        finally:
            await self._wind_up(end or self.end or SessionEnd(CloseReason.BY_CLIENT, expected=True))
            self._ended.set()
            # Both are bound to who holds this: without them it goes as soon as nobody holds it.
            self._talk, self._wind_up = _nothing, _nothing_more
