"""Meanings of a reply whose text or exact code says more than its reply code does: its situations."""

from smtptui.reference.book.catalogue import Catalogue, UnknownCode
from smtptui.reference.book.enhanced import VendorUse
from smtptui.reference.book.model import Actor, Article, Confidence, Meaning, MeaningArticle, Retry
from smtptui.reference.book.situations import Situation, SituationArticle
from smtptui.reference.explaining.advice import advice_on, in_place_of_fix
from smtptui.reference.explaining.by_code import text_of
from smtptui.reference.explaining.candidate import Candidate, usual_code
from smtptui.reference.explaining.evidence import Evidence
from smtptui.reference.explaining.explanation import Ranked
from smtptui.reference.explaining.named_command import named_command
from smtptui.reference.explaining.ranking import Fit, fit, own_text, same_software
from smtptui.reference.explaining.recognising.classifier import classifier, features
from smtptui.reference.explaining.recognising.premises import ANSWERS, ANY, group_of
from smtptui.reference.explaining.recognising.recognise import Recognised, is_a_vendors, is_of, recognise
from smtptui.reference.explaining.recognising.rules import rules
from smtptui.reference.explaining.recognising.wording import wording
from smtptui.words import _

SHOWN = 6
"""Situations of one reply that are told of at all."""

BEHIND = 7.0
"""A situation that is so far behind the first is none to tell of."""


def situated(catalogue: Catalogue, evidence: Evidence) -> list[Candidate]:
    """Return the situations that a reply speaks of, the best first; none for a text that says nothing."""
    found = recognised(catalogue, evidence)
    told = [one for one in found[:SHOWN] if one.score > found[0].score - BEHIND]
    candidates = [_candidate(catalogue, evidence, one, first=number == 0) for number, one in enumerate(told)]
    if candidates and (remark := _contradiction(catalogue, evidence, found)):
        candidates[0] = candidates[0]._replace(remark=remark)
    return candidates


def _contradiction(catalogue: Catalogue, evidence: Evidence, found: tuple[Recognised, ...]) -> str:
    """Say where the enhanced code is that of another situation than the text tells of."""
    best, *others = found
    if not best.by_text or best.exact or best.confidence is Confidence.POSSIBLE:
        return ""
    other = next((one for one in others if one.exact), None)
    if other is None or not evidence.enhanced:
        return ""
    return _(
        "The enhanced code {enhanced} is that of “{other}”; the text says otherwise: trust the text.",
        enhanced=evidence.enhanced,
        other=catalogue.situation_title(other.situation),
    )


def recognised(catalogue: Catalogue, evidence: Evidence) -> tuple[Recognised, ...]:
    """Return what is recognised in a reply, the code's own facts helping."""
    own: dict[str, str] = {}
    meanings = _meanings(catalogue, evidence.code)
    for meaning in meanings:
        if (words := own_text(meaning, evidence)) and meaning.situation:
            own.setdefault(meaning.situation, words)
    said = features(wording(evidence.text), evidence.code, evidence.enhanced, _verb(evidence))
    chances = classifier().probabilities(said)
    used = [situation for meaning in meanings for situation in meaning.situations]
    found = recognise(evidence, rules(), chances, own=own, used=used)
    return tuple(
        one
        if one.because or number
        else one._replace(because=_worded(classifier().deciding(said, one.situation)))
        for number, one in enumerate(found)
    )


def _worded(words: tuple[str, ...]) -> tuple[str, ...]:
    if not words:
        return ()
    quoted = ", ".join(f"“{word}”" for word in words)
    return (_("replies with words such as {words} mostly say this", words=quoted),)


def _verb(evidence: Evidence) -> str:
    if evidence.command == "BDAT LAST":
        return "END-OF-DATA"
    return evidence.command


