"""A session that sends a list of lines, each one when the reply to the one before is in."""

import asyncio
import time
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable

from smtptui.session.network.attempts import Connector, connect_tcp
from smtptui.session.network.resolve import Resolver
from smtptui.session.options import Options
from smtptui.session.session import Session
from smtptui.session.target import Target
from smtptui.wire.events import Event, State

Actions = Iterable[str] | AsyncIterable[str]
"""Lines as for `Session.send`; where they come asynchronously, the events go on meanwhile."""


async def run(
    target: Target,
    actions: Actions,
    *,
    options: Options | None = None,
    insist: bool = False,
    clock: Callable[[], float] = time.monotonic,
    resolver: Resolver | None = None,
    connector: Connector = connect_tcp,
) -> AsyncIterator[Event]:
    """Yield the events of a session that sends one action after the other, then QUIT.

    An action is sent as soon as nothing is outstanding and the events so far are taken. Raises, after the
    last event, CommandError for an action that cannot be sent (RiskError for one that is sent only with
    `insist`), and whatever `actions` raise.
    """
    taken = asyncio.Event()
    session = Session(target, options, clock=clock, resolver=resolver, connector=connector)
    async with session:
        sending = asyncio.create_task(_send_all(session, actions, taken, insist=insist), name="SMTP actions")
        try:
            async for event in session:
                yield event
                taken.set()
                if session.status.state is State.OUT_OF_STEP:
                    await session.close()
        finally:
            sending.cancel()
            await asyncio.wait({sending})
        if not sending.cancelled():
            sending.result()


async def _send_all(session: Session, actions: Actions, taken: asyncio.Event, *, insist: bool) -> None:
    try:
        await _until_settled(session, taken)
        if not _refused(session):
            async for action in _asynchronous(actions):
                await _until_settled(session, taken)
                if _refused(session):
                    break
                taken.clear()
                session.send(action, insist=insist)
                await taken.wait()
        await _until_settled(session, taken)
        await session.quit()
    finally:
        session.stop()


async def _until_settled(session: Session, taken: asyncio.Event) -> None:
    while not session.settled:
        taken.clear()
        await taken.wait()


def _refused(session: Session) -> bool:
    return session.status.state is State.REFUSED


async def _asynchronous(actions: Actions) -> AsyncIterator[str]:
    if isinstance(actions, AsyncIterable):
        async for action in actions:
            yield action
        return
    for action in actions:
        yield action
