"""``smtptui explain -`` on a log of which every line differs, against one regular expression in a loop.

``python -m tests.benchmarks.log_reading [LINES]``: three kinds of text (a mail server's log, bare replies, a
mailer's error messages) of LINES lines (100000), and of twice and four times as many. Printed are the seconds
of processor time of both, how often the one goes into the other, and the most memory that was used. For the
log the budget is 15 times; the memory is not to grow.
"""

import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

REPLY = re.compile(r"\b([245]\d\d)[ -]([245]\.\d{1,3}\.\d{1,3})")
"""What one would look for a reply in a log with."""


class Varied:
    """Names that differ from line to line, the same in every run."""

    def __init__(self) -> None:
        self._random = random.Random(7)

    def number(self, most: int) -> int:
        return self._random.randrange(1, most)

    def queue_id(self) -> str:
        return "".join(self._random.choices("0123456789ABCDF", k=11))

    def host(self) -> str:
        return (
            f"mx{self.number(99)}.{self._random.choice(('reef', 'grove', 'cove'))}{self.number(1000)}.example"
        )

    def ip(self) -> str:
        return ".".join(str(self.number(255)) for _ in range(4))

    def address(self) -> str:
        return (
            f"{self._random.choice(('ava', 'bo', 'cid'))}{self.number(99999)}@reef{self.number(999)}.example"
        )


def server_log(varied: Varied, number: int) -> str:
    """Return a line of Postfix: four of ten tell of a reply."""
    address, host, ip = varied.address(), varied.host(), varied.ip()
    queued, process = varied.queue_id(), varied.number(99999)
    delivery = f"{queued}: to=<{address}>, relay={host}[{ip}]:25, delay=1.1, delays=0.05/0.01/0.55/0.45"
    daemon, words = [
        ("smtpd", f"connect from {host}[{ip}]"),
        ("smtpd", f"NOQUEUE: reject: RCPT from {host}[{ip}]: 550 5.1.1 <{address}>: Recipient address "
         f"rejected: User unknown; from=<{varied.address()}> to=<{address}> proto=ESMTP helo=<{host}>"),
        ("cleanup", f"{queued}: message-id=<{varied.queue_id()}@{host}>"),
        ("qmgr", f"{queued}: from=<{address}>, size={varied.number(99999)}, nrcpt=1 (queue active)"),
        ("smtp", f"{delivery}, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as {varied.queue_id()})"),
        ("smtp", f"{delivery}, dsn=4.7.1, status=deferred (host {host}[{ip}] said: 450 4.7.1 <{address}>: "
         "Recipient address rejected: Greylisted (in reply to RCPT TO command))"),
        ("qmgr", f"{queued}: removed"),
        ("smtpd", f"disconnect from {host}[{ip}] ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4"),
        ("anvil", f"statistics: max connection rate 1/60s for (smtp:{ip}) at Mar  4 08:00:00"),
        ("smtp", f"{delivery}, dsn=5.7.1, status=bounced (host {host}[{ip}] said: 554 5.7.1 Service "
         f"unavailable; Client host [{ip}] blocked using a list; https://check.example/ip/{ip} (in reply "
         "to RCPT TO command))"),
    ][number % 10]  # fmt: skip
    clock = f"{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}"
    return f"Mar  4 {clock} mx postfix/{daemon}[{process}]: {words}"


def bare_replies(varied: Varied, number: int) -> str:
    """Return a short line: a reply and nothing else."""
    words = ("User unknown in virtual table", "Greylisted, come back later", "Message refused")[number % 3]
    codes = ("550 5.1.1", "450 4.2.0", "554 5.7.1")[number % 3]
    return f"{codes} <{varied.address()}>: {words}"


def mailer_errors(varied: Varied, number: int) -> str:
    """Return a line of a program's own log: one in three tells of a reply."""
    ident = varied.queue_id()
    words = (
        f"queued {ident} for {varied.address()}",
        f"SMTP error from {varied.host()}: 550 5.1.1 <{varied.address()}> unknown, job {ident}",
        f"took {varied.number(999)} ms, {varied.number(9)} tries",
    )[number % 3]
    return (
        f"2026-03-04 08:{number // 60 % 60:02}:{number % 60:02},{varied.number(999):03} INFO mailer: {words}"
    )


def seconds_of_loop(path: Path) -> float:
    """Return what the loop takes."""
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                REPLY.search(line)
        best = min(best, time.process_time() - began)
    return best


def measured(path: Path, *options: str) -> tuple[float, int]:
    """Return what the program takes, and the kibibytes that it used at most."""
    program = (
        "import resource, sys; from smtptui.cli import main; main(['explain', *sys.argv[1:], '-']);"
        "used = resource.getrusage(resource.RUSAGE_SELF);"
        "sys.stderr.write(f'{used.ru_utime + used.ru_stime} {used.ru_maxrss}')"
    )
    with path.open("rb") as text:
        done = subprocess.run(
            [sys.executable, "-c", program, *options],
            stdin=text,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=True,
        )
    taken, memory = done.stderr.split()[-2:]
    return float(taken), int(memory)


def main(lines: int) -> None:
    """Measure and print."""
    kinds: tuple[Callable[[Varied, int], str], ...] = (server_log, bare_replies, mailer_errors)
    for kind in kinds:
        for times in (1, 2, 4):
            with tempfile.TemporaryDirectory() as directory:
                path = Path(directory) / "log"
                varied = Varied()
                with path.open("w", encoding="utf-8") as text:
                    text.writelines(kind(varied, number) + "\n" for number in range(lines * times))
                loop = seconds_of_loop(path)
                as_text, memory = measured(path)
                as_json, _ = measured(path, "--json")
                sys.stdout.write(
                    f"{kind.__name__:14} {lines * times:>7} lines  loop {loop:5.2f} s"
                    f"  text {as_text:6.2f} s ({as_text / loop:5.1f} x)"
                    f"  json {as_json:6.2f} s ({as_json / loop:5.1f} x)  memory {memory // 1024} MiB\n"
                )
                sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 100_000)
