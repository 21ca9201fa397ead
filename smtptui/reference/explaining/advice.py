"""Advice that uses the evidence: what this server offers, what this client asked for."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from smtptui.reference.explaining.evidence import Evidence
from smtptui.reference.explaining.recognising.premises import asked_mechanism
from smtptui.words import _, listed


class Advice(NamedTuple):
    """A sentence for the reader, and a few words of it for a line of the live panel (may be empty)."""

    sentence: str
    short: str = ""


Rule = Callable[[str, Evidence], Iterator[Advice]]

# Compiled with their first use.
HELO_NAME = r"(?i)(?:HELO|EHLO|LHLO)\s+(\S{1,80})"
REJECTED = r"<([^<>\s]{1,80})>:"
"""Postfix puts what it rejects before its reason."""
PARAMETER = r"\s([A-Za-z0-9][A-Za-z0-9-]{1,30})(?:=\S*)?(?=\s|$)"
"""An ESMTP parameter of MAIL or RCPT (RFC 5321 §4.1.2)."""
LINK = r"https?://[^\s<>\"']{4,200}"
PARAMETERS = frozenset({"command.parameter", "command.syntax", "address.smtputf8", "message.conversion"})
"""Situations that a parameter may be the cause of."""
OFFERED_AS = {
    "RET": "DSN",
    "ENVID": "DSN",
    "NOTIFY": "DSN",
    "ORCPT": "DSN",
    "BODY": "8BITMIME",
    "BY": "DELIVERBY",
}
"""The EHLO keyword that a parameter belongs to, where it is not the parameter's own name."""


def advice_on(situation: str, evidence: Evidence) -> tuple[Advice, ...]:
    """Return what the evidence adds to a situation's fix, the most telling first.

    Advice belongs to its situation: what has nothing to do with it is not said.
    """
    if evidence.code[:1] < "4":
        return ()
    return tuple(advice for rule in RULES for advice in rule(situation, evidence))


def _mechanism(situation: str, evidence: Evidence) -> Iterator[Advice]:
    if situation not in ("auth.mechanism", "auth.not-offered", "auth.needs-tls"):
        return
    if evidence.command not in ("AUTH", "RESPONSE"):
        return
    asked, offered = asked_mechanism(evidence), evidence.mechanisms
    if offered and asked not in offered and asked:
        yield Advice(
            _(
                "It offers {mechanisms}; you asked for {mechanism}.",
                mechanisms=listed(offered),
                mechanism=asked,
            ),
            _("it offers {mechanisms}", mechanisms=" ".join(offered)),
        )
    elif offered and asked and situation == "auth.mechanism":
        yield Advice(
            _(
                "It does offer {mechanism}, so the mechanism's name is not what it objects to.",
                mechanism=asked,
            )
        )
    elif offered or "AUTH" in evidence.keywords:
        return
    elif "STARTTLS" in evidence.keywords and not evidence.tls:
        yield Advice(
            _("Its EHLO reply offers no AUTH yet, but STARTTLS: start TLS, send EHLO again and look there."),
            _("no AUTH offered before STARTTLS"),
        )
    elif evidence.keywords:
        yield Advice(_("Its EHLO reply offers no AUTH at all on this port."), _("it offers no AUTH"))


def _plain_session(situation: str, evidence: Evidence) -> Iterator[Advice]:
    needed = situation in ("auth.needs-tls", "tls.required")
    if needed and evidence.tls is False and "STARTTLS" in evidence.keywords:
        yield Advice(
            _("The session is not encrypted and STARTTLS is offered: send it first."),
            _("send STARTTLS first"),
        )


def _host_name(situation: str, evidence: Evidence) -> Iterator[Advice]:
    if situation not in ("helo.not-fqdn", "helo.invalid"):
        return
    found = re.match(HELO_NAME, evidence.command_line)
    if found is None and "helo command rejected" in evidence.text.lower():
        found = re.search(REJECTED, evidence.text)
    if found is None:
        return
    name = found[1]
    if "." not in name and not name.startswith("["):
        yield Advice(
            _("The name given was {name}, which has no dot.", name=name), _("{name} has no dot", name=name)
        )
    if evidence.command == "RCPT" and evidence.server == "Postfix":
        yield Advice(
            _(
                "The recipient is not the matter: with smtpd_delay_reject = yes Postfix holds "
                "such a refusal back until RCPT."
            )
        )


def _address(situation: str, evidence: Evidence) -> Iterator[Advice]:
    if situation not in ("sender.syntax", "recipient.syntax") or "qualified" not in evidence.text:
        return
    if found := re.search(REJECTED, evidence.text):
        words = _("The address given was {address}, whose domain is missing or has no dot.", address=found[1])
        yield Advice(words, found[1])


def _parameters(situation: str, evidence: Evidence) -> Iterator[Advice]:
    if situation not in PARAMETERS or evidence.command not in ("MAIL", "RCPT") or not evidence.keywords:
        return
    after = evidence.command_line.rpartition(">")[2]
    names = [name.upper() for name in re.findall(PARAMETER, after)]
    missing = [name for name in names if OFFERED_AS.get(name, name) not in evidence.keywords]
    if missing:
        yield Advice(
            _(
                "The command has {parameters}, which the EHLO reply does not offer.",
                parameters=listed(missing),
            ),
            _("{parameter} is not offered", parameter=missing[0]),
        )


def _link(situation: str, evidence: Evidence) -> Iterator[Advice]:  # noqa: ARG001 -- as every rule
    if "://" in evidence.text and (found := re.search(LINK, evidence.text)):
        yield Advice(_("The reply names a page on it: {link}", link=found[0].rstrip(".,;:)>]\"'")))


RULES: tuple[Rule, ...] = (_mechanism, _plain_session, _host_name, _address, _parameters, _link)
