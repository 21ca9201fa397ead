"""How soon a key shows while a peer sends all it can, and how long one huge reply holds the screen.

``python -m tests.benchmarks.keys_under_flood [SECONDS]``: the real program in a pseudo-terminal; for each
kind of flood, the milliseconds from a typed letter to its being drawn (median and 95 of 100), the octets that
came per second, and the memory before and after. Then the longest time that the screen's loop stood during a
reply of 1 MiB, of three makes.
"""

import asyncio
import contextlib
import random
import socket
import statistics
import sys
import threading
import time

from smtptui.session.options import Options
from smtptui.session.target import parse_target
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.desks.requests import ConnectionWanted
from tests.benchmarks.driven import Driven, driven
from tests.tui.driving import WIDE, until

SECONDS = 20.0
PATIENCE = 5.0
"""Seconds after which a letter counts as lost."""
LETTERS = [chr(number) for number in (*range(0x3B1, 0x3CA), *range(0x430, 0x450))]
"""Small Greek and Cyrillic ones: nothing else on the screen has them."""

FLOODS = {
    "nothing": b"",
    "short lines": b"250 2.1.5 Ok\r\n" * 4096,
    "lines that differ": b"".join(b"250 2.1.5 Ok %d\r\n" % number for number in range(4096)),
    "60 KB lines": (b"250 " + b"x" * 60_000 + b"\r\n") * 2,
    "8-bit lines of 60 KB": (b"250 " + b"\xff" * 60_000 + b"\r\n") * 2,
    "no line end": b"x" * 65536,
}
MEBIBYTE = 1 << 20
REPLIES = {
    "one line": b"250 " + b"x" * MEBIBYTE + b"\r\n",
    "many lines": b"550-5.7.1 a line like any other of this reply\r\n" * (MEBIBYTE // 48)
    + b"550 5.7.1 end\r\n",
    "8-bit octets": (b"550-" + b"\xfc" * 500 + b"\r\n") * (MEBIBYTE // 506) + b"550 end\r\n",
}


class Flood:
    """A peer that greets, and sends a block again and again once it is let loose."""

    def __init__(self, block: bytes) -> None:
        self.port = 0
        self.sent = 0
        self.loose = threading.Event()
        self.heard = threading.Event()
        self._block = block
        self._stopping = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))

    def __enter__(self) -> "Flood":
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._listening.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            client, _ = self._listening.accept()
            with client:
                client.sendall(b"220 mx.example ESMTP\r\n")
                client.recv(4096)
                client.sendall(b"250-mx.example\r\n250 SIZE 10\r\n")
                self.heard.set()
                self.loose.wait()
                client.settimeout(0.2)
                while not self._stopping.is_set():
                    with contextlib.suppress(TimeoutError):
                        self.sent += client.send(self._block) if self._block else 0
                    if not self._block:
                        time.sleep(0.05)


def under(name: str, block: bytes, seconds: float) -> str:
    """Type under one flood; return the figures."""
    with Flood(block) as peer, driven(["watch", f"127.0.0.1:{peer.port}"]) as program:
        if not peer.heard.wait(60):
            return f"{name}: no session\n{program.last_words}"
        program.wait_quiet(0.5, 10)
        _open_command_line(program)
        before = program.memory
        started = time.monotonic()
        peer.loose.set()
        times, lost = _type(program, seconds)
        took = time.monotonic() - started
        after = program.memory
    ordered = sorted(times)
    middle = statistics.median(ordered) if ordered else float("nan")
    late = ordered[int(len(ordered) * 0.95)] if ordered else float("nan")
    return (
        f"{name}: {len(times)} letters, median {middle * 1000:.0f} ms, p95 {late * 1000:.0f} ms, "
        f"{lost} lost; {peer.sent / took / 1e6:.1f} MB/s; memory {before >> 20} to {after >> 20} MiB"
    )


def _open_command_line(program: Driven) -> None:
    """Open it, and type until a letter shows: from then on each has to."""
    program.send(b":")
    for letter in LETTERS:
        since = program.total
        program.send(letter.encode())
        if program.wait_for(letter.encode(), 2.0, since=since) is not None:
            break
    program.send(b"\x15")
    program.wait_quiet(0.3, 5)


def _type(program: Driven, seconds: float) -> tuple[list[float], int]:
    """Type letter after letter at uneven times; return how long each took, and how many never came."""
    chance = random.Random(1)
    times: list[float] = []
    lost = 0
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        for letter in LETTERS:
            if time.monotonic() >= limit:
                break
            since, typed = program.total, time.monotonic()
            program.send(letter.encode())
            shown = program.wait_for(letter.encode(), PATIENCE, since=since)
            if shown is None:
                lost += 1
            else:
                times.append(shown - typed)
            time.sleep(chance.uniform(0.05, 0.2))
        program.send(b"\x15")  # ctrl+u empties the line, so that the letters can be used again
        time.sleep(0.3)
    return times, lost


async def longest_stand(reply: bytes) -> float:
    """Return the longest time, in seconds, that the loop of the screen stood while the reply came."""
    app = SmtptuiApp()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        go = threading.Event()

        def serve() -> None:
            client, _ = listening.accept()
            with client:
                client.sendall(b"220 mx.example ESMTP\r\n")
                client.recv(4096)
                client.sendall(b"250-mx.example\r\n250 SIZE 10\r\n")
                go.wait()
                client.sendall(reply)
                client.sendall(b"250 2.0.0 the end of it\r\n")
                client.recv(4096)

        threading.Thread(target=serve, daemon=True).start()
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "palette")
            target = parse_target(f"127.0.0.1:{listening.getsockname()[1]}")
            app._connect(ConnectionWanted(target, Options()))
            await until(pilot, "SIZE 10")
            await pilot.pause(0.5)
            longest, last, standing = 0.0, time.perf_counter(), True

            async def tick() -> None:
                nonlocal longest, last
                while standing:
                    await asyncio.sleep(0)
                    now = time.perf_counter()
                    longest, last = max(longest, now - last), now
                    await asyncio.sleep(0.001)
                    last = time.perf_counter()

            ticking = asyncio.create_task(tick())
            go.set()
            await until(pilot, "the end of it")
            await pilot.pause(0.5)
            standing = False
            await ticking
            return longest


def main(seconds: float) -> None:
    """Measure all floods, then the three huge replies."""
    for name, block in FLOODS.items():
        sys.stdout.write(under(name, block, seconds) + "\n")
        sys.stdout.flush()
    for name, reply in REPLIES.items():
        stood = asyncio.run(longest_stand(reply))
        sys.stdout.write(f"a reply of 1 MiB, {name}: the loop stood {stood * 1000:.0f} ms at most\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
