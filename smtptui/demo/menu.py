"""All the demo servers, by their ids: what may be connected to, and what each answers to what."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from smtptui.demo.real import real_servers
from smtptui.demo.scripts import AT_WILL, BEHAVIOURS, HOST, STANDARD, Rule, Script, greeted
from smtptui.words import _, mark

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue

NO_MECHANISM = "504 5.5.4 Unrecognized authentication type"

THE_STANDARD = Script(
    STANDARD,
    mark("The demo server"),
    mark("aiosmtpd, a real server that keeps nothing: takes any mail, and answers five commands with 504."),
    greeted(f"{HOST} smtptui demo server (aiosmtpd)"),
    offers=("SIZE 33554432", "8BITMIME", "SMTPUTF8", "HELP"),
    rules=(
        Rule("AUTH FOOBAR", NO_MECHANISM, "AUTH FOOBAR", "504.mechanism"),
        Rule(
            "AUTH XOAUTH2",
            "504 5.5.4 Encryption required for requested authentication mechanism",
            "AUTH XOAUTH2",
            "504.encryption-required",
        ),
        Rule(
            "HELO bare",
            "504 5.5.2 <bare>: Helo command rejected: need fully-qualified hostname",
            "HELO bare",
            "504.helo-not-fqdn",
        ),
        Rule(
            "MAIL FROM:<you@bare>",
            "504 5.5.2 <you@bare>: Sender address rejected: need fully-qualified address",
            "MAIL FROM:<you@bare>",
            "504.sender-not-fqdn",
        ),
        Rule(
            "MAIL FROM:<you@example.org> FROB=1",
            "504 5.5.4 Unsupported parameter in MAIL",
            "MAIL FROM:<you@example.org> FROB=1",
            "504.parameter",
        ),
    ),
)
"""What aiosmtpd answers; it is not played, but there."""


class Answer(NamedTuple):
    """One line of the menu: what is said to a server, what it answers, and the meaning that this shows."""

    command: str
    """Empty for the greeting."""
    reply: str
    meaning: str


def scripts(catalogue: "Catalogue | None" = None) -> tuple[Script, ...]:
    """Return all demo servers, the standard one first, those that misbehave next."""
    from smtptui.reference.book.catalogue import Catalogue

    return (THE_STANDARD, *BEHAVIOURS, *real_servers(catalogue or Catalogue()))


def find_script(id: str, catalogue: "Catalogue | None" = None) -> Script | None:
    """Return the script with that id."""
    return next((script for script in scripts(catalogue) if script.id == id), None)


def title_of(script: Script) -> str:
    """Return its title in the present language; the name of a real server is none of its words."""
    return _(script.title) if script in BEHAVIOURS or script is THE_STANDARD else script.title


def about(script: Script) -> str:
    """Return in the present language what there is to see."""
    return _(script.about, server=script.title)


def answers(script: Script) -> Iterator[Answer]:
    """Yield what it says to what, its greeting first."""
    said = b"".join(piece.octets for piece in script.greeting).decode().rstrip()
    yield Answer("", said, script.meaning)
    for rule in script.rules:
        if rule.command:
            yield Answer(rule.command, reply_to(rule, rule.command), rule.meaning)
    if script is not THE_STANDARD and script.meaning:
        yield Answer(AT_WILL.command, AT_WILL.reply, "")


def reply_to(rule: Rule, command: str) -> str:
    """Return the rule's reply to a command that its pattern fits."""
    import re

    found = re.fullmatch(rule.pattern, command, re.IGNORECASE)
    filled = next((group for group in found.groups() if group), "") if found else ""
    return rule.reply.replace("{}", filled)
