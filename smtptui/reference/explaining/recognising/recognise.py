"""Which situations a reply speaks of: by its text, exact codes, what was asked, and its wording at last."""

import math
import re
from _thread import allocate_lock
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from smtptui.reference.book.model import Confidence
from smtptui.reference.explaining.evidence import Evidence
from smtptui.reference.explaining.recognising.premises import (
    answers,
    borne_out,
    contradicted,
)
from smtptui.reference.explaining.recognising.rules import (
    HINT,
    LINK,
    NOT,
    SURE,
    TEXT,
    Pattern,
    Rule,
    numbers,
)
from smtptui.reference.explaining.recognising.wording import Wording, wording
from smtptui.words import _

WEIGHTS = {SURE: 8.0, LINK: 6.0, TEXT: 5.0, HINT: 1.0}
"""What a pattern says for a situation, in units of the natural logarithm, as the classifier's chances are."""

DECIDING = (SURE, LINK, TEXT)
"""Kinds of patterns that may make a situation certain."""

VENDOR, NARROW, WIDE = 8.0, 4.0, 1.5
"""What an enhanced code says: a vendor's own, one that the registry defines narrowly, any other."""

ASKED, NOT_ASKED, NOT_ASKED_TEXT = 1.0, -4.0, -1.0
"""What the command says: a situation answers it, is not known to, or is not although the text says so."""

OWN = 3.0
"""What it says for a situation that the facts of the reply's own code recognise it in the text."""

BORNE_OUT = 8.0
"""What it says for a situation that the session shows it to be so."""

CONTRADICTED, CONTRADICTED_TEXT = -12.0, -8.0
"""What a broken premise says, and what it says against the very text of the reply."""

OTHER_CLASS, OTHER_CODE = -6.0, -4.0
"""What it says against a situation that it does not come with this first digit, or this code."""

CHANCE = 0.8
"""What the logarithm of the classifier's chance is worth."""

LEAST_CHANCE = 0.003
"""No wording is held less likely than this: a pattern may always say otherwise."""

BACKED, UNBACKED, CONTESTED, LIKELY = 4.0, 5.0, 7.0, 2.0
"""How far the best has to be ahead to be certain: with the classifier behind it, without, and where another
pattern fits or a general one stands alone; and to be likely."""

VENDORS = {"Gmail": re.compile(r"google|gmail|gsmtp"), "Microsoft": re.compile(r"outlook|microsoft|exchange")}
"""Whose codes they are: in the name of the software, or in the text."""

MASKED = re.compile(r"^(?:\W*<(?:addr|ip|url)>\W*)+")
"""What a quotation leaves out at its beginning: it differs from reply to reply."""

UNREGISTERED = 38
"""Above this no X.7 code is registered at IANA: it is Microsoft's own whoever says it."""


class Recognised(NamedTuple):
    """A situation that a reply may speak of; `score` is higher for the better."""

    situation: str
    score: float
    confidence: Confidence
    because: tuple[str, ...]
    by_text: bool = False
    """Whether the text says so."""
    exact: bool = False
    """Whether an exact code says so."""
    vendor: str = ""
    """Whose own enhanced code it is, or empty."""


_SEARCHING = allocate_lock()
"""Held while patterns look at a text: they share what they have found out about it."""


class _Weighed(NamedTuple):
    """How much speaks for a situation, and what: `kind` is that of the best pattern, or empty."""

    score: float = 0.0
    kind: str = ""
    exact: bool = False
    vendor: str = ""
    against: bool = False
    because: tuple[str, ...] = ()


def recognise(
    evidence: Evidence,
    rules: Sequence[Rule],
    chances: Mapping[str, float],
    *,
    own: Mapping[str, str] = {},
    used: Sequence[str] = (),
    but_from: str = "",
) -> tuple[Recognised, ...]:
    """Return the situations that speak at all for a reply, the best first.

    `chances` are the classifier's. `own` holds situations that the code's own facts recognise, each with the
    words that say so; `used` are those that the code is known to come with: a success is hardly ever said
    under another's code, a refusal often is. Patterns drawn from lines of the vendor `but_from` are left out,
    for measuring.
    """
    with _SEARCHING:
        weighed = _weighed(evidence, rules, chances, own, used, but_from)
    best = sorted(weighed, key=lambda name: -weighed[name][1])
    if not best:
        return ()
    likeliest = max(chances, key=lambda name: chances[name]) if chances else ""
    rivals = [name for name in best[1:] if weighed[name][0].kind in DECIDING]
    found = []
    for place, name in enumerate(best):
        one, score = weighed[name]
        behind = weighed[best[1]][1] if len(best) > 1 else _worth(0)
        ahead = score - behind if place == 0 else -1.0
        confidence = _confidence(one, ahead, backed=name == likeliest or name in own, alone=not rivals)
        found.append(
            Recognised(name, score, confidence, one.because, one.kind in DECIDING, one.exact, one.vendor)
        )
    return tuple(found)


def _weighed(
    evidence: Evidence,
    rules: Sequence[Rule],
    chances: Mapping[str, float],
    own: Mapping[str, str],
    used: Sequence[str],
    but_from: str,
) -> dict[str, tuple[_Weighed, float]]:
    """Return what speaks at all, with its score along with that of the chances."""
    said = wording(evidence.text)
    digit = (evidence.code or evidence.enhanced)[:1]
    weighed: dict[str, tuple[_Weighed, float]] = {}
    for rule in rules:
        chance = chances.get(rule.situation, 0.0)
        one = _weigh(rule, evidence, said, own.get(rule.situation, ""), but_from)
        if digit and digit not in rule.digits:
            if not one.kind:
                continue
            one = one._replace(score=one.score + OTHER_CLASS, against=True)
        if digit in ("2", "3") and used and rule.situation not in used:
            one = one._replace(score=one.score + OTHER_CODE)
        if one.score > 0 or chance >= LEAST_CHANCE:
            weighed[rule.situation] = (one, one.score + _worth(chance))
    return weighed


