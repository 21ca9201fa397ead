"""What a response to AUTH gives away, and words that look like one wherever they stand."""

import binascii
import re

_READABLE_LEAST = 8
"""Characters of base64 that are decoded to see whether they are text: fewer hide less than four octets."""

_SURELY_NO_WORD = 12

_PIECE_LEAST = 4
"""Octets of a part of a response that can be a password or a proof; shorter ones are plain words."""

_PIECES = re.compile(rb"[\x00\x01 ,]")
_BEARER = re.compile(rb"(?i)auth=bearer ([^\x01]+)")
_SIGNS = re.compile(
    rb"""user=[^\x01]*(?:\x01|\Z)                       # XOAUTH2
    | [^\x01]{0,512}\x01auth=                           # OAUTHBEARER and XOAUTH2
    | [nyp](?:=[^,]{1,64})?,(?:a=[^,]*)?,(?:n=|\x01)    # SCRAM and OAUTHBEARER, the first message
    | c=[A-Za-z0-9+/=]+,r=                              # SCRAM, the last message
    | [^\s\x00]{1,255}[ ][0-9a-f]{32,128}\Z             # CRAM-MD5
    | NTLMSSP\x00
    | (?:charset=[^,]*,)?\s*username="                  # DIGEST-MD5
    | \{"(?:alg|typ|kid)"                               # the head of a JSON Web Token
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WORD_LIKE = re.compile(r"[A-Za-z]?[a-z]+\Z|[A-Z]+\Z")
_URL_SAFE = str.maketrans("-_", "+/")


def decode_leniently(token: str) -> bytes | None:
    """Return what base64 of either alphabet, complete or cut, decodes to; None where it is something else."""
    bare = token.rstrip("=").translate(_URL_SAFE)
    if len(bare) % 4 == 1:
        bare = bare[:-1]
    try:
        return binascii.a2b_base64(bare + "=" * (-len(bare) % 4), strict_mode=True)
    except (binascii.Error, ValueError):
        return None


def is_credential(token: str) -> bool:
    """Whether a word decodes to a response of a known mechanism, or to the beginning of one."""
    decoded = decode_leniently(token)
    if decoded is None:
        return False
    if _WORD_LIKE.match(token):
        # Short words in capitals happen to decode to a NUL and two letters.
        return decoded.count(b"\0") == 2 and _is_plain(decoded)
    return _is_plain(decoded) or _SIGNS.match(decoded) is not None


def is_readable(token: str) -> bool:
    """Whether a word that is none of a language decodes to text, as responses of LOGIN do."""
    if len(token) < _READABLE_LEAST or _WORD_LIKE.match(token):
        return False
    decoded = decode_leniently(token)
    if decoded is None or not _is_text(decoded):
        return False
    return decoded.isascii() or token.endswith("=") or len(token) >= _SURELY_NO_WORD


def secrets_of_response(mechanism: str, number: int, line: str) -> list[bytes]:
    """Return the credentials in response `number` (from 0) of an exchange, as it stands on the wire.

    `mechanism` in capitals. The line itself always is one. Names of users are not, where the mechanism tells
    them from the rest.
    """
    if line in ("", "=", "*"):
        return []
    response = decode_leniently(line)
    whole = line.encode("utf-8", "replace")
    if response is None:
        return whole_and_pieces(whole)
    found = [whole]
    match mechanism, response.split(b"\0"):
        case "PLAIN" | "", [_, _, password]:
            return [*found, response, password]
        case "LOGIN", _:
            return found if number == 0 else [*found, response]
        case (("XOAUTH2" | "OAUTHBEARER"), _):
            return [*found, response, *_BEARER.findall(response)]
        case _:
            return [*found, response, *_pieces(response)]


def whole_and_pieces(octets: bytes) -> list[bytes]:
    """Return a credential of unknown make: all of it, and its parts."""
    return [octets, *_pieces(octets)]


def _is_plain(decoded: bytes) -> bool:
    """Whether it is identity, NUL, name, NUL, password (RFC 4616 §2), of which the end may be missing."""
    parts = decoded.split(b"\0")
    return len(parts) in (2, 3) and len(parts[1]) > 0 and all(map(_is_text_or_nothing, parts))


def _is_text_or_nothing(octets: bytes) -> bool:
    return not octets or _is_text(octets)


def _is_text(octets: bytes) -> bool:
    """Whether it is readable UTF-8; of a character that was cut, the beginning counts for nothing."""
    try:
        return octets.decode().isprintable()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and octets[: error.start].decode().isprintable()


def _pieces(octets: bytes) -> list[bytes]:
    return [piece for piece in _PIECES.split(octets) if len(piece) >= _PIECE_LEAST]
