"""What has to come before the next line may be sent, and what may be sent without the user."""

import pytest

from smtptui.wire.command import CommandError
from smtptui.wire.events import CommandSent, Risk, State, Wait
from smtptui.wire.limits import HELD_OCTETS
from smtptui.wire.reply import Anomaly
from tests.wire.conversation import Conversation

PLAIN = "AGxhYgBjNG5hcnk="


def test_before_the_greeting_is_complete_nothing_may_be_sent_unasked_and_a_line_is_early() -> None:
    talk = Conversation(greeting=b"")
    for octets in (b"", b"220-one moment\r\n", b"220 m"):
        talk.server(octets)
        assert talk.dialogue.waits is Wait.GREETING
        assert not talk.dialogue.may_say_unasked
        assert talk.dialogue.risk_of("NOOP") is Risk.EARLY
        assert talk.dialogue.risk_of("AUTH PLAIN") is Risk.IN_CLEAR
    talk.server(b"x\r\n")
    assert talk.dialogue.waits is None
    assert talk.dialogue.may_say_unasked
    assert talk.dialogue.risk_of("NOOP") is None


def test_what_the_user_insists_on_is_marked() -> None:
    talk = Conversation(greeting=b"")
    talk.took(talk.dialogue.send("NOOP", 1.0, risk=Risk.EARLY))
    sent = talk.events[-1]
    assert isinstance(sent, CommandSent)
    assert sent.risk is Risk.EARLY


@pytest.mark.parametrize(
    ("line", "wait", "reply"),
    [
        ("DATA", Wait.DATA, b"503 5.5.1 no\r\n"),
        ("data", Wait.DATA, b"354 go\r\n"),
        ("AUTH LOGIN", Wait.AUTH, b"504 5.5.4 no\r\n"),
        ("AUTH LOGIN", Wait.AUTH, b"334 VXNlcm5hbWU6\r\n"),
        ("X-EXPS NTLM", Wait.AUTH, b"504 5.5.4 no\r\n"),
        ("STARTTLS", Wait.STARTTLS, b"454 4.7.0 no\r\n"),
        ("BDAT 0", Wait.DATA, b"250 Ok\r\n"),
        ("XCLIENT NAME=x", Wait.GREETING, b"220 mx\r\n"),
    ],
)
def test_until_a_reply_says_what_the_next_line_means_nothing_is_sent(
    line: str, wait: Wait, reply: bytes
) -> None:
    talk = Conversation().in_transaction("PIPELINING")
    assert talk.dialogue.waits is None
    talk.client(line)
    assert talk.dialogue.waits is wait
    assert not talk.dialogue.may_say_unasked
    written = talk.written
    with pytest.raises(CommandError):
        talk.client("QUIT")
    with pytest.raises(CommandError):
        talk.dialogue.send_data_line("Subject: x", 9.0)
    assert talk.written == written
    talk.server(reply)
    assert talk.dialogue.waits is None


def test_commands_that_decide_nothing_may_be_pipelined_and_QUIT_said_behind_them() -> None:  # noqa: N802
    talk = Conversation().identified("PIPELINING")
    for line in ("MAIL FROM:<a@b.c>", "RCPT TO:<x@b.c>", "NOOP"):
        talk.client(line)
        assert talk.dialogue.waits is None
        assert talk.dialogue.may_say_unasked
    talk.client("DATA")
    talk.server(b"250 Ok\r\n250 Ok\r\n250 Ok\r\n")
    assert talk.dialogue.waits is Wait.DATA


def test_in_message_data_nothing_may_be_said_unasked_until_the_reply_to_the_dot() -> None:
    talk = Conversation().in_transaction()
    talk.say("DATA", b"354 go\r\n")
    assert talk.dialogue.waits is None
    assert not talk.dialogue.may_say_unasked
    talk.took(talk.dialogue.send_data_line("x", 9.0))
    assert not talk.dialogue.may_say_unasked
    talk.took(talk.dialogue.send_data_line(".", 9.0))
    assert talk.dialogue.waits is Wait.DATA
    assert not talk.dialogue.may_say_unasked
    with pytest.raises(CommandError):
        talk.client("RSET")
    talk.server(b"250 Ok\r\n")
    assert talk.dialogue.waits is None
    assert talk.dialogue.may_say_unasked


def test_a_challenge_is_answered_by_the_user_only_though_the_answer_looks_like_QUIT() -> None:  # noqa: N802
    talk = Conversation().identified("AUTH LOGIN")
    talk.say("AUTH LOGIN", b"334 VXNlcm5hbWU6\r\n")
    assert talk.dialogue.waits is None
    assert not talk.dialogue.may_say_unasked
    talk.client("QUIT")
    assert talk.commands[-1] == "••••••".encode()
    assert not talk.dialogue.challenged
    assert talk.dialogue.waits is Wait.AUTH
    talk.server(b"334 UGFzc3dvcmQ6\r\n")
    assert talk.is_in(State.AUTHENTICATING)
    assert not talk.dialogue.may_say_unasked
    talk.say("*", b"501 5.7.0 cancelled\r\n")
    assert talk.dialogue.may_say_unasked


def test_between_STARTTLS_and_the_end_of_the_handshake_nothing_may_be_said() -> None:  # noqa: N802
    talk = Conversation().identified("STARTTLS")
    talk.say("STARTTLS", b"220 go\r\n")
    assert talk.dialogue.waits is Wait.STARTTLS
    assert not talk.dialogue.may_say_unasked
    talk.dialogue.tls_established(9.0)
    assert talk.dialogue.waits is None
    assert talk.dialogue.may_say_unasked


