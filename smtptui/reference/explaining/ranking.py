"""Which of a code's meanings fits the evidence, how well, and why."""

import re
from functools import lru_cache
from typing import NamedTuple

from smtptui.reference.book.labels import Labels
from smtptui.reference.book.model import Confidence, Meaning
from smtptui.reference.explaining.evidence import Evidence
from smtptui.wire.verbs import explained_as
from smtptui.words import _


class Fit(NamedTuple):
    """How a meaning fits: higher `score` is better; `text`, `command` and `enhanced` say what speaks for
    it (a positive number) or against it (a negative one), `because` says so in words."""

    meaning: Meaning
    score: float
    text: int
    command: int
    enhanced: int
    because: tuple[str, ...]


TEXT, COMMAND, ANY_COMMAND, ENHANCED, SUBJECT, SERVER, WORD = 16.0, 6.0, 2.0, 4.0, 1.0, 1.5, 0.5
"""Weights: the text decides, then the command, then the enhanced code; words and server break ties."""

MAX_WORDS = 3
"""Words in common with the meaning's name that count."""

MOST_USUAL = 2
"""How many of the commands that a meaning names first are those that it mostly answers."""

ORDER = 0.01
"""What a command counts less for each that a meaning names before it: the most usual stands first."""


@lru_cache(maxsize=2048)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a fact's pattern, compiled once; case is ignored."""
    return re.compile(pattern, re.IGNORECASE)


def enhanced_matches(fact: str, enhanced: str) -> bool:
    """Return whether an enhanced code is the fact's (``5.7.1``, ``X.7.1``, ``5.7.17-5.7.27``, ``5.7.*``)."""
    first, _, last = fact.partition("-")
    if last:
        low, high, own = (_numbers(part) for part in (first, last, enhanced))
        return len(low) == len(high) == len(own) == 3 and low <= own <= high
    parts, own_parts = first.split("."), enhanced.split(".")
    return len(parts) == len(own_parts) and all(
        part == own or not part.isdigit() for part, own in zip(parts, own_parts, strict=True)
    )


def _numbers(enhanced: str) -> list[int]:
    return [int(part) for part in enhanced.split(".") if part.isdigit()]


def same_software(name: str, server: str) -> bool:
    """Return whether a server's name in the facts (``Postfix smtpd``) is of the software `server`."""
    return bool(server) and server.lower() in name.lower()


@lru_cache(maxsize=256)
def words_of(text: str) -> frozenset[str]:
    """Return the words of a text that may tell meanings apart, cut to their first five letters."""
    return frozenset(word[:5] for word in re.findall(r"[a-z]{4,}", text[:1000].lower()))


def own_text(meaning: Meaning, evidence: Evidence) -> str:
    """Return the words of a reply's text that the meaning's own patterns recognise, or an empty text."""
    for pattern in meaning.patterns:
        if evidence.text and (found := compiled(pattern).search(evidence.text)):
            return found[0]
    return ""


def fit(meaning: Meaning, evidence: Evidence, labels: Labels) -> Fit:
    """Weigh one meaning against the evidence."""
    score, because = 0.0, []
    text = 0
    if words := own_text(meaning, evidence):
        text = 1
        score += TEXT + min(len(words), 40) / 40
        because.append(_("its text says “{words}”", words=_shortened(words.strip())))
    command = _command_fit(meaning, evidence)
    if command > 0:
        score += COMMAND - ORDER * _place(meaning, evidence) if command > 1 else ANY_COMMAND
        if command > 1:
            because.append(_answers(evidence.command, labels))
    elif command < 0 and text:
        because.append(_("though it seldom answers {command}", command=labels.command(evidence.command)))
    enhanced = 0
    if evidence.enhanced:
        if any(enhanced_matches(fact, evidence.enhanced) for fact in meaning.enhanced):
            enhanced = 1
            score += ENHANCED
            because.append(_("enhanced code {enhanced}", enhanced=evidence.enhanced))
        elif any(fact.split(".")[1:2] == evidence.enhanced.split(".")[1:2] for fact in meaning.enhanced):
            score += SUBJECT
    if evidence.text and not text:
        score += WORD * min(len(words_of(evidence.text) & words_of(meaning.name)), MAX_WORDS)
    if evidence.server and any(same_software(name, evidence.server) for name in meaning.servers):
        score += SERVER
        setting = next((own for name, own in meaning.settings if same_software(name, evidence.server)), "")
        because.append(_known_to_say(evidence.server, setting))
    return Fit(meaning, score, text, command, enhanced, tuple(because))


