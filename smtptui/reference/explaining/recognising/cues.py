"""What has to stand in every text that a pattern fits, found without compiling the pattern.

To compile one takes a hundred times as long as to look for its words, and hardly any of hundreds fits a text.
A pattern is read only as far as is cheap: what is not understood is taken for something that may be anything.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from smtptui.reference.explaining.recognising.glance import LEAST, Glance

Cues = frozenset[str]
"""Words of which one stands in the text."""

Needs = tuple[Cues, ...]
"""What a text needs: of each of these sets one word."""


class Alternative(NamedTuple):
    """One of the alternatives of a pattern, as written, and what a text needs that it fits."""

    source: str
    needs: Needs

    def may_fit(self, text: str) -> bool:
        """Return whether a text has all that it needs."""
        return all(any(cue in text for cue in cues) for cues in self.needs)


TEXTS_KEPT = 8
"""Texts whose cues are kept: one reply has two, its words and its links."""

_PART = re.compile(
    r"\\.|\[\^?\]?[^\]]*\]|\(\?(?::|<?[=!])|[()|?*+]|\{[a-z]+\}|\{[\d,]+\}|[^\\\[(){|?*+.^$]+|."
)
_NAME = re.compile(r"\{([a-z]+)\}")
_NAME_ALONE = re.compile(r"(?:(?<=\(\?:)|(?<=\|)|^)\{([a-z]+)\}(?=[|)]|$)")
"""A name that is an alternative by itself."""
_TELLING = re.compile(r"\{[a-z]|[^\\\[{?*+.^$]")
_OPTIONAL = re.compile(r"[?*]|\{0?,|\{0\}")


class Vocabulary:
    """The names that patterns use for what they share, as ``{mailbox}``, and what they stand for."""

    def __init__(self) -> None:
        self._expressions: dict[str, str] = {}
        self._cues: dict[str, Cues | None] = {}
        self._by_beginning: dict[str, set[str]] = {}
        self._entries: list[tuple[int, frozenset[int], Alternative]] = []
        self._needs: dict[Cues, int] = {}
        self._needs_by_cue: dict[str, list[int]] = {}
        self._by_need: dict[int, list[int]] = {}
        self._anyway: list[int] = []
        self._fitting: dict[str, dict[int, list[Alternative]]] = {}
        self._patterns = 0
        self._glanced_at = ""
        self._there: dict[str, bool] = {}

    def enter(self, alternatives: tuple[Alternative, ...]) -> int:
        """Take the alternatives of a pattern into the index of cues; return the pattern's number in it."""
        self._patterns += 1
        for each in alternatives:
            place = len(self._entries)
            self._entries.append((self._patterns, frozenset(map(self._need, each.needs)), each))
            if not each.needs:
                self._anyway.append(place)
                continue
            # Under the cues that say most: the fewer texts have one, the less there is to look at.
            telling = max(each.needs, key=lambda cues: min(map(len, cues)))
            self._by_need.setdefault(self._need(telling), []).append(place)
        self._fitting.clear()
        return self._patterns

    def _need(self, cues: Cues) -> int:
        """Return the number of what is needed, the same for the same words."""
        if (number := self._needs.get(cues)) is None:
            number = self._needs[cues] = len(self._needs)
            for cue in cues:
                self._needs_by_cue.setdefault(cue, []).append(number)
                self._by_beginning.setdefault(cue[:LEAST], set()).add(cue)
        return number

    def fitting(self, text: str) -> dict[int, list[Alternative]]:
        """Return the alternatives that may fit, by the number of their pattern; kept for a few texts."""
        if (found := self._fitting.get(text)) is not None:
            return found
        present: set[str] = set()
        for at in range(len(text) - LEAST + 1):
            if cues := self._by_beginning.get(text[at : at + LEAST]):
                for cue in cues:
                    if text.startswith(cue, at):
                        present.add(cue)
        there: set[int] = set().union(*[self._needs_by_cue[cue] for cue in present])
        places = set(self._anyway).union(*[self._by_need.get(need, ()) for need in there])
        found = {}
        for place in sorted(places):
            number, needs, each = self._entries[place]
            if needs <= there:
                found.setdefault(number, []).append(each)
        if len(self._fitting) >= TEXTS_KEPT:
            self._fitting.clear()
        self._fitting[text] = found
        return found

    def at_a_glance(self, expression: str, text: str) -> list[str]:
        """Return the alternatives that may fit one text, as written; for many texts see `enter`."""
        if text != self._glanced_at:
            self._glanced_at = text
            self._there.clear()
        return Glance(_PART.findall(expression), text, self._is_there).fitting()

    def _is_there(self, name: str) -> bool:
        there = self._there.get(name)
        if there is None:
            parts = _PART.findall(self._expressions[name])
            there = self._there[name] = bool(Glance(parts, self._glanced_at, self._is_there).fitting())
        return there

    def add(self, name: str, expression: str) -> None:
        """Let ``{name}`` stand for an expression, in which earlier names may be."""
        self._expressions[name] = expression

    def expanded(self, expression: str) -> str:
        """Return an expression with what its names stand for; raise KeyError for a name that is none."""
        # An alternative of its own needs no group, and without one its first letters are found faster.
        expression = _NAME_ALONE.sub(lambda found: self.expanded(self._expressions[found[1]]), expression)
        return _NAME.sub(lambda found: f"(?:{self.expanded(self._expressions[found[1]])})", expression)

    def alternatives(self, expression: str) -> tuple[Alternative, ...]:
        """Return the alternatives of a pattern, in their order."""
        return tuple(
            Alternative(source, tuple(self._cues_of(items))) for source, items in _alternatives(expression)
        )

    def _cues_of(self, items: list[str]) -> Iterator[Cues]:
        for item in items:
            if item.startswith("{"):
                own = self._of_name(item[1:-1])
            elif item.startswith("("):
                own = self._of_any(item[1:])
            else:
                own = frozenset((item,)) if len(item) >= LEAST else None
            if own:
                yield own

    def _of_any(self, expression: str) -> Cues | None:
        """Return cues of all alternatives, of each those that say most; None where one has none."""
        found: set[str] = set()
        for alternative in self.alternatives(expression):
            if not alternative.needs:
                return None
            found |= max(alternative.needs, key=lambda cues: min(map(len, cues)))
        return frozenset(found)

    def _of_name(self, name: str) -> Cues | None:
        if name not in self._cues:
            self._cues[name] = self._of_any(self._expressions[name])
        return self._cues[name]


def _alternatives(expression: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each alternative as written, and its parts: letters, ``{name}``, ``(`` and a group's inside."""
    items: list[str] = []
    depth, group, counts, source = 0, "", False, ""
    for part in _PART.findall(expression):
        if depth:
            depth += part.startswith("(") - (part == ")")
            if depth:
                group += part
            elif counts:
                items.append(f"({group}")
            else:
                items.append("")
        elif part.startswith("("):
            depth, group, counts = 1, "", part in ("(", "(?:")
        elif part == "|":
            yield source, items
            items, source = [], ""
            continue
        elif _OPTIONAL.match(part) and items:
            # What stands before it need not be there: of letters the last one.
            last = items.pop()
            items.append("" if last.startswith(("{", "(")) else last[:-1])
        else:
            items.append(part if _TELLING.match(part) else "")
        source += part
    yield source, items
