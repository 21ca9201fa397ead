"""What is explained by its situation, whatever the code says."""

from typing import Any

import pytest

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.enhanced import VendorUse
from smtptui.reference.book.model import Confidence
from smtptui.reference.explaining.explain import Evidence, Explanation, explain

CATALOGUE = Catalogue()


def explained(line: str, command: str = "", command_line: str = "", **known: Any) -> Explanation:
    code, _, text = line.partition(" ")
    first, _, rest = text.partition(" ")
    enhanced = first if first.count(".") == 2 and first.replace(".", "").isdigit() else ""
    evidence = Evidence(code, enhanced, rest if enhanced else text, command, command_line)
    return explain(CATALOGUE, evidence._replace(**known))


def situation(line: str, command: str = "", command_line: str = "", **known: Any) -> str:
    return explained(line, command, command_line, **known).meanings[0].situation


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("550 5.2.2 <a@b.example>... Mailbox Full", "mailbox.full"),
        (
            "553 5.1.8 <x@n.example>... Domain of sender address x@n.example does not exist",
            "sender.domain-unknown",
        ),
        (
            "554 5.7.1 Your message was rejected due to example.org's DMARC policy",
            "authentication.dmarc",
        ),
        ("554 5.7.1 [C14] Missing reverse DNS for 203.0.113.2", "client.no-ptr"),
        ("550 Mailbox not found", "mailbox.unknown"),
        ("550 sorry, no mailbox here by that name (#5.1.1 - chkusr)", "mailbox.unknown"),
        (
            "550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP.",
            "tenant.restricted",
        ),
        (
            "554 IP=192.0.2.7 - A problem occurred. (Ask your postmaster for help or to contact a@b.example "
            "to clarify.) (BL)",
            "client.blocklisted",
        ),
        (
            "421 4.7.0 [TSS04] Messages from 192.0.2.7 temporarily deferred due to unexpected volume or user "
            "complaints - 4.16.55.1; see https://postmaster.example/error-codes",
            "client.reputation",
        ),
        (
            "550 5.7.1 Recipient address rejected: Please see http://www.openspf.net/Why?s=mfrom",
            "authentication.spf",
        ),
        ("550 Host does not accept mail", "recipient.domain-no-mail"),
        ("451 4.3.0 <a@b.example>: Temporary lookup failure", "server.local-error"),
        ("421 4.7.0 Try again later, closing connection. - gsmtp", "client.rate"),
        ("451 5.7.3 STARTTLS is required to send mail", "tls.required"),
        (
            "552 the from address and the authenticated user must be the same email. #ERR_AUTH_FAIL",
            "sender.not-owner",
        ),
        ("503 RCPT command expected", "sequence.need-rcpt"),
        ("550 virus detected", "message.virus"),
        ("550 Bad DNS PTR resource record", "client.no-ptr"),
        (
            "550 5.1.2 <a@b.example>... Host unknown (Name server: b.example: host not found)",
            "recipient.domain-unknown",
        ),
        ("554 5.7.1 POL-P1 http://www.spamhaus.org/query/bl?ip=192.0.2.77", "client.blocklisted"),
    ],
)
def test_what_was_once_explained_wrongly_is_explained_by_its_text(line: str, expected: str) -> None:
    assert situation(line) == expected


def test_a_text_that_says_little_is_not_explained_as_something_else() -> None:
    best = explained("450 Requested action aborted [9] 20412-0").meanings[0]
    assert best.situation != "queue.refused"
    assert best.confidence is not Confidence.CERTAIN
    assert situation("554 5.7.0 Header error (state 18).") == "message.malformed"


VENDORS = [
    (status.code, use)
    for status in CATALOGUE.registry.statuses
    for use in status.vendors
    # A code with X is another's: the vendor's own spelling has a class.
    if status.code[0] != "X" or use.conflict
]


@pytest.mark.parametrize(("code", "use"), VENDORS, ids=[f"{code} {use.vendor}" for code, use in VENDORS])
def test_a_vendors_entry_fed_as_a_whole_line_leads_to_itself(code: str, use: VendorUse) -> None:
    first, _, last = code.partition("-")
    digit = use.basic[:1] or (first[0] if first[0] != "X" else "5")
    basic = use.basic or {"4": "451", "5": "550"}[digit]
    spellings = [] if last and CATALOGUE.enhanced(first).code == first else [first.replace("X", digit, 1)]
    if last:
        spellings.append(f"{first.rpartition('.')[0]}.{last}")
    for spelling in spellings:
        evidence = Evidence(basic, spelling, use.text, server=use.vendor)
        best = explain(CATALOGUE, evidence).meanings[0]
        words = " ".join((best.title, *best.advice))
        assert use.title in words or use.gist in words, (spelling, best)


def test_the_last_code_of_a_vendors_range_is_in_it_and_the_next_is_not() -> None:
    assert CATALOGUE.enhanced("5.7.649").code == "5.7.606-649"
    assert CATALOGUE.registry.find("5.7.650") is None


OFFER: dict[str, Any] = {"keywords": ("AUTH", "SIZE", "STARTTLS"), "mechanisms": ("PLAIN", "LOGIN")}


