"""The real program in a pseudo-terminal, for the benchmarks: its output is kept and timed, not emulated."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

KEPT = 1 << 18
"""Octets of the newest output that are kept."""

_ESCAPES = re.compile(rb"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[ -/]*[0-~])")


class Driven:
    """A running program. A thread takes what it writes, so that the terminal never holds it up."""

    def __init__(self, pid: int, descriptor: int) -> None:
        self.pid = pid
        self.descriptor = descriptor
        self.status: int | None = None
        """The exit status once it has ended, negative for a signal."""
        self.total = 0
        """Octets written so far."""
        self.tail = b""
        self.written = time.monotonic()
        """When it last wrote."""
        self.changed = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def send(self, keys: bytes) -> bool:
        """Type, in one write; return False if the terminal is gone."""
        try:
            os.write(self.descriptor, keys)
        except OSError:
            return False
        return True

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the terminal; the kernel tells the program."""
        with contextlib.suppress(OSError):
            fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def wait_for(self, octets: bytes, seconds: float, *, since: int = 0) -> float | None:
        """Wait until `octets` have been written after the first `since`; return when, None if in vain."""
        limit = time.monotonic() + seconds
        with self.changed:
            while True:
                kept_from = self.total - len(self.tail)
                if octets in self.tail[max(0, since - kept_from) :]:
                    return self.written
                left = limit - time.monotonic()
                if left <= 0 or (self.poll() is not None and not self._reader.is_alive()):
                    return None
                self.changed.wait(min(left, 0.25))

    def wait_quiet(self, silence: float, seconds: float) -> None:
        """Wait until nothing has been written for `silence` seconds, `seconds` at most."""
        limit = time.monotonic() + seconds
        while (now := time.monotonic()) < limit and now - self.written < silence:
            time.sleep(min(0.02, silence))

    def poll(self) -> int | None:
        """Return the exit status, None while it runs."""
        if self.status is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status

    @property
    def is_stopped(self) -> bool:
        """Whether it was suspended, as ctrl+z does (Linux)."""
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8", errors="replace")
            return text.rpartition(")")[2].split()[0] == "T"
        return False

    def wait_end(self, seconds: float) -> int | None:
        """Wait until it has ended; return its exit status, None if it still runs."""
        limit = time.monotonic() + seconds
        while self.poll() is None and time.monotonic() < limit:
            time.sleep(0.02)
        self._reader.join(1.0 if self.status is not None else 0.0)
        return self.status

    @property
    def memory(self) -> int:
        """Its resident memory in octets (Linux), 0 where that is not known."""
        with contextlib.suppress(OSError):
            pages = Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1]
            return int(pages) * os.sysconf("SC_PAGESIZE")
        return 0

    @property
    def last_words(self) -> str:
        """The newest output without its escape sequences: after a death, the traceback."""
        text = _ESCAPES.sub(b" ", self.tail[-20000:]).decode("utf-8", "replace")
        lines = [line.strip(" │") for line in text.splitlines()]
        return "\n".join(line[:200] for line in [line for line in lines if line][-30:])

    def close(self) -> None:
        """Kill it if it still runs, and close the terminal."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)
            os.kill(self.pid, signal.SIGCONT)
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self._reader.join(5)
        if self.descriptor >= 0:
            os.close(self.descriptor)

    def _read(self) -> None:
        while True:
            try:
                ready, _, _ = select.select([self.descriptor], [], [], 0.25)
                octets = os.read(self.descriptor, 65536) if ready else b""
            except (OSError, ValueError):
                # Linux answers EIO, not an end of file, once the program has closed its side.
                return
            if ready and not octets:
                return
            if octets:
                with self.changed:
                    self.tail = (self.tail + octets)[-KEPT:]
                    self.total += len(octets)
                    self.written = time.monotonic()
                    self.changed.notify_all()


@contextlib.contextmanager
def driven(
    words: Sequence[str],
    *,
    columns: int = 120,
    rows: int = 40,
    environment: Mapping[str, str] | None = None,
    ignored: Sequence[signal.Signals] = (),
) -> Iterator[Driven]:
    """Run ``smtptui`` with `words` in a pseudo-terminal; `ignored` signals are so from its start."""
    command = [sys.executable, "-m", "smtptui", *words]
    # What it would remember is not the user's.
    environ = {**os.environ, "TERM": "xterm-256color", "SMTPTUI_STATE": os.devnull, **(environment or {})}
    pid, descriptor = pty.fork()
    if pid == 0:
        for number in ignored:
            signal.signal(number, signal.SIG_IGN)
        os.execvpe(command[0], command, environ)
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    program = Driven(pid, descriptor)
    try:
        yield program
    finally:
        program.close()
