"""Reply lines as they stand in a recording: octets, times, and what is odd about them."""

import re
from collections.abc import Sequence

from smtptui.recording.fields import (
    DamageError,
    Object,
    enums_of,
    number_of,
    octets_as_text,
    octets_of,
    seconds_of,
)
from smtptui.wire.limits import LINE_KEPT
from smtptui.wire.reply import Anomaly, ReplyLine
from smtptui.words import _

_WITHOUT_CODE = frozenset({Anomaly.NO_CODE, Anomaly.BLANK_LINE})
_ORDINARY = re.compile(rb"[0-9]{3}[ -][^\n]*\r\n", re.DOTALL)
_CODE = re.compile(rb"[0-9]{3}(?![0-9])")


def line_object(line: ReplyLine, at: float, start: float) -> dict[str, object]:
    """Return the fields of a line that was told at the time `at`; what is as usual is left out."""
    made: dict[str, object] = {"octets": octets_as_text(line.raw)}
    if line.at != line.until:
        made["began"] = since(line.at, start)
    if line.until != at:
        made["ended"] = since(line.until, start)
    if line.anomalies:
        made["odd"] = [str(anomaly) for anomaly in line.anomalies]
    if line.dropped:
        made["dropped"] = line.dropped
    return made


def read_line(fields: Object, at: float) -> ReplyLine:
    """Return the line again; raise for one that no parser could have made, which nothing could show."""
    raw = octets_of(fields["octets"])
    if len(fields) <= USUAL and _ORDINARY.fullmatch(raw) is not None and len(raw) <= LINE_KEPT:
        return ReplyLine((raw, at, at, (), 0))
    odd = enums_of(Anomaly, fields.get("odd", []))
    without_code = not _WITHOUT_CODE.isdisjoint(odd)
    if len(raw) > LINE_KEPT:
        raise DamageError(_("a line too long"))
    if not (without_code or _CODE.match(raw)):
        raise DamageError(_("a line of a reply that has no code"))
    if not odd and _ORDINARY.fullmatch(raw) is None:
        raise DamageError(_("a line of a reply that does not end as one"))
    until = seconds_of(fields.get("ended", at))
    began = seconds_of(fields.get("began", until))
    return ReplyLine((raw, began, until, odd, number_of(fields.get("dropped", 0))))


USUAL = 3
"""Fields of a line of which nothing is unusual: event, time, octets."""


def lines_value(lines: Sequence[ReplyLine], heard: Sequence[ReplyLine], start: float) -> object:
    """Return how many of the lines `heard` last are those of a reply, or where they are not, the lines."""
    count = len(lines)
    if count <= len(heard) and all(map(_same, lines, heard[len(heard) - count :])):
        return count
    return [line_object(line, line.until, start) | {"ended": since(line.until, start)} for line in lines]


def _same(line: ReplyLine, other: ReplyLine) -> bool:
    return line is other or line == other


def since(at: float, start: float) -> float:
    """Return a time of the session's clock in seconds since `start`, to the microsecond."""
    return max(0.0, round(at - start, 6))
