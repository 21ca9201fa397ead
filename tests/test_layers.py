"""Layers point down, in a process of their own as well, and no file imports itself by way of others."""

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import smtptui

ROOT = Path(smtptui.__file__).parent
MODULES = {
    ".".join(("smtptui", *file.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__"): file
    for file in ROOT.rglob("*.py")
}
SCREENS = {"textual", "rich"}
NETWORK = {"anyio", "ssl", "socket", "asyncio", "dns", "aiosmtpd", "cryptography"}
FRONTS = {"tui", "cli"}
SOURCES = {"transcripts", "session", "demo", "recording"}
NEVER = {
    "text": {"words", "settings", "wire", "reference", *SOURCES, "watching", *FRONTS},
    "words": {"text", "settings", "wire", "reference", *SOURCES, "watching", *FRONTS},
    "settings": {"wire", "reference", *SOURCES, "watching", *FRONTS},
    "wire": {"reference", *SOURCES, "watching", *FRONTS},
    "reference": {*SOURCES, "watching", *FRONTS},
    "transcripts": {*SOURCES - {"transcripts"}, "watching", *FRONTS},
    "session": {"reference", *SOURCES - {"session"}, "watching", *FRONTS},
    "demo": {"reference", *SOURCES - {"demo"}, "watching", *FRONTS},
    "recording": {"reference", *SOURCES - {"recording"}, "watching", *FRONTS},
    "watching": {"demo", *FRONTS},
    "api": {"session", "demo", "recording", "watching", *FRONTS},
    "tui": {"cli", "api"},
}
"""A layer → the layers that nothing in it may import."""


def named(module: str) -> set[str]:
    """Return the modules that a file names in its imports, wherever in it they stand."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (inner & MODULES.keys()) or {node.module}
    return found & (MODULES.keys() - {module})


def test_no_file_imports_itself_by_way_of_others() -> None:
    try:
        TopologicalSorter({module: named(module) for module in MODULES}).prepare()
    except CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))


@pytest.mark.parametrize("layer", NEVER)
def test_a_layer_imports_nothing_that_stands_above_or_beside_it(layer: str) -> None:
    modules = [name for name in MODULES if f"{name}.".startswith(f"smtptui.{layer}.")]
    program = f"import sys, importlib\nfor name in {modules}: importlib.import_module(name)"
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
    there = set(done.stdout.split())
    assert set(modules) <= there
    never = {f"smtptui.{name}" for name in NEVER[layer]}
    never |= SCREENS if layer != "tui" else set()
    never |= NETWORK if layer not in ("tui", "session", "demo", "watching") else set()
    assert there & never == set()
