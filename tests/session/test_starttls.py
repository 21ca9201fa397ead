"""From plaintext to TLS: what is asked, what may not come in between, and what is forgotten."""

import asyncio
from pathlib import Path

import pytest
import trustme
from anyio.abc import ByteStream

from smtptui.session.network.attempts import connect_tcp
from smtptui.session.network.resolve import MailExchanger
from smtptui.session.session import Session
from smtptui.session.target import Target, TlsMode
from smtptui.session.tls.offers import TlsOffers
from smtptui.wire.events import (
    CloseReason,
    Event,
    GreetingReceived,
    LineReceived,
    Noticed,
    ReplyReceived,
    State,
    StateChanged,
    TimedOut,
    TlsEstablished,
    TlsFailed,
)
from tests.session.authority import good
from tests.session.peer import Connection, Peer, Step, hang_up, hear, listen, peer, reset, say, secure
from tests.session.watching import OPTIONS, QUICK, all_of, closed, codes, only, rest, until, verbs

OFFERED = (
    say(b"220 mx.example ESMTP\r\n"),
    hear(b"EHLO client.example\r\n"),
    say(b"250-mx.example\r\n250-PIPELINING\r\n250 STARTTLS\r\n"),
)
ASKED = (*OFFERED, hear(b"STARTTLS\r\n"))
GRANTED = (*ASKED, say(b"220 2.0.0 Ready to start TLS\r\n"))
BYE = (hear(b"QUIT\r\n"), say(b"221 Bye\r\n"), hang_up)


async def test_starttls_is_taken_where_it_is_offered_and_ehlo_is_said_again(
    authority: trustme.CA, ca_file: Path
) -> None:
    script = (
        *GRANTED,
        secure(good(authority)),
        hear(b"EHLO"),
        say(b"250-mx.example\r\n250 AUTH PLAIN\r\n"),
        *BYE,
    )
    async with peer(*script) as server:
        events = await all_of(server.target(TlsMode.AUTO, "localhost"), options=OPTIONS._replace(ca=ca_file))
    assert codes(events) == [("EHLO", 250), ("STARTTLS", 220), ("EHLO", 250), ("QUIT", 221)]
    established = only(events, TlsEstablished)[0]
    assert established.verified
    assert established.version in ("TLSv1.2", "TLSv1.3")
    assert "localhost" in established.chain[0].names
    assert len(established.chain[0].fingerprint) == 64
    assert len(only(events, GreetingReceived)) == 1
    assert closed(events).expected


async def test_the_lists_before_and_after_tls_are_both_kept(authority: trustme.CA, ca_file: Path) -> None:
    script = (
        *GRANTED,
        secure(good(authority)),
        hear(b"EHLO"),
        say(b"250-mx.example\r\n250 AUTH PLAIN\r\n"),
        listen,
    )
    async with (
        peer(*script) as server,
        Session(server.target(TlsMode.AUTO, "localhost"), OPTIONS._replace(ca=ca_file)) as session,
    ):
        await until(session, lambda event: isinstance(event, TlsEstablished))
        await until(session, lambda event: isinstance(event, ReplyReceived))
        status = session.status
    assert status.extensions is not None
    assert [keyword.name for keyword in status.extensions.keywords] == ["AUTH"]
    assert status.extensions_before_tls is not None
    assert [keyword.name for keyword in status.extensions_before_tls.keywords] == ["PIPELINING", "STARTTLS"]
    assert status.tls is not None


