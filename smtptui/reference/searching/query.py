"""What somebody types to find something: words, and patterns of codes like ``50x`` and ``5.7.*``."""

import re
from typing import NamedTuple

from smtptui.reference.searching.synonyms import texts_word

MAX_TYPED = 200
"""Characters of a query that are looked at: nobody types more, but a paste may be of any length."""
MAX_WORDS = 8

_WORD = re.compile(r"\w+(?:[-./]\w+)*")
_SPLIT = re.compile(r"[-./_]")
_CODE = re.compile(r"[2-5][0-9x-z*?]{1,2}|[2-5x]\.(?:[0-9x-z*?]{1,3}(?:\.[0-9x-z*?]{0,3})?)?|[2-5]", re.ASCII)
_ANY_DIGIT = frozenset("xyz*?")


class Term(NamedTuple):
    """A word of a query in lower case; `code` matches the codes it stands for, None if it is no code.

    `meant` is what the texts call it, where that is another word; else it is empty.
    """

    word: str
    code: re.Pattern[str] | None
    meant: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """What is looked for: the word, and what it means."""
        return (self.word, self.meant) if self.meant else (self.word,)


def words(text: str) -> list[str]:
    """Return the words of a text in lower case: compounds whole (``end-of-data``), and then their parts."""
    found: list[str] = []
    for word in _WORD.findall(text.lower()):
        found.append(word)
        if not word.isalnum() and not word[0].isdigit():
            found.extend(part for part in _SPLIT.split(word) if part)
    return found


def parse_query(text: str) -> tuple[Term, ...]:
    """Return the terms of what was typed, at most `MAX_WORDS` of them."""
    terms: list[Term] = []
    for piece in text[:MAX_TYPED].lower().split():
        if (code := code_pattern(piece)) is not None:
            terms.append(Term(piece, code))
        else:
            terms.extend(Term(word, None, texts_word(word)) for word in _WORD.findall(piece))
    return tuple(terms[:MAX_WORDS])


def code_pattern(typed: str) -> re.Pattern[str] | None:
    """Return a pattern of the codes that begin as typed, or None where that is no part of a code.

    ``x``, ``y``, ``z``, ``*`` and ``?`` stand for any digit, ``*`` between dots for any number; ``x`` may be
    the class of an enhanced code. The pattern is matched against ``504``, ``5.5.4``, ``x.5.4``.
    """
    typed = typed.lower()
    if not _CODE.fullmatch(typed):
        return None
    if "." not in typed:
        return re.compile("".join(r"\d" if digit in _ANY_DIGIT else digit for digit in typed))
    class_, *numbers = typed.split(".")
    pattern = "[245x]" if class_ == "x" else f"[x{class_}]"
    # The last number may still be being typed, so nothing says that it ends there.
    return re.compile(r"\.".join((pattern, *map(_number, numbers))))


def _number(typed: str) -> str:
    if typed and set(typed) <= _ANY_DIGIT:
        return r"[\dx-z]+" if "*" in typed or len(typed) == 1 else rf"[\dx-z]{{{len(typed)}}}(?!\d)"
    return "".join(r"\d" if digit in _ANY_DIGIT else digit for digit in typed)
