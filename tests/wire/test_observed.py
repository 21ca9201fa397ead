"""Sessions heard from both sides, as a log reader, a recording or a proxy hears them.

In a script each entry begins with ``C:`` or ``S:``. Each session is heard whole, octet by octet, cut at every
boundary, and with the client's octets ahead of the server's as far as its meaning allows.
"""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smtptui.wire.dialogue import Dialogue
from smtptui.wire.events import (
    CommandSent,
    DataSent,
    Event,
    GreetingReceived,
    ReplyReceived,
    State,
    StateChanged,
    Wait,
)
from smtptui.wire.limits import HELD_OCTETS, LINE_KEPT, UNANSWERED
from smtptui.wire.observed import Observer
from smtptui.wire.reply import Anomaly
from smtptui.wire.secrecy import Awaited

PLAIN = base64.b64encode(b"\0lab\0c4nary-in-the-m1ne").decode()
PASSWORD = base64.b64encode(b"c4nary-in-the-m1ne").decode()

MAIL = """
S:220 mx ESMTP
C:EHLO me.example
S:250-mx|250-PIPELINING|250 8BITMIME
C:MAIL FROM:<a@example.org>
S:250 2.1.0 Ok
C:RCPT TO:<b@example.org>
S:250 2.1.5 Ok
C:DATA
S:354 go
C:Subject: x||MAIL FROM:<no@command>|..dot|QUIT|.
S:250 2.0.0 queued
C:QUIT
S:221 2.0.0 bye
"""

PIPELINED = """
S:220 mx ESMTP
C:EHLO me.example
S:250-mx|250 PIPELINING
C:MAIL FROM:<a@example.org>|RCPT TO:<x@example.org>|RCPT TO:<y@example.org>|DATA
S:250 Ok|550 5.1.1 no|250 Ok|354 go
C:Hi|.|MAIL FROM:<a@example.org>|RCPT TO:<z@example.org>|QUIT
S:250 queued|250 Ok|250 Ok|221 bye
"""

REFUSED_DATA = """
S:220 mx ESMTP
C:EHLO me.example
S:250 mx
C:MAIL FROM:<a@example.org>|RCPT TO:<x@example.org>|DATA
S:250 Ok|550 5.1.1 no|554 5.5.1 no valid recipients
C:RSET|QUIT
S:250 Ok|221 bye
"""

CHUNKS = """
S:220 mx ESMTP
C:EHLO me.example
S:250-mx|250 CHUNKING
C:MAIL FROM:<a@example.org>|RCPT TO:<x@example.org>|BDAT 12|.|1234|X|BDAT 3 LAST|Y|NOOP
S:250 Ok|250 Ok|250 12 octets|250 queued|250 Ok
"""

LOGIN = """
S:220 mx ESMTP
C:EHLO me.example
S:250-mx|250 AUTH LOGIN PLAIN
C:AUTH LOGIN
S:334 VXNlcm5hbWU6
C:bGFi
S:334 UGFzc3dvcmQ6
C:{PASSWORD}
S:535 5.7.8 bad c4nary-in-the-m1ne
C:auth plain {PLAIN}
S:235 2.7.0 in
C:NOOP
S:250 Ok
""".replace("{PASSWORD}", PASSWORD).replace("{PLAIN}", PLAIN)

REFUSED_LOGIN = """
S:220 mx ESMTP
C:EHLO me.example
S:250 mx
C:AUTH LOGIN
S:503 5.5.1 not offered
C:{PASSWORD}
S:500 5.5.2 what
C:AUTH CRAM-MD5
S:334 PDFAbXg+
C:*
S:501 5.7.0 cancelled
C:QUIT
S:221 bye
""".replace("{PASSWORD}", PASSWORD)

PRDR = """
S:220 mx ESMTP
C:EHLO me.example
S:250-mx|250 PRDR
C:MAIL FROM:<a@example.org> PRDR
S:250 Ok
C:RCPT TO:<x@example.org>
S:250 Ok
C:RCPT TO:<n@example.org>
S:550 no
C:RCPT TO:<y@example.org>
S:250 Ok
C:DATA
S:354 go
C:Hi|.
S:353 content analysis has started|250 for x|550 5.7.1 not for y|250 done
C:NOOP
S:250 Ok
"""

