"""``smtptui explain``: what replies mean, in a code, a log line, a bounce or a whole transcript."""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from smtptui.cli.arguments import Arguments, Option, UsageError
from smtptui.cli.command import Command
from smtptui.cli.environment import Environment
from smtptui.cli.exit_status import ExitStatus
from smtptui.reference.explaining.evidence import Evidence
from smtptui.words import _, mark

if TYPE_CHECKING:
    from smtptui.cli.explain.printer import Answer

REPEATS_KEPT = 512
"""Explanations that are kept for the next reply of the same words: logs repeat themselves."""

LINE_READ = 65536
"""Octets of a line that are read; what is beyond them is passed over."""


def _explain(given: Arguments, environment: Environment) -> int:
    """Explain what the arguments, or standard input, hold."""
    from smtptui.cli.explain.printer import Printer

    text = "" if given.operands == ("-",) else " ".join(given.operands)
    if not given.operands and environment.input_is_terminal:
        raise UsageError(_("give it a text, or - to read standard input"))
    found = _in_text(text) if text else _in_lines(_lines(environment))
    printer = Printer(environment.stdout, verbose=given.has("--verbose"))
    answers = _answers(found, environment)
    as_json = given.has("--json")
    count = printer.objects(answers, streaming=not text) if as_json else printer.text(answers)
    if not count:
        environment.say(_("no SMTP reply found"))
        return ExitStatus.NOT_FOUND
    return ExitStatus.OK


def _answers(found: "Iterator[tuple[int, Evidence]]", environment: Environment) -> "Iterator[Answer]":
    from smtptui.reference.explaining.explain import explain

    catalogue = environment.catalogue()
    explained = lru_cache(maxsize=REPEATS_KEPT)(lambda evidence: explain(catalogue, evidence))
    for line, evidence in found:
        yield line, evidence, explained(evidence)


def _in_text(text: str) -> Iterator[tuple[int, Evidence]]:
    # A bare code is the usual question, and the readers of all formats cost more than the answer.
    if len(text) == 3 and text.isascii() and text.isdigit():
        yield 1, Evidence(text)
        return
    if len(text.splitlines()) == 1:
        from smtptui.transcripts.one_line import one_line

        if (evidence := one_line(text)) is not None:
            yield 1, evidence
            return
    yield from _in_lines(iter(text.splitlines()))


def _in_lines(lines: Iterator[str]) -> Iterator[tuple[int, Evidence]]:
    from smtptui.transcripts.reader import find_replies

    for found in find_replies(lines):
        yield found.line, found.evidence


def _lines(environment: Environment) -> Iterator[str]:
    """Yield the lines of standard input, an over-long one cut: none is ever held whole."""
    whole = True
    for piece in environment.input_lines(LINE_READ):
        if whole:
            yield piece.decode("utf-8", "backslashreplace")
        whole = piece.endswith(b"\n")


COMMAND = Command(
    "explain",
    "[TEXT… | -]",
    mark(
        "Explain SMTP replies: a code, an enhanced code, a reply, a log line, a bounce, a whole transcript."
    ),
    (mark("- reads standard input, line by line."),),
    (
        Option(("--verbose", "-v"), mark("Also show the other meanings and what the code is confused with.")),
        Option(("--json",), mark("One JSON object; with - one object per reply, a line each.")),
    ),
    _explain,
    prose=True,
    examples=(
        "smtptui explain 504",
        "smtptui explain 5.7.8",
        "smtptui explain 504 5.5.4 Unrecognized authentication type",
        "smtptui explain - < /var/log/mail.log",
        "swaks --to me@example.org 2>&1 | smtptui explain -",
    ),
    statuses=mark("Exit status: 0 if something was explained, 1 if no reply was found, 2 usage."),
)
