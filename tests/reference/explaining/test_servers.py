"""Which software a greeting gives away."""

import pytest

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Confidence
from smtptui.reference.book.sources import RealReply
from smtptui.reference.explaining.ranking import compiled
from smtptui.reference.explaining.servers import all_signs, guess_server

GREETINGS = [
    ("mx.example ESMTP Postfix (Debian/GNU)", "Postfix"),
    ("mail.example ESMTP Exim 4.96 Mon, 23 Nov 2026", "Exim"),
    ("mx.google.com ESMTP a640c23a62f3a-504 - gsmtp", "Gmail"),
    ("EX1.example Microsoft ESMTP MAIL Service ready at Mon", "Exchange"),
    ("mail.example ESMTP Sendmail 8.17.1/8.17.1; Mon, 23 Nov", "Sendmail"),
    ("mx.example ESMTP OpenSMTPD", "OpenSMTPD"),
    ("mx.example ESMTP Haraka/3.0.3 ready", "Haraka"),
    ("Stalwart ESMTP at your service.", "Stalwart"),
    ("220 mx.example ESMTP chasquid", "chasquid"),
    ("mx.example Python SMTP 1.4.6", "aiosmtpd"),
    ("mx.example NO UCE NO UBE NO RELAY PROBES ESMTP", "Twisted"),
]


@pytest.mark.parametrize(("greeting", "software"), GREETINGS)
def test_a_greeting_that_names_its_software_is_certain(greeting: str, software: str) -> None:
    guess = guess_server(greeting)
    assert (guess.software, guess.confidence) == (software, Confidence.CERTAIN)
    assert guess.because


def test_the_form_of_a_greeting_is_only_likely() -> None:
    guess = guess_server("mx.example ESMTP")
    assert (guess.software, guess.confidence) == ("qmail", Confidence.LIKELY)


def test_the_style_of_later_replies_tells_where_the_greeting_does_not() -> None:
    guess = guess_server(
        "mx.example at your service", ("<x>: Helo command rejected: need fully-qualified hostname",)
    )
    assert (guess.software, guess.confidence) == ("Postfix", Confidence.LIKELY)


@pytest.mark.parametrize("greeting", ["", "hello", "mx.example ready", "postfix.example.org ready" * 1000])
def test_nothing_is_guessed_from_nothing(greeting: str) -> None:
    if "postfix" not in greeting:
        assert guess_server(greeting).software == ""


def test_a_guess_is_a_name_that_the_facts_know_the_software_by() -> None:
    catalogue = Catalogue()
    names = {reply.server.lower() for code in catalogue.names for reply in catalogue.replies(code)}
    unknown = {
        signs.software for signs in all_signs() if not any(signs.software.lower() in name for name in names)
    }
    assert unknown <= {"go-smtp", "KumoMTA", "Proofpoint", "Barracuda"}


def replies() -> list[RealReply]:
    catalogue = Catalogue()
    return [reply for code in catalogue.names for reply in catalogue.replies(code)]


def test_every_software_has_a_source_or_says_that_it_has_none() -> None:
    # Program sources stand in the facts' rows with file and line; others are documents.
    known = {reply.source.partition(":")[0] for reply in replies()}
    for signs in all_signs():
        assert signs.source, signs.software
        first = signs.source.split("; ")[0].partition(":")[0]
        documents = ("unverified", "postconf(5)", "public transcripts", "docs.kumomta.com")
        assert first in known or first.startswith(documents), signs


WITH_POSTFIX_INSIDE = {"Proton Mail", "Rambler", "Barracuda", "Exchange Online (Microsoft 365)"}
"""Providers whose rows hold a Postfix reply that they sent, or relayed."""


def test_the_style_of_one_software_is_in_no_real_reply_of_another() -> None:
    unlike = [
        (signs.software, reply.server, reply.text)
        for signs in all_signs()
        for pattern in signs.style
        for reply in replies()
        if compiled(pattern).search(reply.text)
        and signs.software.lower() not in reply.server.lower()
        and not (signs.software == "Postfix" and reply.server in WITH_POSTFIX_INSIDE)
    ]
    assert unlike == []
