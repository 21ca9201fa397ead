"""One AUTH exchange from the command to the last reply (RFC 4954 §4)."""

from smtptui.wire.limits import CHALLENGES
from smtptui.wire.sasl.mechanism import AuthError, Mechanism, decode_challenge
from smtptui.wire.secret import Secret


class AuthExchange:
    """The mechanism (None where the user types the responses) and how far the exchange has come.

    `number` counts the responses sent, the initial one included; `challenge` is the text of the 334 that is
    still to be answered, and `initial` a response that was too long to go with the command.
    """

    def __init__(self, name: str = "", mechanism: Mechanism | None = None, *, number: int = 0) -> None:
        self.mechanism_name = name
        self.mechanism = mechanism
        self.number = number
        self.initial: Secret | None = None
        self.challenge: bytes | None = None
        self.cancelled = False
        self._answered = 0

    def respond(self) -> Secret | None:
        """Return the answer to the challenge, or None where the exchange is cancelled instead."""
        response = None
        if self.mechanism is not None and self.challenge is not None and self._answered < CHALLENGES:
            self._answered += 1
            response = self._answer(self.mechanism, self.challenge)
        self.cancelled = response is None
        return response

    def _answer(self, mechanism: Mechanism, text: bytes) -> Secret | None:
        try:
            challenge = decode_challenge(text)
            if self.initial is not None:
                initial, self.initial = self.initial, None
                return initial
            return mechanism.respond(challenge)
        except AuthError:
            return None
