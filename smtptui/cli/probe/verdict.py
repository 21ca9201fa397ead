"""How a session went: the stage that failed first, as an exit status, and why in words."""

from collections.abc import Collection
from typing import NamedTuple

from smtptui.cli.exit_status import ExitStatus
from smtptui.cli.probe.findings import Answer, Findings
from smtptui.text import visible
from smtptui.wire.events import Closed, CloseReason, Overdue, TimedOut, TlsFailed
from smtptui.wire.reply import Anomaly
from smtptui.words import _, decimal, mark

SLOW = 10.0
"""Seconds a reply may take, unless another limit is asked for: postscreen greets after 6, a tarpit later."""

DRIP = 2.5
"""Seconds from the first to the last octet of one line that no network needs: a lost packet comes after 1 s
(RFC 6298 §2.1)."""

SHOWN = 200
"""Characters of a reply in a verdict."""

STATUS_OF_VERB = {
    "CONNECT": ExitStatus.GREETING,
    "EHLO": ExitStatus.EHLO,
    "HELO": ExitStatus.EHLO,
    "LHLO": ExitStatus.EHLO,
    "STARTTLS": ExitStatus.TLS,
    "AUTH": ExitStatus.AUTH,
    "X-EXPS": ExitStatus.AUTH,
    "RESPONSE": ExitStatus.AUTH,
    "MAIL": ExitStatus.MAIL,
    "RCPT": ExitStatus.RCPT,
    "DATA": ExitStatus.DATA,
    "BDAT": ExitStatus.MESSAGE,
    "BDAT LAST": ExitStatus.MESSAGE,
    "END-OF-DATA": ExitStatus.MESSAGE,
}
"""What a refusal of it makes of the exit status; of any other verb it is only shown."""

STAGES = {
    ExitStatus.OK: "ok",
    ExitStatus.USAGE: "usage",
    ExitStatus.CANNOT_CONNECT: "connect",
    ExitStatus.CONNECTION_LOST: "connection",
    ExitStatus.GREETING: "greeting",
    ExitStatus.EHLO: "ehlo",
    ExitStatus.MAIL: "mail",
    ExitStatus.RCPT: "rcpt",
    ExitStatus.DATA: "data",
    ExitStatus.MESSAGE: "message",
    ExitStatus.AUTH: "auth",
    ExitStatus.TLS: "tls",
    ExitStatus.EXPECTATION: "expectation",
    ExitStatus.DEFECT: "defect",
    ExitStatus.INTERRUPTED: "interrupted",
}
"""Their ids, for programs."""

STAGE_WORDS = {
    ExitStatus.USAGE: mark("no target"),
    ExitStatus.CANNOT_CONNECT: mark("no connection"),
    ExitStatus.CONNECTION_LOST: mark("connection lost"),
    ExitStatus.GREETING: mark("greeting"),
    ExitStatus.EXPECTATION: mark("expectation failed"),
    ExitStatus.DEFECT: mark("defect"),
    ExitStatus.INTERRUPTED: mark("interrupted"),
    ExitStatus.EHLO: "EHLO",
    ExitStatus.MAIL: "MAIL",
    ExitStatus.RCPT: "RCPT",
    ExitStatus.DATA: "DATA",
    ExitStatus.MESSAGE: mark("end of data"),
    ExitStatus.AUTH: "AUTH",
    ExitStatus.TLS: "TLS",
}
"""What failed, for people."""

_UNTRUSTED = frozenset((Anomaly.CONTROL, Anomaly.NUL))
"""What no server that means well has in a reply: a terminal takes it for instructions."""

_ENDS = {
    CloseReason.TLS: ExitStatus.TLS,
    CloseReason.NOT_SMTP: ExitStatus.GREETING,
    CloseReason.NOT_CONNECTED: ExitStatus.CANNOT_CONNECT,
    CloseReason.DEFECT: ExitStatus.DEFECT,
}


class Verdict(NamedTuple):
    """`why` is empty where nothing failed; `answer` is the reply that did, if one did."""

    status: ExitStatus
    why: str = ""
    answer: Answer | None = None
    advice: str = ""


FINE = Verdict(ExitStatus.OK)


