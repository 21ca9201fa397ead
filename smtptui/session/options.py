"""How a session is held: names, trust, and how long it waits."""

from pathlib import Path
from typing import NamedTuple

from smtptui.session.target import TargetError, to_ascii
from smtptui.wire.verbs import Occasion, Verb
from smtptui.words import _


class OptionError(ValueError):
    """An option that cannot be used; the message says why and what to write instead."""


class Deadlines(NamedTuple):
    """How long to wait, in seconds; each counts per reply, however slowly its octets come."""

    resolve: float = 20.0
    connect: float = 30.0
    attempt_delay: float = 0.25  # RFC 8305 §5, between two addresses
    tls: float = 30.0
    grace: float = 0.05  # for plaintext after the 220 to STARTTLS
    greeting: float = 300.0  # RFC 5321 §4.5.3.2.1
    mail: float = 300.0  # §4.5.3.2.2
    rcpt: float = 300.0  # §4.5.3.2.3
    data: float = 120.0  # §4.5.3.2.4
    block: float = 180.0  # §4.5.3.2.5, for each block of data we send
    end_of_data: float = 600.0  # §4.5.3.2.6
    other: float = 300.0  # as long as for MAIL: the standard names none
    silence: float = 5.0  # until it is said what a silent port may mean
    quit: float = 3.0  # for the 221
    closing: float = 2.0  # for the server to close after 221 or 421

    def after(self, verb: str) -> float:
        """Return how long the reply to `verb` may take."""
        seconds: float = getattr(self, _DEADLINES.get(verb, "other"))
        return seconds


_DEADLINES: dict[str, str] = {
    Occasion.CONNECT: "greeting",
    Verb.MAIL: "mail",
    Verb.RCPT: "rcpt",
    Verb.DATA: "data",
    Occasion.END_OF_DATA: "end_of_data",
    Verb.BDAT: "end_of_data",
}
"""What a reply answers to the deadline that it has."""


class Options(NamedTuple):
    """What the user may choose about a session.

    `ehlo_name` is said in EHLO; empty for the name of this host, or its address where that name is not
    fully qualified. `insecure` inspects a server whose certificate fails, and forbids AUTH. `ca` replaces
    the system's authorities; `client_cert` and `client_key` are PEM files (the key may be in the former).
    `local_address` is the address to connect from. Without `auto_ehlo` nothing at all is sent unasked. With
    `keep_messages` events hold the message data that is sent.
    """

    ehlo_name: str = ""
    insecure: bool = False
    ca: Path | None = None
    client_cert: Path | None = None
    client_key: Path | None = None
    local_address: str | None = None
    auto_ehlo: bool = True
    deadlines: Deadlines = Deadlines()
    keep_messages: bool = False


def check_options(options: Options) -> Options:
    """Return the options with their EHLO name in ASCII; raise OptionError for one that cannot be sent."""
    name = options.ehlo_name
    if not name or (name.startswith("[") and name.endswith("]") and name.isascii() and _printable(name)):
        return options
    try:
        return options._replace(ehlo_name=to_ascii(name))
    except TargetError:
        msg = _(
            "{name} cannot be said in EHLO: write a host name such as mail.example.org, or [192.0.2.1].",
            name=repr(name),
        )
        raise OptionError(msg) from None


def _printable(name: str) -> bool:
    return all("!" <= character <= "~" for character in name)
