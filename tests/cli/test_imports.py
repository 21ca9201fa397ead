"""What each command imports: a terminal user waits for every one of them."""

import subprocess
import sys
from pathlib import Path

import pytest

NETWORK_AND_SCREENS = {
    "textual",
    "rich",
    "anyio",
    "ssl",
    "socket",
    "asyncio",
    "dns",
    "aiosmtpd",
    "cryptography",
}
SLOW = {"dataclasses", "inspect", "csv", "importlib.resources", "pathlib", "textwrap", "click", "argparse"}
REGISTRY = {"smtptui.reference.book.registry"}
READERS = {"smtptui.transcripts.reader", "smtptui.transcripts.formats"}
SEARCH = {"smtptui.reference.searching.search"}
COMPARING = {"smtptui.reference.comparing.compare"}
EXPLAINING = {"smtptui.reference.explaining.explain"}
BOOK = {"smtptui.reference.book.catalogue"}
TRANSCRIPT = Path(__file__).parent.parent / "corpus" / "swaks.txt"


def imported(*words: str) -> set[str]:
    """Return the modules that are there after a command has run."""
    program = (
        "import sys; from smtptui.cli import main; main(sys.argv[1:]);"
        "sys.stderr.write('\\nmodules ' + ' '.join(sys.modules))"
    )
    done = subprocess.run(
        # -S leaves out site, which may import anything for the sake of an editable installation.
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {program}", *words],
        input="",
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.rpartition("\nmodules ")[2].split())


@pytest.mark.parametrize(
    ("words", "used", "never"),
    [
        (["--version"], set(), BOOK | {"json"}),
        (["--help"], {"smtptui.cli.watch"}, BOOK),
        (["504"], EXPLAINING, REGISTRY | READERS | SEARCH | COMPARING),
        (["explain", "504"], EXPLAINING, REGISTRY | READERS | SEARCH | COMPARING),
        (["explain", "504 5.5.4 Unrecognized authentication type"], EXPLAINING, SEARCH | COMPARING),
        (["codes", "50x"], BOOK, REGISTRY | READERS | SEARCH | COMPARING | EXPLAINING),
        (["codes", "greylisting"], SEARCH, READERS | COMPARING | EXPLAINING),
        (["watch", "mx.example"], {"smtptui.session.target"}, BOOK),
        (["mx.example"], {"smtptui.session.target"}, BOOK),
        (["replay", str(TRANSCRIPT), "--text"], READERS, {"smtptui.recording.recorder"} | SEARCH | COMPARING),
        (["mcp"], BOOK, READERS | SEARCH | COMPARING | EXPLAINING),
        (["probe", "two words"], {"smtptui.session.target"}, BOOK),
        (["probe", "mx", "--expect", "AUTH=5O4"], {"smtptui.cli.probe.expectations"}, EXPLAINING),
        (["demo", "--port", "x"], {"smtptui.cli.demo"}, BOOK),
        (["compare", "220", "504"], COMPARING, REGISTRY | READERS | SEARCH | EXPLAINING),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_imports_what_its_question_needs(words: list[str], used: set[str], never: set[str]) -> None:
    there = imported(*words)
    assert used <= there
    assert there & (never | NETWORK_AND_SCREENS) == set()


@pytest.mark.parametrize("words", [["explain", "504"], ["codes", "50x"], ["compare", "220", "504"]])
def test_a_quick_answer_imports_nothing_slow(words: list[str]) -> None:
    assert imported(*words) & SLOW == set()


@pytest.mark.parametrize(
    "words", [["probe", "127.0.0.1:1"], ["probe", "127.0.0.1:1", "127.0.0.2:1", "--json"]]
)
def test_a_probe_needs_no_screens_no_certificates_and_no_server(words: list[str]) -> None:
    there = imported(*words)
    assert "asyncio" in there
    assert there & {"textual", "rich", "aiosmtpd", "cryptography", "dns", "smtptui.tui"} == set()
