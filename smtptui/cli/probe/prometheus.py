"""Results in the text format of Prometheus, as for the textfile collector of its node exporter."""

import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from smtptui.cli.exit_status import ExitStatus
from smtptui.cli.output import Output
from smtptui.cli.probe.judging import Outcome, days_left
from smtptui.cli.probe.result import Result
from smtptui.cli.probe.verdict import STAGES
from smtptui.text import visible

if TYPE_CHECKING:
    from smtptui.watching.rows import Row
    from smtptui.wire.events import Event

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
