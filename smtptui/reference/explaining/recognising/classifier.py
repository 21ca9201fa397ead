"""A classifier of wordings that no pattern knows: a logistic regression whose weights are data.

``facts/wording.txt`` is written by ``python -m tests.training.wording``. Its first line names the situations,
its second their intercepts; every other line is a feature and, in pairs of characters, situations and
weights.
"""

import math
import os
import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from smtptui.reference import ROOT
from smtptui.reference.explaining.recognising.wording import Wording

WORDS_READ = 60
"""Words of a wording that are features."""

SITUATION, ZERO = 0x100, 80
"""Code points: of the letter that stands for the first situation, and of the one that is no weight."""

STEP, MOST = 0.09, 46
"""A weight is a whole number of steps, at most so many up or down."""

KNOWN_HOSTS = (
    "spamhaus",
    "spamcop",
    "barracuda",
    "sorbs",
    "uribl",
    "surbl",
    "dbl",
    "google",
    "outlook",
    "microsoft",
)
"""Names within host names that say something; all other hosts are alike."""

LOOKED_FOR = 200
"""Features that are looked for one by one; for one reply an index of all takes longer."""

_WORD = re.compile(r"<(?:addr|ip|url)>|[a-z0-9][a-z0-9.\-]*[a-z0-9]|[a-z]")
_DIGITS = re.compile(r"\d+")


class Weights:
    """The weights of features as they stand in the file: a few are looked for, many have an index made."""

    def __init__(self, octets: bytes) -> None:
        self._octets = b"\n" + octets
        self._asked = 0
        self._index: dict[str, str] = {}
        self._read: dict[str, list[tuple[int, float]]] = {}

    def pairs(self, feature: str) -> list[tuple[int, float]]:
        """Return the numbers of situations and their weights, kept for features that say something."""
        if (found := self._read.get(feature)) is None:
            found = _pairs(self.of(feature))
            if found:
                self._read[feature] = found
        return found

    def of(self, feature: str) -> str:
        """Return the pairs of characters of a feature; empty for one that says nothing."""
        self._asked += 1
        if self._asked > LOOKED_FOR and not self._index:
            lines = self._octets.decode().split("\n")
            self._index = {line[:at]: line[at + 1 :] for line in lines if (at := line.find("\t")) > 0}
        if self._index:
            return self._index.get(feature, "")
        sought = f"\n{feature}\t".encode()
        at = self._octets.find(sought)
        if at < 0:
            return ""
        begin = at + len(sought)
        return self._octets[begin : self._octets.index(b"\n", begin)].decode()


class Classifier(NamedTuple):
    """The situations, their intercepts, and the weights of each feature as they stand in the file."""

    situations: tuple[str, ...]
    intercepts: tuple[float, ...]
    weights: Weights

    def probabilities(self, features: list[str]) -> dict[str, float]:
        """Return how likely each situation is by these features; the numbers add up to 1."""
        scores = list(self.intercepts)
        for feature in features:
            for position, weight in self.weights.pairs(feature):
                scores[position] += weight
        highest = max(scores)
        raised = [math.exp(score - highest) for score in scores]
        total = sum(raised)
        return {situation: one / total for situation, one in zip(self.situations, raised, strict=True)}

    def deciding(self, features: list[str], situation: str, *, count: int = 3) -> tuple[str, ...]:
        """Return the words, or pairs of words, that speak most for a situation."""
        position = self.situations.index(situation)
        found: list[tuple[float, str]] = []
        for feature in features:
            if feature[:2] not in ("w ", "b "):
                continue
            own = dict(self.weights.pairs(feature)).get(position, 0.0)
            words = feature[2:].strip(" ^$")
            if own > 0.3 and words:
                found.append((-own, words))
        chosen: list[str] = []
        for _, words in sorted(found):
            if not any(words in other or other in words for other in chosen):
                chosen.append(words)
        return tuple(chosen[:count])


@lru_cache(maxsize=1)
def classifier() -> Classifier:
    """Return the classifier of the package, read once."""
    with open(os.path.join(ROOT, "facts", "wording.txt"), "rb") as file:
        return parse_classifier(file.read())


def parse_classifier(octets: bytes) -> Classifier:
    """Return the classifier written in the octets of a file of that form."""
    situations, intercepts, weights = octets.split(b"\n", 2)
    return Classifier(
        tuple(situations.decode().split()), tuple(map(float, intercepts.split())), Weights(weights + b"\n")
    )


def features(wording: Wording, code: str, enhanced: str, command: str) -> list[str]:
    """Return the features of a reply: words, pairs of words, codes, and the command where it is known."""
    words = _words(wording.text)[:WORDS_READ]
    found = dict.fromkeys(f"w {word}" for word in words)
    around = ["^", *words, "$"]
    found.update(dict.fromkeys(f"b {first} {second}" for first, second in pairwise(around)))
    found[f"c {code}"] = found[f"d {(code or enhanced)[:1]}"] = None
    if enhanced:
        found[f"e {enhanced[1:]}"] = found[f"s {enhanced.split('.')[1]}"] = None
    else:
        found["e none"] = None
    if command:
        found[f"m {command}"] = None
    return list(found)


def _words(text: str) -> list[str]:
    words: list[str] = []
    for word in _WORD.findall(text):
        if "." in word:
            if any(letter.isalpha() for letter in word):
                words += [name for name in KNOWN_HOSTS if name in word] or ["<host>"]
        else:
            words.append(_DIGITS.sub("0", word))
    return words


def _pairs(text: str) -> list[tuple[int, float]]:
    return [(ord(text[at]) - SITUATION, (ord(text[at + 1]) - ZERO) * STEP) for at in range(0, len(text), 2)]