def verdict(
    findings: Findings, *, spoken_of: Collection[str] = (), in_clear: bool = False, slow: float = SLOW
) -> Verdict:
    """Return how a session went.

    The replies to verbs that are `spoken_of` are judged by expectations instead, and with `in_clear` those
    to a mail transaction before TLS as well. A reply that takes longer than `slow` seconds is none.
    """
    closed = findings.closed
    if findings.connected is None:
        return _ended(closed, ExitStatus.CANNOT_CONNECT)
    for answer in findings.answers:
        if answer.verb in spoken_of or (in_clear and not answer.tls and answer.verb in ("MAIL", "RSET")):
            continue
        status = STATUS_OF_VERB.get(answer.verb)
        if status is not None and (why := objection(answer, slow)):
            return Verdict(status, why, answer)
    match findings.trouble:
        case TlsFailed(_, why, advice):
            return Verdict(ExitStatus.TLS, visible(_(why)), advice=visible(_(advice)))
        case TimedOut() as late:
            return _late(late)
    if (line := findings.not_sent) is not None:
        verb = visible(line.shown).partition(" ")[0].upper()
        why = _("not sent: {line}: {why}", line=visible(line.shown), why=visible(_(line.why)))
        insist = _("--insist sends it all the same.") if line.risk is not None else ""
        return Verdict(STATUS_OF_VERB.get(verb, ExitStatus.USAGE), why, advice=insist)
    if closed is None or closed.expected:
        return FINE
    if closed.reason is CloseReason.OUT_OF_STEP and findings.greeting is None:
        return _ended(closed, ExitStatus.GREETING)
    return _ended(closed, _ENDS.get(closed.reason, ExitStatus.CONNECTION_LOST))


def objection(answer: Answer, slow: float = SLOW) -> str:
    """Return what speaks against a reply; empty where it is as it should be."""
    reply, verb = answer.reply, answer.verb
    if reply.severity not in (2, 3):
        return _("{verb}: {reply}", verb=verb_words(verb), reply=reply_words(answer))
    if not all(_UNTRUSTED.isdisjoint(line.anomalies) for line in reply.lines if line.anomalies):
        return _(
            "{verb}: control characters in the reply: {reply}",
            verb=verb_words(verb),
            reply=reply_words(answer),
        )
    if Anomaly.REPLY_TRUNCATED in reply.noted:
        return _("{verb}: the reply never ends: {reply}", verb=verb_words(verb), reply=reply_words(answer))
    if verb == "CONNECT" and not any(line.text.strip() for line in reply.lines[:2]):
        return _("greeting: a bare {code}, which names no host (RFC 5321 §4.2)", code=reply.code)
    if reply.until - reply.at > DRIP and any(line.until - line.at > DRIP for line in reply.lines):
        return _(
            "{verb}: the reply came drop by drop, in {seconds} s: a tarpit",
            verb=verb_words(verb),
            seconds=decimal(f"{reply.until - reply.at:.1f}"),
        )
    if answer.took > slow:
        return _(
            "{verb}: the reply took {seconds} s: a tarpit, or something that holds it up",
            verb=verb_words(verb),
            seconds=decimal(f"{answer.took:.1f}"),
        )
    return ""


def reply_words(answer: Answer) -> str:
    """Return a reply in a line, safe to show: its code, its enhanced code and its text."""
    reply = answer.reply
    texts = " ".join(visible(line.text[:SHOWN]).strip() for line in reply.lines[:8])
    words = f"{reply.code:03d} {texts}".strip()
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"


_OCCASIONS = {
    "CONNECT": mark("greeting"),
    "END-OF-DATA": mark("end of data"),
    "RESPONSE": "AUTH",
    "": mark("unasked"),
}


def verb_words(verb: str) -> str:
    """Return what a reply answers, in words."""
    return _(_OCCASIONS[verb]) if verb in _OCCASIONS else visible(verb)


def _late(late: TimedOut) -> Verdict:
    from smtptui.watching.narration import narrated

    match late.waiting_for:
        case Overdue.GREETING:
            status = ExitStatus.GREETING
        case Overdue.HANDSHAKE:
            status = ExitStatus.TLS
        case verb:
            status = STATUS_OF_VERB.get(verb, ExitStatus.CONNECTION_LOST)
    return Verdict(status, narrated(late))


def _ended(closed: Closed | None, status: ExitStatus) -> Verdict:
    from smtptui.watching.narration import end_words

    if closed is None:
        return Verdict(status, _("nothing came of it"))
    return Verdict(status, end_words(closed), advice=visible(_(closed.advice)))
