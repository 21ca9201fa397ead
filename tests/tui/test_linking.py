"""What the words of a card lead to."""

import pytest
from textual.content import Content

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import EntryRef
from smtptui.tui.content import CODE_SPAN, prose
from smtptui.tui.linking import MEASURES, Linker, Target, linked, links_in
from smtptui.words import speak

LINKER = Linker(Catalogue())


def links(text: str, present: EntryRef | None = None) -> list[tuple[str, Target]]:
    """Return the links in a text of an article: the words, and where they lead."""
    content = LINKER.marked(prose(text), present, CODE_SPAN)
    return [(content.plain[link.start : link.end], link.target) for link in links_in(content)]


def test_codes_lead_to_their_cards() -> None:
    assert links("It is a 504, not a 535.") == [
        ("504", Target("entry", "504")),
        ("535", Target("entry", "535")),
    ]
    assert links("with `5.7.1` or X.5.4") == [
        ("5.7.1", Target("entry", "enhanced:X.7.1")),
        ("X.5.4", Target("entry", "enhanced:X.5.4")),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "at most 512 octets",
        "wait 300 s",
        "port 587",
        "host:554",
        "192.0.2.250",
        "RFC 5321 §4.2.1",
        "450 recipients",
        "the 599 that nobody knows",
        "/550/",
        "code2.550",
    ],
)
def test_a_number_that_is_no_code_leads_nowhere(text: str) -> None:
    assert links(text) == []


def test_a_number_with_a_german_measure_leads_nowhere_in_german() -> None:
    speak(lambda message: "Byte Empfänger" if message == MEASURES else message)
    try:
        assert links("450 Empfänger in 512 Byte, Antwort 504") == [("504", Target("entry", "504"))]
    finally:
        speak()


def test_no_link_leads_to_the_card_that_it_stands_on() -> None:
    assert links("504 and 535", EntryRef(Kind.BASIC, "504")) == [("535", Target("entry", "535"))]


def test_keywords_and_mechanisms_lead_to_their_cards_and_verbs_to_what_answers_them() -> None:
    assert links("STARTTLS, then PLAIN after MAIL") == [
        ("STARTTLS", Target("entry", "extension:STARTTLS")),
        ("PLAIN", Target("entry", "mechanism:PLAIN")),
        ("MAIL", Target("command", "MAIL")),
    ]


def test_a_word_that_may_be_one_of_a_sentence_is_a_keyword_only_as_code() -> None:
    assert links("the SIZE of it") == []
    assert links("the `SIZE` of it") == [("SIZE", Target("entry", "extension:SIZE"))]


def test_names_of_settings_in_code_lead_to_what_they_decide() -> None:
    assert links("set `smtpd_delay_reject` there, not smtpd_delay_reject") == [
        ("smtpd_delay_reject", Target("setting", "smtpd_delay_reject"))
    ]
    assert links("`AuthMechanisms` in Sendmail") == [("AuthMechanisms", Target("setting", "AuthMechanisms"))]


def test_a_text_that_is_a_link_as_a_whole_stays_that() -> None:
    content = linked(Content("504 there"), Target("compare", "504"))
    assert [link.target for link in links_in(LINKER.marked(content, None, CODE_SPAN))] == [
        Target("compare", "504")
    ]


def test_links_do_not_change_the_text() -> None:
    for text in ("504 and `5.7.1` with STARTTLS", "", "nothing"):
        assert LINKER.marked(prose(text), None, CODE_SPAN).plain == prose(text).plain


def test_every_link_of_every_article_leads_to_an_entry_that_there_is() -> None:
    catalogue = Catalogue()
    entries = {id for kind in Kind for id in _ids(catalogue, kind)}
    for code in catalogue.codes:
        article = catalogue.article(code.code)
        assert article is not None
        for block in (*article.description, *article.when, *article.fix, *article.postmaster):
            for _words, target in links(block.text):
                assert target.to != "entry" or target.key in entries, target


def _ids(catalogue: Catalogue, kind: Kind) -> list[str]:
    keys = {
        Kind.BASIC: catalogue.names,
        Kind.ENHANCED: [each.code for each in catalogue.registry.statuses],
        Kind.EXTENSION: [each.keyword for each in catalogue.extensions],
        Kind.MECHANISM: [each.mechanism for each in catalogue.mechanisms],
        Kind.SITUATION: catalogue.situation_ids,
    }
    return [EntryRef(kind, key).id for key in keys[kind]]
