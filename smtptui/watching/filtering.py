"""Which rows one wants to see: by code, class, direction, what is odd, what is marked, or by words."""

from collections.abc import Container
from typing import NamedTuple

from smtptui.watching.retention import SHOWN
from smtptui.watching.rows import Kind, Row
from smtptui.wire.events import CommandSent
from smtptui.words import _, mark

DIRECTIONS = {
    mark("received"): frozenset({Kind.RECEIVED}),
    mark("sent"): frozenset({Kind.SENT}),
    mark("connection"): frozenset({Kind.SYSTEM, Kind.WARNING, Kind.TROUBLE}),
}
"""Word → the kinds of row that it stands for; also in the user's language."""

ODD, MARKED = mark("odd"), mark("marked")
"""What has an anomaly, or is trouble; what the user has marked."""

CLASSES = "2345"


class RowFilter(NamedTuple):
    """Lets a row through that is one of each that is given; the words all have to stand in it."""

    kinds: frozenset[Kind] = frozenset()
    classes: str = ""
    codes: frozenset[int] = frozenset()
    odd: bool = False
    marked: bool = False
    words: tuple[str, ...] = ()

    def lets(self, row: Row, marked: Container[Row] = ()) -> bool:
        """Return whether a row is let through."""
        if self.kinds and row.kind not in self.kinds:
            return False
        if (self.classes or self.codes) and not self._has_code(row):
            return False
        if self.marked and row not in marked:
            return False
        if self.odd and not is_odd(row):
            return False
        return all(holds(row, word) for word in self.words)

    def _has_code(self, row: Row) -> bool:
        code = row.code
        return code is not None and (code in self.codes or str(code // 100) in self.classes)


def is_odd(row: Row) -> bool:
    """Return whether a row shows something that should not be."""
    insisted = isinstance(row.event, CommandSent) and row.event.risk is not None
    return row.kind in (Kind.WARNING, Kind.TROUBLE) or bool(row.anomalies) or insisted


def filter_of(text: str) -> RowFilter:
    """Return the filter that words stand for: ``504``, ``5yz``, ``sent``, ``odd``; others stand in rows."""
    kinds: frozenset[Kind] = frozenset()
    classes, codes, words = "", set[int](), list[str]()
    odd = marked = False
    names = {name: each for each in (*DIRECTIONS, ODD, MARKED) for name in (each, _(each).casefold())}
    for word in text.casefold().split():
        name = names.get(word, "")
        if name in DIRECTIONS:
            kinds |= DIRECTIONS[name]
        elif name == ODD:
            odd = True
        elif name == MARKED:
            marked = True
        elif word[0] in CLASSES and word[1:] in ("yz", "xx", "yy", ""):
            classes += word[0]
        elif len(word) == 3 and word.isascii() and word.isdigit():
            codes.add(int(word))
        else:
            words.append(word)
    return RowFilter(kinds, classes, frozenset(codes), odd, marked, tuple(words))


def holds(row: Row, words: str) -> bool:
    """Return whether `words`, in small letters, stand in a row, or in one that it folds."""
    if row.folded:
        return any(holds(each, words) for each in row.folded)
    if words.isascii():
        # What came is looked at as it came: making all of it into text would take much longer.
        octets = words.encode()
        if row.line is not None:
            return octets in row.line.raw[:SHOWN].lower()
        if type(row.event) is CommandSent:
            return octets in row.event.asked.line.lower()
    return words in row.text.casefold()
