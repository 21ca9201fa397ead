"""One session, shown as it goes on."""

from typing import TYPE_CHECKING, Protocol

from smtptui.cli.arguments import Arguments
from smtptui.cli.environment import Environment
from smtptui.cli.exit_status import ExitStatus
from smtptui.cli.output import Output
from smtptui.cli.probe.annotated import Annotated, expected_words, verdict_lines
from smtptui.cli.probe.asked import Asked
from smtptui.cli.probe.findings import Findings
from smtptui.cli.probe.interrupting import interruptible
from smtptui.cli.probe.nagios import Nagios
from smtptui.cli.probe.prometheus import Prometheus
from smtptui.cli.probe.recorded import recorded
from smtptui.cli.probe.result import Result, result_object, result_of
from smtptui.watching.meanings import Meanings, explainer
from smtptui.watching.reports.objects import event_object, is_told
from smtptui.watching.reports.swaks import Swaks
from smtptui.watching.rows import Row
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.session.target import Target
    from smtptui.wire.events import Event


class Show(Protocol):
    """Shows one session: each event, then what it comes to."""

    def receive(self, event: "Event", row: Row | None) -> None:
        """Show an event; `row` is that of the reply that it is."""

    def finish(self, result: Result) -> None:
        """Show the result."""


def probe_one(given: Arguments, asked: Asked, target: "Target", environment: Environment) -> int:
    """Hold a session with `target` and return the exit status."""
    from smtptui.session.probing.probes import Probes

    meanings = Meanings(explainer(environment.catalogue()))
    show = _show(given, environment, meanings)
    findings = Findings()
    waiting = [(target,)]
    with recorded(given, environment) as recording:
        probes = Probes(
            lambda: waiting.pop() if waiting else (),
            asked.script,
            asked.options,
            insist=asked.insist,
            tapped=recording.tapped,
        )
        with interruptible(probes) as interrupts:
            probes.start()
            told_how = False
            try:
                for told in probes:
                    if interrupts.times and not told_how and environment.stderr.is_terminal:
                        told_how = True
                        environment.say(_("leaving; ctrl+c again ends it at once"), prefix="")
                    recording.complain()
                    for event in told.events:
                        row = meanings.row_of(event)
                        best = meanings.best(row) if row is not None and asked.situations else None
                        findings.receive(event, best.situation if best is not None else "", row)
                        show.receive(event, row)
            except BaseException:
                # Nobody reads any more, or something failed: the server is left in order all the same.
                probes.leave()
                for _told in probes:
                    continue
                raise

    result = result_of(target.label, findings, asked, meanings=meanings, interrupted=bool(interrupts.times))
    show.finish(result)
    return interrupts.status or show_status(show, result)


def show_status(show: object, result: Result) -> int:
    """Return the exit status: of a check for Nagios, one of Nagios' own."""
    return show.status(result) if isinstance(show, Nagios) else result.status


def complain(environment: Environment, result: Result) -> None:
    """Say on stderr which expectation failed, else what did."""
    for each in result.unmet:
        environment.say(expected_words(result, each.expectation.text, each.came).removeprefix("✗ "))
    if result.verdict.status is not ExitStatus.OK and not result.unmet:
        environment.say(_("{target}: {why}", target=result.target, why=result.verdict.why))


def _show(given: Arguments, environment: Environment, meanings: Meanings) -> Show:
    out = environment.stdout
    if given.has("--json"):
        return _Objects(environment, meanings)
    if given.has("--text"):
        return _Transcript(environment)
    match given.value("--format"):
        case "nagios":
            return Nagios(out)
        case "prometheus":
            return Prometheus(out)
    return _Quiet(environment) if given.has("--quiet") else _People(environment, meanings)


class _People:
    def __init__(self, environment: Environment, meanings: Meanings) -> None:
        self._environment = environment
        self._annotated = Annotated(environment.stdout, meanings)

    def receive(self, event: "Event", row: Row | None) -> None:
        self._annotated.receive(event, row)

    def finish(self, result: Result) -> None:
        out: Output = self._environment.stdout
        out.line()
        for line in verdict_lines(result, out.width):
            out.line(out.strong(line))
        out.flush()
        if not out.is_terminal:
            complain(self._environment, result)


class _Transcript:
    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._swaks = Swaks()

    def receive(self, event: "Event", row: Row | None) -> None:  # noqa: ARG002
        for line in self._swaks.lines(event):
            self._environment.stdout.line(line)
        self._environment.stdout.flush()

    def finish(self, result: Result) -> None:
        complain(self._environment, result)


class _Objects:
    def __init__(self, environment: Environment, meanings: Meanings) -> None:
        self._environment = environment
        self._meanings = meanings
        self._started: float | None = None

    def receive(self, event: "Event", row: Row | None) -> None:
        if self._started is None:
            self._started = event.at
        if is_told(event):
            explanation = self._meanings.explanation(row) if row is not None else None
            out = self._environment.stdout
            out.json(event_object(event, started=self._started, row=row, explanation=explanation))
            out.flush()

    def finish(self, result: Result) -> None:
        self._environment.stdout.json(result_object(result))
        complain(self._environment, result)


class _Quiet:
    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def receive(self, event: "Event", row: Row | None) -> None:
        pass

    def finish(self, result: Result) -> None:
        complain(self._environment, result)
