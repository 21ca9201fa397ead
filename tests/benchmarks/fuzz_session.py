"""Random peers and random users: whatever happens, a session in the background ends in order.

``python -m tests.benchmarks.fuzz_session [SECONDS] [SEED]``: one session after the other, each with a peer
that sends pieces of replies and nonsense and goes away as it likes, and a user that types ahead, sends, gives
up and leaves. Each has to end with exactly one `Closed` as its last event, with no defect, no thread and no
credential in an event; a failure names its seed.
"""

import random
import socket
import sys
import threading
import time

from smtptui.session.background import BackgroundSession
from smtptui.session.options import Deadlines, Options
from smtptui.session.target import Target, TlsMode
from smtptui.wire.events import Closed, Event

LIMIT = 5.0
"""Seconds in which a session has to end once it is left."""

DEADLINES = Deadlines(
    connect=0.5, tls=0.3, grace=0.02, greeting=0.6, mail=0.5, rcpt=0.5, data=0.5, block=0.5, end_of_data=0.5,
    other=0.5, silence=0.1, quit=0.2, closing=0.1,
)  # fmt: skip

PIECES = (
    b"220 mx\r\n", b"220-mx\r\n", b"250 ok\r\n", b"250-mx\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n",
    b"354 go\r\n", b"334 \r\n", b"334 VXNlcg==\r\n", b"235 ok\r\n", b"504 no\r\n", b"503 no\r\n",
    b"220 go\r\n", b"421 bye\r\n", b"221 bye\r\n", b"554 no\r\n", b"999 x\r\n", b"\x16\x03\x03\x00\x05hello",
    b"garbage",
    b"\xff\xfe\r\n", b"250 " + b"x" * 70_000 + b"\r\n", b"\r\n" * 500,
)  # fmt: skip

SECRET = "AGEAYg=="

LINES = (
    "NOOP", "DATA", ".", "text", "AUTH LOGIN", f"AUTH PLAIN {SECRET}", "dXNlcg==", "STARTTLS", "EHLO x",
    "QUIT", "MAIL FROM:<a@b.example>", "RCPT TO:<a@b.example>", "BDAT 4", "BDAT 5 LAST", "abcd", "RSET",
    "\x01", "ü",
    "XCLIENT NAME=x", "", "*", "x" * 600,
)  # fmt: skip

RESET = b"\1\0\0\0\0\0\0\0"
"""SO_LINGER of no time: closing sends a RST."""


class Peer:
    """Serves one connection, badly."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._gone = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        self.port: int = self._listening.getsockname()[1]

    def stop(self) -> None:
        """Go away."""
        self._gone.set()
        self._listening.close()
        self._thread.join(LIMIT)

    def _serve(self) -> None:
        try:
            connection, _ = self._listening.accept()
            with connection:
                for _ in range(self._random.randint(0, 25)):
                    if self._gone.is_set() or not self._act(connection):
                        return
                if self._random.random() < 0.3:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                elif self._random.random() < 0.4:
                    self._gone.wait(1.0)
        except OSError:
            pass

    def _act(self, connection: socket.socket) -> bool:
        """Read or write something; whether there is somebody to read it."""
        if self._random.random() < 0.4:
            connection.settimeout(0.05)
            try:
                return connection.recv(1000) != b""
            except TimeoutError:
                return True
        piece = self._random.choice(PIECES)
        cut = self._random.randint(0, len(piece))
        connection.settimeout(1.0)
        connection.sendall(piece[:cut])
        connection.sendall(piece[cut:])
        return True


def act(session: BackgroundSession, chance: random.Random) -> None:
    """Do something that a user may do."""
    match chance.randint(0, 99):
        case number if number < 50:
            session.send(chance.choice(LINES), insist=chance.random() < 0.5)
        case number if number < 55:
            session.send_lines([chance.choice(LINES) for _ in range(20)], insist=chance.random() < 0.5)
        case number if number < 60:
            session.send_message(b"hello\r\n.\r\nx" * chance.randint(0, 1000))
        case number if number < 63:
            session.send_chunk(b"abcd")
        case 63:
            session.cancel()
        case 64:
            session.quit()


def run(seed: int) -> None:
    """Play one session; AssertionError where it does not end in order."""
    chance = random.Random(seed)
    peer = Peer(seed + 1)
    woken = threading.Event()
    target = Target("127.0.0.1", peer.port, chance.choice(list(TlsMode)))
    options = Options("client.example", insecure=chance.random() < 0.3, deadlines=DEADLINES)
    session = BackgroundSession(target, options._replace(auto_ehlo=chance.random() < 0.8), wake=woken.set)
    session.start()
    seen: list[Event] = []
    leaves = time.monotonic() + chance.random() * 0.8
    while time.monotonic() < leaves and not session.ended:
        act(session, chance)
        if chance.random() < 0.6:
            seen += session.take(chance.choice([1, 10, 4096]))
        woken.wait(0.01)
        woken.clear()
    chance.choice([session.quit, session.close])()
    limit = time.monotonic() + LIMIT
    while not session.ended:
        seen += session.take()
        assert time.monotonic() < limit, f"seed {seed}: it never ended"
        woken.wait(0.05)
        woken.clear()
    assert session.join(LIMIT), f"seed {seed}: its thread lives"
    assert session.defect is None, f"seed {seed}: {session.defect!r}"
    assert [event for event in seen if isinstance(event, Closed)] == seen[-1:], f"seed {seed}: ends not once"
    assert SECRET not in repr(seen), f"seed {seed}: a credential is shown"
    peer.stop()


def main(seconds: float = 60.0, seed: int = 0) -> None:
    """Play sessions for so long."""
    ends, first = time.monotonic() + seconds, seed
    while time.monotonic() < ends:
        run(seed)
        seed += 1
    sys.stdout.write(f"{seed - first} sessions ended in order\n")


if __name__ == "__main__":
    main(float(sys.argv[1]) if sys.argv[1:] else 60.0, int(sys.argv[2]) if sys.argv[2:] else 0)
