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
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pyte

PROJECT = Path(__file__).parent.parent

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
        """Type, all of it at once; what the terminal cannot take yet goes in as soon as it can."""
        left = keys.encode()
        limit = time.monotonic() + LIMIT
        while left:
            assert time.monotonic() < limit, "the program reads no keys"
            _, takes, _ = select.select([], [self._descriptor], [], 0)
            if takes:
                # In pieces as large as a terminal takes without losing any.
                left = left[os.write(self._descriptor, left[:1024]) :]
            self._read(0.02)

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Go away, as a terminal does whose window is closed."""
        os.close(self._descriptor)
        self._descriptor = -1

    @property
    def echoes(self) -> bool:
        """Whether what is typed is shown by the terminal itself, line by line: as a shell wants it."""
        local = termios.tcgetattr(self._descriptor)[3]
        return bool(local & termios.ECHO and local & termios.ICANON)

    @property
    def is_restored(self) -> bool:
        """Whether the first screen, the cursor and the mouse are back, and pastes come as they are."""
        octets = self.octets
        return all(
            octets.rfind(off) > octets.rfind(on)
            for on, off in (
                (b"\x1b[?1049h", b"\x1b[?1049l"),
                (b"\x1b[?25l", b"\x1b[?25h"),
                (b"\x1b[?1000h", b"\x1b[?1000l"),
                (b"\x1b[?1003h", b"\x1b[?1003l"),
                (b"\x1b[?2004h", b"\x1b[?2004l"),
            )
        )

    def until_true(self, holds: Callable[[], object]) -> None:
        """Read until `holds()` is true."""
        limit = time.monotonic() + LIMIT
        while not holds():
            assert time.monotonic() < limit, f"it did not come to hold:\n{self.text}"
            self._read(0.05)

    def until_stopped(self) -> None:
        """Read until the program has been suspended."""
        limit = time.monotonic() + LIMIT
        while time.monotonic() < limit:
            self._read(0.05)
            if os.waitid(os.P_PID, self.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT):
                self._read_the_rest()
                return
        raise AssertionError(f"it was not suspended:\n{self.text}")

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
                self._read_the_rest()
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(f"it did not end:\n{self.text}")

    def _read_the_rest(self) -> None:
        """Read what a program that has stopped or ended has left: a busy machine takes it in pieces."""
        before = -1
        while before < len(self.octets):
            before = len(self.octets)
            self._read(0.05)

    def _read(self, seconds: float) -> None:
        if self._descriptor < 0:
            time.sleep(seconds)
            return
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
    ignores: Sequence[int] = (),
    directory: "str | os.PathLike[str] | None" = None,
) -> Iterator[Terminal]:
    """Run `command` in a pseudo-terminal; it is killed at the end if it still runs.

    `ignores` are signals that are ignored where it starts, as by nohup.
    """
    environ = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(PROJECT), **(environment or {})}
    pid, descriptor = pty.fork()
    if pid == 0:
        for number in ignores:
            signal.signal(number, signal.SIG_IGN)
        if directory is not None:
            os.chdir(directory)
        os.execvpe(command[0], list(command), environ)
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    terminal = Terminal(pid, descriptor, columns, rows)
    try:
        yield terminal
    finally:
        if terminal.pid:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        if terminal._descriptor >= 0:
            os.close(descriptor)
