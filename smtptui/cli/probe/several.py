"""Many sessions beside each other: a line or an object for each, as it ends."""

import gc
import time
from typing import TYPE_CHECKING, Protocol

from smtptui.cli.arguments import Arguments
from smtptui.cli.columns import padded
from smtptui.cli.environment import Environment
from smtptui.cli.exit_status import ExitStatus
from smtptui.cli.probe.annotated import facts
from smtptui.cli.probe.asked import Asked
from smtptui.cli.probe.findings import Findings, findings_of
from smtptui.cli.probe.interrupting import interruptible
from smtptui.cli.probe.listed import Targets
from smtptui.cli.probe.nagios import Nagios
from smtptui.cli.probe.prometheus import Prometheus
from smtptui.cli.probe.recorded import recorded
from smtptui.cli.probe.result import Result, result_object, result_of
from smtptui.cli.probe.tally import Tally
from smtptui.watching.meanings import Meanings, explainer
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.session.probing.mailbox import Told

COLUMN = 32
"""Columns of a target's name."""


class Show(Protocol):
    """Shows results, one after the other."""

    def add(self, result: Result) -> None:
        """Show one."""

    def finish_all(self, seconds: float) -> int:
        """Show what all come to, and return a status where it has one of its own."""


def probe_many(given: Arguments, asked: Asked, environment: Environment) -> int:
    """Hold a session with each target and return the exit status."""
    from smtptui.session.probing.probes import Probes

    show = _show(given, environment)
    reader = Targets(given, asked, environment)
    tally = Tally(environment, len(asked.targets) if asked.targets is not None else None)
    explaining = explainer(environment.catalogue())
    # What is there by now stays: the garbage collector need not look through it again and again.
    gc.freeze()
    began = time.monotonic()
    with recorded(given, environment) as recording:
        probes = Probes(
            reader.batch,
            asked.script,
            asked.options,
            insist=asked.insist,
            whole=True,
            jobs=asked.jobs,
            per_host=asked.per_host,
            tapped=recording.tapped,
        )
        with interruptible(probes) as interrupts:
            probes.start()
            try:
                for told in probes:
                    recording.complain(tally.clear)
                    for result in reader.bad():
                        tally.show(show.add, result)
                    tally.show(show.add, _result(told, asked, Meanings(explaining)))
            except BaseException:
                probes.leave()
                for _told in probes:
                    continue
                raise
    for result in reader.bad():
        tally.show(show.add, result)
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
        self._is_read_as_it_comes = self._out.is_terminal

    def add(self, result: Result) -> None:
        fine = result.status is ExitStatus.OK
        mark = "✓" if fine else "✗"
        self._out.line(
            f"{mark} {int(result.status):>3}  {padded(result.target, COLUMN)}  {line_words(result)}"
        )
        if self._is_read_as_it_comes:
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
