"""Many sessions beside each other: a line or an object for each, as it ends."""

import gc
import io
import os
import time
from collections import Counter
from collections.abc import Sequence
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, NamedTuple, Protocol

from smtptui.cli.arguments import Arguments, UsageError
from smtptui.cli.columns import padded
from smtptui.cli.connecting import target_of
from smtptui.cli.environment import Environment, InputError
from smtptui.cli.exit_status import ExitStatus
from smtptui.cli.probe.annotated import facts
from smtptui.cli.probe.asked import Asked
from smtptui.cli.probe.findings import Findings, findings_of
from smtptui.cli.probe.formats import Nagios, Prometheus
from smtptui.cli.probe.interrupting import interruptible
from smtptui.cli.probe.result import Result, result_object, result_of
from smtptui.cli.probe.verdict import STAGE_WORDS, Verdict
from smtptui.text import visible
from smtptui.watching.meanings import Meanings, explainer
from smtptui.words import _, plural

if TYPE_CHECKING:
    from smtptui.session.probing.mailbox import Told
    from smtptui.session.target import Target

JOBS, PER_HOST = 50, 2
"""Sessions at once, unless it is said otherwise: in all, and with the same host."""

MOST_JOBS = 1000

READ = 64 * 1024
"""Octets of a list that are read at once."""

LONGEST_LINE = 4096

TICK = 0.1
"""Seconds between two pictures of the progress."""

COLUMN = 32
"""Columns of a target's name."""


class Show(Protocol):
    """Shows results, one after the other."""

    def add(self, result: Result) -> None:
        """Show one."""

    def finish_all(self, seconds: float) -> int:
        """Show what all come to, and return a status where it has one of its own."""


class Bad(NamedTuple):
    """A line of a list that names no target, and why, both safe to show."""

    line: str
    why: str


def probe_many(given: Arguments, asked: Asked, environment: Environment) -> int:
    """Hold a session with each target and return the exit status."""
    from smtptui.session.probing.probes import Probes

    jobs = _number(given, "--jobs", JOBS)
    per_host = _number(given, "--per-host", PER_HOST)
    show = _show(given, environment)
    reader = _Reader(given, asked, environment)
    probes = Probes(
        reader.batch,
        asked.script,
        asked.options,
        insist=asked.insist,
        whole=True,
        jobs=jobs,
        per_host=per_host,
    )
    tally = _Tally(environment, len(asked.targets) if asked.targets is not None else None)
    explaining = explainer(environment.catalogue())
    # What is there by now stays: the garbage collector need not look through it again and again.
    gc.freeze()
    began = time.monotonic()
    with interruptible(probes) as interrupts:
        probes.start()
        try:
            for told in probes:
                for result in reader.bad():
                    tally.show(show, result)
                tally.show(show, _result(told, asked, Meanings(explaining)))
        except BaseException:
            probes.leave()
            for _told in probes:
                continue
            raise
    for result in reader.bad():
        tally.show(show, result)
    tally.clear()
    own = show.finish_all(time.monotonic() - began)
    if not given.has("--format"):
        tally.sum_up(environment, time.monotonic() - began, interrupted=bool(interrupts.times))
    if interrupts.times:
        return interrupts.status
    return own if isinstance(show, Nagios) else tally.status


def _result(told: "Told", asked: Asked, meanings: Meanings) -> Result:
    """Return what a session comes to; only a reply that failed is explained, unless all have to be."""
    findings = _explained(told, meanings) if asked.situations else findings_of(told.events)
    result = result_of(told.target.label, findings, asked)
    if result.verdict.answer is None:
        return result
    failed = result.verdict.answer.reply
    for event in told.events:
        row = meanings.row_of(event)
        if row is not None and getattr(event, "reply", None) is failed:
            return result._replace(meaning=meanings.best(row))
    return result


def _explained(told: "Told", meanings: Meanings) -> Findings:
    findings = Findings()
    for event in told.events:
        row = meanings.row_of(event)
        best = meanings.best(row) if row is not None else None
        findings.receive(event, best.situation if best is not None else "")
    return findings


def _number(given: Arguments, option: str, usual: int) -> int:
    word = given.value(option)
    if word is None:
        return usual
    if not (word.isascii() and word.isdigit() and len(word) < 6 and 1 <= int(word) <= MOST_JOBS):
        raise UsageError(
            _("{option} is a number from 1 to {most}, not {word!r}", option=option, most=MOST_JOBS, word=word)
        )
    return int(word)


class _Reader:
    """Hands out targets in batches: those that were named, or line by line from standard input."""

    def __init__(self, given: Arguments, asked: Asked, environment: Environment) -> None:
        self._given = given
        self._environment = environment
        self._asked = asked
        self._named = asked.targets
        self._rest = b""
        self._bad: SimpleQueue[Bad] = SimpleQueue()
        self._ended = False

    def batch(self) -> Sequence["Target"]:
        """Return the next targets; empty after the last. Waits for them, on a thread of its own."""
        if self._named is not None:
            named, self._named, self._ended = self._named, (), True
            return named
        found: list[Target] = []
        while not found and not self._ended:
            octets = _read(self._environment)
            self._ended = not octets
            *lines, self._rest = (self._rest + octets).split(b"\n")
            if self._ended:
                lines, self._rest = [*lines, self._rest], b""
            elif len(self._rest) > LONGEST_LINE:
                lines, self._rest = [*lines, self._rest[:LONGEST_LINE]], b""
            for line in lines:
                self._take(line, found)
        return found

    def bad(self) -> "list[Result]":
        """Return results for the lines so far that name no target."""
        found: list[Result] = []
        while True:
            try:
                line, why = self._bad.get_nowait()
            except Empty:
                return found
            found.append(Result(line, Findings(), Verdict(ExitStatus.USAGE, why)))

    def _take(self, line: bytes, found: "list[Target]") -> None:
        word = line.decode("utf-8", "replace").partition("#")[0].strip()
        if not word:
            return
        try:
            target = target_of(word, self._given, self._environment.config)
            if self._asked.in_clear:
                from smtptui.cli.probe.asked import plain_first

                target = plain_first(target)
        except UsageError as error:
            self._bad.put(Bad(visible(word[:100]), str(error)))
        else:
            found.append(target)


