"""What a peer may do in a plain dialogue, and what comes of it."""

import asyncio

import pytest

from smtptui.session.engine import Deadlines, Session, run
from smtptui.wire.command import CommandError
from smtptui.wire.events import (
    Closed,
    CloseReason,
    Connected,
    Event,
    GreetingReceived,
    LineReceived,
    Noticed,
    PartialLine,
    ReplyReceived,
    State,
    StateChanged,
    TimedOut,
)
from smtptui.wire.reply import Anomaly
from tests.session.peer import half_close, hang_up, hear, listen, peer, reset, say, signal, wait
from tests.session.watching import FAST, OPTIONS, QUICK, all_of, closed, codes, only, rest, until, verbs

GREETING = say(b"220 mx.example ESMTP\r\n")
HELLO = (GREETING, hear(b"EHLO client.example\r\n"), say(b"250-mx.example\r\n250 HELP\r\n"))
BYE = (hear(b"QUIT\r\n"), say(b"221 Bye\r\n"), hang_up)


async def test_a_whole_session_is_a_stream_of_events_with_one_end() -> None:
    async with peer(*HELLO, hear(b"NOOP"), say(b"250 OK\r\n"), *BYE) as server:
        events = await all_of(server.target(), ["NOOP"])
    assert only(events, Connected)[0].port == server.port
    assert only(events, GreetingReceived)[0].accepted
    assert codes(events) == [("EHLO", 250), ("NOOP", 250), ("QUIT", 221)]
    end = closed(events)
    assert (end.reason, end.expected) == (CloseReason.QUIT, True)


async def test_a_command_stands_after_the_change_of_state_that_allowed_it() -> None:
    async with peer(*HELLO, *BYE) as server:
        events = await all_of(server.target())
    kinds = [type(event).__name__ for event in events]
    assert kinds.index("StateChanged") < kinds.index("CommandSent")


async def test_a_peer_that_never_greets_runs_into_the_greetings_own_deadline() -> None:
    async with peer(listen) as server:
        events = await all_of(server.target(), options=QUICK)
    assert [(event.waiting_for, event.after) for event in only(events, TimedOut)] == [
        ("greeting", FAST.greeting)
    ]
    assert closed(events).reason is CloseReason.TIMEOUT
    assert server.heard == b""


def test_the_greeting_may_take_five_minutes_by_default() -> None:
    assert Deadlines().greeting == 300
    assert Deadlines().after("END-OF-DATA") == 600
    assert Deadlines().after("DATA") == 120


async def test_the_user_may_close_while_the_greeting_is_awaited() -> None:
    async with peer(listen) as server, Session(server.target(), OPTIONS) as session:
        await until(session, lambda event: isinstance(event, Connected))
        await session.close()
        end = closed(await rest(session))
    assert (end.reason, end.expected) == (CloseReason.BY_CLIENT, True)


@pytest.mark.parametrize("code", [554, 450, 521, 504])
async def test_a_greeting_that_refuses_leaves_only_quit(code: int) -> None:
    async with peer(say(b"%d no\r\n" % code), listen) as server, Session(server.target(), OPTIONS) as session:
        await until(session, lambda event: isinstance(event, StateChanged))
        assert session.status.state is State.REFUSED
        assert session.status.expected == ("QUIT",)
    assert server.heard == b""


async def test_a_greeting_of_421_closes_the_session() -> None:
    async with peer(say(b"421 busy\r\n"), listen) as server:
        events = await all_of(server.target())
    assert [event.after for event in only(events, StateChanged)] == [State.CLOSING, State.CLOSED]
    assert (closed(events).reason, closed(events).expected) == (CloseReason.BY_SERVER, False)


async def test_421_after_a_command_closes_the_session() -> None:
    async with peer(*HELLO, hear(b"NOOP"), say(b"421 4.3.2 shutting down\r\n"), hang_up) as server:
        events = await all_of(server.target(), ["NOOP", "NOOP"])
    assert codes(events) == [("EHLO", 250), ("NOOP", 421)]
    assert closed(events).reason is CloseReason.BY_SERVER


