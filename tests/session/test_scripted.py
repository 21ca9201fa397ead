"""A session that sends a list of lines."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from smtptui.wire.command import CommandError
from smtptui.wire.events import Closed, CommandSent, Event, GreetingReceived, ReplyReceived
from tests.session.peer import BYE, GREETING, HELLO, hang_up, hear, listen, peer, say, signal, wait
from tests.session.scripted import run
from tests.session.watching import OPTIONS, all_of, closed, codes, only, verbs


async def _take(source: AsyncIterator[Event], into: list[Event]) -> None:
    async for event in source:
        into.append(event)  # noqa: PERF401, those before a failure are kept


async def test_each_line_is_sent_when_the_reply_to_the_one_before_is_in() -> None:
    script = (*HELLO, hear(b"NOOP"), say(b"250 1\r\n"), hear(b"RSET"), say(b"250 2\r\n"), *BYE)
    async with peer(*script) as server:
        events = await all_of(server.target(), ["NOOP", "RSET"])
    turns = [type(event) for event in events if isinstance(event, CommandSent | ReplyReceived)]
    assert turns == [CommandSent, ReplyReceived] * 4


async def test_lines_may_come_one_by_one_while_the_events_go_on() -> None:
    heard = asyncio.Event()

    async def lines() -> AsyncIterator[str]:
        yield "NOOP"
        await heard.wait()
        yield "RSET"

    script = (*HELLO, hear(b"NOOP"), say(b"250 1\r\n250 unasked\r\n"), hear(b"RSET"), say(b"250 2\r\n"), *BYE)
    events: list[Event] = []
    async with peer(*script) as server, asyncio.timeout(20):
        async for event in run(server.target(), lines(), options=OPTIONS):
            events.append(event)
            if isinstance(event, ReplyReceived) and event.asked is None:
                heard.set()
    assert codes(events) == [("EHLO", 250), ("NOOP", 250), ("", 250), ("RSET", 250), ("QUIT", 221)]
    assert closed(events).expected


async def test_a_server_that_closes_ends_it_though_lines_are_still_to_come() -> None:
    asked, given_up = asyncio.Event(), asyncio.Event()

    async def lines() -> AsyncIterator[str]:
        try:
            asked.set()
            await asyncio.Event().wait()
            yield "NOOP"
        finally:
            given_up.set()

    async with peer(*HELLO, wait(asked), say(b"421 idle\r\n"), hang_up) as server:
        events = await all_of(server.target(), lines())
    assert codes(events)[-1] == ("", 421)
    assert isinstance(events[-1], Closed)
    assert given_up.is_set()


async def test_a_server_that_refuses_is_asked_for_no_line_and_told_quit() -> None:
    async def lines() -> AsyncIterator[str]:
        raise AssertionError("asked for a line")
        yield ""

    async with peer(say(b"554 no\r\n"), *BYE) as server:
        events = await all_of(server.target(), lines())
    assert verbs(events) == ["QUIT"]


async def test_a_line_that_cannot_be_sent_closes_the_session_and_is_raised() -> None:
    events: list[Event] = []
    async with peer(*HELLO, listen) as server:
        with pytest.raises(CommandError):
            await _take(run(server.target(), ["NOOP\r\nQUIT"], options=OPTIONS), events)
    assert closed(events)
    assert server.heard == b"EHLO client.example\r\n"


async def test_what_the_source_of_the_lines_raises_is_raised_after_the_last_event() -> None:
    async def lines() -> AsyncIterator[str]:
        yield "NOOP"
        raise ZeroDivisionError

    events: list[Event] = []
    async with peer(*HELLO, hear(b"NOOP"), say(b"250 OK\r\n"), listen) as server:
        with pytest.raises(ZeroDivisionError):
            await _take(run(server.target(), lines(), options=OPTIONS), events)
    assert closed(events)


async def test_leaving_it_early_closes_it() -> None:
    gone, begun = asyncio.Event(), asyncio.Event()
    async with peer(GREETING, signal(begun), listen, signal(gone)) as server:
        events = run(server.target(), [], options=OPTIONS)
        async for event in events:
            if isinstance(event, GreetingReceived):
                break
        await events.aclose()  # type: ignore[attr-defined]
        await asyncio.wait_for(gone.wait(), 20)
    assert only([event], GreetingReceived)


async def test_lines_of_a_message_follow_the_354() -> None:
    script = (
        *HELLO, hear(b"MAIL"), say(b"250 OK\r\n"), hear(b"RCPT"), say(b"250 OK\r\n"), hear(b"DATA"),
        say(b"354 go on\r\n"), hear(b"one\r\n", b"..two\r\n", b".\r\n"), say(b"250 queued\r\n"), *BYE,
    )  # fmt: skip
    actions = ["MAIL FROM:<a@a.example>", "RCPT TO:<b@b.example>", "DATA", "one", ".two", "."]
    async with peer(*script) as server:
        events = await all_of(server.target(), actions)
    assert codes(events)[-2:] == [("END-OF-DATA", 250), ("QUIT", 221)]
