"""The dialogue in words of RFC 5321: where it stands, what fits, what would break it, what is agreed."""

from collections.abc import Iterator
from typing import NamedTuple

from smtptui.text import visible
from smtptui.watching.standing import Standing
from smtptui.wire.events import State
from smtptui.wire.limits import AUTH_LINE, COMMAND_LINE
from smtptui.wire.verbs import Verb
from smtptui.words import _, mark, plural

STATES = {
    None: mark("not connected"),
    State.AWAITING_GREETING: mark("waiting for the greeting (§3.1)"),
    State.REFUSED: mark("refused in the greeting (§3.1)"),
    State.READY: mark("greeted; EHLO has not been said (§3.2)"),
    State.IDENTIFIED: mark("introduced; no mail transaction is open (§3.3)"),
    State.AUTHENTICATING: mark("within an AUTH exchange (RFC 4954 §4)"),
    State.MAIL_TRANSACTION: mark("within a mail transaction (§3.3)"),
    State.DATA: mark("sending mail data (§4.1.1.4)"),
    State.STARTING_TLS: mark("starting TLS (RFC 3207 §4)"),
    State.CLOSING: mark("closing the transmission channel (§3.8)"),
    State.OUT_OF_STEP: mark("out of step: replies pair with nothing any more"),
    State.CLOSED: mark("closed"),
}
"""State → its words; the sections are those of RFC 5321 where no other is named."""

NEXT = {
    Verb.EHLO: mark("introduces this client, and asks what the server offers"),
    Verb.HELO: mark("introduces this client in the old way, without extensions"),
    Verb.LHLO: mark("introduces this client to an LMTP server"),
    Verb.STARTTLS: mark("encrypts the connection; EHLO is said again after it"),
    Verb.AUTH: mark("logs in"),
    Verb.MAIL: mark("opens a mail transaction: the reverse-path, where bounces go"),
    Verb.RCPT: mark("adds a recipient: the forward-path"),
    Verb.DATA: mark("begins the message; a line with a single dot ends it"),
    Verb.BDAT: mark("sends a part of the message, its octets counted"),
    Verb.RSET: mark("drops the mail transaction, and keeps the connection"),
    Verb.NOOP: mark("does nothing, and shows that the server listens"),
    Verb.HELP: mark("asks for help in words"),
    Verb.VRFY: mark("asks whether a mailbox exists; most servers do not tell"),
    Verb.EXPN: mark("asks who is on a list; most servers do not tell"),
    Verb.ETRN: mark("has the server send what waits for a domain"),
    Verb.XCLIENT: mark("speaks as if for another client (Postfix)"),
    Verb.QUIT: mark("ends the session in good order"),
    "*": mark("cancels the exchange"),
    ".": mark("ends the message and hands it over for delivery"),
}
"""What may be sent → what it does."""

_BREAKS: dict[State, tuple[tuple[str, str], ...]] = {
    State.AWAITING_GREETING: (
        ("", mark("anything before the greeting is complete: it marks a spambot (§4.3.1)")),
    ),
    State.REFUSED: (("", mark("anything but QUIT (§3.1)")),),
    State.READY: (
        ("MAIL, AUTH, STARTTLS", mark("before EHLO: 503 (§4.1.4)")),
        ("RCPT, DATA", mark("before MAIL: 503 (§4.1.4)")),
    ),
    State.IDENTIFIED: (("RCPT, DATA", mark("before MAIL: 503 (§4.1.4)")),),
    State.AUTHENTICATING: (
        ("", mark("a command: the server takes any line for the response, in base64 (RFC 4954 §4)")),
    ),
    State.MAIL_TRANSACTION: (
        ("MAIL", mark("a second time: 503 (§4.1.4)")),
        ("AUTH, STARTTLS", mark("within a mail transaction: 503 (RFC 4954 §4)")),
    ),
    State.DATA: (("", mark("a command: it would become a line of the message (§4.1.1.4)")),),
    State.STARTING_TLS: (
        ("", mark("one octet in plaintext: the session would be at an end (RFC 3207 §4.2)")),
    ),
    State.CLOSING: (("", mark("anything: the server closes (§3.8)")),),
    State.OUT_OF_STEP: (("", mark("anything but closing")),),
}


class Breach(NamedTuple):
    """What would break the protocol now: `verbs`, or any line where they are empty, and `why` in words."""

    verbs: str
    why: str


def breaches(standing: Standing) -> Iterator[Breach]:
    """Yield what would break the protocol now."""
    state = standing.state
    if state is None:
        return
    for verbs, why in _BREAKS.get(state, ()):
        yield Breach(verbs, _(why))
    if state is State.IDENTIFIED:
        if standing.tls:
            yield Breach(Verb.STARTTLS, _("inside TLS: 503 (RFC 3207 §4.2)"))
        if standing.authenticated:
            yield Breach(Verb.AUTH, _("a second time: 503 (RFC 4954 §4)"))
    if state is State.MAIL_TRANSACTION and not standing.recipients:
        yield Breach("DATA, BDAT", _("before a recipient was accepted: 503 or 554 (§3.3)"))
    if standing.pending and standing.offered is not None and "PIPELINING" not in standing.offered:
        yield Breach("", _("a command before the reply: PIPELINING is not offered (RFC 2920)"))


def state_words(standing: Standing) -> str:
    """Say where the dialogue stands."""
    words = _(STATES[standing.state])
    if standing.state is State.MAIL_TRANSACTION:
        return plural(
            "{where}, {number} recipient accepted",
            "{where}, {number} recipients accepted",
            standing.recipients,
            where=words,
        )
    return words


def agreed(standing: Standing) -> Iterator[str]:
    """Yield the limits that hold between both sides, each in a sentence."""
    offered = standing.offered
    yield plural(
        "A command line has at most {number} octet with its line end (§4.5.3.1.4).",
        "A command line has at most {number} octets with its line end (§4.5.3.1.4).",
        COMMAND_LINE,
    )
    if offered is None:
        return
    size = offered.size
    if size is not None and size > 0:
        yield plural("A message has at most {number} octet.", "A message has at most {number} octets.", size)
    elif size == 0:
        yield _("No size of a message is fixed; the server may refuse one all the same (RFC 1870 §4).")
    else:
        yield _("The server tells no largest size of a message.")
    if offered.mechanisms:
        yield plural(
            "A line of an AUTH exchange has at most {number} octet (RFC 4954 §4).",
            "A line of an AUTH exchange has at most {number} octets (RFC 4954 §4).",
            AUTH_LINE,
        )
    limits = offered.get("LIMITS")
    if limits is not None and limits.parameters:
        yield _("It limits a session to {limits} (RFC 9422).", limits=visible(" ".join(limits.parameters)))
    if "PIPELINING" in offered:
        yield _("Commands may be sent before their replies, but not past DATA, EHLO or STARTTLS (RFC 2920).")
    eight = "8BITMIME" in offered
    yield _("A body may have 8-bit text.") if eight else _("A body has 7-bit text only.")
    if "SMTPUTF8" in offered:
        yield _("Addresses and headers may be in UTF-8.")
