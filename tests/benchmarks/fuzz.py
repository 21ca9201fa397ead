"""Throws octets at parser and dialogue for a while: ``python -m tests.benchmarks.fuzz [SECONDS] [SEED]``.

Checked of each stream: nothing is raised, no octet is lost, chunks change nothing; of each dialogue: nothing
but CommandError is raised, and the password that it sent is in no event.
"""

import base64
import random
import sys
import time

from smtptui.wire.command import CommandError
from smtptui.wire.dialogue import Dialogue
from smtptui.wire.events import CommandSent, Event, State
from smtptui.wire.parser import ReplyParser
from smtptui.wire.reply import Reply, ReplyLine
from smtptui.wire.sasl.mechanisms import make_mechanism
from smtptui.wire.secret import Secret

PASSWORD = b"Zanary-in-the-m1ne"
_PIECES = [
    *(
        b"%d%s" % (code, end)
        for code in (220, 250, 334, 354, 421, 235, 504, 571, 999, 0)
        for end in (b" ", b"-", b"", b"\r\n")
    ),
    *(b"\r\n", b"\n", b"\r", b"\0", b"\xff", b"\x1b[2J", b" ", b"-", b".", b"5.7.1 ", b"(#5.1.1)", b"2.0.0"),
    *(
        b"\x16\x03\x01",
        b"\x15\x03",
        b"HTTP/1.1 ",
        b"* OK",
        b"+OK",
        b"SSH-2.0-",
        b"2_5",
        b"x" * 600,
        b"Q" * 70_000,
    ),
    *(b"AUTH PLAIN LOGIN", b"AUTH=", b"SIZE 10", b"STARTTLS", b"PDFAYT4=", b"eyJhIjoxfQ==", "é".encode()),
    *(
        PASSWORD,
        PASSWORD[:9],
        PASSWORD[9:],
        base64.b64encode(PASSWORD),
        base64.b64encode(b"\0tim\0" + PASSWORD),
    ),
]
_COMMANDS = [
    "EHLO me",
    "HELO me",
    "STARTTLS",
    "AUTH LOGIN",
    "MAIL FROM:<a@b>",
    "RCPT TO:<a@b>",
    "DATA",
    "RSET",
    "QUIT",
]
_COMMANDS += [
    "AUTH PLAIN " + base64.b64encode(b"\0tim\0" + PASSWORD).decode(),
    "*",
    "",
    "é",
    "XCLIENT ADDR=::1",
    "BDAT 0 LAST",
]
_MECHANISMS = ["PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2", "OAUTHBEARER"]


def main() -> None:
    """Run, and print how much was tried; an AssertionError or any other exception is a finding."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 300.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**9)
    chance = random.Random(seed)
    print(f"seed {seed}, {seconds:.0f} s", flush=True)  # noqa: T201
    streams = dialogues = octets = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        octets += _try_stream(chance)
        streams += 1
        octets += _try_dialogue(chance)
        dialogues += 1
    print(f"{streams} streams, {dialogues} dialogues, {octets} octets: nothing found")  # noqa: T201


def _stream(chance: random.Random) -> bytes:
    if chance.random() < 0.1:
        return chance.randbytes(chance.randrange(300))
    pieces = [chance.choice(_PIECES) for _ in range(chance.randrange(30))]
    stream = bytearray(b"".join(pieces))
    for _ in range(chance.randrange(4) if stream else 0):
        stream[chance.randrange(len(stream))] = chance.randrange(256)
    return bytes(stream)


def _chunks(chance: random.Random, stream: bytes) -> list[bytes]:
    edges = sorted(chance.randrange(len(stream) + 1) for _ in range(chance.randrange(12)))
    return [stream[a:b] for a, b in zip([0, *edges], [*edges, len(stream)], strict=True)]


def _read(chunks: list[bytes]) -> list[ReplyLine | Reply]:
    parser = ReplyParser()
    items = [item for chunk in chunks for item in parser.feed(chunk, 0.0)]
    return items + parser.end(0.0)


def _try_stream(chance: random.Random) -> int:
    stream = _stream(chance)
    whole = _read([stream])
    assert _read(_chunks(chance, stream)) == whole, stream
    lines = [item for item in whole if isinstance(item, ReplyLine)]
    assert sum(len(line.raw) + line.dropped for line in lines) == len(stream), stream
    if not any(line.dropped for line in lines):
        assert b"".join(line.raw for line in lines) == stream, stream
    return 2 * len(stream)


def _try_dialogue(chance: random.Random) -> int:
    dialogue = Dialogue(lmtp=chance.random() < 0.1)
    events: list[Event] = dialogue.receive(b"220 mx\r\n", 0.0)
    octets = sent_from = 0
    for _ in range(chance.randrange(12)):
        acted = _act(chance, dialogue)
        asked = [event.asked for event in acted if isinstance(event, CommandSent)]
        if any(each.verb == "AUTH" and "•".encode() in each.line for each in asked):
            # The password was sent; before, the same octets were a stranger's.
            sent_from = sent_from or len(events)
        events += acted
        for chunk in _chunks(chance, _stream(chance)):
            octets += len(chunk)
            events += dialogue.receive(chunk, 0.0)
    events += dialogue.end_of_stream(0.0)
    assert dialogue.state is State.CLOSED
    if sent_from:
        assert PASSWORD.decode() not in repr(events[sent_from:])
    return octets


def _act(chance: random.Random, dialogue: Dialogue) -> list[Event]:
    try:
        match chance.randrange(8):
            case 0:
                mechanism = make_mechanism(chance.choice(_MECHANISMS), "tim", Secret(PASSWORD))
                assert mechanism is not None
                return dialogue.authenticate(mechanism, 0.0)[1]
            case 1 | 2 if dialogue.challenged:
                return dialogue.respond_to_challenge(0.0)[1]
            case 3:
                return dialogue.send_message(_stream(chance), 0.0)[1]
            case 4:
                return dialogue.send_data_line(chance.choice([".", "..", "x", "é"]), 0.0)[1]
            case 5 if dialogue.ready_for_tls:
                return dialogue.tls_established(0.0)
            case _:
                return dialogue.send(chance.choice(_COMMANDS), 0.0)[1]
    except CommandError:
        return []


if __name__ == "__main__":
    main()
