"""A peer on loopback that notes what it is sent, and answers like a plain server."""

import contextlib
import socket
import threading
from collections.abc import Iterator

EHLO_LINES = b"250-mx.example\r\n250-AUTH PLAIN LOGIN\r\n250 PIPELINING\r\n"


class Peer:
    """`lines` are the lines received after the automatic EHLO, without their ends; `messages` the data."""

    def __init__(self, greeting: bytes, ehlo: bytes = EHLO_LINES) -> None:
        self._greeting = greeting
        self._ehlo = ehlo
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self.go = threading.Event()
        """Set for the greeting to be sent."""
        self.lines: list[str] = []
        self.messages: list[list[str]] = []

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listening.getsockname()[1])

    def start(self) -> None:
        """Wait for a client."""
        self._thread.start()

    def stop(self) -> None:
        """Listen no longer."""
        self.go.set()
        self._listening.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                peer, _ = self._listening.accept()
                with contextlib.suppress(OSError), peer:
                    self.go.wait(20)
                    peer.sendall(self._greeting)
                    self._talk(peer)

    def _talk(self, peer: socket.socket) -> None:
        message: list[str] | None = None
        for raw in peer.makefile("rb"):
            line = raw.decode("utf-8", "replace").rstrip("\r\n")
            if message is not None:
                if line == ".":
                    self.messages.append(message)
                    message = None
                    peer.sendall(b"250 2.0.0 queued\r\n")
                else:
                    message.append(line)
                continue
            if line.upper().startswith("EHLO"):
                peer.sendall(self._ehlo)
                continue
            self.lines.append(line)
            match line.upper().split(" ")[0]:
                case "DATA":
                    message = []
                    peer.sendall(b"354 go on\r\n")
                case "QUIT":
                    peer.sendall(b"221 bye\r\n")
                    return
                case _:
                    peer.sendall(b"250 2.0.0 ok\r\n")


@contextlib.contextmanager
def plain_peer(greeting: bytes = b"220 mx.example ESMTP\r\n", *, waits: bool = False) -> Iterator[Peer]:
    """Run a peer; with `waits` it greets only once its `go` is set."""
    peer = Peer(greeting)
    if not waits:
        peer.go.set()
    peer.start()
    try:
        yield peer
    finally:
        peer.stop()
