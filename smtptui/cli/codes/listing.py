"""Entries as lines as wide as the output, or as objects for scripts."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from smtptui.cli.columns import cells, wrapped
from smtptui.cli.entries import as_json, columns
from smtptui.cli.output import Output
from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Code, Kind
from smtptui.reference.explaining.noted import note_about
from smtptui.text import lines_of, visible
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.cli.entries import Facts

_NAME_WIDTH = 22
"""Columns for keywords; a longer one has a line of its own."""
_CODE_WIDTH = 5
"""Columns for basic codes."""


class Listing:
    """Writes entries to `out`."""

    def __init__(self, catalogue: Catalogue, out: Output, *, as_objects: bool = False) -> None:
        self._catalogue = catalogue
        self._out = out
        self._as_objects = as_objects

    def groups(self, kinds: Sequence[Kind]) -> None:
        """Write all entries of these kinds, basic codes under their classes."""
        heading = ""
        for kind in kinds:
            for group, entry in self._entries(kind):
                if group != heading and not self._as_objects:
                    if heading:
                        self._out.line()
                    self._out.lines(map(self._out.strong, wrapped(group, self._out.width)))
                heading = group
                self.entry(entry)

    def entry(self, entry: "Facts", where: str = "") -> None:
        """Write one entry, and below it `where` it was found."""
        if self._as_objects:
            self._out.json(as_json(self._catalogue, entry))
            return
        name, says = columns(self._catalogue, entry)
        width = _NAME_WIDTH
        if isinstance(entry, Code):
            says, width = f"{says} · {self._catalogue.labels.status(entry.status)}", _CODE_WIDTH
        width = min(width, self._out.width // 3)
        lines = wrapped(self._out.sayable(says), self._out.width, indent=" " * width)
        if cells(name) < width:
            lines[0] = self._out.strong(name) + lines[0][len(name) :]
        else:
            lines[:0] = map(self._out.strong, wrapped(name, self._out.width))
        self._out.lines(lines)
        below = " " * min(width, 8)
        if where:
            self._out.paragraph(where, indent=below)
        for note in lines_of(note_about(self._catalogue.notes, name)):
            self._out.paragraph(_("your note: {note}", note=visible(note)), indent=below)

    def _entries(self, kind: Kind) -> "Iterator[tuple[str, Facts]]":
        """Yield the entries of a kind with the heading that each stands under."""
        labels = self._catalogue.labels
        match kind:
            case Kind.BASIC:
                for code in self._catalogue.codes:
                    yield labels.class_name(code.code), code
            case Kind.ENHANCED:
                for status in self._catalogue.registry.statuses:
                    yield labels.word("kind.enhanced"), status
            case Kind.EXTENSION:
                for extension in self._catalogue.extensions:
                    yield labels.word("kind.extension"), extension
            case Kind.MECHANISM:
                for mechanism in self._catalogue.mechanisms:
                    yield labels.word("kind.mechanism"), mechanism
            case Kind.SITUATION:
                for situation in self._catalogue.situations:
                    yield labels.word("kind.situation"), situation
