"""The envelope of a trial: two addresses, and parameters that the server offers (RFC 5321 §4.1.1)."""

import re
from typing import NamedTuple

from smtptui.words import _

_ADDRESS = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^\s<>"]+)@[^\s<>@]+')
_XCHAR = re.compile(r"[!-*,-<>-~]")
"""What stands in xtext for itself (RFC 3461 §4): printable ASCII but ``+`` and ``=``."""


class EnvelopeError(ValueError):
    """An address that cannot stand in an envelope; the message says why."""


class Envelope(NamedTuple):
    """From `sender` (empty for the null reverse-path) to `recipient`, with parameters of MAIL and RCPT."""

    sender: str
    recipient: str
    mail: tuple[str, ...] = ()
    rcpt: tuple[str, ...] = ()

    @property
    def mail_line(self) -> str:
        """The MAIL command."""
        return " ".join((f"MAIL FROM:<{self.sender}>", *self.mail))

    @property
    def rcpt_line(self) -> str:
        """The RCPT command."""
        return " ".join((f"RCPT TO:<{self.recipient}>", *self.rcpt))


def checked(envelope: Envelope) -> Envelope:
    """Return an envelope whose addresses can be sent; raise EnvelopeError."""
    if envelope.sender and not _ADDRESS.fullmatch(envelope.sender):
        msg = _("The sender is no address: write one such as you@example.org, or nothing for <>.")
        raise EnvelopeError(msg)
    if not envelope.recipient:
        msg = _("Write a recipient, such as postmaster@example.org.")
        raise EnvelopeError(msg)
    if not _ADDRESS.fullmatch(envelope.recipient) and envelope.recipient.lower() != "postmaster":
        msg = _("The recipient is no address: write one such as postmaster@example.org.")
        raise EnvelopeError(msg)
    return envelope


def xtext(value: str) -> str:
    """Return a value as ENVID and ORCPT take it (RFC 3461 §4)."""
    return "".join(
        chr(octet) if _XCHAR.fullmatch(chr(octet)) else f"+{octet:02X}"
        for octet in value.encode("utf-8", "replace")
    )
