"""A program in a pseudo-terminal, and the screen as a terminal emulator makes it from what arrives."""

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Iterator, Mapping, Sequence

import pyte

LIMIT = 30.0
"""Seconds after which waiting for the screen fails."""


class Terminal:
    """A running program; `octets` is all it has sent to the terminal."""

    def __init__(self, pid: int, descriptor: int, columns: int, rows: int) -> None:
        self.pid = pid
        self.octets = b""
        self._descriptor = descriptor
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    @property
    def title(self) -> str:
        """The window title the program has set."""
        return str(self._screen.title)

    def send(self, keys: str) -> None:
        """Type."""
        os.write(self._descriptor, keys.encode())

    def until(self, words: str) -> str:
        """Read until `words` stand on the screen, and return it."""
        limit = time.monotonic() + LIMIT
        while words not in self.text:
            left = limit - time.monotonic()
            assert left > 0, f"{words!r} did not come up:\n{self.text}"
            self._read(min(left, 0.2))
        return self.text

    def until_end(self) -> int:
        """Read until the program has ended, and return its exit status."""
        limit = time.monotonic() + LIMIT
        while time.monotonic() < limit:
            self._read(0.05)
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(f"it did not end:\n{self.text}")

    def _read(self, seconds: float) -> None:
        ready, _, _ = select.select([self._descriptor], [], [], seconds)
        # Linux answers EIO, not an end of file, once the program has closed its side.
        with contextlib.suppress(OSError):
            if ready and (octets := os.read(self._descriptor, 65536)):
                self.octets += octets
                self._stream.feed(octets)


@contextlib.contextmanager
def running(
    command: Sequence[str],
    *,
    columns: int = 120,
    rows: int = 40,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Terminal]:
    """Run `command` in a pseudo-terminal; it is killed at the end if it still runs."""
    environ = {**os.environ, "TERM": "xterm-256color", **(environment or {})}
    pid, descriptor = pty.fork()
    if pid == 0:
        os.execvpe(command[0], list(command), environ)
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    terminal = Terminal(pid, descriptor, columns, rows)
    try:
        yield terminal
    finally:
        if terminal.pid:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        os.close(descriptor)
