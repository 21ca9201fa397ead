"""What is built: nothing in it that does not belong there, and it runs from any folder."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from smtptui import __version__
from tests.terminal import running

ROOT = Path(__file__).parent.parent.parent
SOURCES = ROOT / "smtptui"
NEVER = ("__pycache__", ".pyc", ".po", "/.", ".venv", "_cache", ".orig", ".new")
"""What must not be in a package; a catalogue's source is for who builds it."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with sdist and wheel."""
    pytest.importorskip("hatchling", reason="hatchling is not installed")
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder), "-t", "sdist", "-t", "wheel"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


def in_wheel(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_the_program_its_texts_and_the_manual_page_and_no_more(wheel: Path) -> None:
    names = in_wheel(wheel)
    assert {name.split("/")[0] for name in names} == {
        "smtptui",
        f"smtptui-{__version__}.dist-info",
        f"smtptui-{__version__}.data",
    }
    assert [name for name in names if ".data/" in name] == [
        f"smtptui-{__version__}.data/data/share/man/man1/smtptui.1"
    ]
    assert not [name for name in names if any(part in name for part in NEVER)]


def test_every_file_of_the_program_is_in_the_wheel(wheel: Path) -> None:
    there = {
        path.relative_to(ROOT).as_posix()
        for path in SOURCES.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".po"
    }
    # The step of the build itself is of no use where it is installed.
    there -= {"smtptui/words/building.py"}
    assert {name for name in in_wheel(wheel) if name.startswith("smtptui/")} == there


def test_the_sdist_holds_what_its_tests_need(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"pyproject.toml", "README.md", "LICENSE", "tests/conftest.py", "docs/api.md", "docs/smtptui.1"}
    assert wanted <= names
    assert "smtptui/words/locale/de/LC_MESSAGES/smtptui.po" in names
    never = ("__pycache__", ".pyc", ".venv", ".git/", "_cache/")
    assert not [name for name in names if any(part in name for part in never)]


def test_a_wheel_made_from_the_sdist_is_the_same(built: Path, wheel: Path, tmp_path: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(tmp_path / "again"), "-t", "wheel"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    assert in_wheel(tmp_path / "again" / wheel.name) == in_wheel(wheel)


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh virtual environment with the wheel and nothing else; its folder of programs."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=False, symlinks=True)
    python = str(folder / "bin" / "python")
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "bin"


def run(program: Path, *words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program in a folder, with no other way to the sources than its installation."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [str(program), *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--version",), f"smtptui {__version__}\n"),
        (("504",), "504  Command parameter not implemented"),
        (("explain", "550 5.2.2 mailbox full"), "[mailbox.full]"),
        (("compare", "220", "504"), "Service ready"),
        (("codes", "greylisting"), "greylisting"),
        (("--lang", "de", "--help"), "smtptui"),
        (("config", "--schema"), "json-schema.org"),
        (("completion", "bash"), "complete -o nosort"),
    ],
)
def test_what_needs_no_screen_runs_from_any_folder_without_a_single_dependency(
    words: tuple[str, ...], said: str, bare: Path, tmp_path: Path
) -> None:
    done = run(bare / "smtptui", *words, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert said in done.stdout


def test_its_functions_are_there_for_python(bare: Path, tmp_path: Path) -> None:
    program = "import smtptui; print(smtptui.__file__, smtptui.situation('550 5.2.2 mailbox full'))"
    done = run(bare / "python", "-c", program, folder=tmp_path)
    file, situation = done.stdout.split()
    assert situation == "mailbox.full"
    assert not Path(file).is_relative_to(ROOT)


def test_man_finds_its_page_where_it_is_installed(bare: Path) -> None:
    assert (bare.parent / "share" / "man" / "man1" / "smtptui.1").read_text("utf-8").startswith('.\\"')


def test_the_explorer_runs_from_any_folder(bare: Path, tmp_path: Path) -> None:
    (packages,) = bare.parent.glob("lib/python*/site-packages")
    # What it depends on comes from the environment of the tests, behind the wheel.
    (packages / "dependencies.pth").write_text("\n".join(dict.fromkeys(_dependencies())) + "\n")
    environment = {name: "" for name in os.environ if name.startswith("PYTHON")}
    with running([str(bare / "smtptui"), "watch"], directory=tmp_path, environment=environment) as terminal:
        terminal.until("220")
        terminal.send("q")
        assert terminal.until_end() == 0


def _dependencies() -> list[str]:
    paths = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    return [*paths, *(path for path in sys.path if "site-packages" in path)]
