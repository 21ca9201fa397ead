"""Where the client stands, and which reply answers what."""

import pytest

from smtptui.wire.command import CommandError
from smtptui.wire.dialogue import Dialogue
from smtptui.wire.events import DataSent, LineReceived, State, StateChanged
from smtptui.wire.reply import Anomaly
from tests.wire.conversation import Conversation


def test_a_whole_session_is_walked_through() -> None:
    talk = Conversation().in_transaction()
    talk.say("DATA", b"354 go\r\n")
    assert talk.is_in(State.DATA)
    talk.took(talk.dialogue.send_message(b"Subject: x\n\n.\n", 9.0))
    talk.server(b"250 2.0.0 queued\r\n")
    talk.say("QUIT", b"221 2.0.0 bye\r\n")
    talk.events += talk.dialogue.end_of_stream(20.0)
    assert talk.states == [
        State.READY,
        State.IDENTIFIED,
        State.MAIL_TRANSACTION,
        State.DATA,
        State.MAIL_TRANSACTION,
        State.IDENTIFIED,
        State.CLOSING,
        State.CLOSED,
    ]
    assert talk.pairs == [
        ("EHLO", 250),
        ("MAIL", 250),
        ("RCPT", 250),
        ("DATA", 354),
        ("END-OF-DATA", 250),
        ("QUIT", 221),
    ]
    assert talk.written.endswith(b"DATA\r\nSubject: x\r\n\r\n..\r\n.\r\nQUIT\r\n")


def test_the_greeting_is_told_as_such_and_no_other_220_is() -> None:
    talk = Conversation().identified("STARTTLS")
    talk.say("STARTTLS", b"220 2.0.0 go ahead\r\n")
    assert len(talk.greetings) == 1
    assert talk.greetings[0].accepted
    assert talk.pairs[-1] == ("STARTTLS", 220)
    assert talk.is_in(State.STARTING_TLS)


def test_the_220_to_XCLIENT_is_a_greeting() -> None:  # noqa: N802
    talk = Conversation().identified("XCLIENT NAME ADDR")
    talk.say("XCLIENT ADDR=192.0.2.1", b"220 mx ESMTP\r\n")
    assert len(talk.greetings) == 2
    assert talk.is_in(State.READY)
    assert talk.dialogue.extensions is None


def test_a_greeting_in_two_parts_shows_its_first_line_at_once() -> None:
    talk = Conversation(greeting=b"")
    events = talk.server(b"220-mx ESMTP\r\n")
    assert [type(event) for event in events] == [LineReceived]
    talk.server(b"220 mx ESMTP\r\n")
    reply = talk.greetings[0].reply
    assert (reply.at, reply.until) == (1.0, 2.0)
    assert [event.reply_line for event in talk.lines] == [0, 1]


def test_a_reply_tells_how_long_it_took_and_where_the_client_stood() -> None:
    talk = Conversation().identified()
    assert talk.replies[0].took == 1.0
    assert talk.replies[0].state is State.READY


def test_pipelined_commands_are_answered_in_order() -> None:
    talk = Conversation().identified("PIPELINING")
    for line in ("MAIL FROM:<a@b.c>", "RCPT TO:<x@b.c>", "RCPT TO:<y@b.c>", "DATA"):
        talk.client(line)
    assert [asked.verb for asked in talk.dialogue.pending] == ["MAIL", "RCPT", "RCPT", "DATA"]
    talk.server(b"250 Ok\r\n550 no\r\n250 Ok\r\n354 go\r\n")
    assert talk.pairs[1:] == [("MAIL", 250), ("RCPT", 550), ("RCPT", 250), ("DATA", 354)]
    assert talk.replies[2].asked is not None
    assert talk.replies[2].asked.line == b"RCPT TO:<x@b.c>"
    assert talk.is_in(State.DATA)
    assert talk.dialogue.pending == ()


def test_a_command_sent_before_the_greeting_is_paired_with_its_own_reply() -> None:
    talk = Conversation(greeting=b"")
    talk.client("EHLO me")
    talk.server(b"220 mx\r\n250 mx\r\n")
    assert len(talk.greetings) == 1
    assert talk.pairs == [("EHLO", 250)]