@pytest.mark.parametrize(
    "injected",
    [
        pytest.param(say(b"220 go\r\n250 injected\r\n"), id="same segment"),
        pytest.param(say(b"220 go\r\n250-unfinished"), id="unfinished line"),
        pytest.param(say(b"220 go\r\n421 bye\r\n"), id="a farewell in the same segment"),
        pytest.param(say(b"220 go\r\n\r\n"), id="blank line"),
        pytest.param(say(b"220 go\r\n", b"250 injected\r\n"), id="later"),
        pytest.param(say(b"220 go\r\n", b"2"), id="one octet later"),
    ],
)
async def test_plaintext_between_the_220_and_the_handshake_is_shown_and_the_connection_closed(
    injected: Step, ca_file: Path
) -> None:
    async with peer(*ASKED, injected, listen) as server:
        events = await all_of(server.target(TlsMode.AUTO, "localhost"), options=OPTIONS._replace(ca=ca_file))
    assert "plaintext came after the 220" in only(events, Noticed)[0].text
    assert closed(events).reason is CloseReason.TLS
    assert not only(events, TlsEstablished)
    after = events.index(
        next(event for event in events if getattr(event, "asked", None) and _is_starttls(event))
    )
    assert any(isinstance(event, LineReceived) or getattr(event, "octets", b"") for event in events[after:])
    assert server.heard == b"EHLO client.example\r\nSTARTTLS\r\n"


async def test_plaintext_inside_the_handshake_is_shown_and_the_connection_closed(ca_file: Path) -> None:
    async def inject_later(connection: Connection) -> None:
        await connection.socket.receive()  # the ClientHello
        await connection.socket.send(b"250 injected\r\n")

    async with peer(*GRANTED, inject_later, listen) as server:
        events = await all_of(server.target(TlsMode.AUTO, "localhost"), options=OPTIONS._replace(ca=ca_file))
    assert "250 injected" in only(events, Noticed)[0].text
    assert "not TLS" in only(events, TlsFailed)[0].why
    assert closed(events).reason is CloseReason.TLS


async def test_tls_that_is_required_and_not_offered_ends_the_session_and_says_what_was_offered() -> None:
    script = (
        say(b"220 mx\r\n"), hear(b"EHLO"), say(b"250-mx\r\n250-SIZE 9\r\n250 AUTH PLAIN\r\n"), listen,
    )  # fmt: skip
    async with peer(*script) as server:
        events = await all_of(server.target(TlsMode.STARTTLS), ["AUTH PLAIN AGEAYg=="])
    assert "SIZE, AUTH" in only(events, TlsFailed)[0].why
    assert closed(events).reason is CloseReason.TLS
    assert server.heard == b"EHLO client.example\r\n"


@pytest.mark.parametrize("code", [454, 501, 550])
async def test_tls_that_is_required_and_refused_ends_the_session_without_auth(code: int) -> None:
    async with peer(*ASKED, say(b"%d no\r\n" % code), listen) as server:
        events = await all_of(server.target(TlsMode.STARTTLS), ["AUTH PLAIN AGEAYg=="])
    assert str(code) in closed(events).detail
    assert closed(events).reason is CloseReason.TLS
    assert server.heard == b"EHLO client.example\r\nSTARTTLS\r\n"


async def test_tls_that_is_refused_and_not_required_leaves_the_session_in_plaintext_and_says_so() -> None:
    async with peer(*ASKED, say(b"454 not now\r\n"), *BYE) as server:
        events = await all_of(server.target(TlsMode.AUTO))
    assert "plaintext" in only(events, Noticed)[0].advice
    assert closed(events).expected


async def test_silence_after_the_220_runs_into_the_handshakes_deadline(ca_file: Path) -> None:
    async with peer(*GRANTED, listen) as server:
        events = await all_of(server.target(TlsMode.AUTO, "localhost"), options=QUICK._replace(ca=ca_file))
    assert only(events, TimedOut)[0].waiting_for == "TLS handshake"
    assert closed(events).reason is CloseReason.TLS


@pytest.mark.parametrize("ending", [hang_up, reset])
async def test_a_close_after_the_220_is_a_close_before_the_handshake(ending: Step) -> None:
    async with peer(*GRANTED, ending) as server:
        events = await all_of(server.target(TlsMode.AUTO))
    assert "before the handshake" in only(events, TlsFailed)[0].why
    assert closed(events).reason is CloseReason.TLS


