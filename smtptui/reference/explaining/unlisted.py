"""Replies whose code the reference does not hold: softened ones, inventions, enhanced codes alone."""

from smtptui.reference.book.catalogue import Catalogue, UnknownCode
from smtptui.reference.book.model import Actor, Confidence, Retry
from smtptui.reference.explaining.evidence import Evidence
from smtptui.reference.explaining.explanation import Explanation, Ranked, summary_of
from smtptui.reference.explaining.remarks import INVENTIONS, remarks_on
from smtptui.words import _, mark

ACTORS = {"2": Actor.NOBODY, "3": Actor.CLIENT}
RETRIES = {"2": Retry.NOT_NEEDED, "3": Retry.NOT_NEEDED, "4": Retry.LATER}
"""What a code's first digit says of itself, where nothing else is known (RFC 5321 §4.2.1)."""

SECOND_DIGITS = {
    "0": mark("Its second digit says that it is about syntax."),
    "1": mark("Its second digit says that it is about information."),
    "2": mark("Its second digit says that it is about the connection."),
    "5": mark("Its second digit says that it is about the mail system."),
}
"""What the second digit says a reply is about; 3 and 4 are not assigned (RFC 5321 §4.2.1)."""


def softened(catalogue: Catalogue, evidence: Evidence, explained: Explanation) -> Explanation:
    """Return the explanation of a 5yz code as that of the 4yz that only soft_bounce makes of it."""
    why = _(
        "Postfix with soft_bounce = yes sends every 5yz as 4yz: {code} is {other} softened",
        code=evidence.code,
        other=explained.code,
    )
    return explained._replace(
        code=evidence.code,
        enhanced=evidence.enhanced,
        class_name=catalogue.labels.class_name(evidence.code),
        meanings=tuple(one._replace(because=(*one.because, why)) for one in explained.meanings),
        retry=catalogue.labels.retry(Retry.LATER),
        mistaken_for=(explained.code,),
        remarks=(f"{why}.", *remarks_on(evidence)),
        summary=summary_of(_("{meaning}, softened", meaning=explained.summary), ""),
    )


def by_digits(catalogue: Catalogue, evidence: Evidence) -> Explanation:
    """Explain a code that the reference does not hold: what its digits say, and no more (RFC 5321 §4.2)."""
    labels = catalogue.labels
    first, second = evidence.code[:1], evidence.code[1:2]
    outcome = labels.outcome(evidence.code)
    remarks = []
    if first in ("2", "3", "4", "5") and evidence.code not in INVENTIONS:
        remarks.append(
            _(
                "No RFC and no server that the reference knows has {code}. Its first digit says: {outcome}. "
                "A client goes by the first digit alone (RFC 5321 §4.2.1).",
                code=evidence.code,
                outcome=outcome,
            )
        )
        if second in SECOND_DIGITS:
            remarks.append(_(SECOND_DIGITS[second]))
    return Explanation(
        code=evidence.code,
        enhanced=evidence.enhanced,
        title=_("Not in the reference"),
        class_name=labels.class_name(evidence.code),
        meanings=(),
        actor=labels.actor(ACTORS.get(first, Actor.EITHER)),
        retry=labels.retry(RETRIES.get(first, Retry.CHANGED)),
        mistaken_for=catalogue.nearest(evidence.code),
        remarks=(*remarks, *remarks_on(evidence)),
        summary=summary_of(_("not in the reference; by its first digit: {outcome}", outcome=outcome), ""),
        answers=(),
    )


def enhanced_alone(catalogue: Catalogue, evidence: Evidence) -> Explanation:
    """Explain an enhanced code that came without a reply code, as log lines and bounces have it."""
    labels, first = catalogue.labels, evidence.enhanced[:1]
    try:
        status = catalogue.enhanced(evidence.enhanced)
    except UnknownCode:
        return by_digits(catalogue, evidence._replace(code=evidence.enhanced[:1]))._replace(
            code="", mistaken_for=catalogue.nearest(evidence.enhanced), remarks=()
        )
    # What of it is a situation is told with it; most details are not.
    from smtptui.reference.explaining.situated import recognised, situated, stands_out

    found = recognised(catalogue, evidence)
    meaning = Ranked(
        id=status.code,
        title=status.title,
        confidence=Confidence.CERTAIN,
        because=(_("enhanced code {enhanced}", enhanced=evidence.enhanced),),
        fix=status.fix,
        advice=(status.gist,) if status.gist else (),
        situation=found[0].situation if found else "",
    )
    explanation = Explanation(
        code="",
        enhanced=evidence.enhanced,
        title=status.title,
        class_name=labels.class_name(first),
        meanings=(meaning,),
        actor=labels.actor(ACTORS.get(first, Actor.EITHER)),
        retry=labels.retry(RETRIES.get(first, Retry.CHANGED)),
        mistaken_for=tuple(code for code in status.basic if code.startswith(first)),
        remarks=(),
        summary=summary_of(status.title, ""),
    )
    told = situated(catalogue, evidence) if evidence.text and found and found[0].by_text else []
    if not stands_out(told):
        return explanation
    # What the text says happened goes before what its code is for, as with a reply code.
    best = told[0]
    return explanation._replace(
        meanings=tuple(one.ranked for one in told),
        actor=labels.actor(best.actor),
        retry=labels.retry(best.retry),
        remarks=(best.remark,) if best.remark else (),
        summary=summary_of(best.ranked.title, best.short),
    )
