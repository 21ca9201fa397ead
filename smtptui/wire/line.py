"""One line's octets to a ReplyLine: what is odd about it (RFC 5321 §4.2)."""

import re

from smtptui.wire.guess import guess_protocol
from smtptui.wire.limits import AUTH_LINE, REPLY_LINE
from smtptui.wire.reply import Anomaly, ReplyLine

_CODE = re.compile(rb"([0-9]{3})(?![0-9])")
_IN_GRAMMAR = re.compile(rb"[2-5][0-5][0-9]")
_CONTROL = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")


def parse_line(
    raw: bytes, at: float, until: float, *, ending: bytes, dropped: int = 0, first: bool = False
) -> ReplyLine:
    """Return the line that `raw` holds.

    `ending` is the line end as it came (CRLF, LF, or empty where the stream ended first), `dropped` how
    many octets of the line are not in `raw`, `first` whether it is the first line of the stream: only there
    is another protocol guessed.
    """
    body = raw if dropped else raw[: len(raw) - len(ending)]
    has_code = _CODE.match(body) is not None
    anomalies: list[Anomaly] = []
    if not has_code:
        anomalies.append(Anomaly.NO_CODE if body else Anomaly.BLANK_LINE)
        if first and guess_protocol(body):
            anomalies.append(Anomaly.NOT_SMTP)
    else:
        if not _IN_GRAMMAR.match(body):
            anomalies.append(Anomaly.CODE_OUT_OF_RANGE)
        if len(body) == 3:
            anomalies.append(Anomaly.BARE_CODE)
        elif body[3:4] not in (b" ", b"-"):
            anomalies.append(Anomaly.BAD_SEPARATOR)
    if ending == b"\n":
        anomalies.append(Anomaly.BARE_LF)
    anomalies += _odd_octets(body, complete=bool(ending) and not dropped)
    if len(raw) + dropped > (AUTH_LINE if has_code and body[:3] == b"334" else REPLY_LINE):
        anomalies.append(Anomaly.OVER_LONG)
    if dropped or not ending:
        anomalies.append(Anomaly.LINE_TRUNCATED)
    return ReplyLine((raw, at, until, tuple(anomalies), dropped))


def _odd_octets(body: bytes, *, complete: bool) -> list[Anomaly]:
    found: list[Anomaly] = []
    if body.isascii() and body.decode("ascii").isprintable():
        return found
    # A CR at the very end of what was kept may have had its LF behind it.
    if b"\r" in (body if complete else body[:-1]):
        found.append(Anomaly.BARE_CR)
    if b"\0" in body:
        found.append(Anomaly.NUL)
    if _CONTROL.search(body):
        found.append(Anomaly.CONTROL)
    if not body.isascii():
        found.append(Anomaly.EIGHT_BIT)
    return found
