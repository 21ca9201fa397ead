"""Expectations against what came of a session."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from smtptui.cli.probe.expectations import (
    ALL,
    ANY,
    CertificateDays,
    Code,
    Enhanced,
    Expectation,
    IsSituation,
    RepliesTo,
    Sign,
    StarttlsEnforced,
    TlsVersion,
    Within,
)
from smtptui.cli.probe.findings import Answer, Findings
from smtptui.cli.probe.verdict import reply_words, verb_words
from smtptui.text import visible
from smtptui.wire.events import TimedOut
from smtptui.words import _, decimal

_TRIES = ("MAIL", "RSET")

ONE_THING = {"RESPONSE": "AUTH", "X-EXPS": "AUTH", "BDAT LAST": "END-OF-DATA"}
"""Occasions that are asked for by another name."""


class Outcome(StrEnum):
    """What became of an expectation."""

    MET = "met"
    FAILED = "failed"
    """Something else came."""
    OPEN = "open"
    """Nothing came that could be compared."""


class Judged(NamedTuple):
    """An expectation, what became of it, and what came instead, in words."""

    expectation: Expectation
    outcome: Outcome
    came: str = ""


def spoken_of(expectations: Iterable[Expectation]) -> frozenset[str]:
    """Return the verbs whose replies are judged by expectations alone."""
    verbs = {each.verb for each in expectations if isinstance(each, RepliesTo)} - {ANY, ALL}
    return frozenset(verbs | {other for other, verb in ONE_THING.items() if verb in verbs})


def judge(expectation: Expectation, findings: Findings, now: datetime | None = None) -> Judged:
    """Return what became of an expectation."""
    match expectation:
        case RepliesTo():
            return _replies(expectation, findings.answers)
        case IsSituation():
            return _situation(expectation, findings.answers)
        case TlsVersion():
            return _tls(expectation, findings)
        case CertificateDays():
            return _days(expectation, findings, now or datetime.now(UTC))
        case StarttlsEnforced():
            return _enforced(expectation, findings.answers)
        case Within():
            return _within(expectation, findings)


def _replies(expected: RepliesTo, answers: Sequence[Answer]) -> Judged:
    """Compare replies; the challenges of an exchange are none, and only its last reply counts."""
    finals = [answer for answer in answers if answer.reply.severity != 3 or answer.verb == "DATA"]
    if expected.verb in (ANY, ALL):
        compared = finals
    else:
        compared = [answer for answer in finals if ONE_THING.get(answer.verb, answer.verb) == expected.verb]
    if not compared:
        return Judged(expected, Outcome.OPEN, _("no reply to it came"))
    if expected.verb == ANY and expected.sign is Sign.EQUAL:
        if any(_fits(answer, Sign.EQUAL, expected.value) for answer in compared):
            return Judged(expected, Outcome.MET)
        return Judged(expected, Outcome.FAILED, _("none of the replies was"))
    for answer in compared:
        if not _fits(answer, expected.sign, expected.value):
            came = reply_words(answer)
            if expected.verb in (ANY, ALL):
                came = _("{verb}: {reply}", verb=verb_words(answer.verb), reply=came)
            return Judged(expected, Outcome.FAILED, came)
    return Judged(expected, Outcome.MET)


def _fits(answer: Answer, sign: Sign, value: Code | Enhanced) -> bool:
    match value:
        case Code(lowest, highest):
            code = answer.reply.code
            match sign:
                case Sign.EQUAL:
                    return lowest <= code <= highest
                case Sign.UNEQUAL:
                    return not lowest <= code <= highest
                case Sign.AT_LEAST:
                    return code >= lowest
                case Sign.ABOVE:
                    return code > highest
                case Sign.AT_MOST:
                    return code <= highest
                case Sign.BELOW:
                    return code < lowest
        case Enhanced(parts):
            enhanced = answer.reply.enhanced
            own = tuple(enhanced or ())
            same = len(own) == 3 and all(
                part in (None, given) for part, given in zip(parts, own, strict=True)
            )
            return same == (sign is Sign.EQUAL)


def _situation(expected: IsSituation, answers: Sequence[Answer]) -> Judged:
    is_it = [answer for answer in answers if answer.situation == expected.id]
    if expected.sign is Sign.UNEQUAL:
        if is_it:
            return Judged(expected, Outcome.FAILED, reply_words(is_it[0]))
        return Judged(
            expected, Outcome.MET if answers else Outcome.OPEN, "" if answers else _("no reply came")
        )
    if is_it:
        return Judged(expected, Outcome.MET)
    if not answers:
        return Judged(expected, Outcome.OPEN, _("no reply came"))
    refused = [answer for answer in answers if answer.reply.code >= 400] or answers
    last = refused[-1]
    return Judged(expected, Outcome.FAILED, f"{reply_words(last)} ({last.situation or '-'})")


def _tls(expected: TlsVersion, findings: Findings) -> Judged:
    if findings.tls is None:
        if findings.trouble is not None or not findings.answers:
            return Judged(expected, Outcome.OPEN, _("no TLS came about"))
        version, came = (0, 0), _("no TLS")
    else:
        came = visible(findings.tls.version)
        version = tls_number(findings.tls.version)
    return Judged(expected, *_compared(version, expected.sign, expected.version, came))


def tls_number(version: str) -> tuple[int, int]:
    """Return OpenSSL's ``TLSv1.3`` as (1, 3)."""
    major, _dot, minor = version.removeprefix("TLSv").partition(".")
    return (int(major), int(minor or 0)) if major.isdigit() and (minor or "0").isdigit() else (0, 0)


