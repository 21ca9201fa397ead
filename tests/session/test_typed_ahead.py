"""Whatever is typed ahead of whatever server: nothing is sent too early, nothing as what it is not."""

from collections import deque

from hypothesis import given
from hypothesis import strategies as st

from smtptui.session.automatic import AutomaticAnswers
from smtptui.session.target import Target, TlsMode
from smtptui.session.typed_lines import TypedLines
from smtptui.wire.command import CommandError
from smtptui.wire.dialogue import Dialogue, Sent
from smtptui.wire.events import Event, Refused

TEXT = ("RSET", "Help me", "MAIL FROM:<x@x.example>", "text", "", "QUIT")
"""Lines of a message, most of them commands as well."""

CODES = {"DATA": (354, 503, 451), "AUTH": (334, 504, 235), "": (250, 550)}


class Server:
    """Reads what it gets as a server does, and decides on each reply by `choices`; sends none by itself."""

    def __init__(self, choices: list[int]) -> None:
        self._choices = deque(choices)
        self.replies: deque[bytes] = deque([b"220 mx.example\r\n"])
        self.greeted = False
        self.commands: list[str] = []
        self.data: list[str] = []
        self.lines: list[str] = []
        self._mode = "command"

    def read(self, octets: bytes) -> None:
        assert self.greeted, "sent before the greeting"
        for line in octets.decode().split("\r\n")[:-1]:
            self._read_line(line)

    def _read_line(self, line: str) -> None:
        self.lines.append(line)
        if self._mode == "data":
            if line == ".":
                self._mode = "command"
                self._reply(250)
            else:
                self.data.append(line.removeprefix("."))
        elif self._mode == "response":
            self._mode = "command"
            self._reply(235 if self._choice(2) else 535)
        else:
            self.commands.append(line)
            verb = line.split(" ")[0].upper()
            codes = CODES.get(verb, CODES[""])
            code = codes[self._choice(len(codes))]
            self._mode = {354: "data", 334: "response"}.get(code, "command")
            self._reply(code)

    def _choice(self, number: int) -> int:
        return self._choices.popleft() % number if self._choices else 0

    def _reply(self, code: int) -> None:
        self.replies.append(b"%d ok\r\n" % code)


class Typist:
    """A user's end of it, without a network: what is written is read at once, replies come when told."""

    def __init__(self, choices: list[int]) -> None:
        self.server = Server(choices)
        self.events: list[Event] = []
        self.dialogue = Dialogue()
        self.automatic = AutomaticAnswers(
            self.dialogue, Target("mx.example", 25, TlsMode.NONE), auto_ehlo=False
        )
        self.typed = TypedLines(
            self.dialogue,
            self.automatic,
            insecure=False,
            clock=lambda: 0.0,
            tell=self.events.extend,
            write=self._write,
        )
        self.typed.open = True

    def _write(self, sent: Sent) -> None:
        octets, events = sent
        self.events += events
        self.server.read(octets)

    def type(self, line: str) -> bool:
        """Type a line; whether it was sent or held."""
        try:
            self.typed.send(line, insist=False)
        except CommandError:
            return False
        return True

    def type_and_hear(self, lines: list[str], heard: list[bool]) -> list[str]:
        """Type lines, hear a reply after some of them, and return those that were sent or held."""
        hear, taken = deque(heard), []
        for line in lines:
            if self.type(line):
                taken.append(line)
            if hear and hear.popleft():
                self.hear()
        return taken

    def hear_all(self) -> None:
        """Take in replies until there are no more."""
        while self.server.replies:
            self.hear()

    @property
    def refused(self) -> int:
        """How many lines came back."""
        return sum(isinstance(event, Refused) for event in self.events)

    def hear(self) -> None:
        """Take in the next reply, if there is one."""
        if self.server.replies:
            self.server.greeted = True
            self.events += self.automatic.receive(self.server.replies.popleft(), 0.0).events
            self.typed.go_on()


HEARD = st.lists(st.booleans(), max_size=20)
"""After which lines typed the next reply is heard."""
CHOICES = st.lists(st.integers(0, 5), max_size=12)


@given(st.lists(st.sampled_from(TEXT), max_size=5), CHOICES, st.integers(0, 6))
def test_a_message_typed_ahead_of_the_reply_to_data_is_never_read_as_commands(
    text: list[str], choices: list[int], greeted_after: int
) -> None:
    typist = Typist(choices)
    for number, line in enumerate(("DATA", *text, ".")):
        if number == greeted_after:
            typist.hear()
        assert typist.type(line)
    typist.hear_all()
    assert typist.server.commands == ["DATA"]
    assert (typist.server.data, typist.refused) in ((text, 0), ([], len(text) + 1))


@given(CHOICES, st.integers(0, 4))
def test_responses_typed_ahead_are_never_read_as_commands(choices: list[int], greeted_after: int) -> None:
    typist = Typist(choices)
    # So that it is not the risk of sending a credential in the clear that keeps them back.
    typist.dialogue.tls = True
    for number, line in enumerate(("AUTH XOAUTH2", "dXNlcj1h", "c2VjcmV0", "NOOP")):
        if number == greeted_after:
            typist.hear()
        assert typist.type(line)
    typist.hear_all()
    assert set(typist.server.commands) <= {"AUTH XOAUTH2", "NOOP"}


@given(
    st.lists(st.sampled_from(["NOOP", "RSET", "VRFY a", "DATA", ".", "text", "AUTH XOAUTH2"]), max_size=12),
    CHOICES,
    HEARD,
)
def test_what_is_typed_is_sent_in_that_order_or_said_not_to_be(
    lines: list[str], choices: list[int], heard: list[bool]
) -> None:
    typist = Typist(choices)
    taken = typist.type_and_hear(lines, heard)
    typist.hear_all()
    typist.typed.give_up()
    rest = iter(taken)
    assert all(line in rest for line in typist.server.lines)
    assert len(typist.server.lines) + typist.refused == len(taken)
