"""The SASL mechanisms that are small enough to be written out: each object is good for one exchange."""

import contextlib
import hmac
import json

from smtptui.wire.sasl.mechanism import AuthError, Mechanism
from smtptui.wire.secret import Secret
from smtptui.words import _


class Plain:
    """PLAIN: identity, name and password at once (RFC 4616 §2)."""

    name = "PLAIN"

    def __init__(self, username: str, password: Secret, *, identity: str = "") -> None:
        if "\0" in username + identity or b"\0" in password.reveal():
            msg = _("PLAIN cannot carry a NUL in a name or a password.")
            raise AuthError(msg)
        self._response = Secret(f"{identity}\0{username}\0".encode() + password.reveal())
        self.secrets = (password,)

    def initial_response(self) -> Secret | None:
        """Return the whole message."""
        return self._response

    def respond(self, challenge: bytes) -> Secret:  # noqa: ARG002
        """Nothing is left to be said."""
        msg = "PLAIN has no challenge"
        raise AuthError(msg)


class Login:
    """LOGIN: name, then password, in this order, whatever the prompts say (draft-murchison-sasl-login)."""

    name = "LOGIN"

    def __init__(self, username: str, password: Secret) -> None:
        self._answers = [Secret(username), password]
        self.secrets = (password,)

    def initial_response(self) -> Secret | None:
        """The server speaks first."""
        return None

    def respond(self, challenge: bytes) -> Secret:  # noqa: ARG002
        """Return the next of the two answers."""
        if not self._answers:
            msg = "LOGIN asks for a name and a password, nothing else"
            raise AuthError(msg)
        return self._answers.pop(0)


class CramMd5:
    """CRAM-MD5: the password proves itself by a keyed digest of the challenge (RFC 2195 §2)."""

    name = "CRAM-MD5"

    def __init__(self, username: str, password: Secret) -> None:
        self._username = username
        self._password = password
        self._answered = False
        self.secrets = (password,)

    def initial_response(self) -> Secret | None:
        """The server speaks first."""
        return None

    def respond(self, challenge: bytes) -> Secret:
        """Return the name and the digest in hexadecimal digits."""
        if self._answered or not challenge:
            msg = "CRAM-MD5 has exactly one challenge, which is not empty"
            raise AuthError(msg)
        self._answered = True
        digest = hmac.new(self._password.reveal(), challenge, "md5").hexdigest()
        return Secret(f"{self._username} {digest}")


class XOAuth2:
    """XOAUTH2: a bearer token, as Google and Microsoft document it."""

    name = "XOAUTH2"

    def __init__(self, username: str, token: Secret) -> None:
        self._response = Secret(f"user={username}\1auth=Bearer ".encode() + token.reveal() + b"\1\1")
        self.secrets = (token,)

    def initial_response(self) -> Secret | None:
        """Return name and token."""
        return self._response

    def respond(self, challenge: bytes) -> Secret:
        """Return the empty answer to the error that the challenge holds; the refusal follows."""
        _require_error(challenge)
        return Secret(b"")


class OAuthBearer:
    """OAUTHBEARER: a bearer token behind a GS2 header (RFC 7628 §3.1)."""

    name = "OAUTHBEARER"

    def __init__(self, username: str, token: Secret, *, host: str = "", port: int = 0) -> None:
        place = (f"host={host}\1" if host else "") + (f"port={port}\1" if port else "")
        # RFC 5801 §4: these two characters separate the fields of the header.
        saslname = username.replace("=", "=3D").replace(",", "=2C")
        self._response = Secret(f"n,a={saslname},\1{place}auth=Bearer ".encode() + token.reveal() + b"\1\1")
        self.secrets = (token,)

    def initial_response(self) -> Secret | None:
        """Return header, place and token."""
        return self._response

    def respond(self, challenge: bytes) -> Secret:
        """Return the single ^A that answers the error in the challenge (RFC 7628 §3.2.3)."""
        _require_error(challenge)
        return Secret(b"\1")


def make_mechanism(name: str, username: str, secret: Secret) -> Mechanism | None:
    """Return the mechanism of that name, or None where it is not written here."""
    match name.upper():
        case "PLAIN":
            return Plain(username, secret)
        case "LOGIN":
            return Login(username, secret)
        case "CRAM-MD5":
            return CramMd5(username, secret)
        case "XOAUTH2":
            return XOAuth2(username, secret)
        case "OAUTHBEARER":
            return OAuthBearer(username, secret)
        case _:
            return None


def _require_error(challenge: bytes) -> None:
    """Both OAuth mechanisms have one challenge: a JSON object with the reason of the refusal."""
    error: object = None
    with contextlib.suppress(ValueError, RecursionError):
        error = json.loads(challenge)
    if not isinstance(error, dict):
        msg = "the challenge holds no error"
        raise AuthError(msg)
