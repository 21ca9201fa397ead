"""A session as Markdown: the facts, what stands out with its meaning, the whole transcript.

What a peer said stands in code only, within a fence that is longer than any row of backticks in it.
"""

import re
from collections.abc import Iterable, Iterator

from smtptui.watching.finding import finding_lines
from smtptui.watching.reports.account import Account, Entry
from smtptui.watching.reports.meaning import meaning_lines, meaning_title
from smtptui.watching.rows import Kind
from smtptui.words import _, decimal, plural

_SPECIAL = re.compile(r"([\\`*_\[\]<>|&~$#])|^(\d{1,9}(?=[.)])|[+=-])")
"""What Markdown takes for a sign: anywhere, or at the beginning of a line."""

_TICKS = re.compile(r"`+")

ARROWS = {Kind.SENT: "→", Kind.RECEIVED: "←"}


def markdown(account: Account) -> Iterator[str]:
    """Yield the lines of a report."""
    yield f"# {escaped(_('SMTP session: {label}', label=account.label))}"
    yield ""
    yield f"| {_('what')} | |"
    yield "|---|---|"
    for name, value in account.facts:
        yield f"| {escaped(name)} | {escaped(value)} |"
    yield from _standing_out(account)
    if account.tried:
        yield from ("", f"## {_('What the server implements')}", "")
        yield from fenced(finding_lines(account.tried))
    yield ""
    yield f"## {_('Transcript')}"
    yield ""
    if account.forgotten:
        words = plural(
            "The oldest line is left out.", "The oldest {number} lines are left out.", account.forgotten
        )
        yield from (escaped(words), "")
    yield from fenced(line for entry in account.entries for line in _transcript(entry))


def _standing_out(account: Account) -> Iterator[str]:
    entries = [entry for entry in account.entries if entry.stands_out]
    if not entries:
        return
    yield from ("", f"## {_('What stands out')}")
    for entry in entries:
        yield ""
        at = _("{seconds} s", seconds=decimal(f"{entry.at:.3f}"))
        title = meaning_title(entry.explanation) if entry.explanation is not None else entry.words
        yield f"### {escaped(' · '.join(part for part in (at, title) if part))}"
        yield ""
        yield from fenced(entry.lines)
        told = list(meaning_lines(entry.explanation)) if entry.explanation is not None else []
        for line in (*told, *filter(None, [entry.advice])):
            yield ""
            yield escaped(line)


def _transcript(entry: Entry) -> Iterator[str]:
    arrow = ARROWS.get(entry.kind, "·")
    for number, line in enumerate(entry.lines):
        time = f"{entry.at:9.3f}" if number == 0 else " " * 9
        yield f"{time}  {arrow}  {line}"


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    return _SPECIAL.sub(_literal, text)


def _literal(found: re.Match[str]) -> str:
    sign = found[0]
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"


def fenced(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines as a block of code, which nothing in them can end."""
    held = list(lines)
    longest = max((len(ticks) for line in held for ticks in _TICKS.findall(line)), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}text"
    yield from held
    yield fence
