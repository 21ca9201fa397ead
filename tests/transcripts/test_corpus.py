"""Transcripts, logs and bounces, whole: which replies are found in them, and what they answer."""

import base64
from pathlib import Path

import pytest

from smtptui.transcripts.reader import FoundReply, find_replies

CORPUS = Path(__file__).parents[1] / "corpus"

REPLIES = {
    # Made by running the program against the demo server, or Postfix.
    "swaks": "220:CONNECT 250:EHLO 250-2.1.0:MAIL 504-5.5.2:RCPT 221:QUIT",
    "swaks_ok": "220:CONNECT 250:EHLO 235-2.7.0:AUTH 250-2.1.0:MAIL 250-2.1.5:RCPT "
    "354:DATA 250-2.0.0:END-OF-DATA 221:QUIT",
    "swaks_tls": "220:CONNECT 250:EHLO 220:STARTTLS 250:EHLO 250-2.1.0:MAIL 504-5.5.2:RCPT 221:QUIT",
    "swaks_login": "220:CONNECT 250:EHLO 220:STARTTLS 250:EHLO 334:AUTH 334:RESPONSE 235-2.7.0:RESPONSE "
    "250-2.1.0:MAIL 250-2.1.5:RCPT 354:DATA 250-2.0.0:END-OF-DATA 221:QUIT",
    "swaks_soft": "220:CONNECT 404-4.5.2:EHLO 404-4.5.2:HELO 221-2.0.0:QUIT",
    "curl": "220:CONNECT 250:EHLO 250-2.1.0:MAIL 504-5.5.2:RCPT 221:QUIT",
    "curl_ok": "220:CONNECT 250:EHLO 334:AUTH 235-2.7.0:RESPONSE 250-2.1.0:MAIL 250-2.1.5:RCPT "
    "354:DATA 250-2.0.0:END-OF-DATA",
    "smtplib": "250:EHLO 235-2.7.0:AUTH 503:AUTH 250-2.1.0:MAIL 504-5.5.2:RCPT 250:RSET "
    "250-2.1.0:MAIL 250-2.1.5:RCPT 354:DATA 250-2.0.0:END-OF-DATA 221:QUIT",
    # The message on standard error tells the reply before the session does.
    "msmtp": "504-5.5.2:EHLO 220:CONNECT 504-5.5.2:HELO",
    "msmtp_rcpt": "504-5.5.2:RCPT 220:CONNECT 250:EHLO 250-2.1.0:MAIL",
    "msmtp_log": "504-5.5.2:RCPT",
    "nodemailer": "220:CONNECT 250:EHLO 235-2.7.0:AUTH 250-2.1.0:MAIL 504-5.5.2:RCPT",
    "openssl": "250: 250: 504-5.5.4: 334: 334: 235-2.7.0:",
    "postfix": "504-5.5.2:RCPT 504-5.5.2:RCPT 550-5.1.1:RCPT 450-4.2.0:RCPT 504-5.5.4:RCPT "
    "250-2.0.0:END-OF-DATA "
    "250-2.0.0:END-OF-DATA 554-5.7.1:END-OF-DATA 554-5.7.1:END-OF-DATA",
    "postfix_soft": "404-4.5.2:EHLO 404-4.5.2:HELO",
    "bounce_504": "504-5.5.4:RCPT",
    "bounce_user_unknown": "550-5.1.1:RCPT",
    # Written by the programs' documented formats.
    "phpmailer": "220:CONNECT 250:EHLO 504:AUTH 334:AUTH 334:RESPONSE 535:RESPONSE 221:QUIT",
    "haraka": "220:CONNECT 220:CONNECT 500:XYZZY 250:EHLO 504:AUTH",
    "exim": "550-5.1.1:RCPT 450-4.2.0:RCPT 554-5.7.1:END-OF-DATA 504-5.5.4:MAIL 250-2.0.0:END-OF-DATA",
    "sendmail": "-5.1.1: 450-4.2.0: 550-5.7.1:RCPT 250-2.0.0:END-OF-DATA",
    "exchange_receive": "220:CONNECT 250:EHLO 504-5.7.4:AUTH",
    "exchange_send": "220:CONNECT 504-5.5.2:EHLO",
    # Numbers that are none.
    "numbers": "",
}

CREDENTIALS = ("geheim99", "not-valid")


def found_in(name: str) -> list[FoundReply]:
    with (CORPUS / f"{name}.txt").open(encoding="utf-8") as lines:
        return list(find_replies(lines))


def brief(found: FoundReply) -> str:
    evidence = found.evidence
    enhanced = f"-{evidence.enhanced}" if evidence.enhanced else ""
    return f"{evidence.code}{enhanced}:{evidence.command}"


def test_every_text_of_the_corpus_is_read() -> None:
    assert {path.stem for path in CORPUS.glob("*.txt")} == set(REPLIES)


@pytest.mark.parametrize("name", REPLIES)
def test_the_replies_are_found_with_their_commands(name: str) -> None:
    assert " ".join(map(brief, found_in(name))) == REPLIES[name]


@pytest.mark.parametrize("name", REPLIES)
def test_no_credential_is_found(name: str) -> None:
    shown = repr(found_in(name))
    for credential in CREDENTIALS:
        coded = base64.b64encode(credential.encode()).decode().rstrip("=")
        assert credential not in shown
        assert coded not in shown
        assert base64.b64encode(f"\0anna\0{credential}".encode()).decode() not in shown


def test_what_the_server_offers_is_known_to_later_replies() -> None:
    refused = found_in("phpmailer")[2].evidence
    assert refused.mechanisms == ("PLAIN", "LOGIN")
    assert refused.server == "Exim"
    assert "SIZE" in refused.keywords


def test_after_starttls_the_offer_is_the_one_made_inside_tls() -> None:
    evidence = [found.evidence for found in found_in("swaks_login")]
    assert "STARTTLS" in evidence[2].keywords or evidence[2].command == "STARTTLS"
    assert "STARTTLS" not in evidence[4].keywords
    assert evidence[4].tls is True
    assert evidence[1].tls is False


def test_sessions_that_a_log_mixes_are_kept_apart() -> None:
    by_command = {found.evidence.command: found.evidence for found in found_in("haraka")}
    assert by_command["XYZZY"].mechanisms == ()
    assert by_command["AUTH"].mechanisms == ("PLAIN",)


def test_the_list_of_mechanisms_in_an_ehlo_reply_is_no_credential() -> None:
    assert "AUTH LOGIN PLAIN XOAUTH2" in found_in("swaks")[1].evidence.text


def test_a_bounce_is_read_with_its_folded_lines() -> None:
    assert found_in("bounce_user_unknown")[-1].evidence.text == (
        "<bad@x.example>: Recipient address rejected: User unknown in virtual mailbox table"
    )


def test_the_joined_lines_of_a_logged_reply_are_told_apart() -> None:
    assert found_in("exim")[2].evidence.text == "[192.0.2.7] Message refused looks like spam"
