"""Which protocol a peer seems to speak whose first line is not SMTP, or only looks like it."""

import re

_SIGNS = (
    ("HTTP", re.compile(rb"HTTP/\d|<!doctype html|<html", re.IGNORECASE)),
    ("SSH", re.compile(rb"SSH-\d")),
    ("IMAP", re.compile(rb"\* (?:OK|PREAUTH|BYE)\b")),
    ("POP3", re.compile(rb"\+OK\b|-ERR\b")),
    ("TLS", re.compile(rb"[\x14-\x17]\x03[\x00-\x04]")),
)

TLS_HEAD = 7
"""Octets of a TLS record shown as one line: its header and the body of an alert (RFC 8446 §5.1, §6)."""


def guess_protocol(line: bytes) -> str:
    """Return ``HTTP``, ``SSH``, ``IMAP``, ``POP3`` or ``TLS``, or an empty string."""
    for name, sign in _SIGNS:
        if sign.match(line):
            return name
    return ""


_FTP = re.compile(rb"(?i)ftpd?\b(?![\w-]*\.)|FileZilla")
"""An FTP server greets with 220, too (RFC 959 §5.4), and names itself; a host may be called ftp.example."""
_MAIL = re.compile(rb"(?i)smtp|lmtp|mail")
_MASK = re.compile(rb"\*{8}")


def guess_greeter(text: bytes) -> str:
    """Return ``FTP`` where the text of a 220 greeting is such a server's, or an empty string."""
    return "FTP" if _FTP.search(text) and not _MAIL.search(text) else ""


def is_masked(text: bytes) -> bool:
    """Whether a greeting's text has been overwritten with asterisks."""
    return _MASK.search(text) is not None


def may_be_tls(octets: bytes) -> bool:
    """Whether a stream that begins with `octets` can be a TLS record, which has no line end to wait for."""
    return (
        0x14 <= octets[0] <= 0x17 and octets[1:2] in (b"", b"\x03") and (len(octets) < 3 or octets[2] <= 0x04)
    )
