"""Verbs whose argument is a credential, known again in spite of a slip."""

import re
import unicodedata
from typing import NamedTuple

from smtptui.wire.sasl.names import KNOWN_MECHANISMS

_TAKES_MECHANISM = {
    "AUTHENTICATION": True,
    "AUTHENTICATE": True,
    "AUTHINFO": False,
    "AUTH": True,
    "X-EXPS": True,
    "XEXPS": True,
    "PASSWORD": False,
    "PASSWD": False,
    "PASS": False,
    "USER": False,
    "APOP": False,
}
"""Verbs to whether a mechanism's name comes first; POP3's, IMAP's and NNTP's are typed by mistake.

Each stands before those that it begins with.
"""

_TYPED = ("AUTH", "X-EXPS", "PASS", "USER")
"""Verbs that are known again in spite of one slip."""

_TYPED_SHORTEST, _TYPED_LONGEST = 3, 7
_NAME = re.compile(r"[^\W_](?:[\w-]*\w)?")


class SecretVerb(NamedTuple):
    """Where such a verb `ends` in its word, and whether the name of a mechanism comes next."""

    ends: int
    takes_mechanism: bool


def find_secret_verb(word: str, *, first: bool) -> SecretVerb | None:
    """Return the verb that takes a credential in a word of a line, behind marks such as ``:``.

    The name of a mechanism where the verb should stand counts as one. A verb with a slip, or glued to what
    follows, counts in the `first` word only.
    """
    found = _NAME.search(word)
    if found is None:
        return None
    ends, name = found.end(), found.group()
    folded = unicodedata.normalize("NFKC", name).upper()
    if folded in KNOWN_MECHANISMS:
        return SecretVerb(ends, takes_mechanism=False)
    if folded in _TAKES_MECHANISM:
        return SecretVerb(ends, _TAKES_MECHANISM[folded])
    if not first:
        return None
    if meant := _meant_by(folded):
        return SecretVerb(ends, _TAKES_MECHANISM[meant])
    glued = _glued(folded)
    if glued is None:
        return None
    # Where folding made letters of one sign, nobody knows which of them the verb ends with.
    return SecretVerb(found.start() + (glued if len(folded) == len(name) else 0), takes_mechanism=False)


def _glued(name: str) -> int | None:
    """Return where what is no credential ends in a verb that is glued to what follows."""
    for verb, takes_mechanism in _TAKES_MECHANISM.items():
        if name.startswith(verb):
            is_mechanism = takes_mechanism and name[len(verb) :].lstrip("-_") in KNOWN_MECHANISMS
            return len(name) if is_mechanism else len(verb)
    for mechanism in KNOWN_MECHANISMS:
        if name.endswith(mechanism) and _meant_by(name.removesuffix(mechanism).rstrip("-_")):
            return len(name)
    return None


def _meant_by(typed: str) -> str:
    """Return the verb that was typed with one slip, or an empty string."""
    if not _TYPED_SHORTEST <= len(typed) <= _TYPED_LONGEST:
        return ""
    return next((verb for verb in _TYPED if _one_slip(typed, verb)), "")


def _one_slip(typed: str, meant: str) -> bool:
    """Whether one letter was left out, doubled, hit wrongly or has changed places with its neighbour."""
    begin = next((at for at, pair in enumerate(zip(typed, meant, strict=False)) if pair[0] != pair[1]), None)
    if begin is None:
        return abs(len(typed) - len(meant)) <= 1
    rest, wanted = typed[begin:], meant[begin:]
    return (
        rest[1:] in (wanted[1:], wanted)
        or rest == wanted[1:]
        or (rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:])
    )
