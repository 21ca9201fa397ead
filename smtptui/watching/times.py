"""The times beside rows: on the wall's clock, since the start, since the row before; and the gaps between."""

import time
from enum import StrEnum

from smtptui.watching.rows import Row
from smtptui.words import _, decimal, mark

GAP = 1.0
"""Seconds between two rows from which the silence stands out."""


class Times(StrEnum):
    """What stands beside a row."""

    SINCE_START = "start"
    SINCE_PREVIOUS = "previous"
    CLOCK = "clock"


NAMES = {
    Times.SINCE_START: mark("seconds since the start"),
    Times.SINCE_PREVIOUS: mark("seconds since the line before"),
    Times.CLOCK: mark("the time of day"),
}
"""How each is called."""


def next_times(times: Times, *, has_clock: bool) -> Times:
    """Return what comes after `times`; the time of day only where it is known."""
    order = [each for each in Times if has_clock or each is not Times.CLOCK]
    return order[(order.index(times) + 1) % len(order)] if times in order else order[0]


def time_words(
    times: Times, row: Row, before: Row | None, started: float | None, epoch: float | None = None
) -> str:
    """Return the time beside a row.

    `started` is when the first event came, None where there are no times but lines of a text; `epoch` is the
    time of day, in seconds since 1970, at which the session's clock stood at 0.
    """
    if started is None:
        return _("line {number}", number=f"{row.at:.0f}")
    if times is Times.CLOCK and epoch is not None:
        return time.strftime("%H:%M:%S", time.localtime(epoch + row.at))
    if times is Times.SINCE_PREVIOUS:
        waited = max(0.0, row.at - before.at) if before is not None else 0.0
        return f"{'+' if before is not None else ''}{decimal(f'{waited:.3f}')}"
    return decimal(f"{row.at - started:.3f}")


def gap_before(row: Row, before: Row | None) -> float:
    """Return the seconds of silence before a row where they stand out, or 0."""
    waited = row.at - before.at if before is not None else 0.0
    return waited if waited >= GAP else 0.0
