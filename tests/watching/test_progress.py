"""Where a session stands: its steps, what it waits for, what is held."""

import pytest

from smtptui.watching.narration import Awaiting, Milestone, Silence, wait_words
from smtptui.watching.progress import Progress
from smtptui.wire.events import (
    Asked,
    CommandSent,
    Connected,
    Connecting,
    Event,
    GreetingReceived,
    Held,
    Refused,
    Resolved,
    Resolving,
    State,
    StateChanged,
    TlsEstablished,
    Wait,
)
from smtptui.wire.reply import Reply
from tests.tui.transcript import reply_line

LOOK_UP = Resolving(1.0, "mx.example", "MX")
CONNECTING = Connecting(2.0, "mx.example", "192.0.2.1", 25)
CONNECTED = Connected(3.0, "mx.example", "192.0.2.1", 25, 1.0)
NOOP = CommandSent(5.0, Asked("NOOP", b"NOOP", 5.0), 6)
TLS = TlsEstablished(4.0, "TLSv1.3", "AES", 256, True, (), 0.5)


def progress(*events: Event) -> Progress:
    """Return where a session stands after these events."""
    made = Progress()
    for event in events:
        made.receive(event)
    return made


def greeting(at: float) -> GreetingReceived:
    """Return a greeting that came then."""
    return GreetingReceived(at, Reply(((), False, reply_line(b"220 mx\r\n", at))))


@pytest.mark.parametrize(
    ("events", "awaiting"),
    [
        ([LOOK_UP], Awaiting(1.0, Silence.NAME, "mx.example")),
        ([LOOK_UP, Resolved(1.5, "mx.example", "MX", ("a",))], None),
        ([LOOK_UP, CONNECTING], Awaiting(2.0, Silence.CONNECTION, "192.0.2.1:25")),
        ([CONNECTING, CONNECTED], Awaiting(3.0, Silence.GREETING)),
        ([CONNECTED, greeting(3.5)], None),
        ([CONNECTED, greeting(3.5), NOOP], Awaiting(5.0, Silence.REPLY, "NOOP")),
        (
            [CONNECTED, StateChanged(3.7, State.IDENTIFIED, State.STARTING_TLS)],
            Awaiting(3.7, Silence.HANDSHAKE),
        ),
        ([CONNECTED, StateChanged(3.7, State.READY, State.STARTING_TLS), TLS], None),
        ([CONNECTED, TLS], Awaiting(4.0, Silence.GREETING)),
        (
            [StateChanged(6.0, State.DATA, State.MAIL_TRANSACTION)],
            Awaiting(6.0, Silence.REPLY, "END-OF-DATA"),
        ),
    ],
)
def test_what_is_waited_for_is_known(events: list[Event], awaiting: Awaiting | None) -> None:
    assert progress(*events).awaiting == awaiting


def test_the_words_of_a_wait_name_what_it_waits_for() -> None:
    assert wait_words(Awaiting(1.0, Silence.NAME, "mx.example"), 3.4) == "looking up mx.example: 3 s"
    assert wait_words(Awaiting(1.0, Silence.REPLY, "EHLO"), 3.6) == "waiting for the reply to EHLO 4 s"


def test_a_greeting_takes_from_where_the_server_may_speak() -> None:
    assert progress(CONNECTED, greeting(3.5)).steps[-1] == (Milestone.GREETING, 0.5, 2)
    assert progress(CONNECTED, TLS, greeting(4.25)).steps[-1] == (Milestone.GREETING, 0.25, 2)


def test_a_connection_took_what_the_wire_says_it_took() -> None:
    assert progress(CONNECTING, CONNECTED).steps[-1] == (Milestone.CONNECT, 1.0, 2)


def test_lines_that_are_held_are_counted_down_as_they_go_their_ways() -> None:
    made = progress(Held(1.0, b"NOOP", Wait.GREETING, 1), Held(1.1, b"HELP", Wait.GREETING, 2))
    assert made.held == Held(1.1, b"HELP", Wait.GREETING, 2)
    made.receive(NOOP)
    assert made.held is not None
    assert made.held.waiting == 1
    made.receive(Refused(5.0, b"HELP", "no"))
    assert made.held is None
