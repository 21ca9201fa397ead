"""Sessions that follow a script, on a thread of their own: told in order, bounded, ended politely."""

import asyncio
import threading
from collections.abc import Callable, Sequence

import pytest

from smtptui.session.probing.probes import KEPT_EVENTS, Probes
from smtptui.session.probing.script import Script, envelope, lines, login, one_after_the_other
from smtptui.session.target import Target, TlsMode
from smtptui.wire.command import CommandError
from smtptui.wire.events import Closed, CloseReason, Event, LineReceived, Refused, ReplyReceived, Risk
from smtptui.wire.secret import Secret
from tests.cli.scripted_server import Server, serving
from tests.session.watching import OPTIONS, closed, codes, only, verbs

NOTHING = one_after_the_other()


def batches(*targets: Target) -> Callable[[], Sequence[Target]]:
    waiting = [targets]
    return lambda: waiting.pop() if waiting else ()


def target(server: Server, host: str = "127.0.0.1") -> Target:
    return Target(host, server.port, TlsMode.AUTO)


def events_of(server: Server, script: Script, *, insist: bool = False, whole: bool = False) -> list[Event]:
    probes = Probes(batches(target(server)), script, OPTIONS, insist=insist, whole=whole)
    probes.start()
    return [event for told in probes for event in told.events]


def _take(probes: Probes, into: list[Event]) -> None:
    for told in probes:
        into += told.events


def test_a_session_is_told_as_it_goes_on_and_ends_with_its_end() -> None:
    with serving() as server:
        events = events_of(server, lines(["NOOP"]))
    assert codes(events) == [("EHLO", 250), ("NOOP", 250), ("QUIT", 221)]
    assert closed(events).expected


def test_a_session_that_is_told_as_a_whole_leaves_out_its_lines() -> None:
    with serving() as server:
        events = events_of(server, NOTHING, whole=True)
    assert only(events, LineReceived) == []
    assert codes(events) == [("EHLO", 250), ("QUIT", 221)]


def test_of_a_flood_only_so_much_is_kept() -> None:
    flood = b"250 unasked\r\n" * 20_000
    with serving({"EHLO": b"250 mx\r\n" + flood}) as server:
        events = events_of(server, NOTHING, whole=True)
    assert len(events) <= KEPT_EVENTS + 1
    assert isinstance(events[-1], Closed)


def test_a_server_that_refuses_the_connection_is_only_told_quit() -> None:
    with serving({"CONNECT": b"554 no\r\n"}) as server:
        events = events_of(server, lines(["NOOP"]))
    assert verbs(events) == ["QUIT"]


def test_a_script_sees_the_reply_to_what_it_did() -> None:
    with serving({"RCPT": b"550 5.1.1 no\r\n"}) as server:
        events = events_of(server, envelope("a@a.example", ["b@b.example"], b"never sent"))
    assert verbs(events) == ["EHLO", "MAIL", "RCPT", "RSET", "QUIT"]


def test_what_cannot_be_sent_is_told_and_ends_the_script() -> None:
    with serving() as server:
        events = events_of(server, lines(["NOOP\r\nRSET", "NOOP"]))
    assert len(only(events, Refused)) == 1
    assert verbs(events) == ["EHLO", "QUIT"]


def test_a_login_in_the_clear_needs_to_be_insisted_on() -> None:
    with serving({"AUTH": b"235 ok\r\n"}) as server:
        refused = events_of(server, login("me", Secret("hunter2")))
        insisted = events_of(server, login("me", Secret("hunter2")), insist=True)
    assert only(refused, Refused)[0].risk is Risk.IN_CLEAR
    assert ("AUTH", 235) in codes(insisted)
    assert "hunter2" not in repr(refused + insisted)


def test_nobody_logs_in_in_the_clear_also_where_no_password_would_be_sent() -> None:
    with serving({"EHLO": b"250-mx\r\n250 AUTH CRAM-MD5\r\n", "AUTH": b"535 no\r\n"}) as server:
        refused = events_of(server, login("me", Secret("hunter2")))
        insisted = events_of(server, login("me", Secret("hunter2")), insist=True)
    assert "AUTH" not in verbs(refused)
    assert "AUTH" in verbs(insisted)


