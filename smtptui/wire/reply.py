"""Reply lines and replies as values (RFC 5321 §4.2).

Both hold little, and read the rest out of that when asked. They are made as tuples are, of one iterable:
``ReplyLine((raw, at, until, (), 0))``. With no `__new__` of their own, the parser has C make them in rows.
"""

from enum import StrEnum

from smtptui.wire.enhanced import EnhancedCode, find_enhanced
from smtptui.wire.guess import guess_protocol
from smtptui.words import mark


class Anomaly(StrEnum):
    """What is odd about a line or a reply; never raised. The value is the id, and the words in English."""

    BARE_LF = mark("bare LF")
    BARE_CR = mark("bare CR")
    NUL = mark("NUL")
    CONTROL = mark("control character")
    EIGHT_BIT = mark("8-bit octets")
    BLANK_LINE = mark("blank line")
    NO_CODE = mark("no reply code")
    BAD_SEPARATOR = mark("bad separator")
    BARE_CODE = mark("bare code")
    MIXED_CODES = mark("mixed codes")
    CODE_OUT_OF_RANGE = mark("code out of range")
    OVER_LONG = mark("over 512 octets")
    LINE_TRUNCATED = mark("line truncated")
    REPLY_TRUNCATED = mark("reply truncated")
    ENHANCED_MISMATCH = mark("enhanced code mismatch")
    UNEXPECTED_CODE = mark("unexpected code")
    UNSOLICITED = mark("not asked for")
    NOT_SMTP = mark("not SMTP")


_WITHOUT_CODE = frozenset({Anomaly.NO_CODE, Anomaly.BLANK_LINE})
_CODE_000 = ord("0") * 111


class ReplyLine(tuple[bytes, float, float, tuple[Anomaly, ...], int]):
    """One line as it came: `raw`, `at`, `until`, `anomalies` and `dropped`, in this order."""

    __slots__ = ()

    @property
    def raw(self) -> bytes:
        """Its octets with the line end, as far as they were kept (see `limits.LINE_KEPT`)."""
        return self[0]

    @property
    def at(self) -> float:
        """When its first octet came, in seconds of the caller's clock."""
        return self[1]

    @property
    def until(self) -> float:
        """When its last octet came, in seconds of the caller's clock."""
        return self[2]

    @property
    def anomalies(self) -> tuple[Anomaly, ...]:
        """What is odd about it."""
        return self[3]

    @property
    def dropped(self) -> int:
        """How many of its octets were not kept."""
        return self[4]

    @property
    def body(self) -> bytes:
        """Its octets without the line end, which a truncated line does not have."""
        if self[3] and Anomaly.LINE_TRUNCATED in self[3]:
            return self[0]
        return self[0][: -2 if self[0].endswith(b"\r\n") else -1]

    @property
    def guess(self) -> str:
        """The protocol that it seems to speak where it is not SMTP, or an empty string."""
        return guess_protocol(self[0]) if Anomaly.NOT_SMTP in self[3] else ""

    @property
    def code(self) -> int | None:
        """Its code, or None where it does not begin with three digits that no fourth one follows."""
        if self[3] and not _WITHOUT_CODE.isdisjoint(self[3]):
            return None
        first, second, third = self[0][:3]
        return first * 100 + second * 10 + third - _CODE_000

    @property
    def separator(self) -> bytes:
        """The octet after the code, or none: a letter there belongs to the text."""
        if not self[3]:
            return self[0][3:4]
        separator = self.body[3:4]
        return b"" if self.code is None or separator.isalpha() or separator > b"\x7f" else separator

    @property
    def text(self) -> bytes:
        """What follows the separator, without the line end; the whole line where it has no code."""
        if not self[3]:
            return self[0][4:-2]
        return self.body if self.code is None else self.body[3 + len(self.separator) :]

    def _replace(
        self, *, raw: bytes | None = None, anomalies: tuple[Anomaly, ...] | None = None
    ) -> "ReplyLine":
        """Return the line with other octets, or with other anomalies."""
        kept = (self.raw if raw is None else raw, self.at, self.until)
        return ReplyLine((*kept, self.anomalies if anomalies is None else anomalies, self.dropped))

    def __repr__(self) -> str:
        return f"ReplyLine({tuple(self)!r})"


class Reply(tuple[tuple[Anomaly, ...], bool, *tuple[ReplyLine, ...]]):
    """All lines of one reply: `noted`, `text_is_parsed`, and each of `lines`, in this order."""

    __slots__ = ()

    @property
    def noted(self) -> tuple[Anomaly, ...]:
        """What is odd about it that its lines do not show: that it was cut, or did not fit its command."""
        return self[0]

    @property
    def text_is_parsed(self) -> bool:
        """Whether its text is read by programs, so that no enhanced code may stand there (RFC 2034 §4)."""
        return self[1]

    @property
    def lines(self) -> tuple[ReplyLine, ...]:
        """Its lines in order; at least one of them has a code."""
        return self[2:]

    @property
    def code(self) -> int:
        """The code of the last line that has one, which decides (RFC 5321 §4.2.1)."""
        last: ReplyLine = self[-1]  # type: ignore[assignment]
        if (code := last.code) is not None:
            return code
        for line in self[:1:-1]:
            if (code := line.code) is not None:
                return code
        msg = "No line of this reply has a code."
        raise ValueError(msg)

    @property
    def enhanced(self) -> EnhancedCode | None:
        """Its enhanced code: of several, that of the last line that has one."""
        return None if self.text_is_parsed else self._find_enhanced()[0]

    @property
    def anomalies(self) -> tuple[Anomaly, ...]:
        """What is odd about it and about its lines, each once."""
        lines = self.lines
        found = dict.fromkeys(anomaly for line in lines if line.anomalies for anomaly in line.anomalies)
        # Where all begin alike no look at the codes is needed.
        if len({line.raw[:3] for line in lines}) > 1 and len({line.code for line in lines} - {None}) > 1:
            found[Anomaly.MIXED_CODES] = None
        enhanced, misfit = self._find_enhanced()
        if misfit or (enhanced is not None and self.text_is_parsed):
            found[Anomaly.ENHANCED_MISMATCH] = None
        return tuple(found | dict.fromkeys(self.noted))

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

    def __repr__(self) -> str:
        return f"Reply({tuple(self)!r})"

    def _find_enhanced(self) -> tuple[EnhancedCode | None, bool]:
        """Return the enhanced code of the last line that has one that fits, and whether one of any does not.

        It fits where its class is 2, 4 or 5 and equals the first digit of the reply code (RFC 2034 §4).
        """
        enhanced, misfit = None, False
        for line in self[2:]:
            if (found := find_enhanced(line.text)) is not None and line.code is not None:
                fits = found.class_ == self.severity and found.class_ in (2, 4, 5)
                enhanced, misfit = found if fits else enhanced, misfit or not fits
        return enhanced, misfit
