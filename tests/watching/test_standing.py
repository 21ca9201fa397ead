"""Where the dialogue stands, what fits next, what would break it."""

import pytest

from smtptui.session.session import Session
from smtptui.session.target import TlsMode
from smtptui.watching.standing import Standing
from smtptui.watching.standing_words import NEXT, STATES, agreed, breaches, state_words
from smtptui.wire.events import Event, ReplyReceived, State, StateChanged
from tests.session.peer import GREETING, hear, listen, peer, say
from tests.session.watching import OPTIONS, answered, rest, until

EHLO = b"250-mx.example\r\n250-SIZE 1000\r\n250-AUTH PLAIN\r\n250-LIMITS RCPTMAX=5\r\n250 SMTPUTF8\r\n"
HELLO = (GREETING, hear(b"EHLO"), say(EHLO))


def after(events: list[Event]) -> Standing:
    standing = Standing()
    for event in events:
        standing.receive(event)
    return standing


async def standing_after(*dialogue: tuple[str, bytes]) -> Standing:
    """Return where a session stands whose user said so and was answered so."""
    steps = [step for line, reply in dialogue for step in (hear(line.encode()), say(reply))]
    async with (
        peer(*HELLO, *steps, listen) as server,
        Session(server.target(TlsMode.NONE), OPTIONS) as session,
    ):
        events = await until(session, answered("EHLO"))
        for line, _ in dialogue:
            session.send(line, insist=True)
            events += await until(session, lambda event: isinstance(event, ReplyReceived))
        status = session.status
        await session.close()
        events += [event for event in await rest(session) if isinstance(event, StateChanged)]
        standing = after([event for event in events if getattr(event, "after", None) is not State.CLOSED])
    # What a live session says of itself is the same.
    assert standing.expected() == status.expected
    assert tuple(standing.pending) == status.pending
    return standing


MAIL = ("MAIL FROM:<a@example.org>", b"250 ok\r\n")
RCPT = ("RCPT TO:<b@example.org>", b"250 ok\r\n")


async def test_before_mail_a_recipient_would_break_the_protocol() -> None:
    standing = await standing_after()
    assert standing.state is State.IDENTIFIED
    assert [breach.verbs for breach in breaches(standing)] == ["RCPT, DATA"]
    assert standing.expected()[:2] == ("AUTH", "MAIL")


async def test_within_a_transaction_data_waits_for_a_recipient() -> None:
    without = await standing_after(MAIL, ("RCPT TO:<b@example.org>", b"550 no\r\n"))
    assert without.recipients == 0
    assert "DATA, BDAT" in [breach.verbs for breach in breaches(without)]
    with_one = await standing_after(MAIL, RCPT)
    assert with_one.recipients == 1
    assert "DATA, BDAT" not in [breach.verbs for breach in breaches(with_one)]
    assert "1 recipient accepted" in state_words(with_one)


async def test_a_login_is_not_done_twice() -> None:
    standing = await standing_after(("AUTH PLAIN", b"235 ok\r\n"))
    assert standing.authenticated
    assert "AUTH" in [breach.verbs for breach in breaches(standing)]
    assert "AUTH" not in standing.expected()


async def test_the_limits_that_are_agreed_are_told() -> None:
    words = " ".join(agreed(await standing_after()))
    for expected in (
        "at most 512 octets",
        "A message has at most 1000 octets",
        "RCPTMAX=5",
        "7-bit",
        "UTF-8",
    ):
        assert expected in words


@pytest.mark.parametrize("state", [None, *State])
def test_every_state_has_its_words_and_what_would_break_it(state: State | None) -> None:
    standing = Standing()
    standing.state = state
    assert state in STATES
    assert state_words(standing)
    silent = (None, State.CLOSED)
    assert bool(list(breaches(standing))) is (state not in silent)
    assert set(standing.expected()) <= set(NEXT)