def _days(expected: CertificateDays, findings: Findings, now: datetime) -> Judged:
    days = days_left(findings, now)
    if days is None:
        return Judged(expected, Outcome.OPEN, _("no certificate came"))
    return Judged(expected, *_compared(days, expected.sign, expected.days, decimal(f"{days:.1f}")))


def days_left(findings: Findings, now: datetime | None = None) -> float | None:
    """Return the days until the server's certificate expires; None where it showed none that can be read."""
    chain = findings.tls.chain if findings.tls is not None else ()
    try:
        ends = datetime.fromisoformat(chain[0].not_after)
    except (IndexError, ValueError):
        return None
    return (ends - (now or datetime.now(UTC))).total_seconds() / 86400


def _compared(
    value: tuple[int, int] | float, sign: Sign, wanted: tuple[int, int] | float, came: str
) -> tuple[Outcome, str]:
    order = (value > wanted) - (value < wanted)  # type: ignore[operator]
    holds = {
        Sign.EQUAL: order == 0,
        Sign.UNEQUAL: order != 0,
        Sign.AT_LEAST: order >= 0,
        Sign.AT_MOST: order <= 0,
        Sign.ABOVE: order > 0,
        Sign.BELOW: order < 0,
    }
    return (Outcome.MET, "") if holds[sign] else (Outcome.FAILED, came)


def _enforced(expected: StarttlsEnforced, answers: Sequence[Answer]) -> Judged:
    tried = [answer for answer in answers if answer.verb == "MAIL" and not answer.tls]
    if not tried:
        hello = [answer for answer in answers if answer.verb == "EHLO" and answer.reply.severity == 2]
        if hello:
            return Judged(expected, Outcome.FAILED, _("STARTTLS is not offered"))
        return Judged(expected, Outcome.OPEN, _("it came to no EHLO"))
    answer = tried[0]
    if answer.reply.code == 530 or answer.situation == "tls.required":
        return Judged(expected, Outcome.MET)
    return Judged(expected, Outcome.FAILED, _("MAIL in the clear: {reply}", reply=reply_words(answer)))


def _within(expected: Within, findings: Findings) -> Judged:
    if isinstance(findings.trouble, TimedOut):
        from smtptui.watching.narration import narrated

        return Judged(expected, Outcome.FAILED, narrated(findings.trouble))
    took = [(answer.took, verb_words(answer.verb)) for answer in findings.answers]
    if findings.connected is not None:
        took.append((findings.connected.took, _("connection")))
    if findings.tls is not None:
        took.append((findings.tls.took, "TLS"))
    if not took:
        return Judged(expected, Outcome.OPEN, _("no connection came about"))
    slowest, name = max(took)
    if slowest <= expected.seconds:
        return Judged(expected, Outcome.MET)
    return Judged(
        expected, Outcome.FAILED, _("{name}: {seconds} s", name=name, seconds=decimal(f"{slowest:.2f}"))
    )