def test_a_command_out_of_order_is_sent_all_the_same() -> None:
    talk = Conversation()
    talk.say("RCPT TO:<a@b.c>", b"503 5.5.1 MAIL first\r\n")
    assert talk.written == b"RCPT TO:<a@b.c>\r\n"
    assert talk.is_in(State.READY)


@pytest.mark.parametrize(
    ("verbs", "has", "has_not"),
    [
        ((), {"EHLO", "HELO", "QUIT"}, {"MAIL", "DATA"}),
        (("STARTTLS", "AUTH PLAIN"), {"MAIL", "STARTTLS", "AUTH"}, {"RCPT", "DATA"}),
        (("HELP",), {"MAIL"}, {"STARTTLS", "AUTH"}),
    ],
)
def test_what_fits_is_said(verbs: tuple[str, ...], has: set[str], has_not: set[str]) -> None:
    talk = Conversation()
    if verbs:
        talk.identified(*verbs)
    assert has <= set(talk.dialogue.expected())
    assert not has_not & set(talk.dialogue.expected())


def test_DATA_fits_once_a_recipient_was_taken() -> None:  # noqa: N802
    talk = Conversation().identified()
    talk.say("MAIL FROM:<a@b.c>", b"250 Ok\r\n")
    assert "DATA" not in talk.dialogue.expected()
    talk.say("RCPT TO:<x@b.c>", b"550 no\r\n")
    assert "DATA" not in talk.dialogue.expected()
    talk.say("RCPT TO:<y@b.c>", b"250 Ok\r\n")
    assert "DATA" in talk.dialogue.expected()


def test_RSET_ends_the_transaction_and_a_second_MAIL_refused_does_not() -> None:  # noqa: N802
    talk = Conversation().in_transaction()
    talk.say("MAIL FROM:<c@d.e>", b"503 nested\r\n")
    assert talk.is_in(State.MAIL_TRANSACTION)
    talk.say("RSET", b"250 Ok\r\n")
    assert talk.is_in(State.IDENTIFIED)


def test_data_typed_line_by_line_ends_with_a_single_dot() -> None:
    talk = Conversation().in_transaction()
    talk.say("DATA", b"354 go\r\n")
    sent = [talk.took(talk.dialogue.send_data_line(line, 9.0)) for line in ("Hi", "", ".dot", ".")]
    assert sent == [b"Hi\r\n", b"\r\n", b"..dot\r\n", b".\r\n"]
    assert [event.octets for event in talk.events if isinstance(event, DataSent)] == [4, 2, 7, 3]
    assert [asked.verb for asked in talk.dialogue.pending] == ["END-OF-DATA"]
    with pytest.raises(CommandError):
        talk.dialogue.send_data_line("more", 9.0)


def test_a_data_line_is_one_line() -> None:
    talk = Conversation().in_transaction()
    talk.say("DATA", b"354 go\r\n")
    for line in ("a\nb", "a\r", "\r\n.\r\nQUIT"):
        with pytest.raises(CommandError):
            talk.dialogue.send_data_line(line, 9.0)


def test_a_command_is_refused_while_the_server_waits_for_data() -> None:
    talk = Conversation().in_transaction()
    talk.say("DATA", b"354 go\r\n")
    with pytest.raises(CommandError, match="dot"):
        talk.client("QUIT")


def test_message_data_is_refused_before_DATA() -> None:  # noqa: N802
    with pytest.raises(CommandError, match="DATA"):
        Conversation().identified().dialogue.send_message(b"x", 1.0)


def test_lmtp_answers_the_end_of_data_once_per_recipient() -> None:
    talk = Conversation(lmtp=True)
    assert talk.dialogue.expected()[0] == "LHLO"
    talk.say("LHLO me", b"250 mx\r\n")
    talk.say("MAIL FROM:<>", b"250 Ok\r\n")
    for reply in (b"250 Ok\r\n", b"550 no\r\n", b"250 Ok\r\n"):
        talk.say("RCPT TO:<a@b.c>", reply)
    talk.say("DATA", b"354 go\r\n")
    talk.took(talk.dialogue.send_message(b"x", 1.0))
    talk.server(b"250 Ok\r\n")
    assert talk.is_in(State.MAIL_TRANSACTION)
    talk.server(b"452 full\r\n")
    assert talk.pairs[-2:] == [("END-OF-DATA", 250), ("END-OF-DATA", 452)]
    assert talk.is_in(State.IDENTIFIED)


