"""Whatever a session says of what happened, it says in the language that is spoken."""

import errno
import ssl
from pathlib import Path

import pytest

from smtptui.session.ending import end_of_stream, timed_out
from smtptui.session.network.attempts import connect_failure
from smtptui.session.options import OptionError, Options, check_options
from smtptui.session.reply_deadline import silence
from smtptui.session.session import Session
from smtptui.session.target import Target, TargetError, TlsMode, parse_target
from smtptui.session.tls.policy import handshake_failure
from smtptui.wire.dialogue import Dialogue
from smtptui.wire.events import Closed, ConnectFailed, Event, GreetingReceived, Noticed, Refused, TlsFailed
from tests.pseudo import english_in, speaking
from tests.session.peer import GREETING, HELLO, Step, hang_up, hear, listen, peer, reset, say
from tests.session.watching import OPTIONS, QUICK, all_of, rest, until

PEERS_WORDS = ("localhost", "HELP", "HELO", "STARTTLS", "SIZE", "NOOP")
OFFERED = (GREETING, hear(b"EHLO"), say(b"250-mx.example\r\n250-SIZE\r\n250 STARTTLS\r\n"), hear(b"STARTTLS"))

SCRIPTS: dict[str, tuple[tuple[Step, ...], TlsMode]] = {
    "closed before the greeting": ((hang_up,), TlsMode.NONE),
    "half a greeting": ((say(b"220-mx"), hang_up), TlsMode.NONE),
    "HTTP": ((say(b"HTTP/1.1 400 Bad Request\r\n"), listen), TlsMode.NONE),
    "TLS": ((say(b"\x15\x03\x01\x00\x02\x02\x46"), listen), TlsMode.NONE),
    "reset": ((*HELLO, reset), TlsMode.NONE),
    "no EHLO": ((GREETING, hear(b"EHLO"), say(b"502 no\r\n"), listen), TlsMode.NONE),
    "STARTTLS not offered": ((*HELLO, listen), TlsMode.STARTTLS),
    "STARTTLS refused": ((*OFFERED, say(b"454 no\r\n"), listen), TlsMode.STARTTLS),
    "STARTTLS refused where it may be": ((*OFFERED, say(b"454 no\r\n"), listen), TlsMode.AUTO),
    "plaintext injected": ((*OFFERED, say(b"220 go\r\n250 x\r\n"), listen), TlsMode.AUTO),
    "plaintext instead of a handshake": ((GREETING, listen), TlsMode.IMPLICIT),
    "closed instead of a handshake": ((*OFFERED, say(b"220 go\r\n"), hang_up), TlsMode.AUTO),
    "no reply": ((*HELLO, hear(b"NOOP"), listen), TlsMode.NONE),
    "no greeting": ((listen,), TlsMode.NONE),
}


def _said(event: Event) -> list[str]:
    match event:
        case Noticed(_, text, advice):
            return [text, advice]
        case TlsFailed(_, why, advice) | ConnectFailed(_, _, _, _, why, advice):
            return [why, advice]
        case Closed(_, _, detail, advice):
            return [detail, advice]
        case Refused(_, _, why):
            return [why]
        case _:
            return []


@pytest.mark.parametrize("name", SCRIPTS)
async def test_what_happens_to_a_session_is_said_in_the_language(name: str) -> None:
    script, tls = SCRIPTS[name]
    with speaking():
        async with peer(*script) as server:
            events = await all_of(server.target(tls, "127.0.0.1"), ["NOOP"], QUICK)
    said = [text for event in events for text in _said(event)]
    assert any(said)
    assert [word for text in said for word in english_in(text, PEERS_WORDS)] == []


async def test_what_is_not_sent_is_said_so_in_the_language() -> None:
    script = (GREETING, hear(b"EHLO"), say(b"250 mx.example\r\n"), hear(b"DATA"), say(b"503 no\r\n"), listen)
    with speaking():
        async with peer(*script) as server, Session(server.target(), OPTIONS) as session:
            await until(session, lambda event: isinstance(event, GreetingReceived))
            for line in ("DATA", "text", ".", "more text"):
                session.send(line)
            await until(session, lambda event: isinstance(event, Refused) and event.shown == b"more text")
            with pytest.raises(ValueError, match="ś") as refused:
                session.send("AUTH PLAIN AGEAYg==")
            session.send("DATA")
            session.send("held")
            await session.close()
            events = await rest(session)
    why = [str(refused.value), *(text for event in events for text in _said(event))]
    assert [word for text in why for word in english_in(text)] == []


def test_every_word_of_a_failure_to_connect_or_of_a_handshake_is_of_the_language() -> None:
    with speaking():
        said = [text for number in errno.errorcode for text in connect_failure(OSError(number, "x"), 3)]
        said += connect_failure(TimeoutError(), 3)
        said += [text for port in (25, 80, 465, 1000) for text in silence(port, tls=False)[1:3]]
        said += silence(465, tls=True)[1:3]
        for code in range(70):
            error = ssl.SSLCertVerificationError()
            error.verify_code, error.verify_message = code, "x"
            said += handshake_failure(error, "x", required=False)[:2]
        for reason in ("TLSV1_ALERT_PROTOCOL_VERSION", "WRONG_VERSION_NUMBER", "NO_CIPHERS", "SSLV3_ALERT_X"):
            failure = ssl.SSLError()
            failure.reason = reason
            said += handshake_failure(failure, "x", required=False, certificate_wanted=reason[-1] == "X")[:2]
        said += [timed_out("NOOP", 3).detail, timed_out("NOOP", 3).advice, timed_out("greeting", 3).detail]
        said.append(end_of_stream(Dialogue(), quitting=False).detail)
    assert [word for text in said for word in english_in(text, ("no ciphers",))] == []


@pytest.mark.parametrize(
    "text",
    ["", ":25", "h:0", "x y", "http://h",
     "smtp://u@h", "[::1", "[h]:25", "1:2:3", "-h", "1.1", "mx:192.0.2.1",
     "unix:x", "h?tls=x", "smtps://h?tls=none", "ü" * 100],
)  # fmt: skip
def test_what_is_wrong_with_a_target_is_said_in_the_language(text: str) -> None:
    with speaking(), pytest.raises(TargetError) as refused:
        parse_target(text)
    assert english_in(str(refused.value), (repr(text), "HOST", "PORT", "DOMAIN", "http", "none")) == []


def test_what_is_wrong_with_an_option_is_said_in_the_language() -> None:
    with speaking(), pytest.raises(OptionError) as refused:
        check_options(Options(ehlo_name="a b"))
    assert english_in(str(refused.value), ("'a b'",)) == []


async def test_a_file_that_cannot_be_used_is_said_so_in_the_language(tmp_path: Path) -> None:
    file = tmp_path / "nothing.pem"
    with speaking():
        async with peer(listen) as server:
            target = Target("127.0.0.1", server.port, TlsMode.IMPLICIT)
            events = await all_of(target, options=OPTIONS._replace(ca=file))
    said = [text for event in events for text in _said(event)]
    assert [word for text in said for word in english_in(text, ("No such file or directory",))] == []
