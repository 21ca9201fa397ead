"""Octets in, reply lines and replies out: any chunking, bounded memory, linear time (RFC 5321 §4.2)."""

from smtptui.wire.enhanced import find_enhanced
from smtptui.wire.guess import TLS_HEAD, may_be_tls
from smtptui.wire.heads import ENHANCED_HEAD, HEADS, EnhancedHeads, ordinary_lines
from smtptui.wire.limits import LINE_KEPT, REPLY_LINE, REPLY_LINES, REPLY_OCTETS
from smtptui.wire.line import parse_line
from smtptui.wire.reply import Anomaly, EnhancedCode, Reply, ReplyLine

_DOT = ord(".")

_make = tuple.__new__
"""Makes a NamedTuple of all its fields in half the time; checked by the tests that compare both ways."""


class ReplyParser:
    """Reads one stream of octets; a new stream (after STARTTLS) gets a new parser.

    Whatever the octets are, nothing is raised. How they are cut into chunks changes nothing but the
    arrival times. `at` is in seconds of the caller's clock and is only passed on.
    """

    def __init__(self) -> None:
        self._partial = bytearray()
        self._partial_at = 0.0
        self._dropped = 0
        self._last_octet = b""
        self._lines: list[ReplyLine] = []
        self._octets = 0
        self._first = True
        self._enhanced_heads = EnhancedHeads()
        # Of the open reply: the code of all its lines, or 0 where one of them needed a closer look.
        self._plain = 0
        self._enhanced: EnhancedCode | None = None

    def feed(self, octets: bytes, at: float) -> list[ReplyLine | Reply]:
        """Return the lines that `octets` completes; a reply follows its last line."""
        out: list[ReplyLine | Reply] = []
        if self._first and octets and len(self._partial) < TLS_HEAD:
            octets = self._take_tls_head(octets, at, out)
        start = end = 0
        if self._partial and (start := octets.find(b"\n") + 1) > 0:
            self._finish_line(octets[:start], at, out)
        if (end := octets.rfind(b"\n") + 1) > start:
            self._finish_lines(octets[start:end], at, out)
        if end < len(octets):
            self._keep(octets[end:], at)
        return out

    def end(self, at: float) -> list[ReplyLine | Reply]:
        """Return what is unfinished when the stream ends, flagged as truncated."""
        out: list[ReplyLine | Reply] = []
        if self._partial:
            raw, dropped, began = self._take_partial()
            self._add(
                parse_line(raw, began, at, ending=b"", dropped=dropped, first=self._first), out, ended=True
            )
        if self._lines:
            self._close(out, truncated=True)
        return out

    @property
    def partial(self) -> bytes:
        """The octets kept of the line that has not ended yet."""
        return bytes(self._partial)

    def partial_head(self, octets: int) -> bytes:
        """Return at most the first `octets` of the line that has not ended yet."""
        return bytes(self._partial[:octets])

    @property
    def empty(self) -> bool:
        """Whether no line and no reply is half read."""
        return not self._partial and not self._lines

    def _take_tls_head(self, octets: bytes, at: float, out: list[ReplyLine | Reply]) -> bytes:
        """Report the head of a TLS record as a line once it is there, and return what follows it."""
        began = self._partial_at if self._partial else at
        head = bytes(self._partial) + octets[:TLS_HEAD]
        if not may_be_tls(head):
            return octets
        if len(head) < TLS_HEAD:
            self._keep(octets, at)
            return b""
        rest = octets[TLS_HEAD - len(self._partial) :]
        self._take_partial()
        self._first_line(out, parse_line(head[:TLS_HEAD], began, at, ending=b"", first=True))
        return rest

    def _first_line(self, out: list[ReplyLine | Reply], line: ReplyLine) -> None:
        self._first = False
        out.append(line)

    def _keep(self, octets: bytes, at: float) -> None:
        if not self._partial:
            self._partial_at = at
        room = LINE_KEPT - len(self._partial)
        self._partial += octets[:room]
        self._dropped += max(0, len(octets) - room)
        self._last_octet = octets[-1:]

    def _take_partial(self) -> tuple[bytes, int, float]:
        taken = bytes(self._partial), self._dropped, self._partial_at
        self._partial.clear()
        self._dropped = 0
        return taken

    def _finish_line(self, octets: bytes, at: float, out: list[ReplyLine | Reply]) -> None:
        before = octets[-2:-1] or (self._last_octet if self._partial else b"")
        ending = b"\r\n" if before == b"\r" else b"\n"
        self._keep(octets, at)
        raw, dropped, began = self._take_partial()
        self._add(parse_line(raw, began, at, ending=ending, dropped=dropped, first=self._first), out)

    def _finish_lines(self, octets: bytes, at: float, out: list[ReplyLine | Reply]) -> None:
        """Read whole lines, in a short loop those about which nothing is odd."""
        ordinary = ordinary_lines(octets)
        if ordinary is None:
            for raw in octets.split(b"\n")[:-1]:
                self._finish_line(raw + b"\n", at, out)
            return
        # Only the very first line may be guessed at, and ordinary lines do not say that they were first.
        self._first = self._first and HEADS.get(octets[:4]) is None
        lines, numbers = self._lines, self._enhanced_heads
        # What is said again in the same octets came at the same time, and is the same value.
        replies: dict[bytes, Reply] = {}
        parts: dict[bytes, tuple[ReplyLine, EnhancedCode | None]] = {}
        for raw in ordinary:
            if lines:
                part = parts.get(raw)
            elif (known := replies.get(raw)) is not None:
                out += known.lines[0], known
                continue
            else:
                part = parts.get(raw) if raw[3:4] == b"-" else None
            if part is not None:
                line, enhanced = part
            else:
                head = HEADS.get(raw[:4])
                enhanced = None
                if (
                    head is None
                    or len(raw) > REPLY_LINE
                    or (raw[5] == _DOT and (enhanced := numbers[raw[:ENHANCED_HEAD]]) is None)
                ):
                    self._finish_line(raw, at, out)
                    continue
                code, separator = head
                line = _make(ReplyLine, (raw, at, at, code, separator, raw[4:-2], (), 0, ""))
                if separator == b" " and not lines:
                    replies[raw] = known = _make(Reply, ((line,), code, enhanced, ()))
                    out += line, known
                    continue
                parts[raw] = line, enhanced
            out.append(line)
            self._add_ordinary(line, enhanced, out)
        self._first = False

    def _add_ordinary(
        self, line: ReplyLine, enhanced: EnhancedCode | None, out: list[ReplyLine | Reply]
    ) -> None:
        """Take a line about which nothing is odd as part of a reply of several lines."""
        lines = self._lines
        if not lines:
            self._plain = line.code or 0
            self._enhanced = None
        elif line.code != self._plain:
            self._plain = 0
        if enhanced is not None:
            self._enhanced = enhanced
        lines.append(line)
        self._octets += len(line.raw)
        if line.separator == b" ":
            self._close(out)
        elif len(lines) >= REPLY_LINES or self._octets >= REPLY_OCTETS:
            self._close(out, truncated=True)

    def _add(self, line: ReplyLine, out: list[ReplyLine | Reply], *, ended: bool = False) -> None:
        """Take a line that needed a closer look."""
        self._first = False
        out.append(line)
        if line.code is None and not self._lines:
            return
        self._plain = 0
        self._lines.append(line)
        self._octets += len(line.raw)
        if line.code is not None and line.separator != b"-":
            self._close(out, truncated=ended)
        elif len(self._lines) >= REPLY_LINES or self._octets >= REPLY_OCTETS:
            self._close(out, truncated=True)

    def _close(self, out: list[ReplyLine | Reply], *, truncated: bool = False) -> None:
        lines = tuple(self._lines)
        self._lines.clear()
        self._octets = 0
        if self._plain and not truncated:
            out.append(_make(Reply, (lines, self._plain, self._enhanced, ())))
        else:
            out.append(make_reply(lines, truncated=truncated))


def make_reply(lines: tuple[ReplyLine, ...], *, truncated: bool = False) -> Reply:
    """Return the reply that `lines` are; at least one of them has a code, and the last such code decides."""
    codes = [line.code for line in lines if line.code is not None]
    code = codes[-1]
    enhanced: EnhancedCode | None = None
    anomalies = dict.fromkeys(anomaly for line in lines for anomaly in line.anomalies)
    if len(set(codes)) > 1:
        anomalies[Anomaly.MIXED_CODES] = None
    for line in reversed(lines):
        if line.code is not None:
            found, misfit = find_enhanced(line.text, code // 100)
            enhanced = enhanced or found
            if misfit:
                anomalies[Anomaly.ENHANCED_MISMATCH] = None
    if truncated:
        anomalies[Anomaly.REPLY_TRUNCATED] = None
    return Reply(lines, code, enhanced, tuple(anomalies))
