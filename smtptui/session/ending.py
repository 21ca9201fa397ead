"""How a session ends: the one exception that carries it from wherever it happens to the last event."""

from smtptui.wire.dialogue import Dialogue
from smtptui.wire.events import Closed, CloseReason, State, Way


class SessionEnd(Exception):  # noqa: N818, most ends are no errors
    """The session is over; becomes `Closed`."""

    def __init__(
        self,
        reason: CloseReason,
        detail: str = "",
        advice: str = "",
        *,
        expected: bool = False,
        ways: tuple[Way, ...] = (),
    ) -> None:
        super().__init__(detail or str(reason))
        self.reason = reason
        self.detail = detail
        self.advice = advice
        self.expected = expected
        self.ways = ways

    def closed(self, at: float) -> Closed:
        """Return the last event."""
        return Closed(at, self.reason, self.detail, self.advice, self.expected, self.ways)


def end_of_stream(dialogue: Dialogue, *, quitting: bool) -> SessionEnd:
    """Return what it means that the server closed the connection, where the dialogue stands."""
    asked = dialogue.pending
    if quitting:
        return SessionEnd(CloseReason.QUIT, "without a 221" if asked else "", expected=True)
    if dialogue.state is State.CLOSING:
        return SessionEnd(CloseReason.BY_SERVER, "it said so before", "Try again later.")
    if dialogue.state is State.AWAITING_GREETING and dialogue.half_received:
        detail = "in the middle of the greeting"
        advice = "The server or something on the way broke off: connect again."
    elif dialogue.state is State.AWAITING_GREETING:
        detail = "before any greeting"
        advice = "It may refuse this address, or expect TLS at once (--tls implicit)."
    elif asked:
        where = "in the middle of" if dialogue.half_received else "while waiting for"
        detail = f"{where} the reply to {asked[0].verb}"
        advice = "Connect again; the server's log may say why."
    else:
        detail = "without a 221 or 421"
        advice = "Connect again; some servers close what is idle for long."
    return SessionEnd(CloseReason.BY_SERVER, detail, advice)


def broken_off(reason: CloseReason, why: str, *, quitting: bool) -> SessionEnd:
    """Return what it means that the connection broke; after QUIT that is no matter."""
    if quitting:
        return SessionEnd(CloseReason.QUIT, why, expected=True)
    return SessionEnd(reason, why, "What was read before is shown; connect again.")


def timed_out(waiting_for: str, after: float) -> SessionEnd:
    """Return the end that a missed deadline brings; `after` is in seconds."""
    advice = "The server is slow or stuck: try again later, or with longer deadlines."
    return SessionEnd(CloseReason.TIMEOUT, f"no reply to {waiting_for} in {after:g} s", advice)
