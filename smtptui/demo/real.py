"""The demo servers that speak as real ones do: their greetings and 504s as the facts have them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from smtptui.demo.scripts import HOST, Rule, Script, greeted
from smtptui.words import mark

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.reference.book.sources import RealReply

ABOUT = mark("Greets and answers 504 as {server} does.")

GREETED = {
    "Apache James": f"{HOST} SMTP Server (JAMES SMTP Server) ready",
    "Exchange / Exchange Online": (
        f"{HOST} Microsoft ESMTP MAIL service ready at Mon, 1 Jan 2024 12:00:00 +0000"
    ),
    "Exim": f"{HOST} ESMTP Exim 4.98 Mon, 01 Jan 2024 12:00:00 +0000",
    "Gmail": "mx.google.com ESMTP a1-20020adf000000 - gsmtp",
    "go-smtp (used by maddy)": f"{HOST} ESMTP Service Ready",
    "Haraka": f"{HOST} ESMTP Haraka/3.0.5 ready",
    "hMailServer": f"{HOST} ESMTP",
    "KumoMTA": f"{HOST} KumoMTA",
    "MailHog": f"{HOST} ESMTP MailHog",
    "mailpit": f"{HOST} Mailpit ESMTP Service ready",
    "mox": f"{HOST} ESMTP mox",
    "nodemailer smtp-server": f"{HOST} ESMTP",
    "OpenSMTPD": f"{HOST} ESMTP OpenSMTPD",
    "Postfix smtpd": f"{HOST} ESMTP Postfix",
    "qpsmtpd": f"{HOST} ESMTP qpsmtpd 0.96 ready; send us your mail, but not your spam.",
    "Sendmail": f"{HOST} ESMTP Sendmail 8.18.1/8.18.1; Mon, 1 Jan 2024 12:00:00 GMT",
    "Stalwart": f"{HOST} Stalwart ESMTP at your service.",
    "SubEthaSMTP": f"{HOST} ESMTP SubEthaSMTP 3.1.7",
    "Twisted mail.smtp": f"{HOST} NO UCE NO UBE NO RELAY PROBES ESMTP",
}
"""Server of the facts → its greeting, the places of the facts' text filled."""

_NAME_IN_BRACKETS = re.compile(r"<(?:ADDR|NAME)>")
_PLACE = re.compile(r"<\w+>|%(?:\.\d+)?[svq]|\{[\w:?]*\}|\$\w+")
"""A place in a text of the facts, as the server's language writes it."""

_KEYWORD = re.compile(r"\b(?P<keyword>[A-Z][A-Z0-9-]{2,})(?:,? (?:is )?not )")
_ADDRESS = {"MAIL": "MAIL FROM:<you@example.org>", "RCPT": "RCPT TO:<you@example.org>"}

OTHERS = (
    Rule(
        r"RCPT TO:<([^<>@]*(?:@[^<>.]*)?)>.*",
        "504 5.5.2 <{}>: Recipient address rejected: need fully-qualified address",
        "RCPT TO:<you@bare>",
        "504.recipient-not-fqdn",
    ),
)
"""What Postfix answers as well: the facts have its pattern and no line."""

SEEN_ONLY = (
    Script(
        "exchange-2003",
        "Exchange 2003",
        ABOUT,
        greeted(f"{HOST} Microsoft ESMTP MAIL Service, Version: 6.0.3790.4675 ready"),
        offers=("SIZE", "PIPELINING", "DSN", "ENHANCEDSTATUSCODES", "XEXCH50", "8BITMIME"),
        rules=(
            Rule(r"XEXCH50.*", "504 Need to authenticate first", "XEXCH50 2004 2", "504.exchange-xexch50"),
        ),
    ),
    Script(
        "rfc4141",
        mark("A server with CONPERM and CONNEG (RFC 4141)"),
        mark("Refuses to convert a message: nobody is known to implement it."),
        greeted(f"{HOST} ESMTP"),
        offers=("8BITMIME", "DSN", "CONPERM", "CONNEG"),
        rules=(
            Rule(
                r"MAIL .* CONPERM.*",
                "504 5.5.4 CONPERM: no permission to convert can be given here",
                "MAIL FROM:<you@example.org> CONPERM",
                "504.conversion",
            ),
        ),
    ),
)
"""What was seen in transcripts, or stands in an RFC alone; its wording is ours."""