@pytest.mark.parametrize("end", ["cancel", "end_of_stream"])
def test_at_the_end_nothing_may_be_said(end: str) -> None:
    talk = Conversation().identified()
    getattr(talk.dialogue, end)(9.0)
    assert not talk.dialogue.may_say_unasked


@pytest.mark.parametrize(
    "line",
    [
        "AUTH PLAIN",
        "auth login",
        "AUTH PLAIN " + PLAIN,
        "AUTHPLAIN " + PLAIN,
        "AUTH XOAUTH2 " + PLAIN,
        "AUTH FOOBAR " + PLAIN,
        "X-EXPS LOGIN",
        "PASS secret",
        "NOOP " + PLAIN,
    ],
)
def test_a_credential_in_the_clear_is_asked_about_once_and_never_in_TLS(line: str) -> None:  # noqa: N802
    talk = Conversation().identified("AUTH PLAIN", "STARTTLS")
    assert talk.dialogue.risk_of(line) is Risk.IN_CLEAR
    assert talk.dialogue.risk_of("NOOP") is None
    talk.took(talk.dialogue.send(line, 9.0, risk=Risk.IN_CLEAR))
    talk.server(b"504 no\r\n")
    talk.say("NOOP", b"250 Ok\r\n")
    assert talk.dialogue.risk_of(line) is None
    secure = Conversation().identified("STARTTLS")
    secure.say("STARTTLS", b"220 go\r\n")
    secure.dialogue.tls_established(9.0)
    assert secure.dialogue.risk_of(line) is None


def test_mechanisms_that_send_no_password_are_not_asked_about() -> None:
    talk = Conversation().identified("AUTH CRAM-MD5 LOGIN")
    assert talk.dialogue.risk_of("AUTH CRAM-MD5") is None
    assert talk.dialogue.risk_of("AUTH FOOBAR") is None
    assert talk.dialogue.risk_of("AUTH XOAUTH2") is None
    talk.say("AUTH CRAM-MD5", b"334 PDFAbXg+\r\n")
    assert talk.dialogue.risk_of("bGFiIDAxMjM0NTY3") is None
    talk.say("*", b"501 no\r\n")
    talk.say("AUTH LOGIN", b"334 VXNlcm5hbWU6\r\n")
    assert talk.dialogue.risk_of("bGFi") is Risk.IN_CLEAR
    assert talk.dialogue.risk_of("*") is None


def test_a_line_typed_while_AUTH_is_unanswered_is_shown_only_if_it_is_plainly_a_command() -> None:  # noqa: N802
    talk = Conversation().identified("AUTH LOGIN")
    talk.client("AUTH LOGIN")
    assert talk.dialogue.judge("hunter2").shown == "••••••"
    assert talk.dialogue.judge("open sesame").shown == "••••••"
    assert talk.dialogue.judge("noop").shown == "noop"
    assert talk.dialogue.judge("MAIL FROM:<a@b.c>").shown == "MAIL FROM:<a@b.c>"


def test_a_response_long_after_its_exchange_is_still_not_shown() -> None:
    talk = Conversation().identified("AUTH LOGIN")
    talk.say("AUTH LOGIN", b"503 5.5.1 not now\r\n")
    talk.say("NOOP", b"250 Ok\r\n")
    talk.say("hunter2!", b"500 5.5.2 what is hunter2!\r\n")
    assert talk.commands[-1] == "••••••".encode()
    assert b"hunter2" not in talk.replies[-1].reply.raw


def test_a_word_too_short_for_base64_is_a_slip_of_the_verb() -> None:
    talk = Conversation().identified("AUTH LOGIN")
    talk.say("AUTH LOGIN", b"504 5.5.4 no\r\n")
    talk.say("NOO", b"500 what\r\n")
    assert talk.commands[-1] == b"NOO"


def test_a_reply_that_nobody_asked_for_says_so_itself() -> None:
    talk = Conversation().identified()
    talk.server(b"250 what?\r\n")
    assert Anomaly.UNSOLICITED in talk.replies[-1].reply.anomalies
    talk.say("NOOP", b"250 Ok\r\n")
    assert Anomaly.UNSOLICITED not in talk.replies[-1].reply.anomalies
    talk.server(b"421 4.3.0 going away\r\n")
    assert Anomaly.UNSOLICITED in talk.replies[-1].reply.anomalies


def test_TLS_forgets_the_login() -> None:  # noqa: N802
    talk = Conversation().identified("AUTH PLAIN", "STARTTLS")
    talk.say("AUTH PLAIN " + PLAIN, b"235 2.7.0 in\r\n")
    assert talk.dialogue.authenticated
    assert "AUTH" not in talk.dialogue.expected()
    talk.say("STARTTLS", b"220 go\r\n")
    talk.dialogue.tls_established(9.0)
    assert not talk.dialogue.authenticated
    talk.identified("AUTH PLAIN")
    assert "AUTH" in talk.dialogue.expected()


def test_the_first_unanswered_command_is_told_without_the_others() -> None:
    talk = Conversation().identified("PIPELINING")
    assert talk.dialogue.first_pending is None
    talk.client("NOOP one")
    talk.client("NOOP two")
    first = talk.dialogue.first_pending
    assert first is not None
    assert first.line == b"NOOP one"


def test_a_message_longer_than_what_is_held_unread_ends_with_its_dot() -> None:
    talk = Conversation().identified()
    for line, reply in (("MAIL FROM:<a@b.c>", b"250"), ("RCPT TO:<a@b.c>", b"250"), ("DATA", b"354")):
        talk.say(line, reply + b" go\r\n")
    talk.took(talk.dialogue.send_message(b"x" * (HELD_OCTETS + 10), 9.0))
    assert talk.dialogue.state is State.MAIL_TRANSACTION
    assert [asked.verb for asked in talk.dialogue.pending] == ["END-OF-DATA"]
