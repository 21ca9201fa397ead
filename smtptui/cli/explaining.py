"""What ``smtptui explain`` does; click is not imported here, because the command has to be quick."""

import os
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import BinaryIO, NamedTuple, TextIO

from smtptui.cli.wrapping import width_of
from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.explaining.evidence import Evidence
from smtptui.reference.explaining.explain import explain

HELP = """\
Usage: smtptui explain [OPTIONS] [TEXT... | -]

  Explain SMTP replies: a code, an enhanced code, a reply, a log line, a
  bounce, or a whole transcript. - reads standard input, line by line.

Options:
  -v, --verbose  Also show the other meanings and what the code is confused with.
  --json         One JSON object; with - one object per reply, a line each.
  -h, --help     Show this message.

Examples:
  smtptui explain 504
  smtptui explain 5.7.8
  smtptui explain 504 5.5.4 Unrecognized authentication type
  smtptui explain - < /var/log/mail.log
  swaks --to me@example.org 2>&1 | smtptui explain -

Exit status: 0 if something was explained, 1 if no reply was found, 2 usage.
"""

OK, NOT_FOUND, USAGE = 0, 1, 2
"""The exit statuses, as in `smtptui.cli.exit_status`, whose enum would cost start-up time."""

REPEATS_KEPT = 512
"""Explanations that are kept for the next reply of the same words: logs repeat themselves."""

LINE_READ = 65536
"""Octets of a line that are read; what is beyond them is passed over."""


class Options(NamedTuple):
    """What was asked for; `words` is empty for standard input."""

    words: tuple[str, ...]
    json: bool = False
    verbose: bool = False


class UsageError(Exception):
    """Options that do not fit; the message is a sentence."""


def parse(arguments: Sequence[str]) -> Options | None:
    """Return the options in the arguments, None where help was asked for; raise UsageError."""
    words: list[str] = []
    json = verbose = only_words = False
    for argument in arguments:
        if only_words or argument == "-" or not argument.startswith("-") or words:
            # Once a text has begun, a dash may be the text's own; the options are told apart all the same.
            if not only_words and argument in ("--json", "-v", "--verbose"):
                json, verbose = json or argument == "--json", verbose or argument != "--json"
            else:
                words.append(argument)
        elif argument == "--":
            only_words = True
        elif argument in ("-h", "--help"):
            return None
        elif argument == "--json":
            json = True
        elif argument in ("-v", "--verbose"):
            verbose = True
        else:
            raise UsageError(f"there is no option {argument}")
    return Options(() if words == ["-"] else tuple(words), json, verbose)


def run(
    arguments: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    stdout: TextIO | None = None,
    catalogue: Catalogue | None = None,
) -> int:
    """Explain what the arguments, or standard input, hold; return the exit status."""
    out = sys.stdout if stdout is None else stdout
    try:
        options = parse(arguments)
    except UsageError as error:
        return _usage(str(error))
    if options is None:
        out.write(HELP)
        return OK
    source = sys.stdin.buffer if stdin is None else stdin
    if not options.words and not arguments_name_stdin(arguments) and source.isatty():
        return _usage("give it a text, or - to read standard input")
    found = _of_words(options.words) if options.words else _of_stream(source)
    from smtptui.cli.explained import Printer

    printer = Printer(out, width=width_of(out), verbose=options.verbose)
    book = Catalogue() if catalogue is None else catalogue
    explained = lru_cache(maxsize=REPEATS_KEPT)(lambda evidence: explain(book, evidence))
    answers = ((line, evidence, explained(evidence)) for line, evidence in found)
    try:
        if options.json:
            count = printer.objects(answers, streaming=not options.words)
        else:
            count = printer.text(answers)
        out.flush()
    except BrokenPipeError:
        # The reader has enough; what Python flushes at its exit goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    if not count:
        sys.stderr.write("smtptui: no SMTP reply found\n")
        return NOT_FOUND
    return OK


def arguments_name_stdin(arguments: Sequence[str]) -> bool:
    """Return whether standard input was asked for by its name."""
    return "-" in arguments


def _of_words(words: tuple[str, ...]) -> Iterator[tuple[int, Evidence]]:
    text = " ".join(words)
    # A bare code is the usual question, and the readers of all formats cost more than the answer.
    if len(text) == 3 and text.isascii() and text.isdigit():
        yield 1, Evidence(text)
        return
    if len(text.splitlines()) == 1:
        from smtptui.transcripts.one_line import one_line

        if (evidence := one_line(text)) is not None:
            yield 1, evidence
            return
    from smtptui.transcripts.reader import find_replies

    for found in find_replies(text.splitlines()):
        yield found.line, found.evidence


def _of_stream(source: BinaryIO) -> Iterator[tuple[int, Evidence]]:
    from smtptui.transcripts.reader import find_replies

    for found in find_replies(_lines(source)):
        yield found.line, found.evidence


def _lines(source: BinaryIO) -> Iterator[str]:
    """Yield the lines of a stream, an over-long one cut: none is ever held whole."""
    while line := source.readline(LINE_READ):
        yield line.decode("utf-8", "backslashreplace")
        while len(line) == LINE_READ and not line.endswith(b"\n"):
            line = source.readline(LINE_READ)


def _usage(message: str) -> int:
    from smtptui.text import visible

    sys.stderr.write(f"smtptui: {visible(message[:200])}\nTry 'smtptui explain --help'.\n")
    return USAGE
