"""How long a command takes from start to end, as a ratio to ``python -c pass`` of the same run.

``python -m tests.benchmarks.startup [ROUNDS]``: the package is copied into a virtual environment of its own
and compiled, as an installation leaves it, and started by the script that pip writes. Commands take turns; a
ratio is that of the medians. Exit status 1 if one is over its budget.
"""

import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import NamedTuple

import smtptui

BUDGETS: dict[tuple[str, ...], float] = {
    ("--version",): 3.0,
    ("explain", "504"): 3.0,
    ("504",): 3.0,
    ("codes", "50x"): 3.0,
    ("compare", "220", "504"): 3.0,
    ("explain", "504 5.5.4 Unrecognized authentication type"): 4.0,
}
"""Times ``python -c pass``."""

ALSO: tuple[tuple[str, ...], ...] = (("--help",), ("explain", "5.7.8"), ("codes",), ("codes", "greylisting"))
"""Measured without a budget."""

SCRIPT = """#!{python}
# -*- coding: utf-8 -*-
import re
import sys
from smtptui.cli import main
if __name__ == '__main__':
    sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', sys.argv[0])
    sys.exit(main())
"""


def installed(folder: Path) -> tuple[str, str]:
    """Install a compiled copy without its dependencies; return the interpreter and the script."""
    venv.create(folder, with_pip=False, symlinks=True)
    python = str(folder / "bin" / "python")
    (packages,) = folder.glob("lib/python*/site-packages")
    source = Path(smtptui.__file__).parent
    shutil.copytree(source, packages / "smtptui", ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(packages / "smtptui", quiet=2)
    script = folder / "bin" / "smtptui"
    script.write_text(SCRIPT.format(python=python), encoding="utf-8")
    script.chmod(0o755)
    return python, str(script)


class Took(NamedTuple):
    """Seconds of one run, by the clock and of processor time; the latter minds other programs less."""

    clock: float
    processor: float


def run(command: list[str], environment: dict[str, str]) -> Took:
    """Return how long one run takes."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return Took(time.perf_counter() - start, used.ru_utime + used.ru_stime)


def medians(runs: list[Took]) -> Took:
    """Return the median of each."""
    return Took(*map(statistics.median, zip(*runs, strict=True)))


def main(rounds: int) -> int:
    """Measure, and print each ratio with its budget, which a command is over that is so by both times."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    with tempfile.TemporaryDirectory() as folder:
        python, script = installed(Path(folder))
        nothing = [python, "-c", "pass"]
        commands = {words: [script, *words] for words in (*BUDGETS, *ALSO)}
        floor: list[Took] = []
        times: dict[tuple[str, ...], list[Took]] = {words: [] for words in commands}
        for command in (nothing, *commands.values()):
            run(command, environment)
        for _ in range(rounds):
            floor.append(run(nothing, environment))
            for words, command in commands.items():
                times[words].append(run(command, environment))
    least = medians(floor)
    sys.stdout.write(f"python -c pass: {least.clock * 1000:.1f} ms, {least.processor * 1000:.1f} ms CPU\n")
    over = 0
    for words, runs in times.items():
        own = medians(runs)
        clock, processor = own.clock / least.clock, own.processor / least.processor
        budget = BUDGETS.get(words)
        over += budget is not None and min(clock, processor) > budget
        verdict = "" if budget is None else f" (at most {budget:g})"
        sys.stdout.write(f"smtptui {' '.join(words)}: {clock:.2f} x, {processor:.2f} x CPU{verdict}\n")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 21))
