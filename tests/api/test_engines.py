"""The recipes of ``docs/engines.md``, each as it stands there: all count what one process counts."""

import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import pytest

import smtptui
from tests.benchmarks.log_reading import Varied, server_log

ROOT = Path(__file__).parent.parent.parent
RECIPES = dict(
    re.findall(
        r"^## ([^\n]+)\n(?:(?!^```|^## ).)*?^```python\n(.*?)^```",
        (ROOT / "docs" / "engines.md").read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
)
LOGS = "/var/log/mail*.log"
LIMIT = 120.0
"""Seconds for a cluster to come up and to count."""


def installed(name: str) -> None:
    """Skip where an engine is not installed, unless this machine is meant to have it."""
    module = {"Dask": "distributed"}.get(name, name.lower())
    if name in os.environ.get("SMTPTUI_REQUIRE_ENGINES", "").split():
        assert find_spec(module), f"{name} is required here"
    elif not find_spec(module):
        pytest.skip(f"{name} is not installed")


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of logs: lines of a mail server, and replies as many servers word them."""
    folder = tmp_path_factory.mktemp("logs")
    varied = Varied()
    lines = [server_log(varied, number) for number in range(1500)]
    for file in (ROOT / "tests" / "reference" / "lines").glob("*.tsv"):
        lines += [line.split("\t")[0] for line in file.read_text("utf-8").splitlines() if line[:1].isdigit()]
    random.Random(5).shuffle(lines)
    for number in range(5):
        (folder / f"mail{number}.log").write_text("".join(f"{line}\n" for line in lines[number::5]), "utf-8")
    return folder


@pytest.fixture(scope="module")
def counts(logs: Path) -> Counter[str | None]:
    """What one process counts."""
    found: Counter[str | None] = Counter()
    for file in logs.glob("mail*.log"):
        with file.open(encoding="utf-8") as lines:
            found.update(map(smtptui.situation, lines))
    return found


def counted(recipe: str, logs: Path, folder: Path) -> Counter[str | None]:
    """Return what a recipe counts, run as a program of its own."""
    assert LOGS in recipe
    program = folder / "recipe.py"
    program.write_text(recipe.replace(LOGS, f"{logs}/mail*.log"), "utf-8")
    done = subprocess.run(
        [sys.executable, str(program)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "RAY_USAGE_STATS_ENABLED": "0"},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = (line.split() for line in done.stdout.splitlines())
    return Counter({None if name == "None" else name: int(count) for name, count in rows})


def test_there_is_a_recipe_for_each_engine() -> None:
    assert list(RECIPES) == ["One process", "Dask", "Ray", "Polars", "DuckDB"]


def test_the_logs_hold_many_situations(counts: Counter[str | None]) -> None:
    assert len(counts) > 60


@pytest.mark.parametrize("name", RECIPES)
def test_an_engine_counts_what_one_process_counts(
    name: str, logs: Path, counts: Counter[str | None], tmp_path: Path
) -> None:
    if name != "One process":
        pytest.importorskip(
            {"Dask": "distributed"}.get(name, name.lower()), reason=f"{name} is not installed"
        )
    assert counted(RECIPES[name], logs, tmp_path) == counts


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[str]:
    """A Dask cluster of processes of its own, as there may be one already; its address."""
    installed("Dask")
    found = tmp_path / "scheduler.json"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with ExitStack() as processes:
        for words in (
            ["dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"],
            ["dask_worker", "--nworkers", "2", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"],
        ):
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    f"distributed.cli.{words[0]}",
                    "--scheduler-file",
                    str(found),
                    *words[1:],
                ],
                env=environment,
                cwd=tmp_path,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            processes.callback(process.wait)
            processes.callback(process.terminate)
        limit = time.monotonic() + LIMIT
        while not (found.exists() and (address := re.search(r"tcp://[\d.:]+", found.read_text()))):
            assert time.monotonic() < limit, "the scheduler does not come up"
            time.sleep(0.05)
        yield address[0]


def test_a_dask_cluster_that_exists_counts_the_same(
    cluster: str, logs: Path, counts: Counter[str | None], tmp_path: Path
) -> None:
    recipe = RECIPES["Dask"].replace("Client()", f'Client("{cluster}")')
    assert cluster in recipe
    assert counted(recipe, logs, tmp_path) == counts