LMTP = """
S:220 mx LMTP
C:LHLO me.example
S:250-mx|250 PIPELINING
C:MAIL FROM:<a@example.org>|RCPT TO:<x@example.org>|RCPT TO:<y@example.org>|RSET
S:250 Ok|250 Ok|250 Ok|250 Ok
C:MAIL FROM:<a@example.org>|RCPT TO:<x@example.org>|RCPT TO:<n@example.org>|RCPT TO:<y@example.org>|DATA
S:250 Ok|250 Ok|550 no|250 Ok|354 go
C:Hi|.|NOOP
S:250 x|452 4.2.2 y|250 Ok
"""

EARLY = """
C:EHLO me.example
S:220 mx ESMTP|250 mx
C:NOOP
S:250 Ok|250 again|250 and again
C:QUIT
S:221 bye
"""

EXPECTED: dict[str, list[tuple[str, int]]] = {
    MAIL: [
        ("EHLO", 250),
        ("MAIL", 250),
        ("RCPT", 250),
        ("DATA", 354),
        ("END-OF-DATA", 250),
        ("QUIT", 221),
    ],
    PIPELINED: [
        ("EHLO", 250),
        ("MAIL", 250),
        ("RCPT", 550),
        ("RCPT", 250),
        ("DATA", 354),
        ("END-OF-DATA", 250),
        ("MAIL", 250),
        ("RCPT", 250),
        ("QUIT", 221),
    ],
    REFUSED_DATA: [("EHLO", 250), ("MAIL", 250), ("RCPT", 550), ("DATA", 554), ("RSET", 250), ("QUIT", 221)],
    CHUNKS: [("EHLO", 250), ("MAIL", 250), ("RCPT", 250), ("BDAT", 250), ("BDAT", 250), ("NOOP", 250)],
    LOGIN: [
        ("EHLO", 250),
        ("AUTH", 334),
        ("RESPONSE", 334),
        ("RESPONSE", 535),
        ("AUTH", 235),
        ("NOOP", 250),
    ],
    REFUSED_LOGIN: [
        ("EHLO", 250),
        ("AUTH", 503),
        ("RESPONSE", 500),
        ("AUTH", 334),
        ("RESPONSE", 501),
        ("QUIT", 221),
    ],
    PRDR: [
        ("EHLO", 250),
        ("MAIL", 250),
        ("RCPT", 250),
        ("RCPT", 550),
        ("RCPT", 250),
        ("DATA", 354),
        ("END-OF-DATA", 353),
        ("END-OF-DATA", 250),
        ("END-OF-DATA", 550),
        ("END-OF-DATA", 250),
        ("NOOP", 250),
    ],
    LMTP: [
        ("LHLO", 250),
        ("MAIL", 250),
        ("RCPT", 250),
        ("RCPT", 250),
        ("RSET", 250),
        ("MAIL", 250),
        ("RCPT", 250),
        ("RCPT", 550),
        ("RCPT", 250),
        ("DATA", 354),
        ("END-OF-DATA", 250),
        ("END-OF-DATA", 452),
        ("NOOP", 250),
    ],
    EARLY: [("EHLO", 250), ("NOOP", 250), ("", 250), ("", 250), ("QUIT", 221)],
}

Turn = tuple[str, bytes]


def turns(script: str) -> list[Turn]:
    lines = script.strip().split("\n")
    return [(line[0], (line[2:].replace("|", "\r\n") + "\r\n").encode()) for line in lines]


def heard(turns: list[Turn], observer: Observer | None = None) -> tuple[Observer, list[Event]]:
    observer = observer or Observer()
    events: list[Event] = []
    for at, (side, octets) in enumerate(turns):
        hear = observer.heard_from_client if side == "C" else observer.heard_from_server
        events += hear(octets, float(at))
    return observer, events


def pairs(events: list[Event]) -> list[tuple[str, int]]:
    replies = [event for event in events if isinstance(event, ReplyReceived)]
    return [(event.asked.verb if event.asked else "", event.reply.code) for event in replies]


def commands(events: list[Event]) -> list[bytes]:
    return [event.asked.line for event in events if isinstance(event, CommandSent)]


