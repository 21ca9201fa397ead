"""The live panel under load: reply lines fed as events, until it has settled.

``python -m tests.benchmarks.panel [LINES ...]`` prints, for each number of lines, the seconds until all are
taken in and the newest is on the screen.
"""

import asyncio
import sys
import time

from smtptui.tui.app import SmtptuiApp
from tests.tui.driving import WIDE, feed_events, until
from tests.tui.transcript import events

PAIR = "C: NOOP\nS: 250 2.0.0 Ok\n"


async def measure(lines: int) -> tuple[float, int]:
    """Return the seconds, and how many rows there are."""
    made = list(events("S: 220 mx ESMTP\n" + PAIR * (lines // 2)))
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        panel = app.workspace.panel
        started = time.perf_counter()
        source = feed_events(app, made)
        await source.drained.wait()
        await pilot.pause()
        took = time.perf_counter() - started
        assert panel.log_view.scroll_y > 0
        return took, len(panel.fold.rows)


def main(sizes: list[int]) -> None:
    """Measure each size."""
    for lines in sizes:
        took, rows = asyncio.run(measure(lines))
        sys.stdout.write(f"{lines} lines: {took:.2f} s, {rows} rows\n")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [10_000, 100_000])