def test_a_script_that_gives_up_says_why() -> None:
    def gives_up(_session: object) -> object:
        raise CommandError("no use")
        yield

    with serving() as server:
        events = events_of(server, gives_up)  # type: ignore[arg-type]
    assert only(events, Refused)[0].why == "no use"


def test_a_defect_of_a_script_ends_the_session_and_is_raised() -> None:
    def fails(_session: object) -> object:
        raise ZeroDivisionError
        yield

    events: list[Event] = []
    with serving() as server:
        probes = Probes(batches(target(server)), fails, OPTIONS)  # type: ignore[arg-type]
        probes.start()
        with pytest.raises(ZeroDivisionError):
            _take(probes, events)
    assert closed(events).reason is CloseReason.DEFECT


def test_a_reply_without_end_puts_it_out_of_step() -> None:
    with serving({"NOOP": b"250-more\r\n" * 5000}) as server:
        events = events_of(server, lines(["NOOP", "RSET"]))
    assert "RSET" not in verbs(events)
    assert closed(events).reason is CloseReason.OUT_OF_STEP


def test_who_leaves_says_quit_and_begins_no_more_sessions() -> None:
    with serving({"NOOP": b""}) as server:
        targets = [target(server)] * 5
        probes = Probes(batches(*targets), lines(["NOOP"]), OPTIONS, whole=True)
        probes.start()
        assert server.said_nothing.wait(20)
        probes.leave()
        told = list(probes)
        assert server.heard[-1] == b"QUIT\r\n"
    assert len(told) == 1


def test_who_stops_ends_at_once_also_while_it_waits_for_targets() -> None:
    asked, never = threading.Event(), threading.Event()

    def wait() -> Sequence[Target]:
        asked.set()
        never.wait(20)
        return ()

    probes = Probes(wait, NOTHING, OPTIONS)
    probes.start()
    assert asked.wait(20)
    probes.stop()
    assert list(probes) == []
    never.set()


def test_what_the_reading_of_targets_raises_is_raised_at_the_end() -> None:
    def fail() -> Sequence[Target]:
        raise ZeroDivisionError

    probes = Probes(fail, NOTHING, OPTIONS)
    probes.start()
    with pytest.raises(ZeroDivisionError):
        list(probes)


def test_a_host_that_is_busy_does_not_hold_up_the_others() -> None:
    with serving({"NOOP": b""}) as silent, serving() as quick:
        busy = [target(silent)] * 3
        probes = Probes(
            batches(*busy, target(quick, "localhost")),
            lines(["NOOP"]),
            OPTIONS,
            whole=True,
            jobs=2,
            per_host=1,
        )
        probes.start()
        first = next(iter(probes))
        probes.stop()
        list(probes)
    assert first.target.port == quick.port
    assert first.number == 3


def test_nothing_is_left_behind() -> None:
    before = threading.active_count()
    with serving() as server:
        probes = Probes(batches(*[target(server)] * 50), NOTHING, OPTIONS, whole=True, jobs=10, per_host=10)
        probes.start()
        assert sum(told.ended for told in probes) == 50
    assert threading.active_count() <= before + 1


def test_replies_reach_the_script_in_order() -> None:
    seen: list[int] = []

    def script(_session: object) -> object:
        for line in ("NOOP", "RSET", "VRFY x"):
            from smtptui.session.probing.script import Line

            reply = yield Line(line)
            assert isinstance(reply, ReplyReceived)
            seen.append(reply.reply.code)

    with serving() as server:
        events_of(server, script)  # type: ignore[arg-type]
    assert seen == [250, 250, 502]


async def test_who_reads_slowly_makes_the_sessions_wait() -> None:
    from smtptui.session.probing.mailbox import EVENTS, Mailbox, Told

    mailbox = Mailbox(0.0)
    mailbox.put(Told(0, Target("mx", 25, TlsMode.NONE), (Closed(0.0, CloseReason.QUIT),) * EVENTS))
    waiting = asyncio.create_task(mailbox.wait_for_room())
    await asyncio.sleep(0)
    assert not waiting.done()
    taken = await asyncio.to_thread(mailbox.take)
    await asyncio.wait_for(waiting, 20)
    assert len(taken[0].events) == EVENTS
