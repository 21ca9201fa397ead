"""The mechanisms that one can log in with, by name (RFC 4954)."""

from smtptui.session.scram import MECHANISMS as SCRAM
from smtptui.session.scram import ScramMechanism
from smtptui.session.target import Target
from smtptui.wire.ehlo import Extensions
from smtptui.wire.sasl.mechanism import AuthError, Mechanism
from smtptui.wire.sasl.mechanisms import OAuthBearer, make_mechanism
from smtptui.wire.sasl.names import PROVING
from smtptui.wire.secret import Secret
from smtptui.words import _

MECHANISMS = (*SCRAM, "CRAM-MD5", "PLAIN", "LOGIN", "OAUTHBEARER", "XOAUTH2")
"""Those that are written here; the ones that send no password first."""

TOKENS = frozenset({"OAUTHBEARER", "XOAUTH2"})
"""Those that take an access token in place of a password."""


def offered_first(extensions: Extensions | None) -> tuple[str, ...]:
    """Return the mechanisms, those that the server offers before the others."""
    offered = extensions.mechanisms if extensions is not None else ()
    return tuple(sorted(MECHANISMS, key=lambda name: name not in offered))


def sends_secret(name: str) -> bool:
    """Whether who reads the line could use what this mechanism sends."""
    return name.upper() not in PROVING


def mechanism_for(name: str, user: str, secret: Secret, target: Target | None = None) -> Mechanism:
    """Return a mechanism for one exchange; raise AuthError, in words, for what it cannot carry."""
    upper = name.upper()
    failure = ""
    try:
        if upper in SCRAM:
            return ScramMechanism(upper, user, secret)
        if upper == "OAUTHBEARER" and target is not None:
            return OAuthBearer(user, secret, host=target.host, port=target.port)
        if (found := make_mechanism(upper, user, secret)) is not None:
            return found
    except AuthError as error:
        failure = str(error)
    except Exception:
        # What SASLprep refuses (RFC 4013); its own message may hold a part of the password.
        failure = _("{mechanism} cannot carry this name or password.", mechanism=upper)
    # Outside the handler: a traceback's context would hold the password.
    raise AuthError(failure or _("{mechanism} is not among the mechanisms known here.", mechanism=upper))
