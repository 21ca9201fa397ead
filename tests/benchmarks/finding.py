"""Searching and filtering a million rows, and jumping through them.

``python -m tests.benchmarks.finding [ROWS]`` prints the seconds of the processor each takes in all, and the
longest stretch for which the screen would be held.
"""

import sys
import time
from collections.abc import Callable

from smtptui.watching.filtering import filter_of, holds
from smtptui.watching.fold import Fold
from smtptui.watching.matches import Matches
from smtptui.watching.rows import Kind, Row
from smtptui.watching.seeking import Seek, is_after_gap, is_not_implemented
from smtptui.wire.events import LineReceived
from tests.tui.transcript import reply_line


def million(rows: int) -> Fold:
    """Return so many rows that differ, the last one a 504."""
    fold = Fold()
    for number in range(rows):
        line = reply_line(
            b"%d 2.0.0 Ok: queued as %X\r\n" % (250 if number < rows - 1 else 504, number), number / 1e3
        )
        row = Row(number + 1, number / 1e3, Kind.RECEIVED, LineReceived(number / 1e3, line), line)
        row.code = line.code
        fold.rows.append(row)
    return fold


def measure(name: str, advance: Callable[[], bool]) -> None:
    """Let something be done to its end, a stretch after the other."""
    longest = total = 0.0
    more = True
    while more:
        began = time.process_time()
        more = advance()
        took = time.process_time() - began
        longest, total = max(longest, took), total + took
    sys.stdout.write(f"{name:24} {total:.2f} s, longest stretch {longest * 1000:.0f} ms\n")


def main(rows: int) -> None:
    """Measure each."""
    fold = million(rows)
    wanted = filter_of("5yz")
    measure("search, all counted", Matches(fold, lambda row: holds(row, "ffff")).advance)
    measure("filter 5yz", Matches(fold, wanted.lets).advance)
    measure("next 504, the last row", Seek(fold.rows, 0, 1, is_not_implemented).advance)
    measure("next silence, none", Seek(fold.rows, 0, 1, is_after_gap).advance)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
