"""Advice that uses the evidence: what this server offers, what this client asked for."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from smtptui.reference.explaining.evidence import Evidence
from smtptui.reference.explaining.recognising.premises import (
    HELLO,
    asked_mechanism,
    has_no_parameter,
    not_offered,
)
from smtptui.wire.verbs import Verb
from smtptui.words import _, listed


class Advice(NamedTuple):
    """A sentence for the reader, and a few words of it for a line of the live panel (may be empty)."""

    sentence: str
    short: str = ""
    instead: bool = False
    """Whether it is what to do, and the reference's own fix is not meant for such a session."""


Rule = Callable[[str, Evidence], Iterator[Advice]]

# Compiled with their first use.
HELO_NAME = r"(?i)(?:HELO|EHLO|LHLO)\s+(\S{1,80})"
REJECTED = r"<([^<>\s]{1,80})>:"
"""Postfix puts what it rejects before its reason."""
LINK = r"https?://[^\s<>\"']{4,200}"
PARAMETERS = frozenset({"command.parameter", "command.syntax", "address.smtputf8", "message.conversion"})
"""Situations that a parameter may be the cause of."""


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
    if name.startswith("["):
        yield Advice(
            _("The name given was {name}, which is an address and no name.", name=name),
            _("{name} is an address", name=name),
        )
    elif "." not in name:
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


def _introduction(situation: str, evidence: Evidence) -> Iterator[Advice]:
    if situation in ("command.unknown", "command.not-implemented") and evidence.command == Verb.EHLO:
        yield Advice(
            _("Send HELO in its place: every server knows it, but it brings neither TLS nor AUTH."),
            _("send HELO"),
            instead=True,
        )


def _address(situation: str, evidence: Evidence) -> Iterator[Advice]:
    if situation not in ("sender.syntax", "recipient.syntax") or "qualified" not in evidence.text:
        return
    if found := re.search(REJECTED, evidence.text):
        words = _("The address given was {address}, whose domain is missing or has no dot.", address=found[1])
        yield Advice(words, found[1])


def _parameters(situation: str, evidence: Evidence) -> Iterator[Advice]:
    if situation in PARAMETERS and (missing := not_offered(evidence)):
        yield Advice(
            _(
                "The command has {parameters}, which the EHLO reply does not offer.",
                parameters=listed(missing),
            ),
            _("{parameter} is not offered", parameter=missing[0]),
        )


def _no_parameter(situation: str, evidence: Evidence) -> Iterator[Advice]:
    if situation != "command.parameter" or not has_no_parameter(evidence):
        return
    match evidence.command:
        case "CONNECT":
            yield Advice(
                _("Nothing was asked yet, so no parameter can be meant: it refuses the connection."),
                _("ask its postmaster, from elsewhere"),
                instead=True,
            )
        case command if command in HELLO:
            yield Advice(
                _(
                    "What stands behind {command} is the client's name and no parameter: give another name.",
                    command=command,
                ),
                _("give your own full host name that resolves"),
                instead=True,
            )
        case "MAIL" | "RCPT":
            yield Advice(
                _(
                    "No parameter was sent that could be left out: it refuses something else, "
                    "such as the address, or the order of the commands."
                ),
                _("look at the address and at what came before"),
                instead=True,
            )
        case _:
            yield Advice(
                _("No parameter was sent that could be left out: it refuses the command itself."),
                _("take it as a refusal of the command itself"),
                instead=True,
            )


def _link(situation: str, evidence: Evidence) -> Iterator[Advice]:  # noqa: ARG001 -- as every rule
    if "://" in evidence.text and (found := re.search(LINK, evidence.text)):
        yield Advice(_("The reply names a page on it: {link}", link=found[0].rstrip(".,;:)>]\"'")))


def in_place_of_fix(advice: Sequence[Advice]) -> Advice | None:
    """Return the advice that is what to do in this session, whatever the reference has for the situation."""
    return next((one for one in advice if one.instead), None)


RULES: tuple[Rule, ...] = (
    _mechanism,
    _plain_session,
    _host_name,
    _introduction,
    _address,
    _parameters,
    _no_parameter,
    _link,
)
