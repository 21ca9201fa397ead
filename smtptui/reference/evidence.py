"""What is known about a reply when it is to be explained."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from smtptui.text import visible

if TYPE_CHECKING:  # the values of the wire are dear to import, and `explain 504` needs none of them
    from smtptui.wire.events import GreetingReceived, ReplyReceived

ENHANCED = re.compile(r"(?P<enhanced>[245]\.\d{1,3}\.\d{1,3})(?:\s+|$)")
"""An enhanced code where it begins the text of a line (RFC 2034 §4)."""

PARENTHESISED = re.compile(r"\s*\(#(?P<enhanced>[245]\.\d{1,3}\.\d{1,3})\)")
"""An enhanced code at the end, as qmail writes it."""

PHASES = {
    "CONNECT": "connection",
    "EHLO": "introduction",
    "HELO": "introduction",
    "LHLO": "introduction",
    "STARTTLS": "tls",
    "AUTH": "authentication",
    "RESPONSE": "authentication",
    "MAIL": "envelope",
    "RCPT": "envelope",
    "DATA": "message",
    "BDAT": "message",
    "BURL": "message",
    "END-OF-DATA": "message",
    "QUIT": "closing",
    "ETRN": "queue",
    "ATRN": "queue",
    "TURN": "queue",
    "VRFY": "information",
    "EXPN": "information",
    "HELP": "information",
    "NOOP": "information",
    "RSET": "information",
}
"""The phase that a command belongs to, by its verb."""


class Evidence(NamedTuple):
    """What is known about a reply; an empty field is unknown.

    `command` is the verb it answers in capitals, or CONNECT (the greeting or what stands in its place),
    END-OF-DATA, RESPONSE (to an AUTH challenge). `command_line` is the command as it may be shown. `keywords`
    are those of the EHLO reply, `mechanisms` what its AUTH offers, `server` the software as guessed.
    """

    code: str
    enhanced: str = ""
    text: str = ""
    command: str = ""
    command_line: str = ""
    phase: str = ""
    tls: bool | None = None
    mechanisms: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    server: str = ""
    anomalies: tuple[str, ...] = ()
    """What is odd about its form, in the words of `smtptui.wire.reply.Anomaly`."""


class NamedKeyword(Protocol):
    """An EHLO keyword, of which the name is enough."""

    @property
    def name(self) -> str:
        """The keyword in capitals."""
        ...


class Offer(Protocol):
    """What an EHLO reply offers."""

    @property
    def keywords(self) -> Iterable[NamedKeyword]:
        """The keywords in the order of the reply."""
        ...

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """The AUTH mechanisms in the order of the reply."""
        ...


def split_enhanced(text: str) -> tuple[str, str]:
    """Return the enhanced code in the text of a reply line, or an empty text, and the text without it."""
    if found := ENHANCED.match(text):
        return found["enhanced"], text[found.end() :]
    if found := PARENTHESISED.search(text[-80:]):
        start = max(len(text) - 80, 0)
        return found["enhanced"], text[: start + found.start()] + text[start + found.end() :]
    return "", text


def evidence_of(
    event: "GreetingReceived | ReplyReceived", *, extensions: Offer | None, tls: bool | None, server: str
) -> Evidence:
    """Return the evidence in an event, with what was known of the server when it came."""
    asked = getattr(event, "asked", None)
    # Only a greeting has no `asked`; a reply that nobody asked for has None there.
    command = asked.verb if asked is not None else "" if hasattr(event, "asked") else "CONNECT"
    parts = [split_enhanced(visible(line.text)) for line in event.reply.lines]
    # Where no enhanced code belongs the wire reports none, and a remark is due if one stands there.
    enhanced = str(event.reply.enhanced or "") or next((own for own, _ in parts if own), "")
    return Evidence(
        code=f"{event.reply.code:03d}",
        enhanced=enhanced,
        text=" ".join(text for _, text in parts if text),
        command=command,
        command_line=visible(asked.line) if asked is not None else "",
        phase=PHASES.get(command, ""),
        tls=tls,
        mechanisms=extensions.mechanisms if extensions is not None else (),
        keywords=tuple(keyword.name for keyword in extensions.keywords) if extensions is not None else (),
        server=server,
        anomalies=tuple(str(anomaly) for anomaly in event.reply.anomalies),
    )
