"""``smtptui explain``: what replies mean, in a code, a log line, a bounce or a whole transcript."""

import os
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from smtptui.cli.arguments import Arguments, Option, UsageError
from smtptui.cli.command import Command
from smtptui.cli.environment import Environment, InputError
from smtptui.cli.exit_status import ExitStatus
from smtptui.cli.explain.where import Where
from smtptui.cli.output import Output
from smtptui.reference.explaining.evidence import Evidence
from smtptui.text import lines_of, visible
from smtptui.words import _, mark

if TYPE_CHECKING:
    from typing import BinaryIO

    from smtptui.cli.explain.printer import Answer

Found = tuple[Where, Evidence]
"""Where a reply stands, and what is known of it."""

NAME_READ = 4096
"""Characters of a file's name: a longer operand is a text."""

WORDS_LOOKED_UP = 40
"""Characters of a text that may be words to search for."""

SUFFIXES = (".log", ".txt", ".eml", ".msg", ".mbox", ".json", ".jsonl", ".csv", ".gz", ".bz2", ".xz", ".zst")
"""What the name of a file ends with, although there is none of that name."""


def _explain(given: Arguments, environment: Environment) -> int:
    """Explain what the arguments, or standard input, hold."""
    from smtptui.cli.explain.printer import Printer

    if not given.operands and environment.input_is_terminal:
        raise UsageError(_("give it a text, or - to read standard input"))
    files = _files(given.operands)
    text = "" if given.operands == ("-",) or files else " ".join(given.operands)
    found = _in_text(text) if text else _in_files(files, environment)
    if text and (first := next(found, None)) is not None:
        found = chain([first], found)
    elif text and (files := _meant_for_files(given.operands)):
        text, found = "", _in_files(files, environment)
    if any(map(given.has, ("--command", "--server", "--tls"))):
        from smtptui.cli.explain.known import known

        said = known(given.value("--command"), given.value("--server"), tls=given.has("--tls") or None)
        found = ((where, evidence._replace(**said)) for where, evidence in found)
    verbose, as_json = given.has("--verbose"), given.has("--json")
    if text:
        printer = Printer(environment.stdout, verbose=verbose)
        answers = _answers(found, environment)
        count = printer.objects(answers) if as_json else printer.text(answers)
    else:
        count = _explain_stream(found, environment, as_json=as_json, verbose=verbose)
    if not count:
        words = visible(text.strip())
        if 0 < len(words) <= WORDS_LOOKED_UP and "\n" not in text:
            environment.say(_("no SMTP reply found; 'smtptui codes {words}' looks it up", words=words))
        else:
            environment.say(_("no SMTP reply found"))
        return ExitStatus.NOT_FOUND
    return ExitStatus.OK


def _answers(found: "Iterator[Found]", environment: Environment) -> "Iterator[Answer]":
    from smtptui.reference.explaining.explain import explain

    catalogue = environment.catalogue()
    return ((where, evidence, explain(catalogue, evidence)) for where, evidence in found)


def _explain_stream(
    found: "Iterator[Found]", environment: Environment, *, as_json: bool, verbose: bool
) -> int:
    """Write an answer for each reply as it comes, and return how many there were."""
    from smtptui.cli.explain.printer import Printer
    from smtptui.cli.explain.repeated import Repeated
    from smtptui.reference.explaining.explain import explain

    catalogue = environment.catalogue()

    def write(out: Output, where: Where, evidence: Evidence) -> None:
        answer = where, evidence, explain(catalogue, evidence)
        printer = Printer(out, verbose=verbose)
        if as_json:
            printer.object(answer)
        else:
            printer.among_others(answer)

    repeated = Repeated(environment.stdout, write, as_json=as_json)
    count = 0
    file = ""
    first: Found | None = None
    for where, evidence in found:
        count += 1
        if count == 1 and not as_json:
            first = where, evidence  # explained at length, if it stays alone
            continue
        if first is not None:
            file = _begun(file, first[0], environment, as_json=as_json)
            repeated.answer(*first)
            first = None
        if where.file != file:
            file = _begun(file, where, environment, as_json=as_json)
            repeated = Repeated(environment.stdout, write, as_json=as_json)
        repeated.answer(where, evidence)
    if first is not None:
        Printer(environment.stdout, verbose=verbose).text(_answers(iter([first]), environment))
    return count


def _begun(before: str, where: Where, environment: Environment, *, as_json: bool) -> str:
    """Write the name of the file whose replies follow, as head and tail do, and return it."""
    if not as_json and where.file != before:
        environment.stdout.line(f"==> {where.file} <==")
    return where.file