def told(events: list[Event]) -> list[object]:
    """What does not depend on where the octets were cut: commands, replies, states; message data summed."""
    result: list[object] = []
    lines = octets = 0
    for event in events:
        match event:
            case DataSent():
                lines, octets = lines + event.lines, octets + event.octets
            case CommandSent(_, asked, size):
                result.append((asked.verb, asked.line, size))
            case GreetingReceived(_, reply) | ReplyReceived(_, reply):
                result.append((reply.raw, reply.anomalies, reply.enhanced))
            case StateChanged(_, before, after):
                result.append((before, after))
    return [*result, lines, octets]


@pytest.mark.parametrize("script", EXPECTED)
def test_each_reply_answers_its_command(script: str) -> None:
    observer, events = heard(turns(script))
    assert pairs(events) == EXPECTED[script]
    assert [type(event) for event in events].count(GreetingReceived) == 1
    assert observer.pending == ()


@pytest.mark.parametrize("script", EXPECTED)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_it_does_not_matter_how_the_octets_are_cut(script: str, size: int) -> None:
    whole = heard(turns(script))[1]
    cut = [
        (side, octets[start : start + size])
        for side, octets in turns(script)
        for start in range(0, len(octets), size)
    ]
    assert told(heard(cut)[1]) == told(whole)


@pytest.mark.parametrize("script", EXPECTED)
def test_it_does_not_matter_where_one_turn_is_split(script: str) -> None:
    whole = told(heard(turns(script))[1])
    for place, (side, octets) in enumerate(turns(script)):
        for cut in range(1, len(octets)):
            split = turns(script)
            split[place : place + 1] = [(side, octets[:cut]), (side, octets[cut:])]
            assert told(heard(split)[1]) == whole


# Replies that nobody asked for, and responses given in vain, show by their place alone.
@pytest.mark.parametrize("script", [script for script in EXPECTED if script not in (EARLY, REFUSED_LOGIN)])
def test_replies_are_paired_though_all_of_the_client_was_heard_first(script: str) -> None:
    ordered = sorted(turns(script), key=lambda turn: turn[0])
    assert pairs(heard(ordered)[1]) == EXPECTED[script]


def test_message_data_is_counted_and_is_no_command() -> None:
    _, events = heard(turns(MAIL))
    assert [event for event in events if isinstance(event, DataSent)] == [DataSent(9.0, 6, 54)]
    assert b"QUIT" not in commands(events)[:-1]


@pytest.mark.parametrize("script", [LOGIN, REFUSED_LOGIN])
@pytest.mark.parametrize("size", [1, 1000])
def test_no_credential_is_told(script: str, size: int) -> None:
    cut = [
        (side, octets[start : start + size])
        for side, octets in turns(script)
        for start in range(0, len(octets), size)
    ]
    observer, events = heard(cut)
    for secret in ("c4nary", PASSWORD, PLAIN):
        assert secret not in repr(events)
        assert secret not in repr(vars(observer))


def test_what_is_shown_of_an_exchange_names_the_mechanism() -> None:
    mask = "••••••".encode()
    assert commands(heard(turns(LOGIN))[1])[1:] == [
        b"AUTH LOGIN",
        mask,
        mask,
        b"auth plain " + mask,
        b"NOOP",
    ]


def test_the_results_for_the_recipients_of_PRDR_are_expected_and_end_with_the_last() -> None:  # noqa: N802
    observer, events = heard(turns(PRDR)[:-2])
    replies = [event.reply for event in events if isinstance(event, ReplyReceived)]
    assert all(not reply.anomalies for reply in replies)
    assert observer.state is State.IDENTIFIED
    observer, _ = heard(turns(PRDR)[:-3])
    assert observer.waits is Wait.DATA
    observer.heard_from_server(b"353 wait\r\n250 x\r\n550 y\r\n", 99.0)
    assert observer.waits is Wait.DATA
    assert observer.state is State.MAIL_TRANSACTION


