"""What of a command may be shown, and which parts of an AUTH exchange are credentials."""

import binascii
import re

from smtptui.wire.sasl.mechanism import AuthError, decode_challenge
from smtptui.wire.secret import REDACTED

_MECHANISM = re.compile(r"[A-Za-z0-9_-]{1,20}\Z")
"""A SASL mechanism's name (RFC 4422 §3.1)."""

AUTH_VERBS = frozenset({"AUTH", "X-EXPS"})
SECRET_VERBS = AUTH_VERBS | {"PASS"}
"""Verbs whose arguments may be credentials; PASS is POP3's, typed by mistake."""

KNOWN_VERBS = frozenset(
    {
        "EHLO",
        "HELO",
        "LHLO",
        "MAIL",
        "RCPT",
        "DATA",
        "BDAT",
        "RSET",
        "NOOP",
        "QUIT",
        "VRFY",
        "EXPN",
        "HELP",
        "STARTTLS",
        "AUTH",
        "ETRN",
        "ATRN",
        "BURL",
        "TURN",
        "SEND",
        "SAML",
        "SOML",
        "XCLIENT",
        "XFORWARD",
        "X-EXPS",
        "XEXCH50",
    }
)


def shown_command(line: str) -> bytes:
    """Return a command line with its credential, if it can hold one, replaced."""
    words = line.split()
    verb = words[0].upper() if words else ""
    if verb not in SECRET_VERBS or len(words) == 1:
        return line.encode("utf-8", "replace")
    kept = words[:1]
    if verb in AUTH_VERBS and _MECHANISM.match(words[1]):
        kept.append(words[1])
    if len(kept) == len(words):
        return " ".join(kept).encode("utf-8", "replace")
    return " ".join(kept).encode("utf-8", "replace") + b" " + REDACTED


def secrets_of_command(line: str) -> list[bytes]:
    """Return the credentials in a command line typed by the user."""
    words = line.split()
    verb = words[0].upper() if words else ""
    if verb not in SECRET_VERBS or len(words) == 1:
        return []
    if verb == "PASS" or not _MECHANISM.match(words[1]):
        return _whole(" ".join(words[1:]))
    found: list[bytes] = []
    if len(words) > 2:
        found += secrets_of_response(words[1].upper(), 0, " ".join(words[2:]))
    return found


def secrets_of_response(mechanism: str, number: int, line: str) -> list[bytes]:
    """Return the credentials in response `number` (from 0) of an exchange, as it stands on the wire.

    The line itself always is one. Names of users are not, where the mechanism tells them from the rest.
    """
    if line in ("", "=", "*"):
        return []
    try:
        response = decode_challenge(line.encode("utf-8", "replace"))
    except (AuthError, binascii.Error):
        return _whole(line)
    found = [line.encode()]
    match mechanism, response.split(b"\0"):
        case "PLAIN", [_, _, password]:
            return [*found, response, password]
        case "LOGIN", _:
            return found if number == 0 else [*found, response]
        case (("XOAUTH2" | "OAUTHBEARER"), _):
            return [*found, response, *re.findall(rb"(?i)auth=bearer ([^\x01]+)", response)]
        case _:
            return [*found, response, *_pieces(response)]


def _whole(line: str) -> list[bytes]:
    octets = line.encode("utf-8", "replace")
    return [octets, *_pieces(octets)]


def _pieces(octets: bytes) -> list[bytes]:
    """Return the parts of a response of unknown make that can be a password or a proof."""
    return [piece for piece in re.split(rb"[\x00\x01 ,]", octets) if len(piece) >= 4]
