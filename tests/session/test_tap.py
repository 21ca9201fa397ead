"""A copy of what happens, as it happens, on the session's own thread: what a recording is written from."""

import asyncio
import threading

from smtptui.session.background import BackgroundSession
from smtptui.session.options import Options
from smtptui.wire.events import DataSent, Event, GreetingReceived, ReplyReceived
from tests.session.peer import GREETING, HELLO, hear, listen, peer, say

LIMIT = 20.0


class Watching:
    """A session on its thread, what was tapped of it and what was taken."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.tapped: list[Event] = []
        self.taken: list[Event] = []
        self.threads: set[str] = set()
        self.news = asyncio.Event()

    def tap(self, events: list[Event]) -> None:
        self.threads.add(threading.current_thread().name)
        self.tapped += events

    async def until(self, session: BackgroundSession, kind: type) -> None:
        async with asyncio.timeout(LIMIT):
            while not any(isinstance(event, kind) for event in self.taken):
                await self.news.wait()
                self.news.clear()
                self.taken += session.take()

    async def end(self, session: BackgroundSession) -> None:
        session.quit()
        async with asyncio.timeout(LIMIT):
            while not session.ended:
                await self.news.wait()
                self.news.clear()
                self.taken += session.take()
        assert await asyncio.to_thread(session.join, LIMIT)


OK = say(b"250 ok\r\n")
MESSAGE = (
    *(hear(b"MAIL"), OK, hear(b"RCPT"), OK, hear(b"DATA"), say(b"354 go\r\n")),
    *(hear(b"Subject: canary\r\n"), hear(b"\r\n"), hear(b"..dot\r\n"), hear(b".\r\n"), OK),
    *(hear(b"QUIT"), say(b"221 bye\r\n")),
)


async def session_with(server: object, watching: Watching) -> BackgroundSession:
    loop = asyncio.get_running_loop()
    return BackgroundSession(
        server.target(),  # type: ignore[attr-defined]
        watching.options,
        wake=lambda: _wake(loop, watching.news),
    )


def _wake(loop: asyncio.AbstractEventLoop, news: asyncio.Event) -> None:
    loop.call_soon_threadsafe(news.set)


async def test_all_that_is_taken_was_tapped_before_on_the_sessions_thread() -> None:
    watching = Watching(Options(ehlo_name="client.example"))
    async with peer(GREETING, *HELLO[1:], hear(b"QUIT"), say(b"221 bye\r\n")) as server:
        session = await session_with(server, watching)
        assert session.tap(watching.tap) == []
        session.start()
        await watching.until(session, ReplyReceived)
        await watching.end(session)
    assert watching.tapped == watching.taken
    assert watching.threads == {"SMTP session"}


async def test_tapped_later_it_begins_with_what_waits_and_leaves_nothing_out() -> None:
    watching = Watching(Options(ehlo_name="client.example"))
    async with peer(GREETING, *HELLO[1:], listen) as server:
        session = await session_with(server, watching)
        session.start()
        await watching.until(session, GreetingReceived)
        before = list(watching.taken)
        waiting = session.tap(watching.tap)
        await watching.end(session)
    assert [*before, *waiting, *watching.tapped] == watching.taken


async def test_a_tap_ends() -> None:
    watching = Watching(Options(ehlo_name="client.example"))
    async with peer(GREETING, *HELLO[1:], listen) as server:
        session = await session_with(server, watching)
        session.tap(watching.tap)
        session.start()
        await watching.until(session, GreetingReceived)
        session.tap(None)
        known = len(watching.tapped)
        await watching.end(session)
    assert len(watching.tapped) == known < len(watching.taken)


async def test_a_message_is_in_what_is_tapped_if_that_was_asked_for_and_never_in_what_is_taken() -> None:
    for kept in (False, True):
        watching = Watching(Options(ehlo_name="client.example", keep_messages=kept))
        async with peer(GREETING, *HELLO[1:], *MESSAGE) as server:
            session = await session_with(server, watching)
            session.tap(watching.tap)
            session.start()
            await watching.until(session, GreetingReceived)
            session.send_lines(["MAIL FROM:<a@example.org>", "RCPT TO:<b@example.org>", "DATA"])
            session.send_lines(["Subject: canary", "", ".dot", "."])
            await watching.until(session, DataSent)
            await watching.end(session)
        tapped = b"".join(event.text for event in watching.tapped if isinstance(event, DataSent))
        assert tapped == (b"Subject: canary\r\n\r\n..dot\r\n.\r\n" if kept else b"")
        assert all(event.text == b"" for event in watching.taken if isinstance(event, DataSent))
