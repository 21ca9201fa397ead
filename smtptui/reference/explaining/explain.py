"""What a reply means, here: a pure function of the reference and of the evidence."""

from typing import TYPE_CHECKING, NamedTuple

from smtptui.reference.book.catalogue import Catalogue, UnknownCode
from smtptui.reference.book.model import Actor, Article, Block, Meaning, Retry
from smtptui.reference.explaining.evidence import Evidence, evidence_of
from smtptui.reference.explaining.explanation import SUMMARY_LENGTH, Explanation, Ranked, summary_of
from smtptui.reference.explaining.ranking import Confidence, Fit, ranked

if TYPE_CHECKING:
    from smtptui.reference.explaining.advice import Advice
    from smtptui.reference.explaining.equivalents import Equivalent

__all__ = [
    "SUMMARY_LENGTH",
    "Confidence",
    "Evidence",
    "Explanation",
    "Ranked",
    "evidence_of",
    "explain",
]

ACTORS = {"2": Actor.NOBODY, "3": Actor.CLIENT}
RETRIES = {"2": Retry.NOT_NEEDED, "3": Retry.NOT_NEEDED, "4": Retry.LATER}
"""What a code's first digit says of itself, where nothing else is known (RFC 5321 §4.2.1)."""

SECOND_DIGITS = {"0": "syntax", "1": "information", "2": "the connection", "5": "the mail system"}
"""What the second digit says a reply is about; 3 and 4 are not assigned (RFC 5321 §4.2.1)."""


class _Candidate(NamedTuple):
    """A meaning with all that is said of it."""

    ranked: Ranked
    actor: Actor
    retry: Retry
    short: str
    commands: tuple[str, ...]


def explain(catalogue: Catalogue, evidence: Evidence) -> Explanation:
    """Explain a reply; anything is answered, a code that nobody knows by its digits.

    Without a reply code the enhanced code is explained.
    """
    if not evidence.code and evidence.enhanced:
        return _enhanced_alone(catalogue, evidence)
    other = _equivalent(evidence)
    try:
        code = catalogue.code(evidence.code)
    except UnknownCode:
        if evidence.code[:1] == "4" and f"5{evidence.code[1:]}" in catalogue.names:
            return _softened(catalogue, evidence)
        return _by_digits(catalogue, evidence)
    candidates, sure = _candidates(catalogue, evidence)
    if other is not None:
        candidates = _with_equivalent(catalogue, evidence, candidates, other)
        sure = True
    best = candidates[0]
    title = catalogue.title(code.code)
    others = (other.code,) if other is not None and other.code != code.code else ()
    return Explanation(
        code=code.code,
        enhanced=evidence.enhanced,
        title=title,
        class_name=catalogue.labels.class_name(code.code),
        meanings=tuple(candidate.ranked for candidate in candidates),
        actor=catalogue.labels.actor(best.actor),
        retry=catalogue.labels.retry(best.retry),
        mistaken_for=tuple(dict.fromkeys((*others, *code.lookalikes))),
        remarks=_remarks(evidence, best.ranked.id),
        summary=summary_of(best.ranked.title if sure else title, best.short if sure else ""),
        answers=_answers(evidence, [best] if sure or evidence.text else candidates),
    )


# A bare code is the usual question of the command line, and asks for none of these: each is imported
# where there is something for it to look at.


def _equivalent(evidence: Evidence) -> "Equivalent | None":
    if not evidence.text:
        return None
    from smtptui.reference.explaining.equivalents import equivalent

    return equivalent(evidence)


def _advice(meaning: Meaning, evidence: Evidence) -> "tuple[Advice, ...]":
    if not (evidence.command or evidence.text):
        return ()
    from smtptui.reference.explaining.advice import advice_on

    return advice_on(meaning, evidence)


def _answers(evidence: Evidence, candidates: list[_Candidate]) -> tuple[str, ...]:
    """Return the command that the reply answers or that its text names, else those of the candidates."""
    if evidence.command:
        return (evidence.command,)
    commands = tuple(dict.fromkeys(name for one in candidates for name in one.commands))
    if evidence.text and (len(commands) != 1 or commands == ("ANY",)):
        from smtptui.reference.explaining.named_command import named_command

        named = named_command(evidence.text)
        if named and (named in commands or "ANY" in commands or not commands):
            return (named,)
    return commands


def _remarks(evidence: Evidence, meaning: str = "") -> tuple[str, ...]:
    if (
        meaning
        and not (evidence.command or evidence.enhanced or evidence.anomalies)
        and evidence.code[1] < "6"
    ):
        return ()
    from smtptui.reference.explaining.remarks import remarks_on

    return remarks_on(evidence, meaning)


def _candidates(catalogue: Catalogue, evidence: Evidence) -> tuple[list[_Candidate], bool]:
    """Return the code's meanings, the best first, and whether the best stands out."""
    article = catalogue.article(evidence.code)
    fits = ranked(catalogue.code(evidence.code).meanings, evidence, catalogue.labels)
    sure = fits[0][1] is not Confidence.POSSIBLE or len(fits) == 1
    return [_candidate(one, confidence, article, evidence) for one, confidence in fits], sure


