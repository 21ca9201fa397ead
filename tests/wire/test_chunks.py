"""BDAT: a command announces octets, and exactly so many follow (RFC 3030 §2)."""

import pytest

from smtptui.wire.command import CommandError
from smtptui.wire.events import DataSent, State, Wait
from tests.wire.conversation import Conversation


def test_a_chunk_goes_out_as_it_is_and_its_reply_is_paired() -> None:
    talk = Conversation().in_transaction("CHUNKING")
    talk.client("BDAT 12")
    assert talk.dialogue.chunk_wanted == 12
    assert not talk.dialogue.may_say_unasked
    assert talk.took(talk.dialogue.send_chunk(b".\nab\r\n..\0\xff\r\n", 9.0)) == b".\nab\r\n..\0\xff\r\n"
    assert talk.events[-1] == DataSent(9.0, 3, 12)
    assert talk.dialogue.waits is Wait.DATA
    talk.server(b"250 2.0.0 12 octets\r\n")
    assert talk.pairs[-1] == ("BDAT", 250)
    assert talk.is_in(State.MAIL_TRANSACTION)
    talk.client("BDAT 0 LAST")
    assert talk.dialogue.chunk_wanted is None
    talk.server(b"250 2.0.0 queued\r\n")
    assert talk.pairs[-1] == ("BDAT", 250)
    assert talk.is_in(State.IDENTIFIED)
    assert talk.written.endswith(b"BDAT 12\r\n.\nab\r\n..\0\xff\r\nBDAT 0 LAST\r\n")


@pytest.mark.parametrize("octets", [b"", b"12345", b"1234567", b"123456\r\n"])
def test_a_chunk_of_another_size_is_refused_before_anything_is_written(octets: bytes) -> None:
    talk = Conversation().in_transaction("CHUNKING")
    talk.client("BDAT 6 LAST")
    with pytest.raises(CommandError, match="6"):
        talk.dialogue.send_chunk(octets, 9.0)
    assert talk.dialogue.chunk_wanted == 6
    assert talk.took(talk.dialogue.send_chunk(b"123456", 9.0)) == b"123456"


@pytest.mark.parametrize(
    "line", ["BDAT", "BDAT x", "BDAT -1", "BDAT 1 2", "BDAT 12LAST", "BDAT 9" + "9" * 30]
)
def test_a_size_that_is_not_clear_is_refused_before_anything_is_written(line: str) -> None:
    talk = Conversation().in_transaction("CHUNKING")
    written = talk.written
    with pytest.raises(CommandError, match="BDAT"):
        talk.client(line)
    assert talk.written == written
    assert talk.dialogue.pending == ()


def test_no_command_goes_out_where_octets_of_a_chunk_are_due() -> None:
    talk = Conversation().in_transaction("CHUNKING")
    talk.client("bdat 5 last")
    with pytest.raises(CommandError, match="5 octets"):
        talk.client("QUIT")


def test_a_chunk_is_due_though_the_command_was_refused_already() -> None:
    talk = Conversation().identified("CHUNKING")
    talk.say("BDAT 3", b"503 5.5.1 MAIL first\r\n")
    assert talk.dialogue.chunk_wanted == 3
    assert not talk.dialogue.may_say_unasked
    talk.took(talk.dialogue.send_chunk(b"abc", 9.0))
    assert talk.dialogue.may_say_unasked


def test_without_BDAT_no_chunk_goes_out() -> None:  # noqa: N802
    talk = Conversation().in_transaction("CHUNKING")
    with pytest.raises(CommandError, match="BDAT"):
        talk.dialogue.send_chunk(b"abc", 9.0)


def test_a_typed_line_becomes_the_chunk_with_or_without_its_end() -> None:
    talk = Conversation().in_transaction("CHUNKING")
    talk.client("BDAT 5")
    assert talk.dialogue.fit_chunk("hello") == b"hello"
    assert talk.dialogue.fit_chunk("hey") == b"hey\r\n"
    with pytest.raises(CommandError, match="5"):
        talk.dialogue.send_chunk(talk.dialogue.fit_chunk("hello you"), 9.0)
    with pytest.raises(CommandError):
        talk.dialogue.fit_chunk("\ud800")


def test_in_LMTP_the_last_chunk_is_answered_once_per_recipient() -> None:  # noqa: N802
    talk = Conversation(lmtp=True)
    talk.say("LHLO me", b"250-mx\r\n250 CHUNKING\r\n")
    talk.say("MAIL FROM:<>", b"250 Ok\r\n")
    talk.say("RCPT TO:<a@b.c>", b"250 Ok\r\n")
    talk.say("RCPT TO:<b@b.c>", b"250 Ok\r\n")
    talk.client("BDAT 2")
    talk.took(talk.dialogue.send_chunk(b"\r\n", 9.0))
    talk.server(b"250 Ok\r\n")
    assert talk.dialogue.pending == ()
    talk.client("BDAT 1 LAST")
    talk.took(talk.dialogue.send_chunk(b"x", 9.0))
    talk.server(b"250 Ok\r\n")
    assert talk.is_in(State.MAIL_TRANSACTION)
    talk.server(b"452 full\r\n")
    assert talk.is_in(State.IDENTIFIED)
    assert talk.dialogue.pending == ()


def test_message_data_is_handed_on_where_that_is_asked_for_and_else_only_counted() -> None:
    for kept in (False, True):
        talk = Conversation().in_transaction()
        if kept:
            talk.dialogue.keep_messages()
        talk.say("DATA", b"354 go\r\n")
        _, happened = talk.dialogue.send_message(b"a\n.b\n", 9.0)
        (sent,) = [event for event in happened if isinstance(event, DataSent)]
        assert sent.octets == len(b"a\r\n..b\r\n.\r\n")
        assert sent.text == (b"a\r\n..b\r\n.\r\n" if kept else b"")
