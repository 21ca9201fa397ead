"""The demo server, as an ordinary client and as a session see it."""

import smtplib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from smtptui.demo.server import DemoServer
from smtptui.session.session import Options
from smtptui.session.target import Target, TlsMode
from smtptui.wire.events import GreetingReceived, ReplyReceived, TlsEstablished
from tests.session.authority import good
from tests.session.watching import all_of, closed, codes, only

DEFAULTS = Options()


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


def _target(server: DemoServer) -> Target:
    return Target("127.0.0.1", server.port, TlsMode.AUTO)


async def test_a_session_with_defaults_is_greeted_and_identified(demo: DemoServer) -> None:
    events = await all_of(_target(demo), options=DEFAULTS)
    assert only(events, GreetingReceived)[0].reply.code == 220
    assert codes(events) == [("EHLO", 250), ("QUIT", 221)]
    assert closed(events).expected


NO_MECHANISM = b"5.5.4 Unrecognized authentication type"
NO_TLS = b"5.5.4 Encryption required for requested authentication mechanism"
NO_MAIL_PARAMETER = b"5.5.4 Unsupported parameter in MAIL"
NO_RCPT_PARAMETER = b"5.5.4 Unsupported parameter in RCPT"


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        (["AUTH FOOBAR"], NO_MECHANISM),
        (["AUTH XOAUTH2"], NO_TLS),
        (["HELO bare"], b"5.5.2 <bare>: Helo command rejected: need fully-qualified hostname"),
        (["EHLO bare"], b"5.5.2 <bare>: Helo command rejected: need fully-qualified hostname"),
        (["MAIL FROM:<x>"], b"5.5.2 <x>: Sender address rejected: need fully-qualified address"),
        (["MAIL FROM:<x@y>"], b"5.5.2 <x@y>: Sender address rejected: need fully-qualified address"),
        (
            ["MAIL FROM:<>", "RCPT TO:<x>"],
            b"5.5.2 <x>: Recipient address rejected: need fully-qualified address",
        ),
        (["MAIL FROM:<a@b.example> FOO=1"], NO_MAIL_PARAMETER),
        (["MAIL FROM:<>", "RCPT TO:<a@b.example> X=1"], NO_RCPT_PARAMETER),
        (["HELO bare", "AUTH FOOBAR"], NO_MECHANISM),
    ],
)
async def test_it_answers_504(demo: DemoServer, commands: list[str], words: bytes) -> None:
    events = await all_of(_target(demo), commands, DEFAULTS)
    reply = only(events, ReplyReceived)[-2].reply
    assert (reply.code, reply.lines[-1].text) == (504, words)


def test_an_ordinary_client_can_send_mail_and_log_in(demo: DemoServer) -> None:
    with smtplib.SMTP("127.0.0.1", demo.port, local_hostname="client.example", timeout=20) as client:
        assert client.login("user", "password")[0] == 235
        assert (
            client.sendmail("a@b.example", ["c@d.example", "postmaster"], b"Subject: hello\r\n\r\nhello")
            == {}
        )
        for name in ("size", "8bitmime", "smtputf8", "help", "auth"):
            assert client.has_extn(name)
        assert not client.has_extn("starttls")


async def test_it_speaks_tls_where_it_has_a_certificate(authority: trustme.CA, ca_file: Path) -> None:
    with DemoServer(tls_context=good(authority)) as server:
        target = Target("localhost", server.port, TlsMode.AUTO)
        events = await all_of(target, options=DEFAULTS._replace(ca=ca_file))
    assert only(events, TlsEstablished)[0].verified
    assert codes(events) == [("EHLO", 250), ("STARTTLS", 220), ("EHLO", 250), ("QUIT", 221)]


def test_a_port_that_is_taken_is_an_error() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"):
            DemoServer(port=taken.getsockname()[1]).start()


def test_it_stops_while_a_client_is_connected_and_can_be_started_again() -> None:
    server = DemoServer()
    server.start()
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as client:
        assert client.recv(100).startswith(b"220 ")
        server.stop()
        server.stop()
        assert client.recv(100) == b""
    server.start()
    assert server.port
    server.stop()