async def test_nothing_is_sent_while_the_handshake_is_awaited(ca_file: Path) -> None:
    async with (
        peer(*GRANTED, listen) as server,
        Session(server.target(TlsMode.AUTO, "localhost"), OPTIONS._replace(ca=ca_file)) as session,
    ):
        await until(session, lambda event: isinstance(event, ReplyReceived) and _is_starttls(event))
        await asyncio.sleep(0)
        assert session.status.state is State.STARTING_TLS
        session.send("NOOP")
        assert session.status.state is State.STARTING_TLS
    assert b"NOOP" not in server.heard


async def test_without_tls_mode_none_nothing_asks_for_tls() -> None:
    async with peer(*OFFERED, *BYE) as server:
        events = await all_of(server.target(TlsMode.NONE))
    assert verbs(events) == ["EHLO", "QUIT"]


async def test_a_220_to_starttls_by_hand_begins_the_handshake(authority: trustme.CA, ca_file: Path) -> None:
    script = (*GRANTED, secure(good(authority)), hear(b"EHLO"), say(b"250 mx.example\r\n"), *BYE)
    async with peer(*script) as server:
        target = server.target(TlsMode.NONE, "localhost")
        events = await all_of(target, ["STARTTLS"], OPTIONS._replace(ca=ca_file))
    assert only(events, TlsEstablished)
    assert verbs(events) == ["EHLO", "STARTTLS", "EHLO", "QUIT"]


def _is_starttls(event: object) -> bool:
    asked = getattr(event, "asked", None)
    return asked is not None and asked.verb == "STARTTLS" and isinstance(event, ReplyReceived)


NOT_OFFERED = (OFFERED[0], hear(b"EHLO"), say(b"250-mx.example\r\n250 AUTH PLAIN\r\n"), *BYE)


@pytest.mark.parametrize(("port", "said"), [(587, True), (25, False)])
async def test_starttls_that_is_missing_on_the_submission_port_is_noticed(port: int, said: bool) -> None:
    async with peer(*NOT_OFFERED) as server:
        events = await _connected_as(server, Target("127.0.0.1", port, TlsMode.AUTO))
    noticed = only(events, Noticed)
    assert len(noticed) == int(said)
    assert all("missing on port 587" in event.text and event.advice for event in noticed)


async def test_starttls_that_a_server_has_offered_before_and_now_misses_is_noticed() -> None:
    target = Target("mx-stripped.example", 25, TlsMode.AUTO)
    refused = (*OFFERED, hear(b"STARTTLS"), say(b"454 not now\r\n"), *BYE)
    async with peer(*NOT_OFFERED, then=[refused, NOT_OFFERED]) as server:
        offers = TlsOffers()
        first = await _connected_as(server, target, offers)
        await _connected_as(server, target, offers)
        last = await _connected_as(server, target, offers)
    assert only(first, Noticed) == []
    assert "offered before" in only(last, Noticed)[0].text


def _identified(event: Event) -> bool:
    return isinstance(event, StateChanged) and event.after is State.IDENTIFIED


async def _connected_as(server: Peer, target: Target, offers: TlsOffers | None = None) -> list[Event]:
    """Return the events of a session that believes to be connected to `target`."""

    async def connect(address: str, port: int, local_address: str | None) -> ByteStream:
        return await connect_tcp("127.0.0.1", server.port, None)

    class Anywhere:
        async def addresses(self, name: str) -> tuple[str, ...]:
            return ("127.0.0.1",)

        async def mail_exchangers(self, domain: str) -> tuple[MailExchanger, ...]:
            return ()

    async with Session(
        target, OPTIONS, connector=connect, resolver=Anywhere(), offers=offers or TlsOffers()
    ) as session:
        events = await until(session, _identified)
        while not session.settled:
            events += await until(session, lambda event: isinstance(event, ReplyReceived))
        await session.quit()
        return events + await rest(session)
