"""Results as a check of Nagios and its kin: a line, its performance data, and its exit statuses."""

from typing import TYPE_CHECKING

from smtptui.cli.exit_status import ExitStatus
from smtptui.cli.output import Output
from smtptui.cli.probe.annotated import facts
from smtptui.cli.probe.judging import days_left
from smtptui.cli.probe.result import Result

if TYPE_CHECKING:
    from smtptui.watching.rows import Row
    from smtptui.wire.events import Event

OK, WARNING, CRITICAL, UNKNOWN = range(4)
"""Exit statuses of a check (Monitoring Plugins' guidelines)."""

_NAMES = ("OK", "WARNING", "CRITICAL", "UNKNOWN")

TOLD = 20
"""Targets that are told of one by one: those that failed, of many."""


class Nagios:
    """Writes a line with performance data, and of several targets a line for each that failed."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._worst = OK
        self._all = 0
        self._failed: list[str] = []
        self._failures = 0

    def receive(self, event: "Event", row: "Row | None") -> None:
        """Show nothing while it goes on."""

    def status(self, result: Result) -> int:
        """Return the exit status of a check: a refusal for now is a warning."""
        if result.status is ExitStatus.OK:
            return OK
        if result.status in (ExitStatus.INTERRUPTED, ExitStatus.USAGE, ExitStatus.DEFECT):
            return UNKNOWN
        answer = result.verdict.answer
        for_now = answer is not None and answer.reply.severity == 4 and not result.unmet
        return WARNING if for_now else CRITICAL

    def finish(self, result: Result) -> None:
        """Write the one line."""
        name = _NAMES[self.status(result)]
        self._out.line(f"SMTP {name} - {result.target}: {_of_check(why(result))} | {_performance(result)}")

    def add(self, result: Result) -> None:
        """Take in one of several results."""
        status = self.status(result)
        # Unknown is worse than a warning and better than critical.
        self._worst = max(self._worst, status, key=(OK, WARNING, UNKNOWN, CRITICAL).index)
        self._all += 1
        if status != OK:
            self._failures += 1
            if len(self._failed) < TOLD:
                self._failed.append(f"{_NAMES[status]}: {result.target}: {_of_check(why(result))}")

    def finish_all(self, seconds: float) -> int:
        """Write what all come to, and return the exit status."""
        counts = f"targets={self._all};;;0 failed={self._failures};;;0 time={seconds:.3f}s;;;0"
        head = f"SMTP {_NAMES[self._worst]} - {self._all - self._failures} of {self._all} targets fine"
        self._out.line(f"{head} | {counts}")
        self._out.lines(self._failed)
        if self._failures > len(self._failed):
            self._out.line(f"… and {self._failures - len(self._failed)} more")
        return self._worst


def why(result: Result) -> str:
    """Return what failed, else what was seen."""
    if result.interrupted:
        return "interrupted"
    if result.unmet:
        first = result.unmet[0]
        return f"expected {first.expectation.text}; what came: {first.came}"
    if result.verdict.status is ExitStatus.OK:
        return facts(result)
    meaning = result.meaning
    return f"{result.verdict.why} ({meaning.title})" if meaning is not None else result.verdict.why


def _of_check(words: str) -> str:
    """Return words without the sign that ends them in a check's line."""
    return words.replace("|", "/")


def _performance(result: Result) -> str:
    findings = result.findings
    data = [f"time={findings.took:.6f}s;;;0"]
    if findings.connected is not None:
        data.append(f"connect={findings.connected.took:.6f}s;;;0")
    if findings.greeting is not None:
        data.append(f"greeting={findings.greeting.took:.6f}s;;;0")
    if findings.tls is not None:
        data.append(f"tls={findings.tls.took:.6f}s;;;0")
    days = days_left(findings)
    if days is not None:
        data.append(f"cert_days={days:.1f};;;")
    return " ".join(data)
