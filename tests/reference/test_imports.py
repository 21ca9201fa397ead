"""What importing the reference costs: it reads nothing but its own data, and needs the standard library."""

import subprocess
import sys

import pytest

SCREENS_AND_SOCKETS = ("textual", "rich", "anyio", "ssl", "socket", "asyncio", "click", "dns")
SLOW = ("dataclasses", "inspect", "csv", "importlib.resources", "pathlib", "textwrap")


CATALOGUE = """
from smtptui.reference.book.catalogue import Catalogue
Catalogue().code("504")
Catalogue().article("504")
"""
COMPARE = f"""{CATALOGUE}
from smtptui.reference.comparing.compare import compare
compare(Catalogue(), "220", "504")
"""
SEARCH = f"""{CATALOGUE}
from smtptui.reference.searching.search import SearchIndex
SearchIndex(Catalogue()).search("greylisting")
"""


@pytest.mark.parametrize(
    ("program", "never"),
    [
        (CATALOGUE, {*SCREENS_AND_SOCKETS, *SLOW}),
        (COMPARE, {*SCREENS_AND_SOCKETS, *SLOW}),
        (SEARCH, {*SCREENS_AND_SOCKETS}),
    ],
    ids=["catalogue", "compare", "search"],
)
def test_the_reference_never_imports(program: str, never: set[str]) -> None:
    done = subprocess.run(
        # -S leaves out site, which may import anything for the sake of an editable installation.
        [
            sys.executable,
            "-S",
            "-c",
            f"import sys; sys.path[:0] = {sys.path!r}\n{program}\nprint(*sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    imported = set(done.stdout.split())
    assert "smtptui.reference.book.catalogue" in imported
    assert imported & never == set()