def test_a_353_that_PRDR_did_not_ask_for_is_one_odd_reply() -> None:  # noqa: N802
    script = PRDR.replace("> PRDR", ">")
    observer, events = heard(turns(script)[:-3])
    events += observer.heard_from_server(b"353 what\r\n", 99.0)
    reply = events[-2]
    assert isinstance(reply, ReplyReceived)
    assert Anomaly.UNEXPECTED_CODE in reply.reply.anomalies
    assert observer.pending == ()


def test_PRDR_of_one_message_says_nothing_of_the_next() -> None:  # noqa: N802
    again = (
        "C:MAIL FROM:<a@example.org>|RCPT TO:<x@example.org>|DATA\nS:250 Ok|250 Ok|354 go\nC:Hi|.\nS:353 odd"
    )
    observer, _ = heard(turns(PRDR + again))
    assert observer.pending == ()


def test_each_message_of_LMTP_has_as_many_replies_as_it_has_recipients() -> None:  # noqa: N802
    again = (
        "C:MAIL FROM:<a@example.org>|RCPT TO:<x@example.org>|DATA\nS:250 Ok|250 Ok|354 go\nC:Hi|.\nS:250 x"
    )
    observer, _ = heard(turns(LMTP + again))
    assert observer.pending == ()
    assert observer.state is State.IDENTIFIED


@pytest.mark.parametrize("reset", ["RSET", "LHLO me.example"])
def test_recipients_are_forgotten_with_their_transaction(reset: str) -> None:
    script = f"""
S:220 mx LMTP
C:LHLO me.example|MAIL FROM:<a@b.c>|RCPT TO:<x@b.c>|RCPT TO:<y@b.c>|{reset}
S:250 mx|250 Ok|250 Ok|250 Ok|250 Ok
C:MAIL FROM:<a@b.c>|RCPT TO:<x@b.c>|DATA
S:250 Ok|250 Ok|354 go
C:Hi|.
"""
    observer, _ = heard(turns(script))
    assert [asked.verb for asked in observer.pending] == ["END-OF-DATA"]


def test_TLS_makes_the_streams_opaque_until_both_begin_anew() -> None:  # noqa: N802
    observer, _ = heard(turns("S:220 mx ESMTP\nC:EHLO me\nS:250-mx|250 STARTTLS\nC:STARTTLS\nS:220 go"))
    assert observer.heard_from_client(b"\x16\x03\x01\0\x05hello\r\n", 9.0) == []
    assert observer.heard_from_server(b"\x16\x03\x03\0\x05hello\r\n250 Ok\r\n", 9.0) == []
    assert observer.pending == ()
    observer.tls_established(10.0)
    observer, events = heard(turns("C:EHLO me\nS:250-mx|250 AUTH PLAIN\nC:NOOP\nS:250 Ok"), observer)
    assert pairs(events) == [("EHLO", 250), ("NOOP", 250)]
    assert observer.tls
    assert observer.extensions_before_tls is not None
    assert "STARTTLS" in observer.extensions_before_tls


def test_what_a_server_says_before_the_handshake_is_told() -> None:
    observer, _ = heard(turns("S:220 mx ESMTP\nC:EHLO me\nS:250-mx|250 STARTTLS\nC:STARTTLS\nS:220 go"))
    assert pairs(observer.heard_from_server(b"250 injected\r\n", 9.0)) == [("", 250)]


def test_what_a_client_sends_behind_STARTTLS_is_held_and_is_a_command_only_if_it_is_refused() -> None:  # noqa: N802
    begun = "S:220 mx ESMTP\nC:EHLO me\nS:250-mx|250 STARTTLS\nC:STARTTLS|NOOP\n"
    observer, events = heard(turns(begun + "S:454 not now|250 Ok"))
    assert pairs(events) == [("EHLO", 250), ("STARTTLS", 454), ("NOOP", 250)]
    observer, events = heard(turns(begun + "S:220 go"))
    assert commands(events) == [b"EHLO me", b"STARTTLS"]
    observer.tls_established(9.0)
    assert observer.heard_from_client(b"RSET\r\n", 10.0) != []
    assert [asked.verb for asked in observer.pending] == ["RSET"]


