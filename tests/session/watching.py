"""Consuming a session in tests: all of it, or until something has happened."""

import asyncio
from collections.abc import Callable, Iterable
from typing import TypeVar

from smtptui.session.session import Deadlines, Options, Session
from smtptui.session.target import Target
from smtptui.wire.events import Closed, CommandSent, Event, ReplyReceived
from tests.session.scripted import Actions, run

FAST = Deadlines(
    resolve=0.2,
    connect=0.3,
    attempt_delay=0.05,
    tls=0.5,
    greeting=0.3,
    other=0.3,
    mail=0.3,
    silence=5.0,
    closing=0.1,
    quit=0.3,
)
"""Deadlines that a test can wait for."""

LIMIT = 20.0

OPTIONS = Options(ehlo_name="client.example", deadlines=Deadlines(closing=0.1, quit=1.0))
QUICK = OPTIONS._replace(deadlines=FAST)

E = TypeVar("E")


async def all_of(target: Target, actions: Actions = (), options: Options = OPTIONS) -> list[Event]:
    """Return every event of a session that sends `actions` at any risk, then QUIT."""
    async with asyncio.timeout(LIMIT):
        return [event async for event in run(target, actions, options=options, insist=True)]


async def rest(session: Session) -> list[Event]:
    """Return every event up to the end, sending nothing."""
    async with asyncio.timeout(LIMIT):
        return [event async for event in session]


async def until(session: Session, holds: Callable[[Event], bool]) -> list[Event]:
    """Return the events up to the first for which `holds`."""
    seen: list[Event] = []
    async with asyncio.timeout(LIMIT):
        async for event in session:
            seen.append(event)
            if holds(event):
                return seen
    raise AssertionError(f"it never happened: {seen}")


def only(events: Iterable[Event], kind: type[E]) -> list[E]:
    """Return the events of one kind."""
    return [event for event in events if isinstance(event, kind)]


def closed(events: list[Event]) -> Closed:
    """Return the end, which is the last event and the only one of its kind."""
    ends = only(events, Closed)
    assert ends == [events[-1]]
    return ends[0]


def codes(events: Iterable[Event]) -> list[tuple[str, int]]:
    """Return what was asked and answered: (verb or empty, code)."""
    return [
        (event.asked.verb if event.asked else "", event.reply.code) for event in only(events, ReplyReceived)
    ]


def verbs(events: Iterable[Event]) -> list[str]:
    """Return what was sent."""
    return [event.asked.verb for event in only(events, CommandSent)]


def answered(verb: str) -> Callable[[Event], bool]:
    """Return what holds for a reply to `verb`."""

    def holds(event: Event) -> bool:
        return isinstance(event, ReplyReceived) and event.asked is not None and event.asked.verb == verb

    return holds
