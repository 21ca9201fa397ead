"""Octets in, reply lines and replies out: any chunking, bounded memory, linear time (RFC 5321 §4.2)."""

from itertools import repeat
from operator import itemgetter

from smtptui.wire.guess import TLS_HEAD, may_be_tls
from smtptui.wire.limits import LINE_KEPT, REPLY_LINES, REPLY_OCTETS
from smtptui.wire.line import parse_line
from smtptui.wire.ordinary import ordinary_lines
from smtptui.wire.reply import Anomaly, Reply, ReplyLine

_SEPARATOR = itemgetter(3)


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
        """Read whole lines: all at once where each is ordinary, otherwise one by one."""
        raws = ordinary_lines(octets)
        if raws is None:
            for raw in octets.split(b"\n")[:-1]:
                self._finish_line(raw + b"\n", at, out)
            return
        self._first = False
        if len(raws) == 1 and not self._lines and octets[3:4] == b" ":
            # As most replies are.
            line = ReplyLine((octets, at, at, (), 0))
            out += (line, Reply(((), False, line)))
            return
        lines = list(map(ReplyLine, zip(raws, repeat(at), repeat(at), repeat(()), repeat(0))))
        separators = bytes(map(_SEPARATOR, raws))
        if not self._lines and b"-" not in separators:
            both: list[ReplyLine | Reply] = [*lines, *lines]
            both[::2] = lines
            both[1::2] = map(Reply, zip(repeat(()), repeat(False), lines))
            out += both
        elif len(self._lines) + len(lines) < REPLY_LINES and self._octets + len(octets) < REPLY_OCTETS:
            self._add_ordinary(lines, separators, out)
        else:
            for line in lines:
                self._add(line, out)

    def _add_ordinary(self, lines: list[ReplyLine], separators: bytes, out: list[ReplyLine | Reply]) -> None:
        """Take ordinary lines that reach no limit, reply by reply."""
        start = 0
        while (end := separators.find(b" ", start) + 1) > 0:
            out += lines[start:end]
            self._lines += lines[start:end]
            self._close(out)
            start = end
        out += lines[start:]
        self._lines += lines[start:]
        self._octets += sum(len(line.raw) for line in lines[start:])

    def _add(self, line: ReplyLine, out: list[ReplyLine | Reply], *, ended: bool = False) -> None:
        """Take one line, whatever it is."""
        self._first = False
        out.append(line)
        code = line.code
        if code is None and not self._lines:
            return
        self._lines.append(line)
        self._octets += len(line.raw)
        if code is not None and line.separator != b"-":
            self._close(out, truncated=ended)
        elif len(self._lines) >= REPLY_LINES or self._octets >= REPLY_OCTETS:
            self._close(out, truncated=True)

    def _close(self, out: list[ReplyLine | Reply], *, truncated: bool = False) -> None:
        out.append(Reply(((Anomaly.REPLY_TRUNCATED,) if truncated else (), False, *self._lines)))
        self._lines.clear()
        self._octets = 0