def told(explanation: Explanation) -> str:
    best = explanation.meanings[0]
    return " ".join((explanation.summary, best.title, best.fix, *best.advice))


@pytest.mark.parametrize("tls", [True, False])
def test_a_wrong_password_is_not_blamed_on_an_offer_that_was_made(tls: bool) -> None:
    explanation = explained(
        "535 5.7.8 Authentication credentials invalid", "RESPONSE", mechanism="LOGIN", tls=tls, **OFFER
    )
    assert explanation.meanings[0].situation == "auth.failed"
    assert "no AUTH" not in told(explanation)


def test_a_response_is_known_by_the_mechanism_of_its_exchange() -> None:
    advice = (
        explained("504 5.5.4 Unrecognized authentication type", "RESPONSE", mechanism="NTLM", **OFFER)
        .meanings[0]
        .advice
    )
    assert "It offers PLAIN and LOGIN; you asked for NTLM." in advice


@pytest.mark.parametrize(
    ("line", "command", "command_line"),
    [
        ("504 5.5.4 this recipient is refused", "RCPT", "RCPT TO:<a@b.example>"),
        ("504 5.5.4", "RCPT", "RCPT TO:<a@b.example>"),
        ("504", "RCPT", "RCPT TO:<a@b.example>"),
        ("504", "VRFY", "VRFY"),
        ("504", "HELP", "HELP"),
    ],
)
def test_a_parameter_that_was_not_sent_is_not_what_is_refused(
    line: str, command: str, command_line: str
) -> None:
    meanings = explained(line, command, command_line).meanings
    assert meanings[0].situation != "command.parameter" or meanings[0].confidence is Confidence.POSSIBLE
    if command == "RCPT":
        assert all(one.situation != "command.parameter" for one in meanings[:1])


def test_a_parameter_that_was_sent_may_be() -> None:
    assert situation(
        "504 5.5.4 Command parameter not implemented", "RCPT", "RCPT TO:<a@b.example> NOTIFY=X"
    ) == ("command.parameter")


def test_an_address_with_a_domain_is_not_one_without() -> None:
    meanings = explained("504", "RCPT", "RCPT TO:<a@b.example>").meanings
    assert "504.recipient-not-fqdn" not in {one.id for one in meanings}
    assert "504.recipient-not-fqdn" in {one.id for one in explained("504", "RCPT", "RCPT TO:<a@b>").meanings}


@pytest.mark.parametrize(
    "line",
    ["504 5.3.2 no service at this port", "504", "535 go away", "552", "535 5.7.8 bad", "534 5.7.9 no"],
)
def test_what_stands_in_the_greetings_place_answers_no_command(line: str) -> None:
    best = explained(line, "CONNECT").meanings[0]
    group = best.situation.partition(".")[0]
    assert group in {"client", "server", "recipient", "refused", "policy", "session", "protocol"}
    assert "AUTH line" not in best.fix


def test_a_greeting_of_504_that_names_no_service_takes_no_mail() -> None:
    assert situation("504 5.3.2 no service at this port", "CONNECT") == "recipient.domain-no-mail"


def test_advice_on_the_name_in_helo_belongs_to_refusals_of_that_name() -> None:
    explanation = explained("503 Already identified", "EHLO", "EHLO bare", server="Courier")
    assert explanation.meanings[0].situation == "sequence.bad"
    assert "bare" not in told(explanation)


def test_tls_is_not_needed_where_it_is_on() -> None:
    assert situation("530 5.7.0 Must issue a STARTTLS command first", "MAIL", tls=False) == "tls.required"
    best = explained("530 5.7.0 Must issue a STARTTLS command first", "MAIL", tls=True).meanings[0]
    assert best.situation != "tls.required" or best.confidence is Confidence.POSSIBLE


def test_a_page_that_the_reply_names_is_pointed_at() -> None:
    best = explained("550 5.7.1 Blocked, see https://check.example.org/ip?192.0.2.1.").meanings[0]
    assert any("https://check.example.org/ip?192.0.2.1" in advice for advice in best.advice)


def test_who_acts_and_whether_to_repeat_are_the_situations_not_the_digits() -> None:
    unsigned = explained("421 4.7.26 This mail is unauthenticated", server="Gmail")
    assert unsigned.retry == CATALOGUE.labels.word("retry.changed")
    assert any("will not help" in advice for advice in unsigned.meanings[0].advice)
    tenants = explained("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled")
    assert tenants.actor == CATALOGUE.labels.word("actor.sender")


def test_a_code_that_contradicts_the_text_is_remarked_on() -> None:
    explanation = explained("422 4.2.2 <a@b.example>: greylisted, try again in 5 minutes")
    assert explanation.meanings[0].situation == "greylisting"
    assert any("4.2.2" in remark for remark in explanation.remarks)


def test_an_unknown_code_with_a_text_is_explained_by_the_text() -> None:
    explanation = explained("519 5.2.2 mailbox is full")
    assert explanation.meanings[0].id == explanation.meanings[0].situation == "mailbox.full"


def test_wording_that_no_pattern_knows_is_never_certain() -> None:
    best = explained("550 zorbled frobnication of the letterbox").meanings[0]
    assert best.confidence is not Confidence.CERTAIN