async def test_an_unasked_421_answers_no_command() -> None:
    async with (
        peer(*HELLO, say(b"421 idle for too long\r\n"), hang_up) as server,
        Session(server.target(), OPTIONS) as session,
    ):
        events = await rest(session)
    assert codes(events) == [("EHLO", 250), ("", 421)]
    assert closed(events).expected is False


async def test_421_inside_data_closes_the_session() -> None:
    script = (
        *HELLO, hear(b"MAIL"), say(b"250 OK\r\n"), hear(b"RCPT"), say(b"250 OK\r\n"), hear(b"DATA"),
        say(b"354 go on\r\n"), hear(b"one"), say(b"421 no more\r\n"), hang_up,
    )  # fmt: skip
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        await until(session, _answered("EHLO"))
        for line in ("MAIL FROM:<a@a.example>", "RCPT TO:<b@b.example>", "DATA"):
            await session.send(line)
            await until(session, _answered(line[:4]))
        await session.send("one")
        events = await rest(session)
    assert codes(events) == [("", 421)]
    assert closed(events).reason is CloseReason.BY_SERVER


async def test_a_reset_in_mid_reply_shows_the_half_line_first() -> None:
    ready = asyncio.Event()
    script = (GREETING, hear(b"EHLO"), say(b"250-mx.example\r\n250-SI"), wait(ready), reset)
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        before = await until(session, lambda event: isinstance(event, PartialLine))
        ready.set()
        events = await rest(session)
    assert only(before, PartialLine)[-1].octets == b"250-SI"
    assert closed(events).reason is CloseReason.RESET
    assert any(b"250-SI" in event.line.raw for event in only(events, LineReceived))


async def test_a_half_close_ends_the_session_and_we_close() -> None:
    async with peer(*HELLO, half_close, listen) as server, Session(server.target(), OPTIONS) as session:
        events = await rest(session)
    assert closed(events).reason is CloseReason.BY_SERVER


async def test_a_server_that_closes_before_it_greets_is_told_from_one_that_closes_later() -> None:
    async with peer(hang_up) as server:
        first = closed(await all_of(server.target()))
    async with peer(*HELLO, hear(b"NOOP"), hang_up) as server:
        second = closed(await all_of(server.target(), ["NOOP"]))
    assert first.detail == "before any greeting"
    assert second.detail == "while the reply to NOOP was outstanding"
    assert first.advice
    assert second.advice


async def test_octets_that_trickle_do_not_put_the_deadline_off() -> None:
    stop = asyncio.Event()

    async def trickle(connection) -> None:  # type: ignore[no-untyped-def]
        while not stop.is_set():
            await connection.stream.send(b"2")
            await asyncio.sleep(0.02)

    async with peer(trickle) as server:
        events = await all_of(server.target(), options=QUICK)
        stop.set()
    assert closed(events).reason is CloseReason.TIMEOUT
    assert len(only(events, PartialLine)) > 2


async def test_the_time_for_a_reply_begins_anew_with_each_command() -> None:
    pause = FAST.other * 0.7

    async def ponder(connection) -> None:  # type: ignore[no-untyped-def]
        await asyncio.sleep(pause)

    script = (
        *HELLO,
        hear(b"NOOP"),
        ponder,
        say(b"250 1\r\n"),
        hear(b"NOOP"),
        ponder,
        say(b"250 2\r\n"),
        *BYE,
    )
    async with peer(*script) as server:
        events = await all_of(server.target(), ["NOOP", "NOOP"], QUICK)
    assert closed(events).reason is CloseReason.QUIT


async def test_what_comes_after_221_is_unsolicited_and_the_connection_is_closed_soon() -> None:
    async with peer(*HELLO, hear(b"QUIT"), say(b"221 Bye\r\n", b"250 one more thing\r\n"), listen) as server:
        events = await all_of(server.target())
    assert codes(events) == [("EHLO", 250), ("QUIT", 221), ("", 250)]
    assert closed(events).reason is CloseReason.QUIT