@pytest.mark.parametrize(
    "begun",
    [
        "C:AUTH LOGIN|held",
        "C:AUTH LOGIN\nS:334 VXNlcm5hbWU6",
        "C:BDAT 500",
        "C:NOOP|NOOP",
        "C:DATA",
    ],
)
def test_nothing_that_was_open_before_TLS_is_open_in_it(begun: str) -> None:  # noqa: N802
    greeted = (
        "S:220 mx LMTP\n"
        "C:LHLO me|MAIL FROM:<a@b.c>|RCPT TO:<x@b.c>|RCPT TO:<y@b.c>\n"
        "S:250 mx|250 a|250 b|250 c\n"
    )
    observer, _ = heard(turns(greeted + begun))
    observer.heard_from_server(b"250-half\r\n250-a rep", 8.0)
    observer.tls_established(9.0)
    assert observer.pending == ()
    assert observer.waits is None
    assert observer.awaited is Awaited.COMMAND
    assert not observer.half_received
    script = "C:LHLO me|MAIL FROM:<a@b.c>|RCPT TO:<z@b.c>|DATA\nS:250 mx|250 a|250 b|354 go\nC:Hi|.\nS:250 z"
    observer, events = heard(turns(script), observer)
    assert pairs(events)[0] == ("LHLO", 250)
    assert observer.pending == ()


def test_each_message_is_read_from_its_own_beginning() -> None:
    begun = "S:220 mx\nC:EHLO me|MAIL FROM:<a@b.c>|RCPT TO:<x@b.c>|DATA\nS:250 mx|250 a|250 b|354 go\n"
    observer, _ = heard(turns(begun))
    observer.heard_from_client(b"no line end yet", 7.0)
    observer.heard_from_client(b"\r\n.\r\nDATA\r\n", 8.0)
    observer.heard_from_server(b"250 queued\r\n354 again\r\n", 9.0)
    observer.heard_from_client(b".\r\n", 10.0)
    assert [asked.verb for asked in observer.pending] == ["END-OF-DATA"]


def test_a_message_that_is_not_shown_may_be_left_out() -> None:
    begun = "S:220 mx\nC:EHLO me|MAIL FROM:<a@b.c>|RCPT TO:<x@b.c>|DATA\nS:250 mx|250 a|250 b\n"
    observer, _ = heard(turns(begun))
    assert observer.message_left_out(8.0) == []
    observer.heard_from_server(b"354 go\r\n", 9.0)
    observer.message_left_out(10.0)
    events = observer.heard_from_server(b"250 queued\r\n", 11.0)
    assert pairs(events) == [("END-OF-DATA", 250)]
    assert observer.heard_from_client(b"NOOP\r\n", 12.0) != []
    assert [asked.verb for asked in observer.pending] == ["NOOP"]


def test_more_commands_than_any_client_sends_without_a_reply_end_the_pairing() -> None:
    observer = Observer(midway=True)
    events = observer.heard_from_client(b"NOOP\r\n" * UNANSWERED, 1.0)
    assert len(observer.pending) == len(events) == UNANSWERED
    events = observer.heard_from_client(b"NOOP\r\n", 2.0)
    assert events[-1] == StateChanged(2.0, State.IDENTIFIED, State.OUT_OF_STEP)
    assert observer.pending == ()


def test_a_353_among_the_results_of_PRDR_is_one_of_them() -> None:  # noqa: N802
    observer, _ = heard(turns(PRDR)[:-3])
    for expected in (3, 2, 1, 0):
        assert (observer.waits is Wait.DATA) is (len(observer.pending) > 0)
        observer.heard_from_server(b"353 odd\r\n", 99.0)
        assert len(observer.pending) == expected
    assert observer.waits is None


def test_a_session_may_be_heard_from_its_middle() -> None:
    observer, events = heard(turns("C:NOOP\nS:250 Ok\nC:QUIT\nS:221 bye"), Observer(midway=True))
    assert pairs(events) == [("NOOP", 250), ("QUIT", 221)]
    assert observer.greeting is None


def test_lines_of_a_client_may_end_in_LF_alone_and_be_blank() -> None:  # noqa: N802
    _, events = heard(
        [("S", b"220 mx\r\n"), ("C", b"NOOP\n\r\nHELP\r\n"), ("S", b"250 Ok\r\n500 what\r\n214 x\r\n")]
    )
    assert pairs(events) == [("NOOP", 250), ("", 500), ("HELP", 214)]
    assert [event.octets for event in events if isinstance(event, CommandSent)] == [5, 2, 6]


