"""What German texts are held to: the terms of the trade, and names that stay as they are."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

GLOSSARY = Path(__file__).parent / "german_glossary.csv"
"""Terms with the words that are not to be used for them: whole words, case as written."""

CODE_SPAN = re.compile(r"`[^`]*`")
QUOTED = re.compile(r"„[^“]*“")
NAMES = re.compile(
    r"Sender Hub|Sender Policy Framework|Sender Rewriting Scheme|Sender ID|Sender-ID|Google Postmaster Tools"
    r"|Message Submission|Return-Path|Verified Sender Identity|Barracuda Reputation Block List"
    r"|Cloudflare Email Routing|\b[a-z]+\.[a-z][a-z-]*\b"
)
"""Names, and ids of situations, in which a word stands that is none of ours."""


class Term(NamedTuple):
    """A term, and the words that must not stand for it."""

    english: str
    german: str
    forbidden: tuple[str, ...]


@cache
def glossary() -> tuple[Term, ...]:
    """Return the glossary."""
    with GLOSSARY.open(encoding="utf-8", newline="") as file:
        return tuple(
            Term(row["english"], row["german"], tuple(filter(None, row["not"].split(";"))))
            for row in csv.DictReader(file)
        )


@cache
def _forbidden() -> re.Pattern[str]:
    words = sorted({word for term in glossary() for word in term.forbidden}, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, words))})(?![\w-])")


def forbidden_in(text: str) -> list[str]:
    """Return what the glossary forbids of `text`; code spans, what is quoted and names are exempt."""
    prose = NAMES.sub(" ", QUOTED.sub(" ", CODE_SPAN.sub(" ", text)))
    return [found[1] for found in _forbidden().finditer(prose)]


NOT_GERMAN = re.compile(
    r"\bbitte\b|\bBitte\b|\bleider\b|(?<![`\w])![\s\"“]|\"[^\"]*\"|»|«"
    r"|\bz\. ?B\.|\bbzw\.|\bd\. ?h\.|\bggf\.|\busw\.|\bu\. ?a\.|\b(du|dein|deine|deinen|euch|euer)\b"
)
"""What the style does not want: pleading, exclamation, foreign quotation marks, abbreviations, du."""


def unstyled_in(text: str) -> list[str]:
    """Return what of `text` the style forbids."""
    return [found[0] for found in NOT_GERMAN.finditer(CODE_SPAN.sub("`", text))]


_CODE = re.compile(r"(?<![\w.,/-])[2-5]\d\d(?![\w.,]*\d)(?!\s?(?:s|kB|MB|ms|Byte|octets|bytes|seconds)\b)")
_ENHANCED = re.compile(r"(?<![\w.])[245X]\.\d{1,3}\.\d{1,3}(?![\w.]*\d)")
_RFC = re.compile(r"\bRFC[ -]?(\d+)")
_WORD = re.compile(r"(?<!\w)[A-Z][A-Z0-9]{2,}(?:-[A-Z0-9]+)*=?(?=s?(?!\w))")
_SETTING = re.compile(r"(?<![\w@.])[a-z]+_[a-z_0-9]+(?!\w|@|\.\w)")


def names_in(text: str) -> Iterator[str]:
    """Yield what must stand in every language: code spans, codes, RFCs, verbs and keywords, settings."""
    yield from CODE_SPAN.findall(text)
    prose = CODE_SPAN.sub(" ", text)
    yield from _ENHANCED.findall(prose)
    yield from (f"RFC {number}" for number in _RFC.findall(prose))
    yield from _CODE.findall(_RFC.sub(" ", _ENHANCED.sub(" ", prose)))
    yield from _SETTING.findall(prose)
    yield from (word for word in _WORD.findall(prose) if word.rstrip("=") not in NOT_NAMES)


NOT_NAMES = frozenset(
    {"RFC", "IANA", "MUST", "NOT", "FQDN", "DNSBL", "CRLF", "OK", "SMTP", "MTA", "MUA", "PDF"}
)
"""Capitals that a language may have a word for, or say more or less often."""
