"""SCRAM-SHA-1 and SCRAM-SHA-256 (RFC 5802, RFC 7677) as mechanisms of an AUTH exchange."""

import re
from collections.abc import Callable

from smtptui.wire.sasl.mechanism import AuthError
from smtptui.wire.secret import Secret

MECHANISMS = ("SCRAM-SHA-256", "SCRAM-SHA-1")
"""The stronger one first."""

MAX_ITERATIONS = 200_000
"""Rounds of hashing that a server may ask for, about 0.1 s; RFC 7677 §4 asks for at least 4096."""

_ITERATIONS = re.compile(rb"(?:^|,)i=0*([0-9]{1,4000})")


class ScramMechanism:
    """One exchange: the client's first message, its proof, and the check of the server's signature.

    `nonce` makes the client's nonce; it is given in tests only.
    """

    def __init__(
        self, name: str, user: str, password: Secret, *, nonce: Callable[[], str] | None = None
    ) -> None:
        # Imported with the first exchange: hardly any session needs it.
        from scramp import ScramClient

        self._name = name
        self._client = ScramClient(
            [name], user, password.reveal().decode(), c_nonce=nonce() if nonce is not None else None
        )
        self._step = 0
        self.secrets = (password,)
        """What a server may not echo."""

    def __repr__(self) -> str:
        return f"ScramMechanism({self._name!r})"

    @property
    def name(self) -> str:
        """Its registered name."""
        return self._name

    def initial_response(self) -> Secret:
        """Return the client's first message: the user and a nonce."""
        return Secret(self._client.get_client_first())

    def respond(self, challenge: bytes) -> Secret:
        """Return the proof, then an empty answer once the server has proved itself; raise AuthError."""
        from scramp import ScramException

        self._step += 1
        _refuse_many_rounds(challenge)
        failure = ""
        try:
            message = challenge.decode()
            if self._step == 1:
                self._client.set_server_first(message)
                return Secret(self._client.get_client_final())
            if self._step == 2:
                self._client.set_server_final(message)
                return Secret(b"")
        except UnicodeDecodeError:
            failure = "the challenge is not UTF-8"
        except (ScramException, ValueError, KeyError, IndexError) as error:
            failure = f"the challenge is not one of {self._name}: {type(error).__name__}"
        # Outside the handler: a traceback's context would hold the exchange.
        raise AuthError(failure or "the server challenges once too often")


def _refuse_many_rounds(challenge: bytes) -> None:
    found = _ITERATIONS.search(challenge)
    if found is not None and int(found.group(1)) > MAX_ITERATIONS:
        msg = f"{int(found.group(1))} rounds are more than {MAX_ITERATIONS}"
        raise AuthError(msg)
