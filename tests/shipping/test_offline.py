"""For hosts without internet: the one file that runs, and the folder of wheels, in a network without routes.

Making either takes packages from the index, so that these tests are run where they are asked for.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shipping.pyz import START, VERSIONS, write_pyz
from tests.terminal import running

ROOT = Path(__file__).parent.parent.parent
NO_HOME = {
    "HOME": "/proc/none",
    "XDG_CACHE_HOME": "",
    "XDG_STATE_HOME": "",
    "XDG_CONFIG_HOME": "",
    "XDG_DATA_HOME": "",
}
"""A home that not even root can write to."""

pytestmark = [
    pytest.mark.skipif(
        not os.environ.get("SMTPTUI_REQUIRE_SHIPPING"),
        reason="takes packages from the index: SMTPTUI_REQUIRE_SHIPPING=1 runs it",
    ),
    pytest.mark.xdist_group("shipping"),
]


def apart(*command: str) -> list[str]:
    """Return a command as it is run in a network namespace of its own, where nothing but it is."""
    if subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no network namespace can be made here")
    return ["unshare", "-rn", *command]


def interpreters() -> dict[str, str]:
    """Return each Python that the file is for and that is here."""
    homes = [path / "bin" for path in Path("~/.pyenv/versions").expanduser().glob("*")]
    path = os.pathsep.join([*map(str, homes), os.environ["PATH"]])
    found = {version: shutil.which(f"python{version}", path=path) for version in VERSIONS}
    found[f"{sys.version_info[0]}.{sys.version_info[1]}"] = sys.executable
    return {version: name for version, name in found.items() if name}


PYTHONS = interpreters()


@pytest.fixture(scope="module")
def pyz(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("pyz") / "smtptui.pyz"
    write_pyz(file)
    return file


def environment(folder: Path) -> dict[str, str]:
    """Return variables without a home, whose temporary files go to `folder`."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**own, **NO_HOME, "TMPDIR": str(folder)}


@pytest.mark.parametrize("version", PYTHONS)
def test_the_file_answers_without_network_and_home(version: str, pyz: Path, tmp_path: Path) -> None:
    for words, said in ((["504"], "Command parameter not implemented"), (["--version"], "smtptui ")):
        done = subprocess.run(
            apart(PYTHONS[version], str(pyz), *words),
            env=environment(tmp_path),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert said in done.stdout


@pytest.mark.parametrize("version", PYTHONS)
def test_the_file_opens_the_explorer_without_network_and_home(
    version: str, pyz: Path, tmp_path: Path
) -> None:
    # A namespace of its own has a loopback that is down: the explorer alone, which connects to nothing.
    command = apart(PYTHONS[version], str(pyz))
    cleared = {name: "" for name in os.environ if name.startswith("PYTHON")}
    with running(command, environment={**environment(tmp_path), **cleared}, directory=tmp_path) as terminal:
        terminal.until("Service ready")
        terminal.send("q")
        assert terminal.until_end() == 0


def test_the_file_keeps_a_wrong_exit_status(pyz: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [str(pyz), "compare", "504"], env=environment(tmp_path), capture_output=True, check=False
    )
    assert done.returncode == 2


def test_the_file_unpacks_only_where_its_owner_alone_can_write(tmp_path: Path) -> None:
    program = START[: START.index("if sys.version_info")] + "\nprint(root())"
    for prepare in ("open", "link"):
        folder = tmp_path / prepare
        folder.mkdir()
        shared = folder / f"smtptui-{os.getuid()}"
        if prepare == "open":
            shared.mkdir()
            shared.chmod(0o777)
        else:
            shared.symlink_to(tmp_path)
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=environment(folder),
            capture_output=True,
            text=True,
            check=True,
        )
        unpacked = Path(done.stdout.strip())
        assert unpacked != shared
        assert unpacked.stat().st_mode & 0o777 == 0o700


def test_a_folder_of_wheels_installs_where_there_is_no_network(tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "-w", str(wheels), str(ROOT)], check=True, capture_output=True)
    folder = tmp_path / "fresh"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    install = [
        str(folder / "bin" / "pip"),
        "install",
        "-q",
        "--no-index",
        "--find-links",
        str(wheels),
        "smtptui",
    ]
    subprocess.run(apart(*install), env=environment(tmp_path), check=True, capture_output=True)
    done = subprocess.run(
        apart(str(folder / "bin" / "smtptui"), "504"),
        env=environment(tmp_path),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Command parameter not implemented" in done.stdout
