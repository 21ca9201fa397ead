"""The envelope of a trial, and the message in it."""

import email
from datetime import UTC, datetime
from email import policy

import pytest

from smtptui.watching.envelope import Envelope, EnvelopeError, checked, xtext
from smtptui.watching.trial_message import trial_message

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_parameters_stand_behind_the_path() -> None:
    envelope = Envelope("a@example.org", "b@example.org", ("SIZE=10", "BODY=8BITMIME"), ("NOTIFY=NEVER",))
    assert envelope.mail_line == "MAIL FROM:<a@example.org> SIZE=10 BODY=8BITMIME"
    assert envelope.rcpt_line == "RCPT TO:<b@example.org> NOTIFY=NEVER"


@pytest.mark.parametrize(
    "envelope",
    [
        Envelope("", "postmaster"),
        Envelope("a@bare", "b@example.org"),
        Envelope("a@example.org", '"odd one"@example.org'),
        Envelope("ü@example.org", "b@[192.0.2.1]"),
    ],
)
def test_what_may_be_tried_is_taken_however_odd(envelope: Envelope) -> None:
    assert checked(envelope) == envelope


@pytest.mark.parametrize(
    "envelope",
    [
        Envelope("a", "b@example.org"),
        Envelope("a@example.org", ""),
        Envelope("a@example.org", "b@example.org> NOTIFY=NEVER"),
        Envelope("a@example.org", "b@example.org\r\nDATA"),
        Envelope("<a@example.org>", "b@example.org"),
    ],
)
def test_what_would_be_another_command_is_refused(envelope: Envelope) -> None:
    with pytest.raises(EnvelopeError):
        checked(envelope)


def test_xtext_is_that_of_rfc_3461() -> None:
    assert xtext("abc-1.2_x@y") == "abc-1.2_x@y"
    assert xtext("a+b=c d") == "a+2Bb+3Dc+20d"
    assert xtext("ü") == "+C3+BC"


def test_a_message_has_what_a_message_needs() -> None:
    octets = trial_message(
        "a@example.org", "b@example.org", "Hi", "one\n.two", NOW, eight_bit=False, utf8=False
    )
    assert octets.count(b"\n") == octets.count(b"\r\n")
    message = email.message_from_bytes(octets, policy=policy.default)
    assert (message["From"], message["To"], message["Subject"]) == ("a@example.org", "b@example.org", "Hi")
    assert message["Date"] == "Wed, 25 Nov 2026 12:00:00 +0000"
    assert message["Message-ID"].endswith("@example.org>")
    assert message["Auto-Submitted"] == "auto-generated"
    assert octets.endswith(b"one\r\n.two\r\n")


def test_without_8bitmime_a_message_is_ascii() -> None:
    octets = trial_message(
        "a@example.org", "b@example.org", "Grüße", "Grüße", NOW, eight_bit=False, utf8=False
    )
    assert octets.isascii()
    message = email.message_from_bytes(octets, policy=policy.default)
    assert message["Subject"] == "Grüße"
    assert message.get_content().rstrip() == "Grüße"


def test_with_8bitmime_and_smtputf8_it_goes_as_it_is() -> None:
    octets = trial_message("a@example.org", "b@example.org", "Grüße", "Grüße", NOW, eight_bit=True, utf8=True)
    assert "Subject: Grüße\r\n".encode() in octets
    assert octets.endswith("Grüße\r\n".encode())


def test_a_subject_of_several_lines_makes_no_header() -> None:
    octets = trial_message("", "b@example.org", "Hi\r\nBcc: x@y", "text", NOW, eight_bit=False, utf8=False)
    assert b"\r\nBcc:" not in octets
