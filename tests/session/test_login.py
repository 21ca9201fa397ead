"""Logging in from another thread, by a mechanism's name; a password in the clear only if one insists."""

import asyncio
import base64
import hmac
import time

import pytest

from smtptui.session.background import BackgroundSession
from smtptui.session.login import MECHANISMS, TOKENS, mechanism_for, offered_first, sends_secret
from smtptui.session.session import Session
from smtptui.session.target import Target, TlsMode
from smtptui.session.typed_lines import RiskError
from smtptui.wire.ehlo import Extensions
from smtptui.wire.events import CommandSent, Event, Refused, ReplyReceived, Risk
from smtptui.wire.reply import Reply
from smtptui.wire.sasl.mechanism import AuthError
from smtptui.wire.secret import Secret
from tests.session.peer import Connection, hear, listen, peer, say
from tests.session.watching import LIMIT, OPTIONS, answered, only, until
from tests.tui.transcript import reply_line

CANARY = "tr0ub4dor&3-canary"
HELLO = (say(b"220 mx\r\n"), hear(b"EHLO"), say(b"250-mx\r\n250 AUTH PLAIN LOGIN CRAM-MD5\r\n"))


def test_mechanisms_that_the_server_offers_come_first() -> None:
    lines = (b"250-mx\r\n", b"250 AUTH PLAIN SCRAM-SHA-1\r\n")
    extensions = Extensions.parse(Reply(((), False, *(reply_line(line, 0.0) for line in lines))))
    assert offered_first(extensions)[:2] == ("SCRAM-SHA-1", "PLAIN")
    assert set(offered_first(extensions)) == set(offered_first(None)) == set(MECHANISMS)


@pytest.mark.parametrize("name", MECHANISMS)
def test_every_mechanism_is_made_by_its_name_and_shows_no_secret(name: str) -> None:
    made = mechanism_for(name.lower(), "user", Secret(CANARY), Target("mx.example", 587, TlsMode.NONE))
    assert made.name == name
    assert CANARY not in repr(made)
    assert CANARY not in repr(vars(made)) if hasattr(made, "__dict__") else True


def test_only_proofs_may_be_read_by_others() -> None:
    assert [name for name in MECHANISMS if not sends_secret(name)] == [
        "SCRAM-SHA-256",
        "SCRAM-SHA-1",
        "CRAM-MD5",
    ]
    assert all(map(sends_secret, TOKENS))


@pytest.mark.parametrize(
    ("name", "user", "password"),
    [("PLAIN", "us\0er", CANARY), ("SCRAM-SHA-256", "user", f"\x07{CANARY}"), ("GSSAPI", "user", CANARY)],
)
def test_what_cannot_be_carried_is_said_without_the_password(name: str, user: str, password: str) -> None:
    with pytest.raises(AuthError) as caught:
        mechanism_for(name, user, Secret(password))
    assert CANARY not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("name", ["PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER"])
async def test_a_secret_does_not_go_out_in_the_clear_unless_one_insists(name: str) -> None:
    async with peer(*HELLO, listen) as server, Session(server.target(), OPTIONS) as session:
        await until(session, answered("EHLO"))
        with pytest.raises(RiskError) as caught:
            session.authenticate(mechanism_for(name, "user", Secret(CANARY)))
        assert caught.value.risk is Risk.IN_CLEAR
        session.authenticate(mechanism_for(name, "user", Secret(CANARY)), insist=True)
        events = await until(session, lambda event: isinstance(event, CommandSent))
    assert only(events, CommandSent)[-1].risk is Risk.IN_CLEAR


async def test_a_proof_may_go_out_in_the_clear_and_from_another_thread() -> None:
    challenge = b"<1896.697170952@mx.example>"

    async def exchange(connection: Connection) -> None:
        await hear(b"AUTH CRAM-MD5\r\n")(connection)
        await connection.stream.send(b"334 " + base64.b64encode(challenge) + b"\r\n")
        response = base64.b64decode(await connection.line())
        assert response == b"user " + hmac.new(CANARY.encode(), challenge, "md5").hexdigest().encode()
        await connection.stream.send(b"235 2.7.0 ok\r\n")

    async with peer(*HELLO, exchange, listen) as server:
        events = await _background(server.target(), "CRAM-MD5")
    replies = only(events, ReplyReceived)
    assert replies[-1].reply.code == 235
    assert CANARY not in repr(events)


async def test_what_is_refused_comes_back_as_a_row_without_the_password() -> None:
    async with peer(*HELLO, listen) as server:
        events = await _background(server.target(), "PLAIN")
    refused = only(events, Refused)[-1]
    assert (refused.shown, refused.risk) == (b"AUTH PLAIN", Risk.IN_CLEAR)
    assert CANARY not in repr(events)


async def _background(target: Target, name: str) -> list[Event]:
    """Return the events of a session on a thread of its own, up to how a login went."""
    loop, news = asyncio.get_running_loop(), asyncio.Event()

    def wake() -> None:
        loop.call_soon_threadsafe(news.set)

    session = BackgroundSession(target, OPTIONS, wake=wake)
    session.start()
    events: list[Event] = []
    asked = False
    limit = time.monotonic() + LIMIT

    def over() -> bool:
        done = [event for event in events if isinstance(event, ReplyReceived) and event.reply.code == 235]
        return bool(done or only(events, Refused))

    while not over():
        async with asyncio.timeout(limit - time.monotonic()):
            await news.wait()
        news.clear()
        events += session.take()
        if not asked and any(map(answered("EHLO"), events)):
            asked = True
            session.authenticate(mechanism_for(name, "user", Secret(CANARY)))
    session.close()
    assert await asyncio.to_thread(session.join, 10.0)
    return events
