"""Whatever a user does and whenever the server answers: what is sent as a command is read as one, and so on.

The server here is a model of its own: it reads its input strictly in order, and its own replies decide what
the next octets are. It may be slow: client and server are only as far apart as the test lets them drift.
"""

from collections import deque

from hypothesis import example, given, settings
from hypothesis import strategies as st

from smtptui.wire.command import CommandError
from smtptui.wire.dialogue import Dialogue
from smtptui.wire.events import Event

Read = tuple[str, bytes]


class Server:
    """Reads commands, message data, chunks and responses; says what it is told to say."""

    def __init__(self) -> None:
        self.input = bytearray()
        self.read: list[Read] = []
        self.reads_message = self.reads_response = False
        self.chunk = 0
        self.answers_chunk = False

    def step(self, grants: bool, challenges: bool) -> bytes:
        """Read one thing, if it is there, and return the reply."""
        if self.chunk:
            return self._read_chunk()
        end = self.input.find(b"\r\n") + 2
        if end < 2:
            return b""
        line = bytes(self.input[:end])
        del self.input[:end]
        if self.reads_message:
            self.read.append(("message", line))
            self.reads_message = line != b".\r\n"
            return b"" if self.reads_message else b"250 queued\r\n" if grants else b"550 no\r\n"
        if self.reads_response:
            self.read.append(("response", line))
            self.reads_response = challenges
            return b"334 \r\n" if challenges else b"235 in\r\n" if grants else b"535 no\r\n"
        self.read.append(("command", line))
        return self._obey(line.split()[:1], line, grants=grants, challenges=challenges)

    def _obey(self, verb: list[bytes], line: bytes, *, grants: bool, challenges: bool) -> bytes:
        match verb:
            case [b"DATA"] if grants:
                self.reads_message = True
                return b"354 go\r\n"
            case [b"AUTH"] if challenges:
                self.reads_response = True
                return b"334 \r\n"
            case [b"BDAT"]:
                # RFC 3030 §2: the octets of a chunk follow even a command that is refused.
                self.chunk = int(line.split()[1])
                self.answers_chunk = grants
                return b"503 no\r\n" if not grants else b"" if self.chunk else b"250 Ok\r\n"
        return b"250 Ok\r\n" if grants else b"500 no\r\n"

    def _read_chunk(self) -> bytes:
        taken = bytes(self.input[: self.chunk])
        del self.input[: self.chunk]
        if taken:
            self.read.append(("chunk", taken))
        self.chunk -= len(taken)
        return b"" if self.chunk or not self.answers_chunk else b"250 chunk\r\n"


def meant(written: bytes, kind: str) -> list[Read]:
    """What the client meant by octets that it wrote."""
    if kind != "message":
        return [(kind, written)]
    return [(kind, line + b"\r\n") for line in written.split(b"\r\n")[:-1]]


LINES = st.sampled_from(
    [
        "NOOP",
        "MAIL FROM:<a@b.c>",
        "RCPT TO:<a@b.c>",
        "DATA",
        "AUTH LOGIN",
        "RSET",
        "BDAT 3",
        "BDAT 0 LAST",
        "bGFi",
    ]
)
ACTIONS = st.one_of(
    st.tuples(st.just("line"), LINES),
    st.tuples(st.just("data line"), st.sampled_from(["QUIT", ".", "..", "", "DATA"])),
    st.tuples(st.just("message"), st.sampled_from(["", "a", "QUIT\r\n.\r\nQUIT", ".\n.\n"])),
    st.tuples(st.just("chunk"), st.sampled_from(["abc", "\r\n.", "ab"])),
    st.tuples(st.just("quit"), st.just("")),
    st.tuples(st.sampled_from(["serve", "refuse", "challenge"]), st.just("")),
    st.tuples(st.just("hear"), st.just("")),
)


@example([("line", "BDAT 3"), ("refuse", ""), ("hear", ""), ("line", "NOOP"), ("chunk", "abc")])
@example([("line", "DATA"), ("line", "NOOP"), ("serve", ""), ("hear", ""), ("quit", ""), ("data line", ".")])
@given(st.lists(ACTIONS, min_size=5, max_size=60))
@settings(max_examples=400)
def test_the_server_reads_everything_as_what_it_was_meant_to_be(actions: list[tuple[str, str]]) -> None:
    dialogue, server = Dialogue(), Server()
    dialogue.receive(b"220 mx\r\n", 0.0)
    sent: list[Read] = []
    replies: deque[bytes] = deque()

    def write(result: tuple[bytes, list[Event]], kind: str) -> None:
        server.input.extend(result[0])
        sent.extend(meant(result[0], kind))

    for action, text in actions:
        try:
            match action:
                case "line":
                    kind = "response" if dialogue.challenged else "command"
                    write(dialogue.send(text, 1.0), kind)
                case "data line":
                    write(dialogue.send_data_line(text, 1.0), "message")
                case "message":
                    write(dialogue.send_message(text.encode(), 1.0), "message")
                case "chunk":
                    write(dialogue.send_chunk(text.encode(), 1.0), "chunk")
                case "quit" if dialogue.may_say_unasked:
                    write(dialogue.send("NOOP quit", 1.0), "command")
                case "hear" if replies:
                    dialogue.receive(replies.popleft(), 2.0)
                case "serve" | "refuse" | "challenge":
                    if reply := server.step(action == "serve", action == "challenge"):
                        replies.append(reply)
        except CommandError:
            continue
    while server.input:
        server.step(grants=True, challenges=False)
    assert server.read == sent
