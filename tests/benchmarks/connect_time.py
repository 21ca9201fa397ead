"""The connect time that the explorer shows as it starts, against that of a plain socket.

``python -m tests.benchmarks.connect_time [ROUNDS]``: each round starts the explorer in a pseudo-terminal,
connected to a server on loopback that greets at once, and reads from the screen what it says of connecting.
The budget is three times a plain socket and 2 ms more.
"""

import fcntl
import os
import pty
import re
import select
import signal
import socket
import statistics
import struct
import sys
import termios
import threading
import time

BUDGET_RATIO = 3
BUDGET_MORE = 2.0
"""Milliseconds."""

_SHOWN = re.compile(rb"connect (?P<number>[0-9.]+) (?P<unit>m?s)")
_STYLE = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")


class Greeter:
    """A server on loopback that greets whoever connects and keeps the connections."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._kept: list[socket.socket] = []
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._listening.accept()
            connection.sendall(b"220 mx.example ESMTP\r\n")
            self._kept.append(connection)

    def plain(self) -> float:
        """Return in milliseconds how long a plain socket takes to connect."""
        began = time.perf_counter()
        with socket.create_connection(("127.0.0.1", self.port)):
            return (time.perf_counter() - began) * 1000


def shown_by(command: list[str], *, limit: float = 30.0) -> float:
    """Return in milliseconds what a program in a pseudo-terminal shows of its connect time."""
    pid, descriptor = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(command[0], command)
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen, ends = b"", time.monotonic() + limit
    try:
        while (found := _SHOWN.search(_STYLE.sub(b"", seen))) is None:
            assert time.monotonic() < ends, f"no connect time was shown: {seen[-2000:]!r}"
            ready, _, _ = select.select([descriptor], [], [], 0.5)
            if ready:
                seen += os.read(descriptor, 65536)
        return float(found["number"]) * (1 if found["unit"] == b"ms" else 1000)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(descriptor)


def main(rounds: int = 20) -> None:
    """Alternate between both and print medians, and whether the budget is kept."""
    server = Greeter()
    plain: list[float] = []
    shown: list[float] = []
    for _ in range(rounds):
        plain.append(server.plain())
        shown.append(shown_by([sys.executable, "-m", "smtptui", "watch", f"127.0.0.1:{server.port}"]))
    floor, ours = statistics.median(plain), statistics.median(shown)
    budget = BUDGET_RATIO * floor + BUDGET_MORE
    sys.stdout.write(
        f"plain socket {floor:.3f} ms, shown {ours:.2f} ms (worst {max(shown):.2f}), budget {budget:.2f} ms: "
        f"{'kept' if ours <= budget else 'exceeded'}\n"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
