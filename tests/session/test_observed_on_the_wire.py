"""What is heard between other programs' clients and a real Postfix, by a proxy that only passes octets on."""

import selectors
import smtplib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from smtptui.wire.events import CommandSent, Event, GreetingReceived, ReplyReceived
from smtptui.wire.observed import Observer
from tests.postfix_server import HOSTNAME, PostfixUnavailable, running_postfix

pytestmark = pytest.mark.postfix

PASSWORD = "c4nary-in-the-m1ne"
PIPELINED = (
    b"EHLO me.example\r\n",
    b"MAIL FROM:<a@a.example>\r\nRCPT TO:<bare>\r\nRCPT TO:<b@local.example>\r\nBDAT 8\r\nQUIT\r\n\r\n",
    b"BDAT 5 LAST\r\n.\r\nX\nNOOP\r\nVRFY\r\nQUIT\r\n",
)


class Proxy:
    """Passes one connection on to `port`, and tells an observer what it hears."""

    def __init__(self, port: int) -> None:
        self.observer = Observer()
        self.events: list[Event] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._to = port
        self._thread = threading.Thread(target=self._pass_on, daemon=True)
        self._thread.start()

    def _pass_on(self) -> None:
        client, _ = self._listening.accept()
        server = socket.create_connection(("127.0.0.1", self._to))
        with self._listening, client, server, selectors.DefaultSelector() as selector:
            selector.register(client, selectors.EVENT_READ, (server, self.observer.heard_from_client))
            selector.register(server, selectors.EVENT_READ, (client, self.observer.heard_from_server))
            while True:
                for key, _ready in selector.select():
                    other, hear = key.data
                    octets = key.fileobj.recv(4096)  # type: ignore[union-attr]
                    if not octets:
                        return
                    self.events += hear(octets, 0.0)
                    other.sendall(octets)

    def heard(self) -> list[tuple[str, int]]:
        """Wait for the end, and return what each reply answered."""
        self._thread.join(10)
        assert not self._thread.is_alive()
        replies = [event for event in self.events if isinstance(event, ReplyReceived)]
        assert sum(isinstance(event, GreetingReceived) for event in self.events) == 1
        return [(event.asked.verb if event.asked else "", event.reply.code) for event in replies]


@pytest.fixture
def proxy(tmp_path: Path, postfix_or_skip: Callable[[str], None]) -> Iterator[Proxy]:
    """Return a proxy before a Postfix that takes logins."""
    with _postfix(tmp_path, postfix_or_skip) as port:
        yield Proxy(port)


@contextmanager
def _postfix(tmp_path: Path, postfix_or_skip: Callable[[str], None]) -> Iterator[int]:
    try:
        with running_postfix(tmp_path, users={"lab": PASSWORD}) as server:
            yield server.port
    except PostfixUnavailable as error:
        postfix_or_skip(str(error))


def test_a_mail_of_smtplib_and_its_login_are_understood(proxy: Proxy) -> None:
    with smtplib.SMTP("127.0.0.1", proxy.port, local_hostname="me.example") as client:
        client.ehlo()
        client.user, client.password = f"lab@{HOSTNAME}", PASSWORD
        client.auth("LOGIN", client.auth_login, initial_response_ok=False)
        client.sendmail(
            "a@a.example", ["b@local.example"], "Subject: x\n\nQUIT\n.\n..\nMAIL FROM:<no@command>\n"
        )
    assert proxy.heard() == [
        ("EHLO", 250),
        ("AUTH", 334),
        ("RESPONSE", 334),
        ("RESPONSE", 235),
        ("MAIL", 250),
        ("RCPT", 250),
        ("DATA", 354),
        ("END-OF-DATA", 250),
        ("QUIT", 221),
    ]
    assert proxy.observer.pending == ()
    assert PASSWORD not in repr(proxy.events)


def test_pipelined_commands_and_chunks_are_understood(proxy: Proxy) -> None:
    with socket.create_connection(("127.0.0.1", proxy.port)) as client, client.makefile("rb") as replies:
        assert replies.readline().startswith(b"220")
        client.sendall(PIPELINED[0])
        while replies.readline()[3:4] == b"-":
            pass
        client.sendall(PIPELINED[1])
        client.sendall(PIPELINED[2])
        while replies.readline():
            pass
    assert proxy.heard() == [
        ("EHLO", 250),
        ("MAIL", 250),
        ("RCPT", 504),
        ("RCPT", 250),
        ("BDAT", 250),
        ("BDAT", 250),
        ("NOOP", 250),
        ("VRFY", 501),
        ("QUIT", 221),
    ]
    sent = [event.asked.line for event in proxy.events if isinstance(event, CommandSent)]
    assert sent[-3:] == [b"NOOP", b"VRFY", b"QUIT"]
