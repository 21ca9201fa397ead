"""Advice that uses the evidence: what this server offers, what this client asked for."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from smtptui.reference.book.model import Meaning
from smtptui.reference.explaining.evidence import Evidence


class Advice(NamedTuple):
    """A sentence for the reader, and a few words of it for a line of the live panel (may be empty)."""

    sentence: str
    short: str = ""


Rule = Callable[[Meaning, Evidence], Iterator[Advice]]

HELO_NAME = re.compile(r"(?:HELO|EHLO|LHLO)\s+(\S{1,80})", re.IGNORECASE)
REJECTED = re.compile(r"<([^<>\s]{1,80})>:")
"""Postfix puts what it rejects before its reason."""
PARAMETER = re.compile(r"\s([A-Za-z0-9][A-Za-z0-9-]{1,30})(?:=\S*)?(?=\s|$)")
"""An ESMTP parameter of MAIL or RCPT (RFC 5321 §4.1.2)."""
OFFERED_AS = {
    "RET": "DSN",
    "ENVID": "DSN",
    "NOTIFY": "DSN",
    "ORCPT": "DSN",
    "BODY": "8BITMIME",
    "BY": "DELIVERBY",
}
"""The EHLO keyword that a parameter belongs to, where it is not the parameter's own name."""


def advice_on(meaning: Meaning, evidence: Evidence) -> tuple[Advice, ...]:
    """Return what the evidence adds to the meaning's fix, the most telling first."""
    return tuple(advice for rule in RULES for advice in rule(meaning, evidence))


def asked_mechanism(evidence: Evidence) -> str:
    """Return the AUTH mechanism that the command names, in capitals, or an empty text."""
    words = evidence.command_line.split(maxsplit=2)
    return words[1].upper() if len(words) > 1 and words[0].upper() == "AUTH" else ""


def _mechanism(meaning: Meaning, evidence: Evidence) -> Iterator[Advice]:
    if (
        "AUTH" not in meaning.commands
        or evidence.command not in ("AUTH", "RESPONSE")
        or evidence.code[:1] < "4"
    ):
        return
    asked, offered = asked_mechanism(evidence), evidence.mechanisms
    if offered and asked not in offered and asked:
        yield Advice(f"It offers {listed(offered)}; you asked for {asked}.", f"it offers {' '.join(offered)}")
    elif offered and asked:
        yield Advice(f"It does offer {asked}, so the mechanism's name is not what it objects to.")
    elif evidence.keywords and "STARTTLS" in evidence.keywords and not evidence.tls:
        yield Advice(
            "Its EHLO reply offers no AUTH yet, but STARTTLS: start TLS, send EHLO again and look there.",
            "no AUTH offered before STARTTLS",
        )
    elif evidence.keywords:
        yield Advice("Its EHLO reply offers no AUTH at all on this port.", "it offers no AUTH")


def _plain_session(meaning: Meaning, evidence: Evidence) -> Iterator[Advice]:
    if evidence.tls is False and "encryption-required" in meaning.id and "STARTTLS" in evidence.keywords:
        yield Advice(
            "The session is not encrypted and STARTTLS is offered: send it first.", "send STARTTLS first"
        )


def _host_name(meaning: Meaning, evidence: Evidence) -> Iterator[Advice]:
    if not {"HELO", "EHLO"} & set(meaning.commands) or evidence.code[:1] < "4":
        return
    found = HELO_NAME.match(evidence.command_line)
    if found is None and "helo command rejected" in evidence.text.lower():
        found = REJECTED.search(evidence.text)
    if found is None:
        return
    name = found[1]
    if "." not in name and not name.startswith("["):
        yield Advice(f"The name given was {name}, which has no dot.", f"{name} has no dot")
    if evidence.command == "RCPT" and evidence.server == "Postfix":
        yield Advice(
            "The recipient is not the matter: with smtpd_delay_reject = yes Postfix holds "
            "such a refusal back until RCPT."
        )


def _address(meaning: Meaning, evidence: Evidence) -> Iterator[Advice]:
    if "not-fqdn" in meaning.id and "helo" not in meaning.id and (found := REJECTED.search(evidence.text)):
        yield Advice(f"The address given was {found[1]}, whose domain is missing or has no dot.", found[1])


def _parameters(meaning: Meaning, evidence: Evidence) -> Iterator[Advice]:  # noqa: ARG001 -- as every rule
    if evidence.command not in ("MAIL", "RCPT") or not evidence.keywords or evidence.code[:1] < "4":
        return
    _, _, after = evidence.command_line.rpartition(">")
    names = [name.upper() for name in PARAMETER.findall(after)]
    missing = [name for name in names if OFFERED_AS.get(name, name) not in evidence.keywords]
    if missing:
        yield Advice(
            f"The command has {listed(tuple(missing))}, which the EHLO reply does not offer.",
            f"{missing[0]} is not offered",
        )


RULES: tuple[Rule, ...] = (_mechanism, _plain_session, _host_name, _address, _parameters)


def listed(words: tuple[str, ...]) -> str:
    """Return words as one reads a list aloud: ``PLAIN, LOGIN and CRAM-MD5``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
