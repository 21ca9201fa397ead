"""Meanings of a reply that has no text to go by: those of its code, ranked by what was asked."""

from typing import TYPE_CHECKING

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Article, Block, Confidence
from smtptui.reference.explaining.candidate import Candidate
from smtptui.reference.explaining.evidence import Evidence
from smtptui.reference.explaining.explanation import Ranked
from smtptui.reference.explaining.ranking import Fit, ranked, rules_out

if TYPE_CHECKING:
    from smtptui.reference.explaining.advice import Advice


def by_code(catalogue: Catalogue, evidence: Evidence) -> list[Candidate]:
    """Return the meanings of the reply's code, the best first; none where the command rules out all."""
    article = catalogue.article(evidence.code)
    fits = ranked(catalogue.code(evidence.code).meanings, evidence, catalogue.labels)
    if evidence.command == "CONNECT" and all(one.command < 0 for one, _ in fits):
        # Nothing was asked yet, so what answers some command cannot be meant.
        return []
    candidates = [_candidate(one, confidence, article, evidence) for one, confidence in fits]
    if evidence.command and not evidence.text and all(rules_out(one, evidence) for one, _ in fits):
        # Each is said to other commands: then only what the code itself is for can be meant.
        general = [one for one in candidates if one.ranked.title == catalogue.title(evidence.code)]
        return general or candidates
    return candidates


def _candidate(one: Fit, confidence: Confidence, article: Article | None, evidence: Evidence) -> Candidate:
    meaning = one.meaning
    prose = next((own for own in article.meanings if own.id == meaning.id), None) if article else None
    advice: tuple[Advice, ...] = ()
    instead: Advice | None = None
    if evidence.command:
        # A bare code is the usual question, and there is nothing to advise on.
        from smtptui.reference.explaining.advice import advice_on, in_place_of_fix

        advice = advice_on(meaning.situation, evidence)
        instead = in_place_of_fix(advice)
    return Candidate(
        Ranked(
            id=meaning.id,
            title=prose.title if prose else meaning.name,
            confidence=confidence,
            because=one.because,
            fix=instead.sentence if instead else text_of(prose.fix) if prose else "",
            advice=tuple(own.sentence for own in advice if own is not instead),
            situation=meaning.situation,
            next=instead.short if instead else "",
        ),
        meaning.actor,
        meaning.retry,
        next((own.short for own in advice if own.short), ""),
        meaning.commands,
    )


def text_of(blocks: tuple[Block, ...]) -> str:
    """Return blocks as one paragraph."""
    return " ".join(block.text for block in blocks)