def test_octets_that_are_no_UTF_8_are_told_as_they_are() -> None:  # noqa: N802
    _, events = heard([("S", b"220 mx\r\n"), ("C", b"VRFY \xff\xfe\r\n")])
    assert commands(events) == [b"VRFY \xff\xfe"]


def test_of_a_line_without_an_end_the_beginning_is_kept() -> None:
    observer = Observer(midway=True)
    for _ in range(4):
        observer.heard_from_client(b"x" * LINE_KEPT, 1.0)
    events = observer.heard_from_client(b"y\r\n", 2.0)
    sent = events[0]
    assert isinstance(sent, CommandSent)
    assert (len(sent.asked.line), sent.octets) == (LINE_KEPT, 4 * LINE_KEPT + 3)


def test_of_what_is_held_so_much_is_kept_and_more_ends_the_pairing() -> None:
    observer, _ = heard(turns("S:220 mx\nC:EHLO me\nS:250 mx\nC:AUTH LOGIN"))
    block = b"x" * (HELD_OCTETS // 4)
    events = [event for _ in range(5) for event in observer.heard_from_client(block, 9.0)]
    assert observer.state is State.OUT_OF_STEP
    assert [type(event) for event in events] == [StateChanged]


def test_a_size_of_BDAT_that_is_not_clear_announces_nothing() -> None:  # noqa: N802
    _, events = heard(turns("S:220 mx\nC:BDAT what|NOOP\nS:501 no|250 Ok"))
    assert pairs(events) == [("BDAT", 501), ("NOOP", 250)]


def test_a_dialogue_hears_of_itself_what_another_would_have_heard() -> None:
    dialogue = Dialogue()
    events: list[Event] = []
    for at, (side, octets) in enumerate(turns(LOGIN)):
        if side == "S":
            events += dialogue.receive(octets, float(at))
        else:
            events += dialogue.send(octets.decode().removesuffix("\r\n"), float(at))[1]
    assert events == heard(turns(LOGIN))[1]


SAID = st.sampled_from(
    [
        b"EHLO x\r\n", b"MAIL FROM:<a@b.c> PRDR\r\n", b"RCPT TO:<a@b.c>\r\n", b"DATA\r\n", b"BDAT 4\r\n",
        b"BDAT 2 LAST\r\n", b".\r\n", b"AUTH PLAIN\r\n", b"AUTH LOGIN bGFi\r\n", b"*\r\n", b"\r\n",
        b"STARTTLS\r\n",        b"LHLO x\r\n", b"QUIT\r\n", b"XCLIENT A=B\r\n", b"\xff\0\n", b"x" * 600,
    ]
)  # fmt: skip
ANSWERED = st.sampled_from(
    [
        b"220 mx\r\n", b"250 Ok\r\n", b"250-a\r\n250 AUTH PLAIN\r\n", b"334 \r\n", b"354 go\r\n",
        b"353 x\r\n", b"235 in\r\n", b"421 bye\r\n", b"550 no\r\n", b"999 ?\r\n", b"\r\n", b"2", b"\xff\n",
        b"250-\r\n",
    ]
)  # fmt: skip


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("C"), st.one_of(SAID, st.binary(max_size=20))),
            st.tuples(st.just("S"), st.one_of(ANSWERED, st.binary(max_size=20))),
            st.tuples(st.just("T"), st.just(b"")),
        ),
        max_size=30,
    ),
    st.booleans(),
)
@settings(max_examples=400)
def test_nothing_that_is_heard_raises(said: list[Turn], midway: bool) -> None:
    observer = Observer(midway=midway)
    for side, octets in said:
        match side:
            case "C":
                observer.heard_from_client(octets, 1.0)
            case "S":
                observer.heard_from_server(octets, 1.0)
            case _:
                observer.tls_established(1.0)
        observer.expected()
        assert observer.waits in (None, *Wait)
    observer.end_of_stream(2.0)
    assert observer.state is State.CLOSED
    assert observer.heard_from_client(b"NOOP\r\n", 3.0) == []
