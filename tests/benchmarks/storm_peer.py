"""A server that means no good: random octets, at random times, over loopback."""

import contextlib
import random
import socket
import threading
import time
from collections.abc import Iterator

_CODES = [b"220", b"250", b"334", b"354", b"421", b"504", b"999", b"0"]
_PIECES = [
    *(code + end for code in _CODES for end in (b" ", b"-", b"\r\n")),
    *(b"\r\n", b"\n", b"\r", b"\0", b" ", b"-", b".", b"x" * 600, b"Q" * 70_000, b"\xff" * 7),
    *(
        b"\x1b[2J",
        b"\x1b]0;x\x07",
        b"\x1b]52;c;aGk=\x07",
        b"\x9b31m",
        b"\xe2\x80\xae",
        "邮件é\u0301".encode(),
    ),
    *(b"[@click=app.quit]", b"[/x]", b"5.7.1 ", b"5.5.4 ", b"2.0.0 ", b"AUTH PLAIN LOGIN", b"SIZE 10"),
    *(b"STARTTLS", b"HTTP/1.1 400 Bad", b"* OK", b"\x16\x03\x01"),
]
_WHOLE = [
    b"250 2.0.0 Ok\r\n",
    b"504 5.5.4 Unrecognized authentication type\r\n",
    b"250-mx.example\r\n250-SIZE 10\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n",
    b"550-5.1.1 no such user\r\n550 5.1.1 really\r\n",
    b"354 go on\r\n",
    b"334 VXNlcm5hbWU6\r\n",
    b"421 4.3.2 bye\r\n",
    b"220 ready\r\n",
]


def stream(chance: random.Random) -> bytes:
    """Return something a server might send, or should not."""
    if chance.random() < 0.1:
        return chance.randbytes(chance.randrange(300))
    if chance.random() < 0.5:
        return chance.choice(_WHOLE)
    pieces = bytearray(b"".join(chance.choice(_PIECES) for _ in range(chance.randrange(1, 20))))
    for _ in range(chance.randrange(4)):
        pieces[chance.randrange(len(pieces))] = chance.randrange(256)
    return bytes(pieces)


class Peer:
    """What the peer heard; `quits` counts the QUITs, `closed` is set when a client has gone."""

    def __init__(self) -> None:
        self.port = 0
        self.heard = b""
        self.connections = 0
        self.closed = threading.Event()

    @property
    def quits(self) -> int:
        """How often a client said QUIT."""
        return self.heard.upper().count(b"QUIT\r\n")


@contextlib.contextmanager
def peer(chance: random.Random, *, polite: bool = False) -> Iterator[Peer]:
    """Serve any number of clients; a polite peer greets, says 250 and 221, and nothing else."""
    listening = socket.create_server(("127.0.0.1", 0))
    stopping = threading.Event()
    state = Peer()
    state.port = listening.getsockname()[1]

    def accept() -> None:
        while not stopping.is_set():
            try:
                client, _ = listening.accept()
            except OSError:
                return
            state.connections += 1
            seed = chance.random()
            threading.Thread(target=serve, args=(client, random.Random(seed)), daemon=True).start()

    def serve(client: socket.socket, own: random.Random) -> None:
        client.settimeout(0.02)
        with client, contextlib.suppress(OSError):
            if polite or own.random() < 0.8:
                client.sendall(b"220 mx.example ESMTP\r\n")
            while not stopping.is_set():
                try:
                    octets = client.recv(65536)
                except TimeoutError:
                    octets = None
                if octets == b"":
                    break
                state.heard = (state.heard + (octets or b""))[-65536:]
                answer(client, own, octets or b"")
        state.closed.set()

    def answer(client: socket.socket, own: random.Random, octets: bytes) -> None:
        if polite:
            for line in octets.splitlines():
                client.sendall(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 2.0.0 Ok\r\n")
        elif octets or own.random() < 0.3:
            for _ in range(own.choice((0, 1, 1, 1, 2, 5, 200))):
                with contextlib.suppress(TimeoutError):
                    client.sendall(stream(own))
            if own.random() < 0.01:
                raise ConnectionError
        time.sleep(0.005)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        stopping.set()
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)
