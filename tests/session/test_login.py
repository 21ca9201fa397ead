"""Logging in from another thread, by a mechanism's name; a password in the clear only if one insists."""

import asyncio
import base64
import hmac
import time
import traceback
from pathlib import Path

import pytest
import trustme

from smtptui.session.background import BackgroundSession
from smtptui.session.login import MECHANISMS, TOKENS, mechanism_for, offered_first, sends_secret
from smtptui.session.session import Session
from smtptui.session.target import Target, TlsMode
from smtptui.session.typed_lines import RiskError
from smtptui.wire.ehlo import Extensions
from smtptui.wire.events import CommandSent, Event, Refused, ReplyReceived, Risk
from smtptui.wire.reply import Reply
from smtptui.wire.sasl.mechanism import AuthError
from smtptui.wire.sasl.mechanisms import Plain
from smtptui.wire.secret import Secret
from tests.recording.written import recorded
from tests.session.authority import good
from tests.session.peer import Connection, hear, listen, peer, say, secure
from tests.session.watching import LIMIT, OPTIONS, answered, only, rest, until
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


TOKEN_LOGINS = {
    "XOAUTH2": b"user=user\1auth=Bearer " + CANARY.encode() + b"\1\1",
    "OAUTHBEARER": b"n,a=user,\1host=localhost\1port=%d\1auth=Bearer " + CANARY.encode() + b"\1\1",
}


@pytest.mark.parametrize("name", TOKEN_LOGINS)
@pytest.mark.parametrize("taken", [True, False], ids=["taken", "refused"])
async def test_a_token_logs_in_inside_tls_and_its_refusal_is_answered(
    name: str, taken: bool, tmp_path: Path, authority: trustme.CA, ca_file: Path
) -> None:
    heard: list[bytes] = []

    async def exchange(connection: Connection) -> None:
        heard.append(await connection.line())
        if taken:
            await connection.stream.send(b"235 2.7.0 ok\r\n")
            return
        challenge = base64.b64encode(b'{"status":"401"}')
        await connection.stream.send(b"334 " + challenge + b"\r\n")
        heard.append(await connection.line())
        await connection.stream.send(b"535 5.7.8 no " + CANARY.encode() + b"\r\n")

    hello = (say(b"220 mx\r\n"), hear(b"EHLO"), say(f"250-mx\r\n250 AUTH {name}\r\n".encode()))
    script = (secure(good(authority)), *hello, exchange, listen)
    options = OPTIONS._replace(ca=ca_file)
    async with peer(*script) as server:
        target = server.target(TlsMode.IMPLICIT, "localhost")
        async with Session(target, options) as session:
            events = await until(session, answered("EHLO"))
            session.authenticate(mechanism_for(name, "user", Secret(CANARY), target))
            events += await until(
                session, lambda event: isinstance(event, ReplyReceived) and event.reply.code in (235, 535)
            )
            await session.close()
            events += await rest(session)
    expected = TOKEN_LOGINS[name].replace(b"%d", b"%d" % target.port)
    assert base64.b64decode(heard[0].split()[2]) == expected
    assert heard[1:] == ([] if taken else [b"\r\n" if name == "XOAUTH2" else b"AQ==\r\n"])
    file = recorded(tmp_path / "session.jsonl", events)
    for shown in (repr(events), file.read_text("utf-8")):
        assert CANARY not in shown
        assert base64.b64encode(CANARY.encode()).decode() not in shown


async def test_a_defect_within_a_login_shows_no_password() -> None:
    class Broken(Plain):
        def initial_response(self) -> Secret | None:
            raise RuntimeError("a defect")

    async with peer(*HELLO, listen) as server, Session(server.target(), OPTIONS) as session:
        await until(session, answered("EHLO"))
        with pytest.raises(RuntimeError) as caught:
            session.authenticate(Broken("user", Secret(CANARY)), insist=True)
    report = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert CANARY not in "".join(report.format())


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
