"""Which alternatives of a pattern may fit one text, found at a glance: no more of them is read than it takes.

For many texts `cues` builds an index; a program that explains one reply has no use for it.
"""

from collections.abc import Callable, Sequence

LEAST = 3
"""Letters that are looked for; fewer stand in most texts."""

_ANYTHING = frozenset("\\[{?*+.^$")
"""First characters of parts that may stand for any text."""


class Glance:
    """Goes once over the `parts` of a pattern; `has` tells whether a name stands for what is in the text."""

    def __init__(self, parts: Sequence[str], text: str, has: Callable[[str], bool]) -> None:
        self._parts = (*parts, ")")
        self._text = text
        self._has = has
        self._at = 0

    def fitting(self) -> list[str]:
        """Return the alternatives that may fit, as written."""
        found: list[str] = []
        while self._at < len(self._parts):
            begin = self._at
            if self._alternative():
                found.append("".join(self._parts[begin : self._at - 1]))
            if self._parts[self._at - 1] == ")":
                break
        return found

    def _alternative(self) -> bool:
        """Go to the end of an alternative; return whether all that it needs is in the text."""
        while True:
            part = self._parts[self._at]
            self._at += 1
            if part == "|" or part == ")":
                return True
            if part[0] == "(":
                there = self._group() or part not in ("(", "(?:") or self._is_optional()
            elif part[0] == "{" and part[1].isalpha():
                there = self._is_optional() or self._has(part[1:-1])
            elif part[0] in _ANYTHING:
                continue
            else:
                # Of letters that need not be there it is the last one.
                letters = part[:-1] if self._is_optional() else part
                there = len(letters) < LEAST or letters in self._text
            if not there:
                self._skip()
                return False

    def _group(self) -> bool:
        """Go to the end of a group; return whether one of its alternatives may fit."""
        there = False
        while True:
            there = self._alternative() or there
            if self._parts[self._at - 1] == ")":
                return there
            if there:
                self._skip(within_group=True)
                return True

    def _skip(self, *, within_group: bool = False) -> None:
        """Go behind the end of an alternative, or of the group that it is in."""
        depth = 0
        while True:
            part = self._parts[self._at]
            self._at += 1
            if part[0] == "(":
                depth += 1
            elif part == ")":
                if not depth:
                    return
                depth -= 1
            elif part == "|" and not depth and not within_group:
                return

    def _is_optional(self) -> bool:
        following = self._parts[self._at]
        return following in ("?", "*") or following.startswith(("{0", "{,"))
