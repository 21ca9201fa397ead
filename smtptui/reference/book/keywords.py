"""What EHLO announces: service extensions and AUTH mechanisms."""

import json
from enum import StrEnum
from typing import NamedTuple

from smtptui.reference.book.entry_text import EntryText, parse_entries


class Standing(StrEnum):
    """What an EHLO keyword or a mechanism is worth today."""

    CURRENT = "current"
    UNUSED = "unused"
    """In force, and used by nobody."""
    EXPERIMENTAL = "experimental"
    LEGACY = "legacy"
    OBSOLETE = "obsolete"
    HISTORIC = "historic"
    UNREGISTERED = "unregistered"


class Usage(StrEnum):
    """How widely a mechanism is meant to be used, by the registry of SASL mechanisms."""

    COMMON = "common"
    LIMITED = "limited"
    OBSOLETE = "obsolete"
    UNREGISTERED = "unregistered"


class Submission(StrEnum):
    """Whether an extension may be used on the submission port."""

    YES = "yes"
    REQUIRED = "required"
    ONLY = "only"
    BY_RFC = "by-rfc"
    """By its RFC, whatever the registry says."""
    NO = "no"
    NOT_STATED = "not-stated"
    NOT_CHECKED = "not-checked"


class Side(StrEnum):
    """Who speaks first in an exchange."""

    CLIENT = "client"
    SERVER = "server"


class TlsNeed(StrEnum):
    """Whether a mechanism needs TLS."""

    NO = "no"
    YES = "yes"
    REQUIRED = "required"
    """By its RFC."""
    IN_PRACTICE = "in-practice"
    CHANNEL_BINDING = "channel-binding"
    CERTIFICATE = "certificate"
    """The credentials are the client's certificate."""


class Seen(StrEnum):
    """How often servers offer a mechanism."""

    EVERYWHERE = "everywhere"
    COMMON = "common"
    SOME = "some"
    RARE = "rare"
    NEVER = "never"
    GONE = "gone"


SEVERAL_ROUNDS = "several"
"""A number of challenges that depends on the exchange."""


class Extension(NamedTuple):
    """An EHLO keyword: what it adds to the session, its standing, and in a sentence or two what it is for."""

    keyword: str
    aliases: tuple[str, ...]
    """Other names of it: Exim has announced one under two."""
    registry: str
    """``IANA`` or ``vendor``."""
    status: Standing
    verbs: str
    """The commands it adds, in their form."""
    mail: str
    """Parameters it adds to MAIL."""
    rcpt: str
    """Parameters it adds to RCPT."""
    line_growth: dict[str, int]
    """By how many octets it makes the lines of a command longer."""
    replies: str
    """The replies it adds or uses: codes as facts, or words where codes alone do not say it."""
    submission: Submission | None
    """None where nothing is known."""
    implemented_by: tuple[str, ...]
    sources: tuple[str, ...]
    label: str
    verified: str
    title: str = ""
    gist: str = ""
    note: str = ""
    parameters: str = ""
    """What follows the keyword in the EHLO reply."""
    disputed: str = ""
    """Where sources disagree."""


class AuthMechanism(NamedTuple):
    """A SASL mechanism of AUTH; fields named in `from_memory` are not checked against a source."""

    mechanism: str
    usage: Usage
    sources: tuple[str, ...]
    first: Side
    rounds: str
    """Challenges: ``2``, ``0-1``, `SEVERAL_ROUNDS`, or empty where it is not known."""
    tls: TlsNeed
    seen: Seen | None
    seen_at: tuple[str, ...]
    """The servers that offer it, where it is few."""
    from_memory: tuple[str, ...]
    verified: str
    title: str = ""
    gist: str = ""
    note: str = ""


def extensions_from_json(text: str, prose: str) -> tuple[Extension, ...]:
    """Return the EHLO keywords; one on which nothing is written has its keyword for a title."""
    entries = json.loads(text)
    texts = parse_entries(prose, (facts["keyword"] for facts in entries))
    made = []
    for facts in entries:
        own = texts.get(facts["keyword"], (EntryText(),))[0]
        made.append(
            Extension(
                keyword=facts["keyword"],
                aliases=tuple(facts["aliases"]),
                registry=facts["registry"],
                status=Standing(facts["status"]),
                verbs=facts["verbs"],
                mail=facts["mail"],
                rcpt=facts["rcpt"],
                line_growth=facts["line_growth"],
                replies=own.replies or facts["replies"],
                submission=Submission(facts["submission"]) if facts["submission"] else None,
                implemented_by=tuple(facts["implemented_by"]),
                sources=tuple(facts["sources"]),
                label=facts["label"],
                verified=facts["verified"],
                title=own.title or facts["keyword"],
                gist=own.means,
                note=own.note,
                parameters=own.parameters,
                disputed=own.disputed,
            )
        )
    return tuple(made)


def mechanisms_from_json(text: str, prose: str) -> tuple[AuthMechanism, ...]:
    """Return the AUTH mechanisms; one on which nothing is written has its name for a title."""
    entries = json.loads(text)
    texts = parse_entries(prose, (facts["mechanism"] for facts in entries))
    made = []
    for facts in entries:
        own = texts.get(facts["mechanism"], (EntryText(),))[0]
        made.append(
            AuthMechanism(
                mechanism=facts["mechanism"],
                usage=Usage(facts["usage"]),
                sources=tuple(facts["sources"]),
                first=Side(facts["first"]),
                rounds=facts["rounds"],
                tls=TlsNeed(facts["tls"]),
                seen=Seen(facts["seen"]) if facts["seen"] else None,
                seen_at=tuple(facts["seen_at"]),
                from_memory=tuple(facts["from_memory"]),
                verified=facts["verified"],
                title=own.title or facts["mechanism"],
                gist=own.means,
                note=own.note,
            )
        )
    return tuple(made)