def _read(environment: Environment) -> bytes:
    """Return what standard input has by now; waits only where it has nothing."""
    stdin = environment.stdin
    if stdin is None:
        raise InputError(_("it is closed"))
    try:
        # Not through its buffer, whose lock the interpreter would miss at its end.
        return os.read(stdin.fileno(), READ)
    except io.UnsupportedOperation:
        return stdin.read(READ)
    except OSError as error:
        raise InputError(error.strerror or str(error)) from None


class _Tally:
    """Counts results by their status, and shows on a terminal how far it has come."""

    def __init__(self, environment: Environment, targets: int | None) -> None:
        self._err = environment.stderr
        self._shown = self._err.is_terminal
        self._targets = targets
        self._counts: Counter[ExitStatus] = Counter()
        self._last = 0.0

    @property
    def status(self) -> ExitStatus:
        """The exit status of all: that of the earliest stage at which one failed."""
        return min((status for status in self._counts if status is not ExitStatus.OK), default=ExitStatus.OK)

    def show(self, show: Show, result: Result) -> None:
        """Show a result, and how far it has come."""
        self._counts[result.status] += 1
        self.clear()
        show.add(result)
        now = time.monotonic()
        if self._shown and now - self._last >= TICK:
            self._last = now
            self._err.overwrite(self._progress())

    def clear(self) -> None:
        """Take the progress away."""
        if self._shown and self._last:
            self._err.overwrite("")

    def sum_up(self, environment: Environment, seconds: float, *, interrupted: bool) -> None:
        """Say what all come to."""
        counts = ", ".join(
            _("{number} {what} ({status})", number=count, what=_(STAGE_WORDS[status]), status=int(status))
            for status, count in sorted(self._counts.items())
            if status is not ExitStatus.OK
        )
        fine, all_of_them = self._counts[ExitStatus.OK], self._counts.total()
        words = plural(
            "{number} target: {fine} fine", "{number} targets: {fine} fine", all_of_them, fine=fine
        )
        if counts:
            words = _("{words}, {failed}", words=words, failed=counts)
        words = _("{words}; {seconds} s", words=words, seconds=f"{seconds:.1f}")
        environment.say(_("interrupted; {words}", words=words) if interrupted else words)

    def _progress(self) -> str:
        done = self._counts.total()
        failed = done - self._counts[ExitStatus.OK]
        if self._targets is None:
            return _("{done} done, {failed} failed", done=done, failed=failed)
        return _("{done} of {all}, {failed} failed", done=done, all=self._targets, failed=failed)


def _show(given: Arguments, environment: Environment) -> Show:
    if given.has("--json"):
        return _Objects(environment)
    match given.value("--format"):
        case "nagios":
            return Nagios(environment.stdout)
        case "prometheus":
            return Prometheus(environment.stdout)
    return _Failures(environment) if given.has("--quiet") else _Lines(environment)


class _Objects:
    def __init__(self, environment: Environment) -> None:
        self._out = environment.stdout

    def add(self, result: Result) -> None:
        self._out.json(result_object(result))

    def finish_all(self, seconds: float) -> int:  # noqa: ARG002
        return ExitStatus.OK


class _Lines:
    """A line for each: its mark and status, the target, what failed or what was seen."""

    def __init__(self, environment: Environment) -> None:
        self._out = environment.stdout

    def add(self, result: Result) -> None:
        fine = result.status is ExitStatus.OK
        mark = "✓" if fine else "✗"
        self._out.line(
            f"{mark} {int(result.status):>3}  {padded(result.target, COLUMN)}  {line_words(result)}"
        )
        if self._out.is_terminal:
            self._out.flush()

    def finish_all(self, seconds: float) -> int:  # noqa: ARG002
        return ExitStatus.OK


class _Failures:
    """Says on stderr what failed, and nothing else."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def add(self, result: Result) -> None:
        if result.status is not ExitStatus.OK:
            self._environment.say(
                _("{target}: {why}", target=result.target, why=line_words(result)),
            )

    def finish_all(self, seconds: float) -> int:  # noqa: ARG002
        return ExitStatus.OK


def line_words(result: Result) -> str:
    """Return in a line what failed and what that means, or what was seen."""
    if result.unmet:
        first = result.unmet[0]
        return _(
            "expected {expectation}; what came: {came}", expectation=first.expectation.text, came=first.came
        )
    if result.status is ExitStatus.OK:
        return facts(result)
    if result.meaning is None:
        return result.verdict.why
    return _("{why}: {meaning}", why=result.verdict.why, meaning=result.meaning.title)
