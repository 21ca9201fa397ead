"""Reply lines and replies as values (RFC 5321 §4.2)."""

from enum import StrEnum
from typing import NamedTuple


class Anomaly(StrEnum):
    """What is odd about a line or a reply; shown, never raised."""

    BARE_LF = "bare LF"
    BARE_CR = "bare CR"
    NUL = "NUL"
    CONTROL = "control character"
    EIGHT_BIT = "8-bit octets"
    BLANK_LINE = "blank line"
    NO_CODE = "no reply code"
    BAD_SEPARATOR = "bad separator"
    BARE_CODE = "bare code"
    MIXED_CODES = "mixed codes"
    CODE_OUT_OF_RANGE = "code out of range"
    OVER_LONG = "over 512 octets"
    LINE_TRUNCATED = "line truncated"
    REPLY_TRUNCATED = "reply truncated"
    ENHANCED_MISMATCH = "enhanced code mismatch"
    UNEXPECTED_CODE = "unexpected code"
    NOT_SMTP = "not SMTP"


class EnhancedCode(NamedTuple):
    """An enhanced status code (RFC 3463 §2): class 2, 4 or 5, subject and detail 0–999."""

    class_: int
    subject: int
    detail: int

    def __str__(self) -> str:
        return f"{self.class_}.{self.subject}.{self.detail}"


class ReplyLine(NamedTuple):
    """One line as it came.

    `raw` holds its octets with the line end; `at` and `until` are the arrival times, in seconds of the
    caller's clock, of its first and last octet. `code` is None where the line does not begin with three
    digits and a separator. `text` is what follows the separator, without the line end. `dropped` counts
    the octets that were not kept (see `limits.LINE_KEPT`). `guess` names the protocol that a line which
    is not SMTP seems to speak.
    """

    raw: bytes
    at: float
    until: float
    code: int | None
    separator: bytes
    text: bytes
    anomalies: tuple[Anomaly, ...] = ()
    dropped: int = 0
    guess: str = ""


class Reply(NamedTuple):
    """All lines of one reply; the code of the last line decides (RFC 5321 §4.2.1)."""

    lines: tuple[ReplyLine, ...]
    code: int
    enhanced: EnhancedCode | None = None
    anomalies: tuple[Anomaly, ...] = ()

    @property
    def at(self) -> float:
        """When its first octet came."""
        return self.lines[0].at

    @property
    def until(self) -> float:
        """When its last octet came."""
        return self.lines[-1].until

    @property
    def raw(self) -> bytes:
        """All its octets."""
        return b"".join(line.raw for line in self.lines)

    @property
    def severity(self) -> int:
        """The first digit: 2, 3, 4 or 5, and anything else from a peer that does not speak SMTP."""
        return self.code // 100