def _candidate(catalogue: Catalogue, evidence: Evidence, one: Recognised, *, first: bool) -> Candidate:
    situation, article = catalogue.situation(one.situation), catalogue.situation_article(one.situation)
    own = _own(catalogue, evidence, one.situation)
    prose = _prose(catalogue, evidence.code, own.meaning if own else None, one.situation)
    use = _vendors_use(catalogue, evidence) if first else None
    advice = list(advice_on(one.situation, evidence)) if first else []
    extra = _of_vendor(use) + _of_repeating(situation, evidence)
    # Where the code's own facts recognise the text, they quote it as it was said.
    because = own.because if own and own.text else (*one.because, *(own.because if own else ()))
    if first and usual_code(one.situation, evidence.code):
        because = (*because, _("RFCs have {code} for this", code=usual_code(one.situation, evidence.code)))
    fix = (use.fix if use else "") or (text_of(prose.fix) if prose else "")
    whole = _fix(situation, article, evidence)
    if instead := in_place_of_fix(advice):
        advice.remove(instead)
        fix, whole = instead.sentence, ""
    return Candidate(
        Ranked(
            id=own.meaning.id if own else one.situation,
            title=prose.title if prose else catalogue.situation_title(one.situation),
            confidence=one.confidence,
            because=tuple(dict.fromkeys(because)),
            fix=fix or whole,
            advice=tuple(each.sentence for each in advice) + (extra if first else ()),
            situation=one.situation,
            gist=article.gist if article else "",
            next=instead.short if instead else article.next if article else "",
            more=whole if fix else "",
        ),
        situation.actor,
        situation.retry,
        next((each.short for each in (*advice, *([instead] if instead else ())) if each.short), ""),
        own.meaning.commands if own and own.meaning.commands else _commands(one.situation),
        exact=one.exact,
    )


def _meanings(catalogue: Catalogue, code: str) -> tuple[Meaning, ...]:
    try:
        return catalogue.code(code).meanings
    except UnknownCode:
        return ()


def _own(catalogue: Catalogue, evidence: Evidence, situation: str) -> Fit | None:
    """Return how the code's own meaning for a situation fits, the best where it has several."""
    meanings = [one for one in _meanings(catalogue, evidence.code) if situation in one.situations]
    named = evidence.command or named_command(evidence.text)
    fits = [fit(meaning, evidence._replace(command=named), catalogue.labels) for meaning in meanings]
    fits = [one for one in fits if one.command >= 0 or one.text]
    best = max(
        fits,
        key=lambda one: (one.text, one.command, one.enhanced, "ANY" in one.meaning.commands),
        default=None,
    )
    return fit(best.meaning, evidence, catalogue.labels) if best else None


def _prose(catalogue: Catalogue, code: str, meaning: Meaning | None, situation: str) -> MeaningArticle | None:
    """Return what the code's article says of its meaning, where that is this situation and no other."""
    article: Article | None = catalogue.article(code) if meaning else None
    if meaning is None or article is None or meaning.situations != (situation,):
        return None
    return next((own for own in article.meanings if own.id == meaning.id), None)


def _vendors_use(catalogue: Catalogue, evidence: Evidence) -> VendorUse | None:
    """Return the entry on a vendor's own use of the enhanced code, where it is that vendor's reply."""
    if not evidence.enhanced or not is_a_vendors(evidence):
        return None
    status = catalogue.registry.find(evidence.enhanced)
    if status is None:
        return None
    uses = [use for use in status.vendors if status.table == "vendor" or is_of(use.vendor, evidence)]
    return max(
        uses,
        key=lambda use: (use.vendor == evidence.server, use.basic == evidence.code, use.basic == ""),
        default=None,
    )


def _of_vendor(use: VendorUse | None) -> tuple[str, ...]:
    """Say what a vendor's own code means, in the words of its entry."""
    if use is None:
        return ()
    return (_("At {vendor} it means: {meaning}", vendor=use.vendor, meaning=use.gist or use.title),)


def _of_repeating(situation: Situation, evidence: Evidence) -> tuple[str, ...]:
    """Say where the code promises or denies what the situation does not."""
    if evidence.code[:1] == "4" and situation.retry in (Retry.CHANGED, Retry.NEVER):
        return (_("The code says “later”, but sending it again unchanged will not help."),)
    if evidence.code[:1] == "5" and situation.retry is Retry.LATER and situation.actor is not Actor.SERVER:
        return (_("It may pass later, but after a 5yz no program tries again by itself."),)
    return ()


def _fix(situation: Situation, article: SituationArticle | None, evidence: Evidence) -> str:
    """Return what whoever has to act can do, else the other side; the setting of the server's software."""
    if article is None:
        return ""
    sides = (article.sending, article.receiving)
    if situation.actor is Actor.SERVER:
        sides = (article.receiving, article.sending)
    sentences = [text_of(sides[0] or sides[1])]
    sentences += [
        _("On {software}: {setting}", software=name, setting=words)
        for name, words in article.settings
        if same_software(name, evidence.server)
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _commands(situation: str) -> tuple[str, ...]:
    known = ANSWERS.get(situation, ANSWERS.get(group_of(situation), ANY))
    return ("ANY",) if known is ANY else tuple(sorted(known))


def stands_out(candidates: list[Candidate]) -> bool:
    """Whether the first is more than one of several possibilities."""
    return bool(candidates) and candidates[0].ranked.confidence is not Confidence.POSSIBLE
