"""A session on a thread of its own: what crosses over, and that nothing is left behind."""

import asyncio
import os
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from smtptui.session.automatic import AutomaticAnswers
from smtptui.session.background import BackgroundSession
from smtptui.session.options import Options
from smtptui.session.session import Session
from smtptui.session.target import Target
from smtptui.wire.events import CloseReason, Event, Held, Refused, ReplyReceived, Risk, State
from tests.session.peer import BYE, GREETING, HELLO, Connection, hear, listen, peer, say, wait
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


async def test_a_target_that_is_not_to_be_had_ends_the_session_in_words() -> None:
    def fail() -> Target:
        raise OSError(98, "Address already in use")

    watcher = Watcher(fail)
    watcher.session.start()
    events = await watcher.end()
    assert events == [closed(events)]
    assert (closed(events).reason, closed(events).detail) == (
        CloseReason.NOT_CONNECTED,
        "Address already in use",
    )
    assert watcher.session.defect is None


async def test_one_may_leave_while_the_target_is_being_found() -> None:
    finding, enough = threading.Event(), threading.Event()

    def find() -> Target:
        finding.set()
        enough.wait(LIMIT)
        raise OSError

    watcher = Watcher(find)
    watcher.session.start()
    await asyncio.to_thread(finding.wait, LIMIT)
    watcher.session.quit()
    assert closed(await watcher.end()).expected
    enough.set()


async def test_a_defect_of_ours_is_the_end_and_is_kept_without_the_values_of_the_session(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(automatic: AutomaticAnswers, octets: bytes, at: float) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr(AutomaticAnswers, "receive", fail)
    async with peer(GREETING, listen) as server:
        watcher = Watcher(server.target())
        watcher.session.start()
        events = await watcher.end()
    assert closed(events).reason is CloseReason.DEFECT
    assert isinstance(watcher.session.defect, ZeroDivisionError)
    report = traceback.TracebackException.from_exception(watcher.session.defect, capture_locals=True)
    assert "220 mx.example" not in "".join(report.format())


async def test_a_defect_in_what_the_user_does_is_the_end_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(session: Session, line: str, *, insist: bool) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Session, "send", fail)
    async with peer(*HELLO, listen) as server:
        watcher = Watcher(server.target())
        watcher.session.start()
        await watcher.until(answered("EHLO"))
        watcher.session.send("NOOP")
        events = await watcher.end()
    assert closed(events).reason is CloseReason.DEFECT


async def test_what_cannot_be_sent_comes_back_and_what_waits_is_said() -> None:
    greeted = asyncio.Event()
    async with peer(wait(greeted), *HELLO, listen) as server, watched(server.target()) as watcher:
        watcher.session.send("NOOP")
        await watcher.until(lambda event: isinstance(event, Held))
        watcher.session.send("NOOP\r\nRSET")
        greeted.set()
        # Both may be taken at once; what cannot be sent is refused before the reply comes.
        await watcher.until(answered("EHLO"))
        assert only(watcher.seen, Refused)
        watcher.session.send("AUTH PLAIN AGEAYg==")
        await watcher.until(lambda event: isinstance(event, Refused) and event.risk is Risk.IN_CLEAR)
        watcher.session.send_message(b"outside of DATA")
        await watcher.until(lambda event: isinstance(event, Refused) and "DATA" in event.why)
    assert "AGEAYg" not in repr(watcher.seen)


async def test_a_response_that_cannot_be_sent_comes_back_masked() -> None:
    script = (*HELLO, hear(b"AUTH CRAM-MD5\r\n"), say(b"334 PDFAYj4=\r\n"), listen)
    async with peer(*script) as server, watched(server.target()) as watcher:
        await watcher.until(answered("EHLO"))
        watcher.session.send("AUTH CRAM-MD5")
        await watcher.until(answered("AUTH"))
        watcher.session.send("hunter2\x01")
        await watcher.until(lambda event: isinstance(event, Refused))
    assert "hunter2" not in repr(watcher.seen)


async def test_a_reply_that_is_given_up_leaves_only_closing() -> None:
    async with peer(*HELLO, listen) as server, watched(server.target()) as watcher:
        await watcher.until(answered("EHLO"))
        watcher.session.send("NOOP")
        watcher.session.cancel()
        watcher.session.send("RSET")
        await watcher.until(lambda event: isinstance(event, Refused))
        assert watcher.session.status is not None
        assert watcher.session.status.state is State.OUT_OF_STEP
    assert b"RSET" not in server.heard


async def _answer_all(connection: Connection) -> None:
    while line := await connection.line():
        await connection.stream.send(b"221 Bye\r\n" if line == b"QUIT\r\n" else b"250 OK\r\n")


def _open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.mark.skipif(sys.platform != "linux", reason="counts what /proc lists")
async def test_fifty_sessions_leave_no_thread_socket_or_task() -> None:
    threads, tasks, files = set(threading.enumerate()), len(asyncio.all_tasks()), _open_files()
    for number in range(50):
        async with peer(GREETING, _answer_all) as server, watched(server.target()) as watcher:
            if number % 3 == 0:
                continue
            await watcher.until(answered("EHLO"))
            if number % 3 == 1:
                watcher.session.quit()
                await watcher.end()
    # The test's own join waits on threads of asyncio's.
    left = set(threading.enumerate()) - threads
    assert {thread for thread in left if not thread.name.startswith("asyncio_")} == set()
    assert (len(asyncio.all_tasks()), _open_files()) == (tasks, files)


def test_a_process_ends_though_a_session_hangs() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        code = f"""
from smtptui.session.background import BackgroundSession
from smtptui.session.target import parse_target
session = BackgroundSession(parse_target("127.0.0.1:{silent.getsockname()[1]}"), wake=lambda: None)
session.start()
while not session.take():
    pass
"""
        subprocess.run([sys.executable, "-c", code], timeout=LIMIT, check=True)


async def test_a_session_whose_watcher_is_gone_ends_all_the_same(caplog: pytest.LogCaptureFixture) -> None:
    gone = asyncio.new_event_loop()
    gone.close()

    def wake() -> None:
        gone.call_soon_threadsafe(print)

    async with peer(GREETING, _answer_all) as server:
        session = BackgroundSession(server.target(), OPTIONS, wake=wake)
        session.start()
        session.quit()
        assert await asyncio.to_thread(session.join, LIMIT)
    assert session.defect is None
    assert caplog.text == ""


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
