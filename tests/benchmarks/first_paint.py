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

SMALLEST = """
from textual.app import App
from textual.widgets import Static

class Smallest(App):
    def compose(self):
        yield Static("\\n".join(["a line of text, as the explorer has"] * 39 + ["first paint"]))

Smallest().run()
"""


def until_painted(command: list[str], words: bytes, *, limit: float = 30.0) -> float:
    """Return the seconds from the start of `command` until `words` have come to the terminal."""
    started = time.perf_counter()
    pid, descriptor = pty.fork()
    if pid == 0:
        os.environ |= {"TERM": "xterm-256color", "SMTPTUI_STATE": os.devnull}
        os.execv(command[0], command)
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen = b""
    try:
        while words not in seen:
            assert time.perf_counter() - started < limit, f"{words!r} was not painted"
            ready, _, _ = select.select([descriptor], [], [], 0.5)
            if ready:
                seen += os.read(descriptor, 65536)
        return time.perf_counter() - started
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(descriptor)


def main(python: str, rounds: int = 9) -> None:
    """Alternate between the programs and print medians and their ratios: of German to English, too."""
    runs = {
        "smallest Textual app": ([python, "-c", SMALLEST], b"first paint"),
        "explorer": ([python, "-P", "-m", "smtptui"], b"Service ready"),
        "in German": ([python, "-P", "-m", "smtptui", "--lang", "de"], b"Server bereit"),
        "watch, its first paint": ([python, "-P", "-m", "smtptui", "watch"], b"Service ready"),
        "watch, the demo's greeting": ([python, "-P", "-m", "smtptui", "watch"], b"GREETING"),
    }
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, (command, words) in runs.items():
            taken[name].append(until_painted(command, words))
    medians = {name: statistics.median(seconds) for name, seconds in taken.items()}
    floor = medians["smallest Textual app"]
    for name, seconds in medians.items():
        least = min(taken[name]) / min(taken["smallest Textual app"])
        sys.stdout.write(
            f"{name}: {seconds * 1000:.0f} ms, {seconds / floor:.2f} x (the best {least:.2f} x)\n"
        )
    sys.stdout.write(f"German to English: {medians['in German'] / medians['explorer']:.2f} x\n")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
