"""A session that streams: how much of a core the panel takes, and how long one reply holds the screen.

``python -m tests.benchmarks.streaming [LINES_A_SECOND] [SECONDS]`` prints both; the share is what remains of
the processor's time when that of the idle explorer is taken off.
"""

import asyncio
import itertools
import sys
import time

from smtptui.tui.app import SmtptuiApp
from smtptui.wire.events import Asked, LineReceived, ReplyReceived, State
from smtptui.wire.reply import Reply
from tests.tui.driving import WIDE, feed_events, until_true
from tests.tui.transcript import events, reply_line

STEP = 0.02
"""Seconds between two lots of lines."""

PAIR = "C: NOOP\nS: 250 2.0.0 Ok\n"


async def share(lines: int, seconds: float) -> tuple[float, float]:
    """Return the shares of a core: while lines stream, and idle."""
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        source = feed_events(app, events("S: 220 mx ESMTP\n" + PAIR * 20))
        await source.drained.wait()
        await pilot.press("3")
        await asyncio.sleep(1)
        made = list(events("S: 220 mx ESMTP\n" + PAIR * 500, start=200.0))[5:]
        happened = itertools.cycle(made)
        lot = int(lines * STEP * 1.5)
        began, worked = time.perf_counter(), time.process_time()
        for number in range(int(seconds / STEP)):
            source.put(*itertools.islice(happened, lot))
            await asyncio.sleep(max(0.0, began + (number + 1) * STEP - time.perf_counter()))
        took = time.perf_counter() - began
        busy = (time.process_time() - worked) / took
        worked = time.process_time()
        await asyncio.sleep(1)
        return busy, time.process_time() - worked


async def hold(octets: int, line: int) -> float:
    """Return the longest time, in seconds of the processor, for which a reply holds the loop."""
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        source = feed_events(app, events("S: 220 mx ESMTP\n" + PAIR))
        await source.drained.wait()
        await pilot.press("3")
        await asyncio.sleep(1)
        raw = b"250-" + b"x" * (line - 6) + b"\r\n"
        lines = [reply_line(raw, 300.0) for _ in range(octets // line)]
        lines.append(reply_line(b"250 end\r\n", 300.0))
        asked = Asked("HELP", b"HELP", 299.0)
        reply = ReplyReceived(300.0, Reply(((), False, *lines)), asked, State.IDENTIFIED, 1.0)
        source.put(*(LineReceived(300.0, each, number) for number, each in enumerate(lines)), reply)
        longest, until = 0.0, time.perf_counter() + 2
        while time.perf_counter() < until:
            worked = time.process_time()
            await asyncio.sleep(0)
            longest = max(longest, time.process_time() - worked)
        return longest


def main(lines: int, seconds: float) -> None:
    """Measure both."""
    busy, idle = asyncio.run(share(lines, seconds))
    sys.stdout.write(
        f"{lines} lines a second: {(busy - idle) * 100:.0f} % of a core, idle {idle * 100:.0f} %\n"
    )
    for octets, line in ((1 << 20, 512), (1 << 20, 1 << 16), (1 << 18, 64)):
        took = asyncio.run(hold(octets, line))
        sys.stdout.write(f"a reply of {octets} octets in lines of {line}: {took * 1000:.0f} ms at most\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1000, float(sys.argv[2]) if sys.argv[2:] else 5.0)
