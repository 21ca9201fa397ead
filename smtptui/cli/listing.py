"""What ``smtptui codes`` prints; without click, which takes longer to import than the answer to find."""

import json
import os
import sys

from smtptui.cli.columns import bold, takes_style, width_of, wrapped
from smtptui.cli.entries import Facts, as_json, columns, find
from smtptui.cli.exit_status import ExitStatus
from smtptui.reference.book.catalogue import Catalogue, UnknownCode
from smtptui.reference.book.model import Code, Kind
from smtptui.reference.searching.query import parse_query
from smtptui.text import visible

_NAME_WIDTH = 22
"""Columns for keywords; a longer one has a line of its own."""


def list_entries(query: str, *, kind: Kind | None = None, as_objects: bool = False) -> int:
    """Print what `query` finds, or everything if it is empty; return the exit status.

    `as_objects` prints one JSON object a line. What is to be said about the search goes to stderr.
    """
    catalogue = Catalogue()
    words = query.strip()
    listing = _Listing(catalogue, as_objects)
    wanted = [kind] if kind else list(Kind)
    if not words:
        listing.groups(wanted)
        return ExitStatus.OK
    terms = parse_query(words)
    if len(terms) == 1 and terms[0].code is not None:
        # Codes alone are found by their files' names; the index of all texts would cost many times that.
        entries = _by_code(catalogue, terms[0].word, wanted)
        if entries:
            listing.entries(entries)
            return ExitStatus.OK
    if words.isascii() and words.replace(".", "").isdigit():
        return _nearest(catalogue, words, wanted, listing)
    return _search(catalogue, words, wanted, listing)


def _by_code(catalogue: Catalogue, word: str, kinds: list[Kind]) -> list[Facts]:
    """Return the basic or enhanced codes that begin as typed."""
    (term,) = parse_query(word)
    assert term.code is not None
    if "." not in word:
        return (
            [catalogue.code(name) for name in catalogue.names if term.code.match(name)]
            if Kind.BASIC in kinds
            else []
        )
    if Kind.ENHANCED not in kinds:
        return []
    return [
        status
        for status in catalogue.registry.statuses
        if any(
            term.code.match(f"{digit}{status.code[1:]}".lower())
            for digit in (*status.classes, status.code[0])
        )
    ]


def _nearest(catalogue: Catalogue, words: str, kinds: list[Kind], listing: "_Listing") -> int:
    """Say that there is no such code, and print those it may have been meant for."""
    nearest = catalogue.nearest(words)
    sys.stderr.write(f"smtptui: {UnknownCode(words, nearest)}\n")
    for code in nearest:
        kind = Kind.ENHANCED if "." in code else Kind.BASIC
        if kind in kinds:
            listing.entry(find(catalogue, kind, code))
    return ExitStatus.NOT_FOUND


def _search(catalogue: Catalogue, words: str, kinds: list[Kind], listing: "_Listing") -> int:
    """Print what full-text search finds; say so where it looked for something near instead."""
    from smtptui.reference.searching.search import SearchIndex

    results = SearchIndex(catalogue).search(words, limit=1000)
    hits = [hit for hit in results.hits if hit.kind in kinds]
    for typed, instead in results.corrected:
        sys.stderr.write(f"smtptui: nothing has {visible(typed)!r}; showing {instead!r}\n")
    for hit in hits:
        where = "" if hit.snippet.text in (hit.title, hit.key) else f"{hit.snippet.field}: {hit.snippet.text}"
        listing.entry(find(catalogue, hit.kind, hit.key), where)
    if not hits:
        shown = visible(words if len(words) <= 60 else f"{words[:60]}…")
        sys.stderr.write(f"smtptui: nothing in the reference has {shown!r}\n")
    return ExitStatus.OK if hits and not results.corrected else ExitStatus.NOT_FOUND


class _Listing:
    """What is printed: objects for scripts, or lines as wide as the output."""

    def __init__(self, catalogue: Catalogue, as_objects: bool) -> None:
        self._catalogue = catalogue
        self._as_objects = as_objects
        self._width = width_of(sys.stdout, os.environ)
        self._bold = takes_style(sys.stdout, os.environ)

    def groups(self, kinds: list[Kind]) -> None:
        """Print all entries of these kinds, basic codes under their classes."""
        labels = self._catalogue.labels
        heading = ""
        everything: list[tuple[str, Facts]] = []
        for kind in kinds:
            match kind:
                case Kind.BASIC:
                    everything += [(labels.class_name(code.code), code) for code in self._catalogue.codes]
                case Kind.ENHANCED:
                    everything += [
                        (labels.word("kind.enhanced"), status) for status in self._catalogue.registry.statuses
                    ]
                case Kind.EXTENSION:
                    everything += [
                        (labels.word("kind.extension"), extension) for extension in self._catalogue.extensions
                    ]
                case Kind.MECHANISM:
                    everything += [
                        (labels.word("kind.mechanism"), mechanism) for mechanism in self._catalogue.mechanisms
                    ]
        for group, entry in everything:
            if group != heading and not self._as_objects:
                self._print(f"\n{self._strong(group)}" if heading else self._strong(group))
                heading = group
            self.entry(entry)

    def entries(self, entries: list[Facts]) -> None:
        """Print entries one after the other."""
        for entry in entries:
            self.entry(entry)

    def entry(self, entry: Facts, where: str = "") -> None:
        """Print one entry, and below it `where` it was found."""
        if self._as_objects:
            self._print(json.dumps(as_json(self._catalogue, entry)))
            return
        name, says = columns(entry)
        if isinstance(entry, Code):
            says = f"{says} · {self._catalogue.labels.status(entry.status)}"
        indent = 5 if isinstance(entry, Code) else min(_NAME_WIDTH, self._width // 3)
        lines = wrapped(says, self._width, indent=" " * indent)
        if len(name) < indent:
            lines[0] = f"{self._strong(name)}{lines[0][len(name) :]}"
        else:
            lines.insert(0, self._strong(name))
        for line in lines:
            self._print(line)
        if where:
            for line in wrapped(where, self._width, indent=" " * min(indent, 8)):
                self._print(line)

    def _strong(self, words: str) -> str:
        return bold(words) if self._bold else words

    def _print(self, line: str) -> None:
        # A pipe may want ASCII: what it has no letter for becomes a question mark, not an error.
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(f"{line}\n".encode(encoding, "replace").decode(encoding))