def _worth(chance: float) -> float:
    return CHANCE * math.log(max(chance, LEAST_CHANCE))


def _confidence(one: _Weighed, ahead: float, *, backed: bool, alone: bool) -> Confidence:
    """Return how sure the best is; whatever is behind it is possible.

    `backed` tells that the classifier holds it for the likeliest too, `alone` that no other pattern fits.
    """
    if ahead < 0:
        return Confidence.POSSIBLE
    decided = one.kind in DECIDING or one.vendor or (one.exact and backed)
    contested = not alone or (one.kind == TEXT and not backed)
    if decided and not one.against and ahead >= (CONTESTED if contested else BACKED if backed else UNBACKED):
        return Confidence.CERTAIN
    if ahead >= LIKELY or (one.kind == SURE and alone):
        return Confidence.LIKELY
    return Confidence.POSSIBLE


def _weigh(rule: Rule, evidence: Evidence, said: Wording, own: str, but_from: str) -> _Weighed:
    """Return what speaks for one situation."""
    score, because = 0.0, []
    kind, words = _text(rule, said, but_from)
    if own and not contradicted(rule.situation, evidence) and (kind or not _ruled_out(rule, said, but_from)):
        score, kind, words = score + OWN, kind or TEXT, words or own
    if kind:
        score += WEIGHTS[kind]
        because.append(_("it links to {link}", link=_shortened(words)) if kind == LINK else _said(words))
    exact, wide, vendor = _codes(rule, evidence)
    if exact or wide:
        score += exact or wide
        because.append(_enhanced(rule, evidence))
    against = False
    if evidence.command:
        fits = answers(rule.situation, evidence.command)
        if fits is not None:
            score += ASKED if fits else NOT_ASKED_TEXT if kind in (SURE, TEXT) else NOT_ASKED
            against = not fits
    if borne_out(rule.situation, evidence):
        score += BORNE_OUT
    if contradicted(rule.situation, evidence):
        score += CONTRADICTED_TEXT if kind in (SURE, TEXT) else CONTRADICTED
        against = True
    return _Weighed(score, kind, exact > 0, vendor, against, tuple(because))


def _text(rule: Rule, said: Wording, but_from: str) -> tuple[str, str]:
    """Return the kind of the best pattern that fits, and the words that it found; empty where none does."""
    best, words = "", ""
    cued = said.has_any(rule.cues)
    for pattern in rule.patterns:
        if pattern.kind == NOT or WEIGHTS[pattern.kind] <= WEIGHTS.get(best, 0.0):
            continue
        if found := _search(pattern, said, cued, but_from):
            best, words = pattern.kind, found[0]
    return ("", "") if best and _ruled_out(rule, said, but_from) else (best, words)


def _ruled_out(rule: Rule, said: Wording, but_from: str) -> bool:
    """Return whether a text says that it is not this situation, however much sounds like it."""
    against = (pattern for pattern in rule.patterns if pattern.kind == NOT)
    return any(_search(pattern, said, True, but_from) for pattern in against)


def _search(pattern: Pattern, said: Wording, cued: bool, but_from: str) -> re.Match[str] | None:
    if but_from in pattern.drawn_from:
        return None
    if pattern.kind == LINK:
        return pattern.search(said.links) if said.links else None
    return pattern.search(said.text) if cued and said.text else None


def _codes(rule: Rule, evidence: Evidence) -> tuple[float, float, str]:
    """Return what exact codes say for a situation, what wide ones do, and the vendor whose own it is."""
    exact = wide = 0.0
    vendor = ""
    for code, narrow in rule.basic:
        if code == evidence.code:
            exact, wide = (max(exact, NARROW), wide) if narrow else (exact, WIDE)
    if not evidence.enhanced:
        return exact, wide, vendor
    enhanced = numbers(evidence.enhanced)
    for one in rule.enhanced:
        if one.admits(enhanced, evidence.code):
            if one.vendor and (
                (one.vendor == "Microsoft" and enhanced[2] > UNREGISTERED) or is_of(one.vendor, evidence)
            ):
                exact, vendor = VENDOR, one.vendor
            elif one.narrow and not one.vendor:
                exact = max(exact, NARROW)
            elif not one.vendor:
                wide = WIDE
    return exact, wide, vendor


def is_a_vendors(evidence: Evidence) -> bool:
    """Return whether an enhanced code may be a vendor's own: it is not registered, or the vendor is named."""
    return numbers(evidence.enhanced)[2] > UNREGISTERED or any(
        pattern.search(_names(evidence)) for pattern in VENDORS.values()
    )


def is_of(name: str, evidence: Evidence) -> bool:
    """Return whether a reply is of the vendor that goes by a name, ``Gmail`` or ``Outlook.com`` for one."""
    return any(
        pattern.search(name.lower()) and pattern.search(_names(evidence)) for pattern in VENDORS.values()
    )


def _names(evidence: Evidence) -> str:
    return f"{evidence.server} {evidence.text}".lower()


def _enhanced(rule: Rule, evidence: Evidence) -> str:
    if any(code == evidence.code for code, _narrow in rule.basic):
        return _("reply code {code}", code=evidence.code)
    return _("enhanced code {enhanced}", enhanced=evidence.enhanced)


def _said(words: str) -> str:
    return _("its text says “{words}”", words=_shortened(MASKED.sub("", words).strip()))


def _shortened(text: str, limit: int = 48) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