@pytest.mark.parametrize(
    ("octets", "name"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "SSH"),
        (b"* OK IMAP4rev1 ready\r\n", "IMAP"),
        (b"+OK POP3 ready\r\n", "POP3"),
        (b"\x15\x03\x01\x00\x02\x02\x0a", "TLS"),
    ],
)
async def test_another_protocol_is_shown_named_and_left(octets: bytes, name: str) -> None:
    async with peer(say(octets), listen) as server:
        events = await all_of(server.target())
    assert any(Anomaly.NOT_SMTP in event.line.anomalies for event in only(events, LineReceived))
    assert only(events, GreetingReceived) == []
    end = closed(events)
    assert end.reason is CloseReason.NOT_SMTP
    assert name in end.detail
    assert server.heard == b""


async def test_two_replies_in_one_segment_leave_the_next_command_paired_right() -> None:
    script = (
        *HELLO,
        hear(b"NOOP"),
        say(b"250 first\r\n250 nobody asked\r\n"),
        hear(b"RSET"),
        say(b"451 no\r\n"),
        *BYE,
    )
    async with peer(*script) as server:
        events = await all_of(server.target(), ["NOOP", "RSET"])
    assert codes(events)[1:4] == [("NOOP", 250), ("", 250), ("RSET", 451)]


@pytest.mark.parametrize("code", [500, 502])
async def test_helo_is_offered_where_ehlo_is_not_known(code: int) -> None:
    script = (
        GREETING,
        hear(b"EHLO"),
        say(b"%d what?\r\n" % code),
        hear(b"HELO"),
        say(b"250 mx.example\r\n"),
        *BYE,
    )
    async with peer(*script) as server:
        events = await all_of(server.target(), ["HELO client.example"])
    assert "Send HELO client.example" in only(events, Noticed)[0].advice
    assert verbs(events) == ["EHLO", "HELO", "QUIT"]


async def test_helo_is_not_offered_on_421() -> None:
    async with peer(GREETING, hear(b"EHLO"), say(b"421 later\r\n"), hang_up) as server:
        events = await all_of(server.target())
    assert only(events, Noticed) == []
    assert verbs(events) == ["EHLO"]


async def test_nothing_but_ehlo_and_quit_is_sent_unasked() -> None:
    offers = say(b"250-mx.example\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n")
    async with peer(GREETING, hear(b"EHLO"), offers, *BYE) as server:
        await all_of(server.target())
    assert server.heard == b"EHLO client.example\r\nQUIT\r\n"


async def test_without_auto_ehlo_nothing_is_sent() -> None:
    greeted = asyncio.Event()
    async with (
        peer(GREETING, signal(greeted), listen) as server,
        Session(server.target(), OPTIONS._replace(auto_ehlo=False)) as session,
    ):
        await until(session, lambda event: isinstance(event, GreetingReceived))
        await greeted.wait()
        await session.close()
    assert server.heard == b""


async def test_a_line_with_a_line_break_is_refused_before_an_octet_is_written() -> None:
    async with peer(*HELLO, listen) as server, Session(server.target(), OPTIONS) as session:
        await until(session, _answered("EHLO"))
        with pytest.raises(CommandError):
            await session.send("MAIL FROM:<a@a.example>\r\nRCPT TO:<b@b.example>")
        await session.quit()
    assert server.heard == b"EHLO client.example\r\nQUIT\r\n"


async def test_a_message_goes_out_stuffed_and_with_one_end_of_data() -> None:
    script = (
        *HELLO, hear(b"MAIL"), say(b"250 OK\r\n"), hear(b"RCPT"), say(b"250 OK\r\n"), hear(b"DATA"),
        say(b"354 go on\r\n"), hear(b"a\r\n", b"..b\r\n", b"..\r\n", b"c\r\n", b".\r\n"),
        say(b"250 queued\r\n"), *BYE,
    )  # fmt: skip
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        await until(session, _answered("EHLO"))
        for line in ("MAIL FROM:<a@a.example>", "RCPT TO:<b@b.example>", "DATA"):
            await session.send(line)
            await until(session, _answered(line[:4]))
        await session.send_message(b"a\n.b\r\n.\rc")
        await until(session, _answered("END-OF-DATA"))
        await session.quit()
        assert closed(await rest(session)).reason is CloseReason.QUIT


