"""The live panel under load: reply lines fed as events, until it has settled.

``python -m tests.benchmarks.panel [LINES ...]`` prints, for each number of lines, the seconds until all are
taken in and the newest is on the screen, and those of them that the processor worked.
"""

import asyncio
import gc
import sys
import time

from smtptui.tui.app import SmtptuiApp
from tests.tui.driving import WIDE, feed_events, until
from tests.tui.transcript import events

PAIR = "C: NOOP\nS: 250 2.0.0 Ok\n"


async def measure(lines: int) -> tuple[float, float, int]:
    """Return the seconds, those of the processor, and how many rows there are."""
    made = list(events("S: 220 mx ESMTP\n" + PAIR * (lines // 2)))
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        panel = app.workspace.panel
        # To make the events is not measured, and so neither is to look through them for garbage.
        gc.collect()
        gc.freeze()
        started, worked = time.perf_counter(), time.process_time()
        source = feed_events(app, made)
        await source.drained.wait()
        await pilot.pause()
        took, work = time.perf_counter() - started, time.process_time() - worked
        assert panel.log_view.scroll_y > 0
        return took, work, len(panel.fold.rows)


def main(sizes: list[int]) -> None:
    """Measure each size."""
    gc.set_threshold(50_000)  # as the command does for itself
    for lines in sizes:
        took, work, rows = asyncio.run(measure(lines))
        sys.stdout.write(f"{lines} lines: {took:.2f} s, {work:.2f} s of the processor, {rows} rows\n")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [10_000, 100_000])