def test_tls_begins_anew_and_keeps_what_was_offered_apart() -> None:
    talk = Conversation().identified("STARTTLS", "X-PLAIN")
    talk.say("STARTTLS", b"220 go\r\n")
    assert talk.dialogue.ready_for_tls
    talk.events += talk.dialogue.tls_established(9.0)
    assert talk.is_in(State.READY)
    assert talk.dialogue.extensions is None
    assert talk.dialogue.extensions_before_tls is not None
    talk.identified("AUTH PLAIN")
    assert talk.dialogue.extensions is not None
    assert "X-PLAIN" in talk.dialogue.extensions_before_tls
    assert "X-PLAIN" not in talk.dialogue.extensions
    assert "STARTTLS" not in talk.dialogue.expected()


def test_implicit_tls_still_waits_for_the_greeting() -> None:
    dialogue = Dialogue()
    assert dialogue.tls_established(0.0) == []
    assert dialogue.state is State.AWAITING_GREETING
    assert dialogue.tls


@pytest.mark.parametrize("after", [b"250 injected\r\n", b"2", b"250-half\r\n"])
def test_anything_after_the_220_to_STARTTLS_forbids_the_handshake(after: bytes) -> None:  # noqa: N802
    talk = Conversation().identified("STARTTLS")
    talk.say("STARTTLS", b"220 go\r\n" + after)
    talk_is_clean = talk.dialogue.ready_for_tls and talk.pairs[-1] == ("STARTTLS", 220)
    assert not talk_is_clean


def test_nothing_is_sent_between_STARTTLS_and_the_handshake() -> None:  # noqa: N802
    talk = Conversation().identified("STARTTLS")
    talk.client("STARTTLS")
    with pytest.raises(CommandError, match="STARTTLS"):
        talk.client("NOOP")
    talk.server(b"220 go\r\n")
    with pytest.raises(CommandError, match="TLS"):
        talk.client("NOOP")


def test_STARTTLS_refused_changes_nothing() -> None:  # noqa: N802
    talk = Conversation().identified("STARTTLS")
    talk.say("STARTTLS", b"454 4.7.0 not now\r\n")
    assert talk.is_in(State.IDENTIFIED)
    talk.client("NOOP")


def test_a_refused_command_leaves_no_trace() -> None:
    talk = Conversation()
    with pytest.raises(CommandError):
        talk.client("NOOP\r\nQUIT")
    assert talk.dialogue.pending == ()
    assert talk.written == b""


def test_half_a_line_is_shown_and_taken_back_when_it_ends() -> None:
    talk = Conversation(greeting=b"")
    for octets in (b"22", b"0 mx", b"\r\n"):
        talk.server(octets)
    assert talk.partials == [b"22", b"220 mx", b""]


def test_what_is_shown_of_half_a_line_is_bounded() -> None:
    talk = Conversation(greeting=b"")
    talk.server(b"x" * 100_000)
    talk.server(b"x" * 100_000)
    assert [len(octets) for octets in talk.partials] == [1024]


def test_the_end_of_the_stream_shows_the_half_line() -> None:
    talk = Conversation().identified()
    talk.client("MAIL FROM:<a@b.c>")
    talk.server(b"250 2.1")
    events = talk.dialogue.end_of_stream(99.0)
    lines = [event for event in events if isinstance(event, LineReceived)]
    assert lines[0].line.raw == b"250 2.1"
    assert Anomaly.LINE_TRUNCATED in lines[0].line.anomalies
    changes = [(event.before, event.after) for event in events if isinstance(event, StateChanged)]
    assert changes == [(State.IDENTIFIED, State.CLOSED)]


def test_nothing_is_sent_once_the_stream_has_ended() -> None:
    talk = Conversation()
    talk.dialogue.end_of_stream(2.0)
    with pytest.raises(CommandError, match="closed"):
        talk.client("NOOP")
