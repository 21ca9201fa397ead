"""What a reply means, here: a pure function of the reference and of the evidence."""

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Confidence
from smtptui.reference.explaining.by_code import by_code
from smtptui.reference.explaining.candidate import Candidate, usual_code
from smtptui.reference.explaining.evidence import Evidence, evidence_of
from smtptui.reference.explaining.explanation import SUMMARY_LENGTH, Explanation, Ranked, summary_of

__all__ = [
    "SUMMARY_LENGTH",
    "Confidence",
    "Evidence",
    "Explanation",
    "Ranked",
    "evidence_of",
    "explain",
]

# A bare code is the usual question of the command line, and asks for no recognising: what that needs is
# imported where there is something to look at.


def explain(catalogue: Catalogue, evidence: Evidence) -> Explanation:
    """Explain a reply; anything is answered, a code that nobody knows by its digits.

    What a text says goes before what its code is for; without a text the code's own meanings are ranked by
    what was asked. Without a reply code the enhanced code is explained.
    """
    explained = _explain(catalogue, evidence)
    if not catalogue.notes:
        return explained
    from smtptui.reference.explaining.noted import noted

    return noted(catalogue.notes, explained)


def _explain(catalogue: Catalogue, evidence: Evidence) -> Explanation:
    if not evidence.code and evidence.enhanced:
        from smtptui.reference.explaining.unlisted import enhanced_alone

        return enhanced_alone(catalogue, evidence)
    if evidence.code not in catalogue.names:
        return _unlisted(catalogue, evidence)
    candidates, sure = _candidates(catalogue, evidence)
    best = candidates[0]
    title = catalogue.title(evidence.code)
    return Explanation(
        code=evidence.code,
        enhanced=evidence.enhanced,
        title=title,
        class_name=catalogue.labels.class_name(evidence.code),
        meanings=tuple(candidate.ranked for candidate in candidates),
        actor=catalogue.labels.actor(best.actor),
        retry=catalogue.labels.retry(best.retry),
        mistaken_for=_mistaken_for(catalogue, evidence, best if sure else None),
        remarks=(*_remarks(evidence, best.ranked), *((best.remark,) if best.remark else ())),
        summary=summary_of(best.ranked.title if sure else title, best.short if sure else ""),
        answers=_answers(evidence, [best] if sure or evidence.text else candidates),
    )


def _unlisted(catalogue: Catalogue, evidence: Evidence) -> Explanation:
    """Explain a code that the reference does not hold; a text is recognised all the same."""
    from smtptui.reference.explaining.unlisted import by_digits, softened

    hard = f"5{evidence.code[1:]}"
    if evidence.code[:1] == "4" and hard in catalogue.names:
        enhanced = f"5{evidence.enhanced[1:]}" if evidence.enhanced[:1] == "4" else evidence.enhanced
        explained = _explain(catalogue, evidence._replace(code=hard, enhanced=enhanced))
        return softened(catalogue, evidence, explained)
    explained = by_digits(catalogue, evidence)
    if not evidence.text or evidence.code[:1] not in ("2", "3", "4", "5"):
        return explained
    from smtptui.reference.explaining.situated import situated, stands_out

    found = situated(catalogue, evidence)
    if not stands_out(found):
        return explained
    return explained._replace(
        meanings=tuple(one.ranked for one in found),
        actor=catalogue.labels.actor(found[0].actor),
        retry=catalogue.labels.retry(found[0].retry),
        summary=summary_of(found[0].ranked.title, found[0].short),
        answers=_answers(evidence, found[:1]),
    )


def _candidates(catalogue: Catalogue, evidence: Evidence) -> tuple[list[Candidate], bool]:
    """Return what the reply may mean, the best first, and whether the best stands out."""
    found: list[Candidate] = []
    if evidence.command == "CONNECT" and _says_no_more(catalogue, evidence):
        # Said before any command, the words that the RFC has for replies to commands mean nothing.
        evidence = evidence._replace(text="")
    if evidence.text or evidence.enhanced:
        from smtptui.reference.explaining.situated import situated

        found = situated(catalogue, evidence)
    if not (found and (evidence.text or found[0].exact)):
        found = by_code(catalogue, evidence)
    if not found:
        from smtptui.reference.explaining.situated import situated

        found = situated(catalogue, evidence)
    return found, len(found) == 1 or found[0].ranked.confidence is not Confidence.POSSIBLE


def _says_no_more(catalogue: Catalogue, evidence: Evidence) -> bool:
    """Return whether a text is what the RFC's own table calls the code."""
    text = evidence.text.strip(" .").lower()
    return any(meaning.label.lower() == text for meaning in catalogue.code(evidence.code).meanings)


def _mistaken_for(catalogue: Catalogue, evidence: Evidence, best: Candidate | None) -> tuple[str, ...]:
    """Return the code that an RFC has for what the reply says, then those that its own is confused with."""
    usual = usual_code(best.ranked.situation, evidence.code) if best else ""
    first = (usual,) if usual else ()
    return tuple(dict.fromkeys((*first, *catalogue.code(evidence.code).lookalikes)))


def _answers(evidence: Evidence, candidates: list[Candidate]) -> tuple[str, ...]:
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


def _remarks(evidence: Evidence, best: Ranked) -> tuple[str, ...]:
    if (
        not (evidence.text or evidence.command or evidence.enhanced or evidence.anomalies)
        and evidence.code[1] < "6"
    ):
        return ()
    from smtptui.reference.explaining.remarks import remarks_on

    return remarks_on(evidence, best.id)