async def test_after_a_cancelled_command_only_closing_is_left() -> None:
    asked = asyncio.Event()
    async with (
        peer(*HELLO, hear(b"NOOP"), signal(asked), listen) as server,
        Session(server.target(), OPTIONS) as session,
    ):
        await until(session, _answered("EHLO"))
        await session.send("NOOP")
        await asked.wait()
        await session.cancel()
        assert session.status.state is State.OUT_OF_STEP
        with pytest.raises(CommandError, match="close the connection"):
            await session.send("RSET")
        await session.quit()
        assert closed(await rest(session)).reason is CloseReason.BY_CLIENT
    assert server.heard == b"EHLO client.example\r\nNOOP\r\n"


async def test_a_consumer_that_is_cancelled_leaves_no_socket_behind() -> None:
    gone = asyncio.Event()
    connected = asyncio.Event()

    async def consume() -> None:
        async with Session(server.target(), OPTIONS) as session:
            async for event in session:
                if isinstance(event, GreetingReceived):
                    connected.set()

    async with peer(GREETING, listen, signal(gone)) as server:
        task = asyncio.create_task(consume())
        await connected.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(gone.wait(), 10)


async def test_leaving_a_scripted_session_early_closes_it() -> None:
    gone = asyncio.Event()
    async with peer(GREETING, listen, signal(gone)) as server:
        events = run(server.target(), [], options=OPTIONS)
        async for event in events:
            if isinstance(event, GreetingReceived):
                break
        await events.aclose()  # type: ignore[attr-defined]
        await asyncio.wait_for(gone.wait(), 10)


async def test_a_flood_waits_in_tcp_until_it_is_watched() -> None:
    line = b"250 flood\r\n"
    total = 0

    async def flood(connection) -> None:  # type: ignore[no-untyped-def]
        nonlocal total
        while True:
            await connection.stream.send(line * 1000)
            total += 1000

    async with peer(*HELLO, flood) as server, Session(server.target(), OPTIONS) as session:
        await until(session, _answered("EHLO"))
        before = -1
        while total != before:
            before = total
            await asyncio.sleep(0.2)
        assert len(session._queue) < 20_000
        events: list[Event] = []
        async for event in session:
            events.append(event)
            if len(events) > 100_000:
                break
        assert session.status.received > len(events) // 2 * len(line)
        assert total > before


async def test_a_slow_consumer_may_send_from_within_its_loop_while_a_flood_is_held_back() -> None:
    async def flood(connection) -> None:  # type: ignore[no-untyped-def]
        await connection.stream.send(b"250 flood\r\n" * 50_000)

    async with (
        peer(*HELLO, flood, hear(b"NOOP"), listen) as server,
        Session(server.target(), OPTIONS) as session,
    ):
        seen = 0
        async for event in session:
            if isinstance(event, ReplyReceived):
                seen += 1
                if seen == 2:
                    await session.send("NOOP")
                if seen == 50_001:
                    break


async def test_silence_is_explained_after_a_while_and_the_session_goes_on() -> None:
    options = OPTIONS._replace(deadlines=OPTIONS.deadlines._replace(silence=0.05))
    noticed = asyncio.Event()
    async with peer(wait(noticed), *HELLO, *BYE) as server, Session(server.target(), options) as session:
        seen = await until(session, lambda event: isinstance(event, Noticed))
        noticed.set()
        await until(session, _answered("EHLO"))
        await session.quit()
        assert only(await rest(session), Noticed) == []
    assert "--tls implicit" in only(seen, Noticed)[0].advice


async def test_silence_on_a_port_for_tls_is_explained_as_such() -> None:
    from smtptui.session.dial import connect_tcp

    options = OPTIONS._replace(deadlines=FAST._replace(silence=0.05))
    async with peer(listen) as server:
        port = server.port
        target = server.target()._replace(port=465)
        session = Session(target, options, connector=lambda host, _, local: connect_tcp(host, port, local))
        async with session:
            events = await rest(session)
    assert "465 expects TLS at once" in only(events, Noticed)[0].text
    assert isinstance(events[-1], Closed)


