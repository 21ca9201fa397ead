"""Breaks one line after the other and tells whether a test notices.

``python -m tests.benchmarks.mutants [WORD...]``: each mutant whose name or file has one of the words (all
without any) is made in a copy of the tree, and its tests run there, the first failure ending them. Exit
status 1 if one lives, or if its line is no longer there and has to be looked for again.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
LIMIT = 600
"""Seconds that the tests of a mutant may take; a test that hangs has noticed."""


class Mutant(NamedTuple):
    """One meaningful line broken: `text` stands once in `file`, and becomes `broken`."""

    name: str
    file: str
    text: str
    broken: str
    tests: str


MUTANTS = (
    Mutant(
        "octets of an unfinished reply on the fast path",
        "wire/parser.py",
        "        self._octets += sum(len(line.raw) for line in lines[start:])\n",
        "",
        "tests/wire",
    ),
    Mutant(
        "a login is forgotten when TLS begins",
        "wire/observed.py",
        "        self.authenticated = False\n        if",
        "        if",
        "tests/wire",
    ),
    Mutant(
        "recipients are forgotten when a transaction ends",
        "wire/observed.py",
        "            self._recipients = 0\n",
        "            pass\n",
        "tests/wire",
    ),
    Mutant(
        "an AUTH exchange is kept while the reply to AUTH is outstanding",
        "wire/client_lines.py",
        "            self.exchange = AuthExchange(name, number=int(len(words) > 2))\n",
        "            self.exchange = AuthExchange()\n",
        "tests/wire",
    ),
    Mutant(
        "an initial response that makes 512 octets exactly",
        "wire/dialogue.py",
        "if len(whole) <= COMMAND_LINE:",
        "if len(whole) < COMMAND_LINE:",
        "tests/wire",
    ),
    Mutant(
        "a command of 512 octets exactly",
        "wire/command.py",
        "return COMMAND_LINE + sum(",
        "return COMMAND_LINE - 1 + sum(",
        "tests/wire",
    ),
    Mutant(
        "time begins again after a long message",
        "session/reading_task.py",
        "            if head is not None and self.dialogue.pending[:1] == (head,):\n",
        "            if False:\n",
        "tests/session",
    ),
    Mutant(
        "nothing of the user's goes out during the handshake",
        "session/typed_lines.py",
        "        return dialogue.waits\n",
        "        return dialogue.waits if dialogue.state is not State.STARTING_TLS else None\n",
        "tests/session",
    ),
    Mutant(
        "sockets of a cancelled dial are closed",
        "session/network/attempts.py",
        "            await anyio.aclose_forcefully(first.stream)\n        raise",
        "            pass\n        raise",
        "tests/session",
    ),
    Mutant(
        "a connection that came second is closed",
        "session/network/attempts.py",
        "                await anyio.aclose_forcefully(stream)\n                return\n",
        "                return\n",
        "tests/session",
    ),
    Mutant(
        "STARTTLS offered inside TLS is not asked for",
        "session/automatic.py",
        "code // 100 != 2 or self._dialogue.tls:",
        "code // 100 != 2:",
        "tests/session",
    ),
    Mutant(
        "QUIT is never the answer to a challenge",
        "session/session.py",
        "        if not typed.open or not (dialogue.may_say_unasked or message_sent):\n",
        "        if not typed.open:\n",
        "tests/session",
    ),
    Mutant(
        "a message that was typed ahead of a refused DATA is not sent as commands",
        "session/typed_lines.py",
        "                return _Fate.AFTER_THE_MESSAGE\n",
        "                return _Fate.ALL\n",
        "tests/session",
    ),
    Mutant(
        "our own EHLO does not go into a message",
        "session/automatic.py",
        "        return self._dialogue.may_say_unasked and",
        "        return",
        "tests/session",
    ),
    Mutant(
        "a session outlives no second cancellation",
        "session/lifetime.py",
        "        while not self._task.done():\n",
        "        if True:\n",
        "tests/session",
    ),
    Mutant(
        "octets do not prolong the closing",
        "session/reply_deadline.py",
        "            if self._closing_since is None:\n",
        "            if True:\n",
        "tests/session",
    ),
    Mutant(
        "TLS writes from reading, one sender at a time",
        "session/network/transport.py",
        "        async with self._sending:\n",
        "        if True:\n",
        "tests/session",
    ),
    Mutant(
        "a wildcard stands for one label",
        "session/tls/unverified.py",
        'host.partition(".")[2] == name[2:]',
        "host.endswith(name[1:])",
        "tests/session",
    ),
    Mutant(
        "a stream that breaks while the user sends is no defect",
        "session/writing_task.py",
        "        except StreamBrokenError:\n",
        "        except ZeroDivisionError:\n",
        "tests/session",
    ),
    Mutant(
        "the last code of a vendor's range",
        "reference/book/registry.py",
        "int(detail) <= int(within[3])",
        "int(detail) < int(within[3])",
        "tests/reference/book",
    ),
    Mutant(
        "the width of the output is clamped",
        "cli/output.py",
        "return max(NARROWEST, min(WIDEST, int(columns)))",
        "return int(columns)",
        "tests/cli",
    ),
    Mutant(
        "the wheel stops following",
        "tui/widgets/wire_log.py",
        "                self.follow = False\n            elif",
        "                pass\n            elif",
        "tests/tui",
    ),
    Mutant(
        "the end is told once",
        "tui/widgets/live_panel.py",
        "progress.closed is not None and self._told is not progress.closed:",
        "progress.closed is not None:",
        "tests/tui",
    ),
    Mutant(
        "a weak guess is not shown as software",
        "watching/explainer.py",
        'return guess.software if guess.confidence is Confidence.CERTAIN else ""',
        "return guess.software",
        "tests/watching tests/tui",
    ),
    Mutant(
        "a paste closes the session it hides",
        "tui/widgets/live_panel.py",
        "            self.session.session.close()\n",
        "            pass\n",
        "tests/tui",
    ),
    Mutant(
        "what stood beside half a reply is made anew",
        "watching/fold.py",
        "        first.tag = None\n",
        "",
        "tests/watching",
    ),
    Mutant(
        "the octets of the rows are bounded",
        "watching/retention.py",
        "        if self._blocks - blocks > most:\n",
        "        if False:\n",
        "tests/watching",
    ),
    Mutant(
        "a refusal stays for one who follows",
        "watching/fold.py",
        "        if not stays or (row.code or 0) >= 400:\n",
        "        if True:\n",
        "tests/watching",
    ),
    Mutant(
        "the cursor goes with a reply that folds",
        "tui/widgets/wire_log.py",
        "            self.cursor = self.watched.fold.shown_for(self.cursor)\n",
        "            pass\n",
        "tests/tui/test_live_panel.py",
    ),
    Mutant(
        "the view stays when old rows go",
        "tui/widgets/wire_log.py",
        "            self._scroll(max(0, self.scroll_offset.y - gone))\n",
        "            pass\n",
        "tests/tui/test_live_panel.py",
    ),
    Mutant(
        "a third pick begins anew",
        "tui/desks/comparison.py",
        "            self.sides = (entry, None)\n        a, b",
        "            self.sides = (a, entry)\n        a, b",
        "tests/tui",
    ),
    Mutant(
        "a reader that went away is told from a full disk",
        "cli/output.py",
        "            raise OutputGone from None\n        except OSError as error:\n"
        "            raise OutputError(error.strerror or str(error)) from None\n\n    def lines",
        "            raise OutputError from None\n        except OSError as error:\n"
        "            raise OutputError(error.strerror or str(error)) from None\n\n    def lines",
        "tests/cli",
    ),
    Mutant(
        "what the output cannot say is escaped",
        "cli/output.py",
        "        if text.isascii() or self._says(text):\n",
        "        if True:\n",
        "tests/cli",
    ),
    Mutant(
        "a message repeats no argument whole",
        "cli/environment.py",
        "visible(shortened(line))",
        "visible(line)",
        "tests/cli",
    ),
    Mutant(
        "a button pressed on what has gone",
        "tui/turns.py",
        "            if _is_gone(event, receiver):\n",
        "            if False:\n",
        "tests/tui/test_turns.py",
    ),
    Mutant(
        "SIGCONT without a stop",
        "tui/terminal.py",
        "        if self._suspended:\n",
        "        if True:\n",
        "tests/test_terminal_end.py",
    ),
    Mutant(
        "keys that are not UTF-8",
        "tui/driver.py",
        'partial(getincrementaldecoder(encoding), "replace")',
        "getincrementaldecoder(encoding)",
        "tests/tui/test_driver.py",
    ),
    Mutant(
        "escape sequences that are no keys",
        "tui/driver.py",
        "        except ValueError:\n",
        "        except ZeroDivisionError:\n",
        "tests/tui/test_driver.py",
    ),
)


def is_caught(mutant: Mutant) -> str:
    """Return what became of a mutant: ``caught``, ``LIVES``, or ``GONE`` where its line is not there once."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        left_out = shutil.ignore_patterns("__pycache__", ".git", ".venv", ".*_cache")
        for name in ("smtptui", "tests"):
            shutil.copytree(ROOT / name, copy / name, ignore=left_out)
        for name in ("pyproject.toml", "README.md", "CONTRIBUTING.md"):
            shutil.copy(ROOT / name, copy / name)
        file = copy / "smtptui" / mutant.file
        source = file.read_text(encoding="utf-8") if file.exists() else ""
        if source.count(mutant.text) != 1:
            return "GONE"
        file.write_text(source.replace(mutant.text, mutant.broken), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-n0", "-q", "-x", *mutant.tests.split()]
        environment = {**os.environ, "PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(
                command, cwd=folder, env=environment, capture_output=True, timeout=LIMIT, check=False
            )
        except subprocess.TimeoutExpired:
            return "caught (it hangs)"
        if done.returncode not in (0, 1):
            return f"NOT RUN: {done.stdout.decode(errors='replace')[-300:]}"
        failed = [
            line for line in done.stdout.decode(errors="replace").splitlines() if line.startswith("FAILED")
        ]
        return f"caught by {failed[0].split()[1]}" if done.returncode else "LIVES"


def main(words: list[str]) -> int:
    """Try the mutants asked for, and print each with what became of it."""
    wrong = 0
    for mutant in MUTANTS:
        if words and not any(word in mutant.name or word in mutant.file for word in words):
            continue
        found = is_caught(mutant)
        wrong += not found.startswith("caught")
        sys.stdout.write(f"{mutant.name} ({mutant.file}): {found}\n")
        sys.stdout.flush()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
