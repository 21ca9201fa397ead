"""SCRAM against the vectors of its standards, and in a session."""

import base64

import pytest

from smtptui.session.scram import MAX_ITERATIONS, ScramMechanism
from smtptui.session.session import Session
from smtptui.wire.events import CommandSent, LineReceived, ReplyReceived
from smtptui.wire.sasl.mechanism import AuthError
from smtptui.wire.secret import Secret
from tests.session.peer import Connection, hear, listen, peer, say
from tests.session.watching import OPTIONS, only, until

RFC_7677 = (
    "SCRAM-SHA-256",
    "rOprNGfwEbeRWgbNEkqO",
    "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
    "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
    "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
)
RFC_5802 = (
    "SCRAM-SHA-1",
    "fyko+d2lbbFgONRv9qkxdawL",
    "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
    "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
    "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
    "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
)


def _mechanism(name: str, nonce: str) -> ScramMechanism:
    return ScramMechanism(name, "user", Secret("pencil"), nonce=lambda: nonce)


@pytest.mark.parametrize("vector", [RFC_5802, RFC_7677], ids=["RFC 5802 §5", "RFC 7677 §3"])
def test_the_published_exchange_comes_out(vector: tuple[str, ...]) -> None:
    name, nonce, client_first, server_first, client_final, server_final = vector
    mechanism = _mechanism(name, nonce)
    assert mechanism.initial_response().reveal().decode() == client_first
    assert mechanism.respond(server_first.encode()).reveal().decode() == client_final
    assert mechanism.respond(server_final.encode()).reveal() == b""


@pytest.mark.parametrize(
    "challenge",
    [b"", b"\xff", b"nonsense", b"r=other,s=QSXCR+Q6sek8bf92,i=4096", b"r=fyko+d2lbbFgONRv9qkxdawL3,s=%,i=x"],
)
def test_a_challenge_that_is_none_is_an_auth_error(challenge: bytes) -> None:
    mechanism = _mechanism(RFC_5802[0], RFC_5802[1])
    mechanism.initial_response()
    with pytest.raises(AuthError):
        mechanism.respond(challenge)


def test_a_server_that_cannot_prove_itself_is_an_auth_error() -> None:
    mechanism = _mechanism(RFC_5802[0], RFC_5802[1])
    mechanism.initial_response()
    mechanism.respond(RFC_5802[3].encode())
    with pytest.raises(AuthError):
        mechanism.respond(b"v=AAAAAAAAAAAAAAAAAAAAAAAAAAA=")


def test_more_rounds_than_one_waits_for_are_refused_at_once() -> None:
    mechanism = _mechanism(RFC_5802[0], RFC_5802[1])
    mechanism.initial_response()
    with pytest.raises(AuthError, match="rounds"):
        mechanism.respond(RFC_5802[3].replace("4096", str(MAX_ITERATIONS + 1)).encode())


def test_no_repr_shows_the_password() -> None:
    assert "pencil" not in repr(_mechanism("SCRAM-SHA-1", "abc"))


async def test_a_session_authenticates_by_scram_and_shows_no_credential() -> None:
    name, nonce, _, server_first, client_final, server_final = RFC_7677

    def challenge(text: str) -> bytes:
        return b"334 " + base64.b64encode(text.encode()) + b"\r\n"

    async def check_proof(connection: Connection) -> None:
        assert base64.b64decode(await connection.line()) == client_final.encode()

    script = (
        say(b"220 mx\r\n"), hear(b"EHLO"), say(b"250-mx\r\n250 AUTH SCRAM-SHA-256\r\n"),
        hear(b"AUTH SCRAM-SHA-256 biwsbj11c2VyLHI9"), say(challenge(server_first)), check_proof,
        say(challenge(server_final)), hear(b"\r\n"), say(b"235 pencil cGVuY2ls\r\n"), listen,
    )  # fmt: skip
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        await until(session, lambda event: isinstance(event, ReplyReceived))
        session.authenticate(_mechanism(name, nonce), insist=True)
        events = await until(session, lambda e: isinstance(e, ReplyReceived) and e.reply.code == 235)
        sent = session.status.sent
    assert [event.asked.verb for event in only(events, CommandSent)] == ["AUTH", "RESPONSE", "RESPONSE"]
    shown = repr(events) + repr(sent)
    assert "pencil" not in shown
    assert "cGVuY2ls" not in shown
    assert client_final.split("p=")[1] not in shown
    assert only(events, LineReceived)