def ranked(meanings: tuple[Meaning, ...], evidence: Evidence, labels: Labels) -> list[tuple[Fit, Confidence]]:
    """Return the meanings that are possible, the best first, those that the command rules out left out.

    Meanings that fit equally well keep the order of the facts. If the evidence rules out all of them, all are
    possible: servers do as they like.
    """
    fits = [fit(meaning, evidence, labels) for meaning in meanings]
    fits.sort(key=lambda one: (not _borne_out(one.meaning, evidence), -one.score))
    held = [one for one in fits if one.text or not _contradicted(one.meaning, evidence)]
    left = [one for one in held if one.command >= 0 or one.text] or fits
    return [(one, _confidence(one, left, evidence)) for one in left]


def rules_out(one: Fit, evidence: Evidence) -> bool:
    """Return whether the command or the session speaks against a meaning."""
    return one.command < 0 or _contradicted(one.meaning, evidence)


def _contradicted(meaning: Meaning, evidence: Evidence) -> bool:
    """Return whether the session rules a meaning out; a bare code has none."""
    if not (evidence.command or evidence.tls is not None or evidence.authenticated):
        return False
    # Patterns that `explain 504` has no use for.
    from smtptui.reference.explaining.recognising.premises import contradicted

    return contradicted(meaning.situation, evidence)


def _borne_out(meaning: Meaning, evidence: Evidence) -> bool:
    """Return whether the session shows a meaning to be so."""
    if not (evidence.command and evidence.keywords):
        return False
    from smtptui.reference.explaining.recognising.premises import borne_out

    return borne_out(meaning.situation, evidence)


def _confidence(one: Fit, fits: list[Fit], evidence: Evidence) -> Confidence:
    if _contradicted(one.meaning, evidence):
        return Confidence.POSSIBLE
    if one is fits[0] and _borne_out(one.meaning, evidence):
        return Confidence.CERTAIN
    others = [other for other in fits if other is not one]
    if one.text:
        rival = max((other.score for other in others if other.text), default=0.0)
        return Confidence.CERTAIN if one.score > rival and one.command >= 0 else Confidence.LIKELY
    if any(other.text for other in others) or one.command < 0:
        return Confidence.POSSIBLE
    if not others and evidence.command and one.meaning.status == "vendor":
        # What only some servers mean by it is not certain without their words.
        usual = one.command > 1 and _place(one.meaning, evidence) < MOST_USUAL
        return Confidence.LIKELY if usual else Confidence.POSSIBLE
    if not others:
        return Confidence.CERTAIN if one.command > 1 or not evidence.command else Confidence.LIKELY
    if one.command > 1 and not any(other.command > 0 for other in others):
        return Confidence.CERTAIN
    ahead = one is fits[0] and one.score - fits[1].score >= WORD
    return Confidence.LIKELY if ahead else Confidence.POSSIBLE


def _command_fit(meaning: Meaning, evidence: Evidence) -> int:
    """Return 2 where the meaning names the command, 1 where it may answer any, 0 unknown, -1 against it."""
    if not evidence.command:
        return 0
    if any(name in meaning.commands for name in _names(evidence)):
        return 2
    if evidence.command == "BDAT" and "END-OF-DATA" in meaning.commands:
        return 1
    return 1 if "ANY" in meaning.commands or not meaning.commands else -1


def _names(evidence: Evidence) -> tuple[str, ...]:
    """Return the commands of the facts that the one in the evidence is."""
    command = evidence.command
    if command == "BDAT LAST" or (command == "BDAT" and evidence.command_line.upper().endswith(" LAST")):
        # The reply to the last chunk is the one to the message (RFC 3030 §2).
        return ("END-OF-DATA", "BDAT")
    return (command, explained_as(command))


def _place(meaning: Meaning, evidence: Evidence) -> int:
    """Return how many commands a meaning names before the one in the evidence."""
    return next(meaning.commands.index(name) for name in _names(evidence) if name in meaning.commands)


def _answers(command: str, labels: Labels) -> str:
    if command == "CONNECT":
        return _("it stands where the greeting stands")
    return _("it answers {command}", command=labels.command(command))


def _known_to_say(server: str, setting: str) -> str:
    if not setting:
        return _("{server} is known to say this", server=server)
    if "," in setting:
        return _(
            "{server} is known to say this, where {settings} decide on it", server=server, settings=setting
        )
    return _("{server} is known to say this, where {setting} decides on it", server=server, setting=setting)


def _shortened(text: str, limit: int = 48) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