def real_servers(catalogue: "Catalogue") -> Iterator[Script]:
    """Yield a script for each server whose greeting and 504s the facts have."""
    by_server: dict[str, list[RealReply]] = {}
    for reply in catalogue.replies("504"):
        by_server.setdefault(reply.server, []).append(reply)
    for server, replies in by_server.items():
        if server not in GREETED:
            continue
        rules = [rule for reply in replies if (rule := rule_of(reply)) is not None]
        if server.startswith("Postfix"):
            rules += OTHERS
        rules.sort(key=lambda rule: _BROADNESS.get(rule.meaning, 0))
        if rules:
            yield Script(
                re.sub(r"[^a-z0-9]+", "-", server.split("(")[0].split("/")[0].strip().lower()),
                server,
                ABOUT,
                greeted(GREETED[server]),
                rules=tuple(rules),
            )
    yield from SEEN_ONLY


_BROADNESS = {"504.auth-disabled": 1, "504.encryption-required": 1, "504.mechanism": 2}
"""A meaning whose pattern fits what narrower ones do → how late it is asked."""


def rule_of(reply: "RealReply") -> Rule | None:
    """Return what brings a reply about; None where the facts do not tell its words."""
    text = f"504 {reply.enhanced} {reply.text}".replace("  ", " ")
    if "<text from" in text:
        return None
    # What is filled stands in the pattern's group; a second place would be filled with the same.
    text = _PLACE.sub("{}", _NAME_IN_BRACKETS.sub("<{}>", text.replace("{param:?}", '"{}"')))
    brought = _brought_about(reply)
    return None if brought is None else Rule(brought[0], text, brought[1], reply.meaning)


def _brought_about(reply: "RealReply") -> tuple[str, str] | None:
    """Return the pattern of the commands that are answered so, and one of them."""
    stage = "RCPT" if reply.stage.startswith("RCPT") else "MAIL"
    match reply.meaning:
        case "504.mechanism":
            return r"AUTH (?!(?:PLAIN|LOGIN)\b)(\S+).*", "AUTH FOOBAR"
        case "504.encryption-required" | "504.auth-disabled":
            return r"AUTH (PLAIN|LOGIN).*", "AUTH PLAIN"
        case "504.auth-payload" if "not specified" in reply.text:
            return "AUTH", "AUTH"
        case "504.auth-payload":
            return r"AUTH PLAIN (=|[^=A-Za-z0-9+/].*)", "AUTH PLAIN ="
        case "504.helo-not-fqdn":
            return r"(?:EHLO|HELO) ([^.\[\] ]+)", "HELO bare"
        case "504.sender-not-fqdn":
            return r"MAIL FROM:<([^<>@]+(?:@[^<>.]*)?)>.*", "MAIL FROM:<you@bare>"
        case "504.help-topic":
            return r"HELP (\S+)", "HELP foobar"
        case "504.bdat":
            return r"BDAT 0(?: LAST)?", "BDAT 0"
        case "504.parameter" if (found := _KEYWORD.search(reply.text)) is not None:
            said = _SAID.get(found["keyword"], found["keyword"])
            name = said if said.startswith("BODY=") else said.split("=")[0]
            return rf"{stage} .*>(?: .*)? {name}(?:=\S*)?(?: .*)?", f"{_ADDRESS[stage]} {said}"
        case "504.parameter":
            return rf"{stage} .*> (FROB\S*).*", f"{_ADDRESS[stage]} FROB=1"
    return None


_SAID = {
    "BINARYMIME": "BODY=BINARYMIME",
    "DELIVERBY": "BY=60;R",
    "ENVID": "ENVID=1",
    "MT-PRIORITY": "MT-PRIORITY=1",
    "NOTIFY": "NOTIFY=NEVER",
    "ORCPT": "ORCPT=rfc822;you@example.org",
    "RET": "RET=HDRS",
    "RRVS": "RRVS=2024-01-01T00:00:00Z",
}
"""Keyword → how it is said as a parameter."""
