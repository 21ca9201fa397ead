"""First paint, and the demo's greeting, against the smallest Textual app of as many lines, on a terminal.

``python -m tests.benchmarks.first_paint PYTHON [ROUNDS]``: PYTHON is the interpreter of a virtual
environment into which smtptui was installed (not in place, so that its byte code is compiled as a user's is).
"""

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import termios
import time
from typing import NamedTuple

FLOOR = "smallest Textual app"
SMALLEST = """
from textual.app import App
from textual.widgets import Static

class Smallest(App):
    def compose(self):
        yield Static("\\n".join(["a line of text, as the explorer has"] * 39 + ["first paint"]))

Smallest().run()
"""


class Taken(NamedTuple):
    """Seconds of the clock, and of the processor, in all threads."""

    clock: float
    processor: float


def until_painted(command: list[str], words: bytes, *, limit: float = 30.0) -> Taken:
    """Return what it takes from the start of `command` until `words` have come to the terminal."""
    started = time.perf_counter()
    pid, descriptor = pty.fork()
    if pid == 0:
        os.environ |= {"TERM": "xterm-256color", "SMTPTUI_STATE": os.devnull}
        os.execv(command[0], command)
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen, clock = b"", 0.0
    try:
        while words not in seen:
            assert time.perf_counter() - started < limit, f"{words!r} was not painted"
            ready, _, _ = select.select([descriptor], [], [], 0.5)
            if ready:
                seen += os.read(descriptor, 65536)
        clock = time.perf_counter() - started
    finally:
        os.kill(pid, signal.SIGKILL)
        used = os.wait4(pid, 0)[2]
        os.close(descriptor)
    return Taken(clock, used.ru_utime + used.ru_stime)


def main(python: str, rounds: int = 9) -> None:
    """Alternate between the programs and print medians and their ratios: of German to English, too."""
    # -P: not the tree that this is run in, whose byte code nobody has compiled.
    ours = [python, "-P", "-m", "smtptui"]
    runs = {
        FLOOR: ([python, "-c", SMALLEST], b"first paint"),
        "explorer": (ours, b"Service ready"),
        "in German": ([*ours, "--lang", "de"], b"Server bereit"),
        "watch, its first paint": ([*ours, "watch"], b"Service ready"),
        "watch, the demo's greeting": ([*ours, "watch"], b"GREETING"),
    }
    taken: dict[str, list[Taken]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, (command, words) in runs.items():
            taken[name].append(until_painted(command, words))
    medians = {
        name: Taken(*(statistics.median(each) for each in zip(*seconds, strict=True)))
        for name, seconds in taken.items()
    }
    floor, english = medians[FLOOR], medians["explorer"]
    for name, median in medians.items():
        clock, processor = median.clock / floor.clock, median.processor / floor.processor
        sys.stdout.write(
            f"{name}: {median.clock * 1000:.0f} ms, {clock:.2f} x; "
            f"{median.processor * 1000:.0f} ms of a processor, {processor:.2f} x\n"
        )
    sys.stdout.write(f"German to English: {medians['in German'].clock / english.clock:.2f} x\n")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
