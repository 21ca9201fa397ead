"""Names of SASL mechanisms, told from passwords that stand where one should (RFC 4422 §3.1)."""

import binascii
import re

_DIGESTS = ("MD5", "SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512", "SHA3-512")
_BINDING = ("GS2-KRB5", "EAP-AES128", *(f"SCRAM-{digest}" for digest in _DIGESTS))
# fmt: off
_OTHERS = (
    "9798-M-DSA-SHA1", "9798-M-ECDSA-SHA1", "9798-M-RSA-SHA1-ENC",
    "9798-U-DSA-SHA1", "9798-U-ECDSA-SHA1", "9798-U-RSA-SHA1-ENC",
    "ANONYMOUS", "CRAM-MD5", "CRAM-SHA1", "CRAM-SHA256", "DIGEST-MD5", "ECDH-X25519-CHALLENGE",
    "ECDSA-NIST256P-CHALLENGE", "EXTERNAL", "GSS-SPNEGO", "GSSAPI", "KERBEROS_V4", "KERBEROS_V5", "LOGIN",
    "MSN", "NMAS-SAMBA-AUTH", "NMAS_AUTHEN", "NMAS_LOGIN", "NTLM", "OAUTH10A", "OAUTHBEARER", "OPENID20",
    "OTP", "PASSDSS-3DES-1", "PLAIN", "PLAIN-CLIENTTOKEN", "SAML20", "SAML20EC", "SECURID", "SKEY", "SPNEGO",
    "SRP", "XOAUTH", "XOAUTH2", "XYMCOOKIE", "XYMCOOKIEB64", "XYMPKI",
)
# fmt: on

KNOWN_MECHANISMS = frozenset((*_OTHERS, *_BINDING, *(f"{name}-PLUS" for name in _BINDING)))
"""IANA's registry, and what servers offer beside it."""

PASSWORDS = frozenset({"PLAIN", "LOGIN"})
"""Mechanisms of which the next thing to be sent is the password itself; those of others are asked then."""

PROVING = frozenset(
    name
    for name in KNOWN_MECHANISMS
    if name.startswith(("CRAM-", "DIGEST-", "SCRAM-", "9798-", "EC", "EAP-", "GS", "KERB"))
) | {"ANONYMOUS", "EXTERNAL", "NTLM", "SRP", "OTP", "SKEY"}
"""Mechanisms that send no password that would be of use to who reads it."""

MECHANISM_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")

_LETTERS = re.compile(r"[A-Z]+(?:[-_][A-Z]+)*\Z")
_LONGEST_UNKNOWN = 20


def is_mechanism(word: str, *, half_typed: bool = False) -> bool:
    """Whether `word` names a mechanism: a known one in any case, or capitals as RFC 4422 wants them.

    Base64 that is readable once decoded is none, whatever it looks like. With `half_typed` the beginning
    of a known name will do.
    """
    upper = word.upper()
    if upper in KNOWN_MECHANISMS:
        return True
    if half_typed and any(known.startswith(upper) for known in KNOWN_MECHANISMS):
        return True
    return _LETTERS.match(word) is not None and len(word) <= _LONGEST_UNKNOWN and not _hides_text(word)


def _hides_text(word: str) -> bool:
    if len(word) % 4:
        return False
    try:
        decoded = binascii.a2b_base64(word)
    except binascii.Error:
        return False
    return decoded.isascii() and decoded.decode("ascii").isprintable()
