"""Results for monitoring: a check of Nagios and its kin, and the text format of Prometheus."""

import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from smtptui.cli.exit_status import ExitStatus
from smtptui.cli.output import Output
from smtptui.cli.probe.annotated import facts
from smtptui.cli.probe.judging import Outcome, days_left
from smtptui.cli.probe.result import Result
from smtptui.cli.probe.verdict import STAGES
from smtptui.text import visible

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


METRICS = {
    "smtptui_probe_success": "Whether nothing failed, expectations included.",
    "smtptui_probe_status": "The exit status that smtptui probe has for it; stage names what failed.",
    "smtptui_probe_duration_seconds": "Time from the first look-up to the end of the connection.",
    "smtptui_probe_connect_seconds": "Time of the TCP handshake.",
    "smtptui_probe_greeting_seconds": "Time from the connection to the end of the greeting.",
    "smtptui_probe_tls_seconds": "Time of the TLS handshake.",
    "smtptui_probe_reply_code": "The code of the last reply to a command; CONNECT is the greeting.",
    "smtptui_probe_reply_seconds": "Time that the last reply to a command took.",
    "smtptui_probe_situation": "1 for what the reply that failed means.",
    "smtptui_probe_tls_info": "1 for the version and the cipher of TLS.",
    "smtptui_probe_tls_verified": "Whether the certificate was verified.",
    "smtptui_probe_certificate_days": "Days until the server's certificate expires.",
    "smtptui_probe_expectation": "Whether an expectation was met.",
}
"""Each metric, all of them gauges, with its help; the samples of one stand together."""


class Prometheus:
    """Writes the text format, as for the textfile collector, once all results are there."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._samples: dict[str, TextIO] = {}

    def receive(self, event: "Event", row: "Row | None") -> None:
        """Show nothing while it goes on."""

    def finish(self, result: Result) -> None:
        """Write the one result."""
        self.add(result)
        self.finish_all(0.0)

    def add(self, result: Result) -> None:
        """Take in one of several results."""
        for metric, labels, value in samples(result):
            if metric not in self._samples:
                # Results of many targets do not stay in memory.
                self._samples[metric] = tempfile.SpooledTemporaryFile(1 << 18, "w+", encoding="utf-8")  # type: ignore[assignment]  # noqa: SIM115
            shown = ",".join(f'{name}="{_escaped(text)}"' for name, text in labels.items())
            self._samples[metric].write(f"{metric}{{{shown}}} {value:.12g}\n")

    def finish_all(self, seconds: float) -> int:  # noqa: ARG002
        """Write all of them."""
        for metric, words in METRICS.items():
            if (file := self._samples.get(metric)) is None:
                continue
            self._out.line(f"# HELP {metric} {words}")
            self._out.line(f"# TYPE {metric} gauge")
            file.seek(0)
            self._out.lines(line.rstrip("\n") for line in file)
            file.close()
        return ExitStatus.OK


def samples(result: Result) -> Iterator[tuple[str, dict[str, str], float]]:
    """Yield the samples of one result: metric, labels, value."""
    findings, own = result.findings, {"target": result.target}
    greeting, tls = findings.greeting, findings.tls
    yield "smtptui_probe_success", own, float(result.status is ExitStatus.OK)
    yield "smtptui_probe_status", own | {"stage": STAGES[result.status]}, float(result.status)
    yield "smtptui_probe_duration_seconds", own, findings.took
    if findings.connected is not None:
        yield "smtptui_probe_connect_seconds", own, findings.connected.took
    if greeting is not None:
        yield "smtptui_probe_greeting_seconds", own, greeting.took
    if tls is not None:
        yield "smtptui_probe_tls_seconds", own, tls.took
        yield "smtptui_probe_tls_info", own | {"version": tls.version, "cipher": tls.cipher}, 1.0
        yield "smtptui_probe_tls_verified", own, float(tls.verified)
    last = {answer.verb: answer for answer in findings.answers if answer.verb}
    for verb, answer in last.items():
        labels = own | {"command": visible(verb)}
        yield "smtptui_probe_reply_code", labels, float(answer.reply.code)
        yield "smtptui_probe_reply_seconds", labels, answer.took
    if result.meaning is not None and result.meaning.situation:
        yield "smtptui_probe_situation", own | {"situation": result.meaning.situation}, 1.0
    if (days := days_left(findings)) is not None:
        yield "smtptui_probe_certificate_days", own, days
    for each in result.judged:
        labels = own | {"expectation": each.expectation.text}
        yield "smtptui_probe_expectation", labels, float(each.outcome is Outcome.MET)


def _escaped(text: str) -> str:
    """Return a label's value as the text format has it."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
