"""A dialogue told as a transcript: what the client sends and what the server says, and the events of both."""

from smtptui.wire.dialogue import Dialogue
from smtptui.wire.events import (
    CommandSent,
    Event,
    GreetingReceived,
    LineReceived,
    PartialLine,
    ReplyReceived,
    State,
    StateChanged,
)


class Conversation:
    """Feeds a dialogue; each thing said takes one second."""

    def __init__(self, *, lmtp: bool = False, greeting: bytes = b"220 mx ESMTP\r\n") -> None:
        self.dialogue = Dialogue(lmtp=lmtp)
        self.events: list[Event] = []
        self.written = b""
        self.now = 0.0
        if greeting:
            self.server(greeting)

    def server(self, octets: bytes) -> list[Event]:
        self.now += 1.0
        events = self.dialogue.receive(octets, self.now)
        self.events += events
        return events

    def client(self, line: str) -> list[Event]:
        self.now += 1.0
        octets, events = self.dialogue.send(line, self.now)
        self.written += octets
        self.events += events
        return events

    def took(self, sent: tuple[bytes, list[Event]]) -> bytes:
        octets, events = sent
        self.written += octets
        self.events += events
        return octets

    def say(self, line: str, reply: bytes) -> list[Event]:
        return self.client(line) + self.server(reply)

    def identified(self, *keywords: str) -> "Conversation":
        lines = ["mx", *keywords]
        separators = ["-"] * (len(lines) - 1) + [" "]
        self.client("EHLO me.example")
        self.server("".join(f"250{s}{line}\r\n" for s, line in zip(separators, lines, strict=True)).encode())
        return self

    def in_transaction(self, *keywords: str) -> "Conversation":
        self.identified(*keywords)
        self.say("MAIL FROM:<a@example.org>", b"250 2.1.0 Ok\r\n")
        self.say("RCPT TO:<b@example.org>", b"250 2.1.5 Ok\r\n")
        return self

    def is_in(self, state: State) -> bool:
        return self.dialogue.state is state

    @property
    def replies(self) -> list[ReplyReceived]:
        return [event for event in self.events if isinstance(event, ReplyReceived)]

    @property
    def greetings(self) -> list[GreetingReceived]:
        return [event for event in self.events if isinstance(event, GreetingReceived)]

    @property
    def lines(self) -> list[LineReceived]:
        return [event for event in self.events if isinstance(event, LineReceived)]

    @property
    def partials(self) -> list[bytes]:
        return [event.octets for event in self.events if isinstance(event, PartialLine)]

    @property
    def commands(self) -> list[bytes]:
        return [event.asked.line for event in self.events if isinstance(event, CommandSent)]

    @property
    def states(self) -> list[State]:
        return [event.after for event in self.events if isinstance(event, StateChanged)]

    @property
    def pairs(self) -> list[tuple[str, int]]:
        return [(event.asked.verb if event.asked else "", event.reply.code) for event in self.replies]
