"""What a probe comes to: the verdict, the expectations, and the exit status of both."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from smtptui.cli.exit_status import ExitStatus
from smtptui.cli.probe.asked import Asked
from smtptui.cli.probe.findings import Findings
from smtptui.cli.probe.judging import Judged, Outcome, days_left, judge, spoken_of
from smtptui.cli.probe.verdict import FINE, SLOW, STAGES, Verdict, reply_words, verdict
from smtptui.text import visible

if TYPE_CHECKING:
    from smtptui.reference.explaining.explanation import Ranked
    from smtptui.watching.meanings import Meanings

Object = dict[str, object]


class Result(NamedTuple):
    """`target` is safe to show; `meaning` is that of the reply that failed, of which `verdict` tells."""

    target: str
    findings: Findings
    verdict: Verdict
    judged: tuple[Judged, ...] = ()
    meaning: "Ranked | None" = None
    interrupted: bool = False

    @property
    def status(self) -> ExitStatus:
        """What failed: an expectation, else the stage, else an expectation for which nothing came."""
        if self.interrupted:
            return ExitStatus.INTERRUPTED
        if not self.judged:
            return self.verdict.status
        outcomes = {each.outcome for each in self.judged}
        if Outcome.FAILED in outcomes:
            return ExitStatus.EXPECTATION
        if self.verdict.status is ExitStatus.OK and Outcome.OPEN in outcomes:
            return ExitStatus.EXPECTATION
        return self.verdict.status

    @property
    def unmet(self) -> Sequence[Judged]:
        """The expectations that were not met."""
        return [each for each in self.judged if each.outcome is not Outcome.MET]


def result_of(
    target: str,
    findings: Findings,
    asked: Asked,
    *,
    meanings: "Meanings | None" = None,
    interrupted: bool = False,
) -> Result:
    """Return what a session comes to; of `meanings`, only the reply that failed is asked."""
    expectations = asked.expectations
    found = verdict(
        findings,
        spoken_of=spoken_of(expectations) if expectations else (),
        in_clear=asked.in_clear,
        slow=SLOW if asked.slow is None else max(asked.slow, SLOW),
    )
    row = found.answer.row if found.answer is not None else None
    meaning = meanings.best(row) if meanings is not None and row is not None else None
    judged = tuple(judge(each, findings) for each in expectations)
    return Result(visible(target), findings, found, judged, meaning, interrupted)


def result_object(result: Result) -> Object:
    """Return a result for programs; times in milliseconds, null where something did not come about."""
    findings, found = result.findings, result.verdict
    greeting, answer, tls = findings.greeting, found.answer, findings.tls
    days = days_left(findings)
    enhanced = answer.reply.enhanced if answer is not None else None
    meaning = result.meaning
    return {
        "event": "result",
        "target": result.target,
        "status": int(result.status),
        "stage": STAGES[result.status],
        "ok": result.status is ExitStatus.OK,
        "why": found.why or None,
        "advice": found.advice or None,
        "code": answer.reply.code if answer is not None else None,
        "enhanced": str(enhanced) if enhanced is not None else None,
        "meaning": meaning.id if meaning is not None else None,
        "situation": (meaning.situation or None) if meaning is not None else None,
        "title": meaning.title if meaning is not None else None,
        "greeting": reply_words(greeting) if greeting is not None else None,
        "replies": len(findings.answers),
        "address": visible(findings.connected.address) if findings.connected is not None else None,
        "tls": visible(tls.version) if tls is not None else None,
        "verified": tls.verified if tls is not None else None,
        "cert_days": round(days, 1) if days is not None else None,
        "connect_ms": _milliseconds(findings.connected.took if findings.connected is not None else None),
        "greeting_ms": _milliseconds(greeting.took if greeting is not None else None),
        "tls_ms": _milliseconds(tls.took if tls is not None else None),
        "total_ms": _milliseconds(findings.took),
        "expectations": [
            {"expectation": each.expectation.text, "outcome": str(each.outcome), "came": each.came or None}
            for each in result.judged
        ],
    }


def fine(result: Result) -> bool:
    """Return whether nothing failed."""
    return result.verdict is FINE and not result.unmet


def _milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 3)
