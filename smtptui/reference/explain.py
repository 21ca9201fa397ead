"""What a reply means, here: a pure function of the reference and of the evidence."""

from typing import NamedTuple

from smtptui.reference.advice import Advice, advice_on
from smtptui.reference.catalogue import Catalogue, UnknownCode
from smtptui.reference.evidence import Evidence, evidence_of
from smtptui.reference.lint import remarks_on
from smtptui.reference.model import Actor, Article, Block, Code, MeaningArticle, Retry
from smtptui.reference.ranking import Confidence, Fit, ranked

__all__ = ["Confidence", "Evidence", "Explanation", "Ranked", "evidence_of", "explain"]

SUMMARY_LENGTH = 80
"""Characters of a summary: it stands beside a line of the live panel."""

ACTORS = {"2": Actor.NOBODY, "3": Actor.CLIENT}
RETRIES = {"2": Retry.NOT_NEEDED, "3": Retry.NOT_NEEDED, "4": Retry.LATER}
"""What a code's first digit says of itself, where nothing else is known (RFC 5321 §4.2.1)."""


class Ranked(NamedTuple):
    """A meaning that the reply may have; `advice` uses the evidence, `fix` is the reference's own."""

    id: str
    title: str
    confidence: Confidence
    because: tuple[str, ...]
    fix: str
    advice: tuple[str, ...]


class Explanation(NamedTuple):
    """What a reply means; `meanings` has the best first and is empty for a code the reference does not hold.

    `mistaken_for` are codes, `remarks` what is odd about the reply, `summary` one line of at most
    `SUMMARY_LENGTH` characters.
    """

    code: str
    enhanced: str
    title: str
    class_name: str
    meanings: tuple[Ranked, ...]
    actor: str
    retry: str
    mistaken_for: tuple[str, ...]
    remarks: tuple[str, ...]
    summary: str


def explain(catalogue: Catalogue, evidence: Evidence) -> Explanation:
    """Explain a reply; every text is an answer, a code that nobody knows by its digits."""
    try:
        code = catalogue.code(evidence.code)
    except UnknownCode:
        return _by_digits(catalogue, evidence)
    article = catalogue.article(code.code)
    fits = ranked(code.meanings, evidence, catalogue.labels)
    advice = [advice_on(one.meaning, evidence) for one, _ in fits]
    best = fits[0][0].meaning
    return Explanation(
        code=code.code,
        enhanced=evidence.enhanced,
        title=article.title if article else code.name,
        class_name=catalogue.labels.class_name(code.code),
        meanings=tuple(
            _ranked(one, confidence, article, own)
            for (one, confidence), own in zip(fits, advice, strict=True)
        ),
        actor=catalogue.labels.actor(best.actor),
        retry=catalogue.labels.retry(best.retry),
        mistaken_for=code.lookalikes,
        remarks=remarks_on(catalogue, evidence),
        summary=_summary(code, fits, article, advice[0]),
    )


def _ranked(one: Fit, confidence: Confidence, article: Article | None, advice: tuple[Advice, ...]) -> Ranked:
    prose = _prose(article, one.meaning.id)
    return Ranked(
        id=one.meaning.id,
        title=prose.title if prose else one.meaning.name,
        confidence=confidence,
        because=one.because,
        fix=_text(prose.fix) if prose else "",
        advice=tuple(own.sentence for own in advice),
    )


def _by_digits(catalogue: Catalogue, evidence: Evidence) -> Explanation:
    """Explain a code that the reference does not hold: what its digits say, and no more (RFC 5321 §4.2)."""
    labels = catalogue.labels
    class_name = labels.class_name(evidence.code)
    return Explanation(
        code=evidence.code,
        enhanced=evidence.enhanced,
        title="Not in the reference",
        class_name=class_name,
        meanings=(),
        actor=labels.actor(ACTORS.get(evidence.code[:1], Actor.EITHER)),
        retry=labels.retry(RETRIES.get(evidence.code[:1], Retry.CHANGED)),
        mistaken_for=catalogue.nearest(evidence.code),
        remarks=remarks_on(catalogue, evidence),
        summary=f"not in the reference; by its first digit: {labels.outcome(evidence.code)}"[:SUMMARY_LENGTH],
    )


def _prose(article: Article | None, id: str) -> MeaningArticle | None:
    return next((own for own in article.meanings if own.id == id), None) if article else None


def _summary(
    code: Code, fits: list[tuple[Fit, Confidence]], article: Article | None, advice: tuple[Advice, ...]
) -> str:
    """Say the meaning in a line, or the code where nothing decides between its meanings."""
    best, confidence = fits[0]
    prose = _prose(article, best.meaning.id)
    title = prose.title if prose else best.meaning.name
    if confidence is Confidence.POSSIBLE and len(fits) > 1:
        title = article.title if article else code.name
    short = next((own.short for own in advice if own.short), "")
    words = lowered(title)
    if short and len(words) + 2 + len(short) <= SUMMARY_LENGTH:
        words = f"{words}: {short}"
    return words if len(words) <= SUMMARY_LENGTH else words[: SUMMARY_LENGTH - 1].rstrip() + "…"


def lowered(title: str) -> str:
    """Return a title as it stands within a line: its first word small, unless it is a name like HELO."""
    first, _, _ = title.partition(" ")
    return title if first[1:] != first[1:].lower() else title[:1].lower() + title[1:]


def _text(blocks: tuple[Block, ...]) -> str:
    return " ".join(block.text for block in blocks)
