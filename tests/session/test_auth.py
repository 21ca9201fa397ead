"""AUTH over a connection: challenges of any kind, and no credential where one could see it."""

import base64
import traceback

import pytest

from smtptui.session.session import Session
from smtptui.wire.events import CommandSent, Event, ReplyReceived
from smtptui.wire.sasl.mechanisms import Login, Plain
from smtptui.wire.secret import Secret
from tests.session.peer import Connection, Step, hear, listen, peer, say
from tests.session.watching import OPTIONS, closed, codes, only, rest, until

CANARY = "tr0ub4dor&3-canary"
ENCODED = base64.b64encode(CANARY.encode())
PLAIN_RESPONSE = base64.b64encode(f"\0user\0{CANARY}".encode())

HELLO = (say(b"220 mx\r\n"), hear(b"EHLO"), say(b"250-mx\r\n250 AUTH PLAIN LOGIN\r\n"))


def _final(event: Event) -> bool:
    """Whether this is the reply that ends an exchange."""
    answers_auth = (
        isinstance(event, ReplyReceived) and event.asked and event.asked.verb in ("AUTH", "RESPONSE")
    )
    return bool(answers_auth) and isinstance(event, ReplyReceived) and event.reply.code != 334


async def _login(session: Session, mechanism: Plain | Login) -> list[Event]:
    events = await until(session, lambda event: isinstance(event, ReplyReceived))
    session.authenticate(mechanism, insist=True)
    return events + await until(session, _final)


@pytest.mark.parametrize(
    "challenge",
    [
        pytest.param(b"334 not base64\r\n", id="not base64"),
        pytest.param(b"334 QUJD\x01\r\n", id="control character"),
        pytest.param(b"334 QUJ\r\n", id="no padding"),
        pytest.param(b"334 " + b"A" * 1_000_001 + b"\r\n", id="a megabyte"),
    ],
)
async def test_a_challenge_that_is_not_base64_is_answered_by_a_star(challenge: bytes) -> None:
    script = (
        *HELLO,
        hear(b"AUTH LOGIN\r\n"),
        say(challenge),
        hear(b"*\r\n"),
        say(b"501 cancelled\r\n"),
        listen,
    )
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        events = await _login(session, Login("user", Secret(CANARY)))
    assert codes(events)[1:] == [("AUTH", 334), ("RESPONSE", 501)]
    assert ENCODED not in server.heard


async def test_challenges_without_end_are_given_up_with_a_star() -> None:
    async def challenge_for_ever(connection: Connection) -> None:
        while True:
            await connection.stream.send(b"334 VXNlcm5hbWU6\r\n")
            if await connection.line() == b"*\r\n":
                await connection.stream.send(b"501 cancelled\r\n")
                return

    async with (
        peer(*HELLO, hear(b"AUTH LOGIN"), challenge_for_ever, listen) as server,
        Session(server.target(), OPTIONS) as session,
    ):
        events = await _login(session, Login("user", Secret(CANARY)))
    assert codes(events)[-1] == ("RESPONSE", 501)
    assert len(only(events, CommandSent)) <= 1 + 1 + 8 + 1


async def test_login_answers_by_order_whatever_the_prompts_say() -> None:
    prompts = (base64.b64encode(b"Passwort bitte"), base64.b64encode(b"Benutzer?"))
    script = (
        *HELLO, hear(b"AUTH LOGIN\r\n"), say(b"334 " + prompts[0] + b"\r\n"), hear(base64.b64encode(b"user")),
        say(b"334 " + prompts[1] + b"\r\n"), hear(ENCODED), say(b"235 failure averted\r\n"), listen,
    )  # fmt: skip
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        events = await _login(session, Login("user", Secret(CANARY)))
    assert codes(events)[-1] == ("RESPONSE", 235)


async def test_an_initial_response_that_would_be_too_long_waits_for_its_challenge() -> None:
    password = "p" * 500
    encoded = base64.b64encode(f"\0user\0{password}".encode())
    script = (
        *HELLO,
        hear(b"AUTH PLAIN\r\n"),
        say(b"334 \r\n"),
        hear(encoded + b"\r\n"),
        say(b"235 ok\r\n"),
        listen,
    )
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        events = await _login(session, Plain("user", Secret(password)))
    assert codes(events)[-1] == ("RESPONSE", 235)


@pytest.mark.parametrize("code", [504, 538, 530, 534, 535])
async def test_a_mechanism_that_is_refused_is_not_followed_by_another(code: int) -> None:
    script = (*HELLO, hear(b"AUTH PLAIN"), say(b"%d 5.5.4 no\r\n" % code), hear(b"QUIT"), say(b"221 Bye\r\n"))
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        await _login(session, Plain("user", Secret(CANARY)))
        await session.quit()
        await rest(session)
    assert server.heard.count(b"AUTH") == 1


ECHOES = (
    pytest.param(f"{CANARY}".encode(), id="plain"),
    pytest.param(ENCODED, id="base64"),
    pytest.param(PLAIN_RESPONSE, id="the response"),
    pytest.param(b"<" + ENCODED.lower() + b">", id="base64 in small letters"),
)


@pytest.mark.parametrize("echo", ECHOES)
@pytest.mark.parametrize("by_hand", [False, True], ids=["mechanism", "typed"])
async def test_a_credential_that_the_server_echoes_is_in_no_event_status_or_traceback(
    echo: bytes, by_hand: bool
) -> None:
    say_echo: Step = say(b"535-5.7.8 you said " + echo + b"\r\n535 5.7.8 ", echo, b"\r\n")
    script = (*HELLO, hear(b"AUTH PLAIN"), say_echo, hear(b"QUIT"), say(b"221 " + echo + b"\r\n"))
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        events = await until(session, lambda event: isinstance(event, ReplyReceived))
        if by_hand:
            session.send(f"AUTH PLAIN {PLAIN_RESPONSE.decode()}", insist=True)
        else:
            session.authenticate(Plain("user", Secret(CANARY)), insist=True)
        events += await until(session, _final)
        status = repr(session.status)
        await session.quit()
        events += await rest(session)
        assert closed(events).expected
        try:
            session.send(f"AUTH PLAIN {PLAIN_RESPONSE.decode()}")
        except ValueError as error:
            shown = "".join(traceback.format_exception(error))
    assert PLAIN_RESPONSE in server.heard
    for octets in (CANARY.encode(), ENCODED, PLAIN_RESPONSE, ENCODED.lower()):
        assert octets.decode() not in repr(events) + status + shown
