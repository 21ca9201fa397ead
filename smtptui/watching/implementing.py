"""What is tried of a server, one by one, to find out what it implements: lines that change nothing."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from smtptui.text import visible
from smtptui.wire.ehlo import Extensions
from smtptui.wire.parameters import PARAMETERS
from smtptui.wire.verbs import VERBS, Verb
from smtptui.words import mark

SENDER = "MAIL FROM:<>"
RECIPIENT = "RCPT TO:<postmaster>"
"""Every server has a postmaster (RFC 5321 §4.5.1)."""

INVENTED = "XSMTPTUI"
"""What no server has: how it answers this is how it answers what it does not know."""


class Group(StrEnum):
    """What is tried."""

    MAIL = mark("parameters of MAIL")
    RCPT = mark("parameters of RCPT")
    MECHANISM = mark("mechanisms")
    VERB = mark("verbs")


class Trial(NamedTuple):
    """One thing that is tried: `before` has to be said first, `line` tries it."""

    group: Group
    name: str
    line: str
    advertised: bool
    before: tuple[str, ...] = ()
    by_extension: bool = True
    """Whether a server that has it says so in EHLO."""

    @property
    def most_lines(self) -> int:
        """How many lines it takes at most, with what cleans up after it."""
        return len(self.before) + (1 if self.group is Group.VERB and "FROM" not in self.line else 2)


KNOWN_MECHANISMS = ("PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256", "XOAUTH2", "OAUTHBEARER")

_VERBS = (
    ("HELP", "HELP"),
    ("VRFY", "VRFY postmaster"),
    ("EXPN", "EXPN postmaster"),
    ("ETRN", "ETRN example.org"),
    (INVENTED, INVENTED),
)
"""Those that change nothing. Not: what begins a message or TLS, hands the line over, or forges an address."""


TELLING = frozenset({"SIZE", "BODY=8BITMIME", "SMTPUTF8", "RET=HDRS", "NOTIFY=NEVER", INVENTED})
"""What is tried before the rest where it is not offered: a server may have had enough before the end."""


def trials(extensions: Extensions | None, *, auth: bool = True) -> tuple[Trial, ...]:
    """Return what is tried of a server, what it offers first; without `auth` no mechanism."""

    def order(trial: Trial) -> int:
        if trial.advertised:
            return 0
        telling = trial.group is Group.VERB or trial.name in TELLING
        return 1 if telling else 2 if trial.group is Group.MECHANISM else 3

    return tuple(sorted(_trials(extensions, auth=auth), key=order))


def _trials(extensions: Extensions | None, *, auth: bool) -> Iterator[Trial]:
    def has(keyword: str) -> bool:
        return extensions is not None and keyword in extensions

    for parameter in PARAMETERS:
        mail = parameter.verb is Verb.MAIL
        yield Trial(
            Group.MAIL if mail else Group.RCPT,
            parameter.form.rstrip("="),
            f"{SENDER if mail else RECIPIENT} {parameter.whole}",
            has(parameter.extension),
            () if mail else (SENDER,),
        )
    yield Trial(Group.MAIL, INVENTED, f"{SENDER} {INVENTED}=1", False)
    if auth:
        offered = extensions.mechanisms if extensions is not None else ()
        for name in dict.fromkeys((*offered, *KNOWN_MECHANISMS, INVENTED)):
            yield Trial(Group.MECHANISM, visible(name), f"AUTH {name}", name in offered)
    for name, line in _VERBS:
        keyword = VERBS[name].extension if name in VERBS else ""
        yield Trial(Group.VERB, name, line, has(keyword or name), by_extension=bool(keyword))
