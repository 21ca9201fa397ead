"""What a log costs by each engine of ``docs/engines.md``: seconds, and core-hours for a terabyte.

``python -m tests.benchmarks.engines [MEGABYTES] [FILES]``: a log of that size (100) in that many files (4),
of which every line differs. An engine's start is measured with a tenth of a megabyte and taken away. What
costs is processor time, of all processes of a run: other programs change it less than they change the clock.
The processes of Ray are nobody's children, so that theirs is not known.
"""

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.log_reading import Varied, server_log

ROOT = Path(__file__).parent.parent.parent
LOGS = "/var/log/mail*.log"
MODULES = {
    "One process": "smtptui",
    "Dask": "distributed",
    "Ray": "ray",
    "Polars": "polars",
    "DuckDB": "duckdb",
}


class Took(NamedTuple):
    """Seconds of a run, by the clock and of processor time."""

    clock: float
    processor: float

    def __sub__(self, other: "Took") -> "Took":
        return Took(self.clock - other.clock, self.processor - other.processor)


def written(folder: Path, octets: int, files: int) -> int:
    """Write logs of about so many octets in all; return how many there are."""
    varied, total = Varied(), 0
    for number in range(files):
        with (folder / f"mail{number}.log").open("w", encoding="utf-8") as log:
            size = 0
            while size < octets // files:
                size += log.write(server_log(varied, size) + "\n")
            total += size
    return total


def seconds(recipe: str, logs: Path, folder: Path) -> Took:
    """Return how long a recipe takes as a program of its own."""
    program = folder / "recipe.py"
    program.write_text(recipe.replace(LOGS, f"{logs}/mail*.log"), "utf-8")
    before, start = os.times(), time.perf_counter()
    subprocess.run(
        [sys.executable, str(program)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=folder,
        check=True,
        capture_output=True,
    )
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Took(time.perf_counter() - start, used)


def main(megabytes: float, files: int) -> None:
    """Measure each engine."""
    text = (ROOT / "docs" / "engines.md").read_text("utf-8")
    pattern = r"^## ([^\n]+)\n(?:(?!^```|^## ).)*?^```python\n(.*?)^```"
    recipes = re.findall(pattern, text, re.MULTILINE | re.DOTALL)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "small").mkdir()
        (folder / "large").mkdir()
        written(folder / "small", 100_000, files)
        octets = written(folder / "large", int(megabytes * 1e6), files)
        sys.stdout.write(f"{octets / 1e6:.0f} MB in {files} files, {os.cpu_count()} cores\n")
        for engine, recipe in recipes:
            if importlib.util.find_spec(MODULES[engine]) is None:
                sys.stdout.write(f"{engine}: not installed\n")
                continue
            start = seconds(recipe, folder / "small", folder)
            took = seconds(recipe, folder / "large", folder) - start
            cost = took.processor / octets * 1e12 / 3600
            told = f"{cost:.0f} core-hours for a terabyte" if engine != "Ray" else "processor time unknown"
            sys.stdout.write(
                f"{engine}: start {start.clock:.1f} s, then {took.clock:.1f} s by the clock, "
                f"{took.processor:.1f} s of processors: {told}\n"
            )


if __name__ == "__main__":
    main(
        float(sys.argv[1]) if len(sys.argv) > 1 else 100.0,
        int(sys.argv[2]) if len(sys.argv) > 2 else 4,
    )
