"""What a server offers inside TLS and did not before."""

from smtptui.watching.fold import feed
from smtptui.watching.offers import OfferChange, compare_offers
from smtptui.wire.ehlo import Extensions, Keyword
from smtptui.wire.events import Event, TlsEstablished
from tests.tui.transcript import events

IN_CLEAR = """
S: 220 mx.example ESMTP
C: EHLO me.example
S: 250-mx.example
S: 250-SIZE 1000
S: 250-STARTTLS
S: 250 PIPELINING
C: STARTTLS
S: 220 2.0.0 Ready
"""
IN_TLS = """
S: 220 ignored
C: EHLO me.example
S: 250-mx.example
S: 250-SIZE 2000
S: 250-AUTH PLAIN LOGIN
S: 250 PIPELINING
C: EHLO me.example
S: 250-mx.example
S: 250 PIPELINING
"""
TLS = TlsEstablished(101.0, "TLSv1.3", "TLS_AES_256_GCM_SHA384", 256, True, ())


def offered(*lines: str) -> Extensions:
    """Return what these EHLO lines offer."""
    words = [line.split() for line in lines]
    return Extensions("mx", tuple(Keyword(own[0], own[0], tuple(own[1:]), 1) for own in words))


def test_new_gone_and_altered_keywords_are_told_apart() -> None:
    change = compare_offers(
        offered("SIZE 1000", "STARTTLS", "DSN"), offered("SIZE 2000", "AUTH PLAIN", "DSN")
    )
    assert change == OfferChange(("AUTH PLAIN",), ("STARTTLS",), (("SIZE 1000", "SIZE 2000"),))


def test_the_same_offer_is_no_change() -> None:
    assert not compare_offers(offered("SIZE 1000", "DSN"), offered("DSN", "SIZE 1000"))


def test_two_lines_of_one_keyword_count_together() -> None:
    assert not compare_offers(offered("AUTH PLAIN", "AUTH LOGIN"), offered("AUTH PLAIN LOGIN"))


def test_the_first_ehlo_inside_tls_says_what_has_changed_and_no_later_reply() -> None:
    after = list(events(IN_TLS, start=102.0))[5:]
    every: list[Event] = [*events(IN_CLEAR), TLS, *after]
    changes = [row.reply.change for row in feed(every).rows if row.reply and row.tag is None]
    assert [bool(change) for change in changes] == [False, False, False, True, False]
    assert changes[3] == OfferChange(("AUTH PLAIN LOGIN",), ("STARTTLS",), (("SIZE 1000", "SIZE 2000"),))


def test_without_tls_a_second_ehlo_is_compared_with_nothing() -> None:
    twice = "S: 220 mx\nC: EHLO a\nS: 250-mx\nS: 250 DSN\nC: EHLO a\nS: 250-mx\nS: 250 SIZE"
    assert not any(row.reply.change for row in feed(events(twice)).rows if row.reply)
