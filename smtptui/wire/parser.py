"""Octets in, reply lines and replies out: any chunking, bounded memory, linear time (RFC 5321 §4.2)."""

from smtptui.wire.enhanced import find_enhanced
from smtptui.wire.guess import TLS_HEAD, may_be_tls
from smtptui.wire.limits import LINE_KEPT, REPLY_LINES, REPLY_OCTETS
from smtptui.wire.line import parse_line
from smtptui.wire.reply import Anomaly, EnhancedCode, Reply, ReplyLine


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

    def feed(self, octets: bytes, at: float) -> list[ReplyLine | Reply]:
        """Return the lines that `octets` completes; a reply follows its last line."""
        out: list[ReplyLine | Reply] = []
        if self._first and octets and len(self._partial) < TLS_HEAD:
            octets = self._take_tls_head(octets, at, out)
        start = 0
        while (end := octets.find(b"\n", start) + 1) > 0:
            self._finish_line(octets[start:end], at, out)
            start = end
        if start < len(octets):
            self._keep(octets[start:], at)
        return out

    def end(self, at: float) -> list[ReplyLine | Reply]:
        """Return what is unfinished when the stream ends, flagged as truncated."""
        out: list[ReplyLine | Reply] = []
        if self._partial:
            raw, dropped, began = self._take_partial()
            self._add(parse_line(raw, began, at, ending=b"", dropped=dropped, first=self._first), out, True)
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
        self._add(parse_line(raw, began, at, ending=ending, dropped=dropped, first=self._first), out, False)

    def _add(self, line: ReplyLine, out: list[ReplyLine | Reply], ended: bool) -> None:
        self._first = False
        out.append(line)
        if line.code is None and not self._lines:
            return
        self._lines.append(line)
        self._octets += len(line.raw)
        if line.code is not None and line.separator != b"-":
            self._close(out, truncated=ended)
        elif len(self._lines) >= REPLY_LINES or self._octets >= REPLY_OCTETS:
            self._close(out, truncated=True)

    def _close(self, out: list[ReplyLine | Reply], *, truncated: bool) -> None:
        lines = tuple(self._lines)
        self._lines = []
        self._octets = 0
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
