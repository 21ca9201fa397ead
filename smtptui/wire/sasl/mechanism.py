"""What an AUTH exchange needs of a mechanism, and its base64 (RFC 4954 §4)."""

import binascii
from typing import Protocol

from smtptui.wire.limits import AUTH_LINE
from smtptui.wire.secret import Secret


class AuthError(ValueError):
    """A challenge that the mechanism cannot answer; the exchange is then cancelled with ``*``."""


class Mechanism(Protocol):
    """A SASL mechanism, good for one exchange.

    Where it has an attribute `secrets` (an iterable of Secret), a server's echo of those is scrubbed, too.
    """

    @property
    def name(self) -> str:
        """Its registered name, such as ``PLAIN``."""

    def initial_response(self) -> Secret | None:
        """Return what goes with the command, or None where the server speaks first."""

    def respond(self, challenge: bytes) -> Secret:
        """Return the answer to a decoded challenge; raise AuthError where there is none."""


def decode_challenge(text: bytes) -> bytes:
    """Return what a challenge holds; raise AuthError unless it is base64 to the letter (RFC 4648 §4).

    One that is longer than RFC 4954 §4 allows may have been cut, and is refused as well.
    """
    if len(text) > AUTH_LINE:
        msg = "the challenge is too long"
        raise AuthError(msg)
    try:
        decoded = binascii.a2b_base64(text, strict_mode=True)
    except binascii.Error:
        decoded = None
    if decoded is None or binascii.b2a_base64(decoded, newline=False) != text:
        msg = "the challenge is not base64"
        raise AuthError(msg)
    return decoded


def in_base64(response: Secret) -> Secret:
    """Return a response as it stands on the wire."""
    return Secret(binascii.b2a_base64(response.reveal(), newline=False))
