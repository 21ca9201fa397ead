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


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Return how long one run takes."""
    start = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def main(rounds: int) -> int:
    """Measure, and print each ratio with its budget."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    with tempfile.TemporaryDirectory() as folder:
        python, script = installed(Path(folder))
        commands = {words: [script, *words] for words in (*BUDGETS, *ALSO)}
        floor: list[float] = []
        times: dict[tuple[str, ...], list[float]] = {words: [] for words in commands}
        for command in ([python, "-c", "pass"], *commands.values()):
            seconds(command, environment)
        for _ in range(rounds):
            floor.append(seconds([python, "-c", "pass"], environment))
            for words, command in commands.items():
                times[words].append(seconds(command, environment))
    pass_ = statistics.median(floor)
    sys.stdout.write(f"python -c pass: {pass_ * 1000:.1f} ms\n")
    over = 0
    for words, values in times.items():
        ratio = statistics.median(values) / pass_
        budget = BUDGETS.get(words)
        over += budget is not None and ratio > budget
        verdict = "" if budget is None else f" (at most {budget:g})"
        sys.stdout.write(f"smtptui {' '.join(words)}: {ratio:.2f} x{verdict}\n")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 21))
