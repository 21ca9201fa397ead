"""A password that a server echoes in every form is nowhere to be seen: not even in a crash report."""

import asyncio
import base64
import logging
import traceback
from collections.abc import Callable

import pytest

from smtptui.session.automatic import AutomaticAnswers
from smtptui.session.reading_task import ReadingTask
from smtptui.session.scram import ScramMechanism
from smtptui.session.session import Session
from smtptui.wire.command import CommandError
from smtptui.wire.events import Event, ReplyReceived
from smtptui.wire.sasl.mechanism import Mechanism
from smtptui.wire.sasl.mechanisms import CramMd5, Login, Plain
from smtptui.wire.secret import Secret
from tests.session.peer import Connection, Step, hear, listen, peer, say
from tests.session.watching import OPTIONS, closed, rest, until

PASSWORD = "tr0ub4dor&3-canary"
ENCODED = base64.b64encode(PASSWORD.encode())
RESPONSE = base64.b64encode(f"\0user\0{PASSWORD}".encode())
FORMS = (PASSWORD, ENCODED.decode(), RESPONSE.decode(), ENCODED.decode().rstrip("="))
ECHO = b"you said " + PASSWORD.encode() + b" " + ENCODED + b" " + RESPONSE

NONCE = "fyko+d2lbbFgONRv9qkxdawL"
MECHANISMS: dict[str, Callable[[str, Secret], Mechanism]] = {
    "PLAIN": Plain,
    "LOGIN": Login,
    "CRAM-MD5": CramMd5,
    "SCRAM-SHA-256": lambda user, password: ScramMechanism(
        "SCRAM-SHA-256", user, password, nonce=lambda: NONCE
    ),
}
CHALLENGES = {
    "PLAIN": [],
    "LOGIN": [PASSWORD.encode(), b"Password:"],
    "CRAM-MD5": [b"<1896.697170952@mx.example>"],
    "SCRAM-SHA-256": [f"r={NONCE}3rfc,s=QSXCR+Q6sek8bf92,i=4096".encode()],
}
HELLO = (
    say(b"220 mx\r\n"),
    hear(b"EHLO"),
    say(b"250-mx\r\n250 AUTH " + " ".join(MECHANISMS).encode() + b"\r\n"),
)


def _exchange(mechanism: str) -> Step:
    async def step(connection: Connection) -> None:
        await hear(b"AUTH " + mechanism.encode())(connection)
        for challenge in CHALLENGES[mechanism]:
            await connection.stream.send(b"334 " + base64.b64encode(challenge) + b"\r\n")
            assert await connection.line()
        await connection.stream.send(b"535-5.7.8 " + ECHO + b"\r\n535 5.7.8 ")
        await connection.stream.send(ECHO + b"\r\n")

    return step


def _final(event: Event) -> bool:
    return isinstance(event, ReplyReceived) and event.reply.code == 535


def _crash(error: BaseException) -> str:
    """Return a crash report with all that one can show: chained exceptions, and the locals of frames."""
    return "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())


def _absent(*shown: str) -> None:
    for text in shown:
        for form in FORMS:
            assert form.lower() not in text.lower()


@pytest.mark.parametrize("name", MECHANISMS)
async def test_a_password_is_in_no_event_status_log_repr_or_crash_report(
    name: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    asyncio.get_running_loop().set_debug(True)
    shown: list[str] = []
    events: list[Event] = []

    async def consume(session: Session) -> None:
        async for event in session:
            events.append(event)
            if _final(event):
                raise ZeroDivisionError

    script = (*HELLO, _exchange(name), hear(b"QUIT"), say(b"221 " + ECHO + b"\r\n"))
    async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
        events += await until(session, lambda event: isinstance(event, ReplyReceived))
        mechanism = MECHANISMS[name]("user", Secret(PASSWORD))
        session.authenticate(mechanism, insist=True)
        try:
            await consume(session)
        except ZeroDivisionError as error:
            shown.append(_crash(error))
        shown += [repr(session.status), repr(session), repr(mechanism), repr(vars(session))]
        await session.quit()
        events += await rest(session)
    assert closed(events).expected
    assert len(shown) == 5
    assert server.heard.count(b"AUTH") == 1
    _absent(*map(repr, events), *shown, caplog.text, *capfd.readouterr())


async def test_a_typed_password_is_in_no_crash_report_of_a_refusal() -> None:
    async with peer(*HELLO, listen) as server, Session(server.target(), OPTIONS) as session:
        await until(session, lambda event: isinstance(event, ReplyReceived))
        with pytest.raises(CommandError) as refused:
            session.send(f"AUTH PLAIN {RESPONSE.decode()}\r\nQUIT", insist=True)
    # This test's own frame holds the line, as whoever has typed it does.
    frames = traceback.TracebackException.from_exception(refused.value, capture_locals=True)
    assert [frame.name for frame in frames.stack][1:]
    _absent(str(refused.value), *(repr(frame.locals) for frame in frames.stack[1:]))


async def test_a_defect_while_the_echo_is_read_leaves_no_octets_in_its_crash_report(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receive = AutomaticAnswers.receive

    def fail(conversation: AutomaticAnswers, octets: bytes, at: float) -> object:
        if octets.startswith(b"535"):
            raise ZeroDivisionError
        return receive(conversation, octets, at)

    monkeypatch.setattr(AutomaticAnswers, "receive", fail)
    async with peer(*HELLO, _exchange("PLAIN"), listen) as server:
        session = Session(server.target(), OPTIONS)
        with pytest.raises(ZeroDivisionError) as failed:
            await _login_until_it_fails(session)
    report = _crash(failed.value)
    assert ReadingTask._take.__name__ in report
    _absent(report)


async def test_a_defect_while_a_password_is_written_leaves_no_octets_in_its_crash_report(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from smtptui.session.network.transport import Transport
    from smtptui.session.writing_task import WritingTask

    write = WritingTask._write

    async def fail(outgoing: WritingTask, octets: bytes) -> None:
        if octets.startswith(b"AUTH"):
            raise ZeroDivisionError
        await write(outgoing, octets)

    monkeypatch.setattr(WritingTask, "_write", fail)
    monkeypatch.setattr(Transport, "send_now", lambda _transport, _octets: False)
    async with peer(*HELLO, listen) as server:
        session = Session(server.target(), OPTIONS)
        with pytest.raises(ZeroDivisionError) as failed:
            await _login_until_it_fails(session)
    _absent(_crash(failed.value))


async def _login_until_it_fails(session: Session) -> None:
    async with session:
        await until(session, lambda event: isinstance(event, ReplyReceived))
        session.authenticate(Plain("user", Secret(PASSWORD)), insist=True)
        await rest(session)
