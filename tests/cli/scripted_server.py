"""A server in a thread that says what a test wants, for commands that are run in this process or another."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping

Answer = bytes | Callable[[socket.socket], None]

EHLO = b"250-mx.example\r\n250-AUTH PLAIN LOGIN\r\n250 HELP\r\n"

PLAIN: Mapping[str, Answer] = {
    "CONNECT": b"220 mx.example ESMTP Postfix\r\n",
    "EHLO": EHLO,
    "MAIL": b"250 2.1.0 Ok\r\n",
    "RCPT": b"250 2.1.5 Ok\r\n",
    "DATA": b"354 go on\r\n",
    ".": b"250 2.0.0 Ok: queued\r\n",
    "RSET": b"250 2.0.0 Ok\r\n",
    "NOOP": b"250 2.0.0 Ok\r\n",
    "QUIT": b"221 2.0.0 Bye\r\n",
}


class Server:
    """Answers by the first word of a line; `heard` is all that came."""

    def __init__(self, answers: Mapping[str, Answer], tls: ssl.SSLContext | None) -> None:
        self._answers = {**PLAIN, **answers}
        self._tls = tls
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.heard: list[bytes] = []
        self.sessions = 0
        self.at_once = 0
        self.most_at_once = 0
        self.said_nothing = threading.Event()
        """Set once it has come to an answer that is empty."""
        self.heard_more = threading.Event()
        """Set once something has come after that."""
        self._lock = threading.Condition()
        self._left: set[int] = set()
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def target(self) -> str:
        return f"127.0.0.1:{self.port}"

    def stop(self) -> None:
        # Closing alone does not wake who waits for a client.
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                peer, _ = self._listening.accept()
                threading.Thread(target=self._hold, args=(peer,), daemon=True).start()

    def _hold(self, peer: socket.socket) -> None:
        with self._lock:
            self._left.discard(threading.get_ident())
            self.sessions += 1
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        with contextlib.suppress(OSError), peer:
            self._talk(peer)
        if threading.get_ident() not in self._left:
            self._leave()

    def _leave(self) -> None:
        """Count a session as over: before its 221, as the client goes on once it has that."""
        with self._lock:
            self.at_once -= 1
            self._left.add(threading.get_ident())
            self._lock.notify_all()

    def until_idle(self) -> None:
        """Wait until every session is over."""
        with self._lock:
            assert self._lock.wait_for(lambda: not self.at_once, timeout=20.0), "a session is still open"

    def _talk(self, peer: socket.socket) -> None:
        if not self._answer(peer, "CONNECT"):
            return
        in_data = False
        lines = peer.makefile("rb")
        for line in lines:
            self.heard.append(line)
            if in_data and line != b".\r\n":
                continue
            word = (line.split() or [b""])[0].upper().decode("latin-1")
            if word == "QUIT":
                self._leave()
            in_data = word == "DATA" and b"354" in self._bytes("DATA")
            if not self._answer(peer, word):
                return
            if word == "STARTTLS" and self._tls is not None and b"220" in self._bytes("STARTTLS"):
                with self._tls.wrap_socket(peer, server_side=True) as secured:
                    self._secured(secured)
                return
            if word == "QUIT":
                return

    def _secured(self, peer: socket.socket) -> None:
        for line in peer.makefile("rb"):
            self.heard.append(line)
            word = (line.split() or [b""])[0].upper().decode("latin-1")
            if not self._answer(peer, word) or word == "QUIT":
                return

    def _bytes(self, word: str) -> bytes:
        answer = self._answers.get(word, b"")
        return answer if isinstance(answer, bytes) else b""

    def _answer(self, peer: socket.socket, word: str) -> bool:
        """Give the answer to a word; an empty one is silence, until the client has gone."""
        answer = self._answers.get(word, b"502 5.5.2 command not recognized\r\n")
        if callable(answer):
            answer(peer)
            return True
        if not answer:
            self.said_nothing.set()
            while octets := peer.recv(1000):
                self.heard.append(octets)
                self.heard_more.set()
            return False
        peer.sendall(answer)
        return True


@contextlib.contextmanager
def serving(
    answers: Mapping[str, Answer] | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[Server]:
    """Run a server that answers like a plain one, but for `answers`."""
    server = Server(answers or {}, tls)
    try:
        yield server
    finally:
        server.stop()
