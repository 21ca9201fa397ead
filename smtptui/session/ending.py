"""How a session ends: the one exception that carries it from wherever it happens to the last event."""

from smtptui.session.network.transport import StreamBrokenError
from smtptui.text import visible
from smtptui.wire.dialogue import Dialogue
from smtptui.wire.events import Closed, CloseReason, Overdue, State, Way
from smtptui.words import _


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
        super().__init__(detail or reason)
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
        return SessionEnd(CloseReason.QUIT, _("without a 221") if asked else "", expected=True)
    ways: tuple[Way, ...] = (Way.RETRY,)
    if dialogue.state is State.CLOSING:
        detail, advice = _("it said so before"), _("Try again later.")
    elif dialogue.state is State.AWAITING_GREETING and dialogue.half_received:
        detail = _("in the middle of the greeting")
        advice = _("The server or something on the way broke off: connect again.")
    elif dialogue.state is State.AWAITING_GREETING and dialogue.tls:
        detail, advice = _("before any greeting"), _("It may refuse this address.")
    elif dialogue.state is State.AWAITING_GREETING:
        detail = _("before any greeting")
        advice = _("It may refuse this address, or expect TLS from the first octet.")
        ways = (Way.IMPLICIT_TLS, Way.RETRY)
    elif asked and dialogue.half_received:
        detail = _("in the middle of the reply to {verb}", verb=visible(asked[0].verb))
        advice = _("Connect again; the server's log may say why.")
    elif asked:
        detail = _("while waiting for the reply to {verb}", verb=visible(asked[0].verb))
        advice = _("Connect again; the server's log may say why.")
    else:
        detail = _("without a 221 or 421")
        advice = _("Connect again; some servers close what is idle for long.")
    return SessionEnd(CloseReason.BY_SERVER, detail, advice, ways=ways)


def broken_off(broken: StreamBrokenError, *, quitting: bool) -> SessionEnd:
    """Return what it means that the connection broke; after QUIT that is no matter."""
    if quitting:
        return SessionEnd(CloseReason.QUIT, broken.why, expected=True)
    advice = broken.advice or _("What was read before is shown; connect again.")
    return SessionEnd(broken.reason, broken.why, advice, ways=broken.ways or (Way.RETRY,))


def timed_out(waiting_for: str, after: float) -> SessionEnd:
    """Return the end that a missed deadline brings; `after` is in seconds."""
    limit = f"{after:g}"
    if waiting_for == Overdue.GREETING:
        why = _("no greeting in {limit} s", limit=limit)
    else:
        why = _("no reply to {verb} in {limit} s", verb=visible(waiting_for), limit=limit)
    advice = _("The server is slow or stuck: try again later, or with longer deadlines.")
    return SessionEnd(CloseReason.TIMEOUT, why, advice, ways=(Way.RETRY,))
