"""How a session ends: the one exception that carries it from wherever it happens to the last event."""

from smtptui.wire.events import Closed, CloseReason


class SessionEnd(Exception):  # noqa: N818, most ends are no errors
    """The session is over; becomes `Closed`."""

    def __init__(
        self, reason: CloseReason, detail: str = "", advice: str = "", *, expected: bool = False
    ) -> None:
        super().__init__(detail or str(reason))
        self.reason = reason
        self.detail = detail
        self.advice = advice
        self.expected = expected

    def closed(self, at: float) -> Closed:
        """Return the last event."""
        return Closed(at, self.reason, self.detail, self.advice, self.expected)
