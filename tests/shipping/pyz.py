"""One file that runs: ``python -m tests.shipping.pyz [FILE]`` writes ``dist/smtptui.pyz``, by shiv.

It holds the program and all that it needs, for the platform that it was made on and for Python 3.11 to 3.14.
Making it takes packages from the index; running it takes no network, and no home that can be written to.
"""

import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
"""Versions of Python that one file is for."""

START = '''"""Unpacks the program where its owner alone can write, and runs it."""

import os
import stat
import sys
import tempfile


def writable(folder):
    """Return whether a folder is there, or can be made, and belongs to nobody else."""
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        found = os.lstat(folder)
    except OSError:
        return False
    own = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    others = stat.S_IMODE(found.st_mode) & 0o022
    return stat.S_ISDIR(found.st_mode) and own and not others and os.access(folder, os.W_OK | os.X_OK)


def root():
    """Return where to unpack: the user's cache, or a folder of the user's own where temporary files go."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    owner = os.getuid() if hasattr(os, "getuid") else "own"
    shared = os.path.join(tempfile.gettempdir(), "smtptui-%s" % owner)
    for folder in (os.path.join(cache, "smtptui"), shared):
        if writable(folder):
            return folder
    return tempfile.mkdtemp(prefix="smtptui-")


if sys.version_info[:2] not in VERSIONS:
    names = ", ".join("%d.%d" % version for version in VERSIONS)
    sys.exit("smtptui: this file is for Python %s, not %d.%d" % ((names,) + sys.version_info[:2]))
if not os.environ.get("SHIV_ROOT"):
    os.environ["SHIV_ROOT"] = root()
import _bootstrap

_bootstrap.bootstrap()
'''


def write_pyz(file: Path) -> None:
    """Write the one file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site, plain = folder / "site", folder / "plain.pyz"
        _pip("install", "--target", str(site), str(ROOT))
        for version in VERSIONS:
            _take_compiled(site, folder / version, version)
        for left in (*site.rglob("__pycache__"), site / "bin", site / "share"):
            shutil.rmtree(left, ignore_errors=True)
        subprocess.run(
            [
                *(
                    sys.executable,
                    "-m",
                    "shiv",
                    "--site-packages",
                    str(site),
                    "--entry-point",
                    "smtptui.cli:main",
                ),
                *(
                    "--compressed",
                    "--reproducible",
                    "--python",
                    "/usr/bin/env python3",
                    "--output-file",
                    str(plain),
                ),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        file.parent.mkdir(parents=True, exist_ok=True)
        _with_own_start(plain, file)


def _take_compiled(site: Path, folder: Path, version: str) -> None:
    """Take along what is compiled for one version alone: cffi, which cryptography calls."""
    (metadata,) = site.glob("cffi-*.dist-info")
    wanted = metadata.name.removesuffix(".dist-info").replace("-", "==")
    only = ("--no-deps", "--only-binary", ":all:", "--python-version", version)
    _pip("install", "--target", str(folder), *only, wanted)
    for compiled in folder.glob("_cffi_backend*"):
        shutil.copy(compiled, site)


def _with_own_start(plain: Path, file: Path) -> None:
    """Write what shiv has made with a start of our own, behind the line that names the interpreter."""
    first = plain.read_bytes().partition(b"\n")[0] + b"\n"
    versions = tuple(tuple(map(int, version.split("."))) for version in VERSIONS)
    with plain.open("rb") as source, file.open("wb") as target:
        target.write(first)
        with zipfile.ZipFile(source) as made, zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as own:
            for entry in made.infolist():
                text = made.read(entry)
                if entry.filename == "__main__.py":
                    text = START.replace("VERSIONS", repr(versions)).encode()
                own.writestr(entry, text, zipfile.ZIP_DEFLATED)
    file.chmod(0o755)


def _pip(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *words], check=True)


if __name__ == "__main__":
    wanted = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "smtptui.pyz"
    write_pyz(wanted)
    sys.stdout.write(f"{wanted}: {wanted.stat().st_size / 1e6:.1f} MB\n")
