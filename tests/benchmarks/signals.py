"""What signals and a terminal that goes away do to the program: the terminal restored, QUIT said, an end.

``python -m tests.benchmarks.signals``
"""

import os
import random
import signal
import sys
import termios
import time

from tests.benchmarks.driven import Driven, driven
from tests.benchmarks.storm_peer import Peer, peer

ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
LIMIT = 8.0
"""Seconds in which the program must have done what a signal asks for."""


def try_signals() -> int:
    """Try all; print each with what is wrong after it, and return how many were wrong."""
    wrong = 0
    for name, attempt in (
        *((number.name, lambda number=number: _ended_by(number)) for number in ENDING),
        ("SIGTSTP and SIGCONT", _stopped),
        ("the terminal vanishes", lambda: _vanished(())),
        ("the terminal vanishes, SIGHUP ignored", lambda: _vanished((signal.SIGHUP,))),
    ):
        found = attempt()
        wrong += bool(found)
        sys.stdout.write(f"{name}: {'; '.join(found) or 'right'}\n")
        sys.stdout.flush()
    return wrong


def _connected(program: Driven, server: Peer) -> bool:
    """Wait until the session stands and the screen is drawn."""
    limit = time.monotonic() + 60
    while time.monotonic() < limit and b"EHLO" not in server.heard:
        time.sleep(0.02)
    program.wait_quiet(0.5, 10)
    return b"EHLO" in server.heard


def _ended_by(number: signal.Signals) -> list[str]:
    """Return what is wrong after a signal that ends the program."""
    with (
        peer(random.Random(1), polite=True) as server,
        driven(["watch", f"127.0.0.1:{server.port}"]) as program,
    ):
        if not _connected(program, server):
            return ["no session"]
        before = _cooked()
        os.kill(program.pid, number)
        status = program.wait_end(LIMIT)
        if status is None:
            return ["it still runs"]
        found = [] if status in (128 + number, -number) else [f"status {status}, not {128 + number}"]
        found += _terminal_left(program, before)
        if not server.quits:
            found.append("no QUIT")
        if not server.closed.wait(3):
            found.append("the socket stays open")
        return found


def _stopped() -> list[str]:
    """Return what is wrong when the program is stopped and goes on."""
    with (
        peer(random.Random(1), polite=True) as server,
        driven(["watch", f"127.0.0.1:{server.port}"]) as program,
    ):
        if not _connected(program, server):
            return ["no session"]
        os.kill(program.pid, signal.SIGTSTP)
        limit = time.monotonic() + LIMIT
        while time.monotonic() < limit and not program.is_stopped:
            time.sleep(0.02)
        if not program.is_stopped:
            return ["it was not stopped"]
        time.sleep(0.3)
        found = _terminal_left(program, _cooked())
        before = program.total
        os.kill(program.pid, signal.SIGCONT)
        if program.wait_for(b"\x1b[?1049h", LIMIT, since=before) is None:
            found.append("the screen is not drawn again")
        program.wait_quiet(0.5, 5)
        since = program.total
        program.send(b"3:NOOP\r")
        limit = time.monotonic() + LIMIT
        while time.monotonic() < limit and b"NOOP" not in server.heard:
            time.sleep(0.02)
        if b"NOOP" not in server.heard or program.total == since:
            found.append("keys do nothing any more")
        return found


def _vanished(ignored: tuple[signal.Signals, ...]) -> list[str]:
    """Return what is wrong after the terminal has gone."""
    with (
        peer(random.Random(1), polite=True) as server,
        driven(["watch", f"127.0.0.1:{server.port}"], ignored=ignored) as program,
    ):
        if not _connected(program, server):
            return ["no session"]
        descriptor, program.descriptor = program.descriptor, -1
        time.sleep(0.5)  # until the reading thread has seen it
        os.close(descriptor)
        if program.wait_end(LIMIT) is None:
            return ["it still runs"]
        return [] if server.closed.wait(3) else ["the socket stays open"]


def _terminal_left(program: Driven, modes: int) -> list[str]:
    """Return what the program has left behind in the terminal."""
    found = []
    for name, on, off in (
        ("the alternate screen", b"\x1b[?1049h", b"\x1b[?1049l"),
        ("the mouse", b"\x1b[?1000h", b"\x1b[?1000l"),
        ("bracketed paste", b"\x1b[?2004h", b"\x1b[?2004l"),
        ("a hidden cursor", b"\x1b[?25l", b"\x1b[?25h"),
    ):
        if program.tail.rfind(on) > program.tail.rfind(off):
            found.append(f"it leaves {name}")
    try:
        now = termios.tcgetattr(program.descriptor)[3]
    except termios.error:
        return found
    if now & modes != modes:
        found.append("the terminal stays raw")
    return found


def _cooked() -> int:
    return termios.ECHO | termios.ICANON | termios.ISIG


if __name__ == "__main__":
    sys.exit(1 if try_signals() else 0)
