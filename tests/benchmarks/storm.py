"""Random keys at the real program while a peer sends random octets, then signals, then no terminal.

``python -m tests.benchmarks.storm [SECONDS] [--seed N] [--run N]``: the program runs in a pseudo-terminal;
keys come 1 to 100 ms apart, among them escapes, bursts, pastes, mouse clicks and changes of size. A run lasts
half a minute, or until a key has ended the program. A death is told with the run's seed and its last keys;
``--run`` plays that run alone. Exit status 1 if there was one.
"""

import argparse
import os
import random
import signal
import sys
import time

from tests.benchmarks.driven import Driven, driven
from tests.benchmarks.signals import try_signals
from tests.benchmarks.storm_peer import peer

RUN = 30.0
"""Seconds of a run."""
REMEMBERED = 60
"""Keys that are told of a death."""
HUNG = 20.0
"""Seconds without an answer to a change of size after which the program counts as dead."""

_KEYS = [
    *"123/f cxab:tpgmz?jkhlyvnod",
    *(b"\r", b"\x1b", b"\t", b"\x7f", b"\x0f", b"\x12", b"\x10", b"\x1a", b"\x15", b"\x17"),
    *(b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1b[5~", b"\x1b[6~", b"\x1b[H", b"\x1b[F", b"\x1bOQ"),
    *(b"\x1b[Z", b"\x1b[1;5A", b"\x1b[3~", b"\x1b[I", b"\x1b[O", b"\x1b[", b"\x1bO", b"\x1b\x1b"),
]
_WORDS = [
    *("NOOP\r", ":NOOP\r", "EHLO me.example\r", ":AUTH LOGIN\r", "AUTH PLAIN AGEAYg==\r", ":DATA\r"),
    *("RCPT TO:<a@b.example>\r", ".\r", "STARTTLS\r", ":BDAT 5 LAST\r", "MAI\t\r", "[/x]\r"),
    *("/504\r", "/5.7.*\r", "/greylisting\r", "[@click=x]\r", "é邮\r", "p", "3", "g", "m", "zz"),
    *("127.0.0.1:1\r", "\x0f127.0.0.1:1\r\r", "help\r\r", "\x10help\r\r", "a\r\r", "f\r\r", "b504\r\r"),
    *("?\x1b\x1b", "\x1a"),
]
_PASTES = [
    b"504 5.5.4 one line",
    b"NOOP\nNOOP\nNOOP\n",
    b"<<< 220 mx\n>>> EHLO a\n<<< 250 mx\n" * 20,
    b"x" * 20_000,
    b"\0\x1b[2J\n" * 50,
    b"",
]
_LEAVES = (b"q", b"\x11", b"\x03\x03")
"""What may end the program; seldom typed, so that most runs last."""


def keys(chance: random.Random) -> bytes:
    """Return what is typed at once."""
    kind = chance.random()
    if kind < 0.60:
        return _octets(chance.choice(_KEYS))
    if kind < 0.72:
        return b"".join(_octets(chance.choice(_KEYS)) for _ in range(chance.randrange(2, 12)))
    if kind < 0.84:
        return _octets(chance.choice(_WORDS))
    if kind < 0.88:
        return b"\x1b[200~" + chance.choice(_PASTES) + b"\x1b[201~"
    if kind < 0.97:
        return _mouse(chance)
    if kind < 0.998:
        return chance.randbytes(chance.randrange(1, 8)).translate(None, b"q\x03\x11")
    return chance.choice(_LEAVES)


def _octets(key: str | bytes) -> bytes:
    return key if isinstance(key, bytes) else key.encode()


def _mouse(chance: random.Random) -> bytes:
    column, row = chance.randrange(1, 140), chance.randrange(1, 45)
    button = chance.choice((0, 0, 0, 0, 2, 64, 64, 65, 65, 32, 35))
    press = b"\x1b[<%d;%d;%dM" % (button, column, row)
    release = b"\x1b[<%d;%d;%dm" % (button, column, row)
    return (press + release) * chance.choice((1, 1, 2, 3))


def storm(seed: str, seconds: float) -> str:
    """Play one run; return how the program died, or an empty text."""
    chance = random.Random(seed)
    typed: list[bytes] = []
    with (
        peer(random.Random(f"peer {seed}")) as server,
        driven(["watch", f"127.0.0.1:{server.port}"]) as program,
    ):
        if program.wait_for(b"\x1b[?1049h", 60) is None:
            return _death(program, seed, typed, "it did not start")
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            if chance.random() < 0.03:
                columns, rows = chance.choice(((80, 24), (120, 40), (60, 20), (200, 60), (20, 5), (1, 1)))
                typed.append(b"(%d x %d)" % (columns, rows))
                program.resize(columns, rows)
            else:
                typed.append(keys(chance))
                program.send(typed[-1])
            del typed[:-REMEMBERED]
            time.sleep(chance.uniform(0.001, 0.1))
            if program.is_stopped:
                # ctrl+z: what a shell does with fg.
                os.kill(program.pid, signal.SIGCONT)
            if program.poll() is not None:
                break
        if program.poll() is None:
            return "" if _answers(program) else _death(program, seed, typed, "it does not answer any more")
        program.wait_end(5)
        # A key has ended it, or what was chosen in the palette: then it left in peace and without a word.
        if program.status == 0 and "Error" not in program.last_words:
            return ""
        return _death(program, seed, typed, f"status {program.status}")


def _answers(program: Driven) -> bool:
    """Return whether the program still draws."""
    limit = time.monotonic() + HUNG
    size = 100
    while time.monotonic() < limit:
        before, size = program.total, size + 1
        if program.is_stopped:
            os.kill(program.pid, signal.SIGCONT)
        program.resize(size, 30)
        waited = time.monotonic() + 2
        while time.monotonic() < waited:
            if program.total > before or program.poll() is not None:
                return True
            time.sleep(0.02)
    return False


def _death(program: Driven, seed: str, typed: list[bytes], how: str) -> str:
    return f"DEATH of run {seed!r}: {how}\nlast keys: {typed}\n{program.last_words}\n"


def main() -> int:
    """Play runs for as long as was asked, then try what signals do."""
    parser = argparse.ArgumentParser()
    parser.add_argument("seconds", type=float, nargs="?", default=300.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--run", type=int)
    given = parser.parse_args()
    deaths = runs = 0
    end = time.monotonic() + given.seconds
    number = given.run or 0
    while time.monotonic() < end:
        died = storm(f"{given.seed}:{number}", min(RUN, max(1.0, end - time.monotonic())))
        runs, number, deaths = runs + 1, number + 1, deaths + bool(died)
        if died:
            sys.stdout.write(died)
            sys.stdout.flush()
        if given.run is not None:
            break
    sys.stdout.write(f"storm: seed {given.seed}, {runs} runs, {deaths} deaths\n")
    wrong = try_signals() if given.run is None else 0
    return 1 if deaths or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