def _in_text(text: str) -> Iterator[Found]:
    if len(text) == 3 and text.isascii() and text.isdigit():
        yield Where(1), Evidence(text)
        return
    # The usual question is one reply, and the readers of all formats cost more than the answer.
    from smtptui.transcripts.lone import lone_reply

    if (evidence := lone_reply(text)) is not None:
        yield Where(1), evidence
        return
    none = True
    for found in _in_lines(iter(lines_of(text))):
        none = False
        yield found
    if none:
        from smtptui.transcripts.lone import reply_by_form

        # In a text that is read it may be anything; here somebody asks for it.
        if (evidence := reply_by_form(text)) is not None:
            yield Where(1), evidence


def _in_lines(lines: Iterator[str], *, live: bool = False, file: str = "") -> Iterator[Found]:
    from smtptui.transcripts.reader import find_replies

    for found in find_replies(lines, live=live):
        yield Where(found.line, found.places, file), found.evidence


def _files(operands: tuple[str, ...]) -> tuple[str, ...]:
    """Return the operands if all of them name files, one of which may be ``-``."""
    if operands == ("-",) or not operands or not all(own == "-" or _is_file(own) for own in operands):
        return ()
    return operands


def _is_file(operand: str) -> bool:
    if not ("." in operand or os.sep in operand) or len(operand) > NAME_READ:
        return False
    try:
        return os.path.isfile(operand)
    except ValueError:
        return False


def _meant_for_files(operands: tuple[str, ...]) -> tuple[str, ...]:
    """Return operands that are no reply and that name files, be it files that there are not; else none."""
    return operands if all(map(_looks_like_a_file, operands)) else ()


def _looks_like_a_file(operand: str) -> bool:
    if operand == "-":
        return True
    if len(operand) > NAME_READ or any(character.isspace() for character in operand):
        return False
    if os.path.splitext(operand)[1].lower() in SUFFIXES or operand.startswith(("/", "./", "../", "~/")):
        return True
    try:
        return os.path.exists(operand)
    except ValueError:
        return False


def _in_files(files: tuple[str, ...], environment: Environment) -> Iterator[Found]:
    """Yield the replies in each file, or in standard input where none is named."""
    for name in files or ("-",):
        shown = visible(name) if len(files) > 1 else ""
        if name == "-":
            if environment.stdin is None:
                raise InputError(_("it is closed"))
            yield from _in_lines(_lines(environment.stdin), live=True, file=shown)
            continue
        try:
            with open(name, "rb") as octets:
                yield from _in_lines(_lines(octets, name), file=shown)
        except OSError as error:
            from smtptui.words.failures import why_of

            raise InputError(why_of(error), name) from None


def _lines(stream: "BinaryIO", name: str = "") -> Iterator[str]:
    """Yield the lines of a stream, whatever encoded or packed it; an over-long one is cut."""
    from smtptui.transcripts.decoding import PackedError, lines_of

    try:
        yield from lines_of(stream)
    except PackedError as way:
        raise InputError(_("this Python cannot unpack {way}", way=str(way)), name) from None
    except (OSError, ValueError) as error:
        from smtptui.words.failures import why_of

        raise InputError(why_of(error), name) from None


COMMAND = Command(
    "explain",
    "[TEXT… | FILE… | -]",
    mark(
        "Explain SMTP replies: a code, an enhanced code, a reply, a log line, a bounce, a whole transcript."
    ),
    (
        mark(
            "Read are logs, debug output, sessions typed or pasted, bounces, JSON, CSV; also packed by gzip, "
            "bzip2 or xz."
        ),
        mark("Names of files are read one after the other; - reads standard input, line by line."),
    ),
    (
        Option(("--verbose", "-v"), mark("Also show the other meanings and what the code is confused with.")),
        Option(("--json",), mark("One JSON object; with - one object per reply, a line each.")),
        Option(
            ("--command",), mark("The command that was answered, such as RCPT, or its whole line."), "COMMAND"
        ),
        Option(("--server",), mark("The software that answered, such as Postfix."), "SOFTWARE"),
        Option(("--tls",), mark("The session was encrypted.")),
    ),
    _explain,
    prose=True,
    examples=(
        "smtptui explain 504",
        "smtptui explain 5.7.8",
        "smtptui explain 504 5.5.4 Unrecognized authentication type",
        "smtptui explain /var/log/mail.log /var/log/mail.log.2.gz",
        "swaks --to me@example.org 2>&1 | smtptui explain -",
    ),
    statuses=mark(
        "Exit status: 0 if something was explained, 1 if no reply was found, 2 usage, 74 a file cannot be "
        "read."
    ),
    completes=("codes", "files"),
)
