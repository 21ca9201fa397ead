"""The rules by which situations are recognised, read from ``facts/recognition.txt``."""

import os
import re
from functools import lru_cache
from typing import NamedTuple

from smtptui.reference import ROOT
from smtptui.reference.explaining.recognising.cues import Vocabulary

SURE, TEXT, HINT, NOT, LINK = "sure", "text", "hint", "not", "link"
"""What a pattern does: it decides even against others, decides, speaks for, rules out, decides in a link."""

_KINDS = frozenset({SURE, TEXT, HINT, NOT, LINK})

STRENGTH = {SURE: 0, LINK: 1, TEXT: 2, HINT: 3, NOT: 4}
"""The order in which patterns are tried: once one fits, no weaker one needs to."""


GLANCES = 3
"""Texts for which a pattern is read anew each time."""


class Pattern:
    """A regular expression over a wording, of which no more is compiled than may fit a text.

    `drawn_from` are the vendors of whose lines alone it was made.
    """

    __slots__ = ("_asked", "_compiled", "_names", "_number", "_source", "drawn_from", "kind")

    def __init__(self, kind: str, source: str, names: Vocabulary, drawn_from: tuple[str, ...] = ()) -> None:
        self.kind = kind
        self.drawn_from = drawn_from
        self._source = source
        self._names = names
        self._number = 0
        self._asked = 0
        self._compiled: dict[str, re.Pattern[str]] = {}

    def drawn(self, servers: tuple[str, ...]) -> "Pattern":
        """Return it as made from lines of these servers."""
        return Pattern(self.kind, self._source, self._names, servers)

    def search(self, text: str) -> re.Match[str] | None:
        """Return where the first of its alternatives that does fits a text."""
        # Hundreds of patterns are asked about one text, and hardly any may fit: that is told first.
        if self._number and self._number not in self._names.fitting(text):
            return None
        for source in self._fitting(text):
            if (compiled := self._compiled.get(source)) is None:
                compiled = self._compiled[source] = re.compile(self._names.expanded(source))
            found = compiled.search(text)
            if self.kind != NOT:
                # What `expression` says of a word's beginning: without it the first letters are found faster.
                while found and (start := found.start()) and "a" <= text[start - 1] <= "z":
                    found = compiled.search(text, start + 1) if start < len(text) else None
            if found:
                return found
        return None

    def _fitting(self, text: str) -> list[str]:
        """Return the alternatives that may fit: an index is worth making only for more than a few texts."""
        self._asked += 1
        if self._asked <= GLANCES:
            return self._names.at_a_glance(self._source, text)
        if not self._number:
            self._number = self._names.enter(self._names.alternatives(self._source))
        return [each.source for each in self._names.fitting(text).get(self._number, [])]

    @property
    def expression(self) -> str:
        """The expression whole, its names written out."""
        return self._written_out(self._source)

    def _written_out(self, source: str) -> str:
        # What speaks for a situation begins where a word begins.
        expression = self._names.expanded(source)
        return expression if self.kind == NOT else f"(?<![a-z])(?:{expression})"


class EnhancedRule(NamedTuple):
    """Enhanced codes from `first` to `last`, as numbers; a first number of 0 stands for any class.

    `basic` is the reply code it has to come with, or empty; `vendor` whose own use it is, or empty.
    `narrow` tells that the code says nothing else.
    """

    first: tuple[int, int, int]
    last: tuple[int, int, int]
    basic: str
    vendor: str
    narrow: bool

    def admits(self, enhanced: tuple[int, int, int], basic: str) -> bool:
        """Whether an enhanced code beside a basic one is among those meant."""
        own = enhanced if self.first[0] else (0, *enhanced[1:])
        return self.first <= own <= self.last and (not self.basic or self.basic == basic)


class Rule(NamedTuple):
    """How one situation is recognised.

    `digits` are the first digits of the codes it comes with, `cues` words without one of which no pattern is
    tried, `basic` reply codes that speak for it, each with whether it says nothing else. The strongest of the
    `patterns` come first.
    """

    situation: str
    digits: str
    cues: tuple[str, ...]
    basic: tuple[tuple[str, bool], ...]
    enhanced: tuple[EnhancedRule, ...]
    patterns: tuple[Pattern, ...]


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Return the rules of the package, read once."""
    with open(os.path.join(ROOT, "facts", "recognition.txt"), encoding="utf-8") as file:
        return parse_rules(file.read())


def parse_rules(text: str) -> tuple[Rule, ...]:
    """Return the rules in a text of the file's form; raise ValueError for a line that fits nowhere."""
    names = Vocabulary()
    found: list[_Section] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line[0] == "#":
            continue
        if line[0] == "[":
            found.append(_Section(line.strip("[]")))
        elif found:
            key, _, value = line.partition(": ")
            if key in _KINDS:
                found[-1].patterns.append(Pattern(key, value, names))
            elif not found[-1].take(key, value):
                msg = f"recognition.txt:{number}: {key!r} says nothing of a situation"
                raise ValueError(msg)
        else:
            name, equals, words = line.partition(" = ")
            if not equals:
                msg = f"recognition.txt:{number}: neither 'name = words' nor '[situation]'"
                raise ValueError(msg)
            names.add(name, words)
    return tuple(section.rule() for section in found)


class _Section:
    """The lines on one situation, as they are read."""

    def __init__(self, situation: str) -> None:
        self._situation = situation
        self._digits = "45"
        self._cues: tuple[str, ...] = ()
        self._basic: list[tuple[str, bool]] = []
        self._enhanced: list[EnhancedRule] = []
        self.patterns: list[Pattern] = []

    def take(self, key: str, value: str) -> bool:
        """Take what is said beside the patterns; return whether it says anything of a situation."""
        match key:
            case "class":
                self._digits = value
            case "when":
                self._cues = tuple(value.split())
            case "basic":
                self._basic += ((code.rstrip("?"), not code.endswith("?")) for code in value.split())
            case "code":
                self._enhanced += (_enhanced(code, "") for code in value.split())
            case "vendor":
                vendor, *codes = value.split()
                self._enhanced += (_enhanced(code, vendor) for code in codes)
            case "from":
                servers = tuple(name.strip() for name in value.split(","))
                self.patterns[-1] = self.patterns[-1].drawn(servers)
            case _:
                return False
        return True

    def rule(self) -> Rule:
        """Return what they say."""
        return Rule(
            self._situation,
            self._digits,
            self._cues,
            tuple(self._basic),
            tuple(self._enhanced),
            tuple(sorted(self.patterns, key=lambda pattern: STRENGTH[pattern.kind])),
        )


def _enhanced(code: str, vendor: str) -> EnhancedRule:
    """Return ``X.7.8``, ``5.7.700-5.7.749``, ``5.7.14/534`` or ``X.1.0?`` as a rule."""
    narrow = not code.endswith("?")
    span, _, basic = code.rstrip("?").partition("/")
    first, _, last = span.partition("-")
    return EnhancedRule(numbers(first), numbers(last or first), basic, vendor, narrow)


@lru_cache(maxsize=64)
def numbers(enhanced: str) -> tuple[int, int, int]:
    """Return ``5.7.8`` as numbers; the X of ``X.7.8`` is 0."""
    first, second, third = enhanced.split(".")
    return (0 if first == "X" else int(first), int(second), int(third))