async def test_a_greeting_in_two_parts_shows_the_first_line_before_the_second_comes() -> None:
    seen = asyncio.Event()
    script = (
        say(b"220-mx.example\r\n"),
        wait(seen),
        GREETING,
        hear(b"EHLO"),
        say(b"250 mx.example\r\n"),
        *BYE,
    )
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        first = await until(session, lambda event: isinstance(event, LineReceived))
        seen.set()
        await until(session, lambda event: isinstance(event, GreetingReceived))
        await session.quit()
    assert only(first, LineReceived)[0].line.raw == b"220-mx.example\r\n"


def _answered(verb: str):  # type: ignore[no-untyped-def]
    def holds(event: Event) -> bool:
        return isinstance(event, ReplyReceived) and event.asked is not None and event.asked.verb == verb

    return holds


async def test_a_server_that_does_not_answer_quit_is_left_after_a_while() -> None:
    options = OPTIONS._replace(deadlines=OPTIONS.deadlines._replace(quit=0.1))
    async with peer(*HELLO, listen) as server, Session(server.target(), options) as session:
        await until(session, _answered("EHLO"))
        await session.quit()
        end = closed(await rest(session))
    assert (end.reason, end.expected) == (CloseReason.QUIT, True)
    assert end.detail == "no 221 came in time"


async def test_a_3yz_other_than_354_lets_the_message_be_sent_and_is_flagged() -> None:
    script = (
        *HELLO, hear(b"MAIL"), say(b"250 OK\r\n"), hear(b"RCPT"), say(b"250 OK\r\n"), hear(b"DATA"),
        say(b"355 odd\r\n"), hear(b"hello", b".\r\n"), say(b"250 queued\r\n"), *BYE,
    )  # fmt: skip
    actions = ["MAIL FROM:<a@a.example>", "RCPT TO:<b@b.example>", "DATA", "hello", "."]
    async with peer(*script) as server:
        events = await all_of(server.target(), actions)
    assert ("DATA", 355) in codes(events)
    odd = next(event.reply for event in only(events, ReplyReceived) if event.reply.code == 355)
    assert Anomaly.UNEXPECTED_CODE in odd.anomalies


async def test_a_reply_that_never_ends_is_closed_as_truncated_and_the_session_ended() -> None:
    async def for_ever(connection) -> None:  # type: ignore[no-untyped-def]
        while True:
            await connection.stream.send(b"250-more\r\n" * 1000)

    async with peer(*HELLO, hear(b"HELP"), for_ever) as server:
        events = await all_of(server.target(), ["HELP", "NOOP"])
    truncated = only(events, ReplyReceived)[1].reply
    assert Anomaly.REPLY_TRUNCATED in truncated.anomalies
    assert closed(events).reason is CloseReason.BY_CLIENT
    assert b"NOOP" not in server.heard


async def test_a_hundred_megabytes_without_a_line_end_stay_small() -> None:
    async def pour(connection) -> None:  # type: ignore[no-untyped-def]
        block = b"x" * 1_000_000
        for _ in range(100):
            await connection.stream.send(block)
        await connection.stream.send(b"\r\n")

    async with peer(GREETING, pour, listen) as server, Session(server.target(), OPTIONS) as session:
        events = await until(session, lambda e: isinstance(e, LineReceived) and e.line.raw.startswith(b"x"))
        line = only(events, LineReceived)[-1].line
    assert len(line.raw) <= 64 * 1024
    assert len(line.raw) + line.dropped == 100_000_002


async def test_a_server_that_takes_no_octets_is_given_up() -> None:
    deaf = asyncio.Event()
    script = (
        *HELLO, hear(b"MAIL"), say(b"250 OK\r\n"), hear(b"RCPT"), say(b"250 OK\r\n"), hear(b"DATA"),
        say(b"354 go on\r\n"), wait(deaf),
    )  # fmt: skip
    options = OPTIONS._replace(deadlines=OPTIONS.deadlines._replace(block=0.2))
    async with peer(*script) as server, Session(server.target(), options) as session:
        await until(session, _answered("EHLO"))
        for line in ("MAIL FROM:<a@a.example>", "RCPT TO:<b@b.example>", "DATA"):
            await session.send(line)
            await until(session, _answered(line[:4]))
        await session.send_message(b"x" * 50_000_000)
        events = await rest(session)
    assert only(events, TimedOut)[0].waiting_for == "room to send"
    assert closed(events).reason is CloseReason.TIMEOUT