def _candidate(one: Fit, confidence: Confidence, article: Article | None, evidence: Evidence) -> _Candidate:
    meaning = one.meaning
    advice = _advice(meaning, evidence)
    prose = next((own for own in article.meanings if own.id == meaning.id), None) if article else None
    return _Candidate(
        Ranked(
            id=meaning.id,
            title=prose.title if prose else meaning.name,
            confidence=confidence,
            because=one.because,
            fix=_text(prose.fix) if prose else "",
            advice=tuple(own.sentence for own in advice),
        ),
        meaning.actor,
        meaning.retry,
        next((own.short for own in advice if own.short), ""),
        meaning.commands,
    )


def _with_equivalent(
    catalogue: Catalogue, evidence: Evidence, candidates: list[_Candidate], other: "Equivalent"
) -> list[_Candidate]:
    """Put what the reply is in truth beside the code's own meanings.

    A meaning of the code's own whose text fits says the same already: it stays first and gets the reason.
    """
    first = candidates[0]
    if first.ranked.confidence is Confidence.CERTAIN:
        because = (*first.ranked.because, other.why)
        return [first._replace(ranked=first.ranked._replace(because=because)), *candidates[1:]]
    own = catalogue.code(other.code).meanings
    if "." in other.meaning:
        own = tuple(meaning for meaning in own if meaning.id == other.meaning) or own[:1]
    fits = ranked(own, evidence._replace(code=other.code), catalogue.labels)
    candidate = _candidate(fits[0][0], Confidence.LIKELY, catalogue.article(other.code), evidence)
    because = (other.why, *candidate.ranked.because)
    return [candidate._replace(ranked=candidate.ranked._replace(because=because)), *candidates]


def _softened(catalogue: Catalogue, evidence: Evidence) -> Explanation:
    """Explain a 4yz that only soft_bounce makes: the 5yz it was, to be tried again."""
    from smtptui.reference.explaining.equivalents import unsoftened

    other = unsoftened(evidence.code)
    hard = f"5{evidence.enhanced[1:]}" if evidence.enhanced[:1] == "4" else evidence.enhanced
    explained = explain(catalogue, evidence._replace(code=other.code, enhanced=hard))
    return explained._replace(
        code=evidence.code,
        enhanced=evidence.enhanced,
        class_name=catalogue.labels.class_name(evidence.code),
        meanings=tuple(one._replace(because=(*one.because, other.why)) for one in explained.meanings),
        retry=catalogue.labels.retry(Retry.LATER),
        mistaken_for=(other.code,),
        remarks=(f"{other.why}.", *_remarks(evidence)),
        summary=summary_of(f"{explained.summary}, softened", ""),
    )


def _by_digits(catalogue: Catalogue, evidence: Evidence) -> Explanation:
    """Explain a code that the reference does not hold: what its digits say, and no more (RFC 5321 §4.2)."""
    from smtptui.reference.explaining.equivalents import facts

    labels = catalogue.labels
    first, second = evidence.code[:1], evidence.code[1:2]
    outcome = labels.outcome(evidence.code)
    remarks = []
    if first in ("2", "3", "4", "5") and evidence.code not in facts().inventions:
        about = f", its second that it is about {SECOND_DIGITS[second]}" if second in SECOND_DIGITS else ""
        remarks.append(
            f"No RFC and no server that the reference knows has {evidence.code}. Its first digit says: "
            f"{outcome}{about}. A client goes by the first digit alone (RFC 5321 §4.2.1)."
        )
    return Explanation(
        code=evidence.code,
        enhanced=evidence.enhanced,
        title="Not in the reference",
        class_name=labels.class_name(evidence.code),
        meanings=(),
        actor=labels.actor(ACTORS.get(first, Actor.EITHER)),
        retry=labels.retry(RETRIES.get(first, Retry.CHANGED)),
        mistaken_for=catalogue.nearest(evidence.code),
        remarks=(*remarks, *_remarks(evidence)),
        summary=summary_of(f"not in the reference; by its first digit: {outcome}", ""),
        answers=_answers(evidence, []),
    )


def _enhanced_alone(catalogue: Catalogue, evidence: Evidence) -> Explanation:
    """Explain an enhanced code that came without a reply code, as log lines and bounces have it."""
    labels, first = catalogue.labels, evidence.enhanced[:1]
    try:
        status = catalogue.enhanced(evidence.enhanced)
    except UnknownCode:
        return _by_digits(catalogue, evidence._replace(code=evidence.enhanced[:1]))._replace(
            code="", mistaken_for=catalogue.nearest(evidence.enhanced), remarks=()
        )
    meaning = Ranked(
        id=status.code,
        title=status.title,
        confidence=Confidence.CERTAIN,
        because=(f"enhanced code {evidence.enhanced}",),
        fix=status.fix,
        advice=(status.gist,) if status.gist else (),
    )
    return Explanation(
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


def _text(blocks: tuple[Block, ...]) -> str:
    return " ".join(block.text for block in blocks)
