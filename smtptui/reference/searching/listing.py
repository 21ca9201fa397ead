"""What the list shows: the ways into the reference, its filters, and what a search found; no widget."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Code, Kind, Status

if TYPE_CHECKING:
    from smtptui.reference.searching.search import Results
    from smtptui.reference.searching.snippet import Snippet

STATUS_MARK = {
    Status.STANDARD: "",
    Status.EXTENSION: "",
    Status.OBSOLETE: "†",
    Status.IANA: "°",
    Status.VENDOR: "*",
    Status.FOLKLORE: "~",
}
"""Stands behind the title of a code that no current RFC assigns."""

ASSIGNED = (Status.STANDARD, Status.EXTENSION)
FOUND = 40
"""How many hits of the full-text search are listed."""


class Heading(NamedTuple):
    """A line between items; `digit` is that of the class it names, or empty."""

    words: str
    digit: str = ""


class Item(NamedTuple):
    """An entry of the reference; `key` is a code, a keyword or a mechanism's name."""

    kind: Kind
    key: str
    title: str
    mark: str = ""
    snippet: "Snippet | None" = None

    @property
    def id(self) -> str:
        """Tells it from every other item: ``504``, ``enhanced:X.5.4``, ``mechanism:PLAIN``."""
        return self.key if self.kind is Kind.BASIC else f"{self.kind}:{self.key}"


def kind_and_key(id: str) -> tuple[Kind, str]:
    """Return what an item's id stands for."""
    kind, colon, key = id.partition(":")
    return (Kind(kind), key) if colon else (Kind.BASIC, id)


class Narrowing(NamedTuple):
    """What the list is narrowed to besides what is typed; an empty field narrows nothing."""

    kind: Kind = Kind.BASIC
    digit: str = ""
    assigned: bool = False
    command: str = ""
    seen: bool = False

    def admits(self, code: Code, counts: Mapping[str, int]) -> bool:
        """Whether a basic code is among those wanted."""
        return (
            code.code.startswith(self.digit)
            and (not self.assigned or code.status in ASSIGNED)
            and (not self.command or any(self.command in meaning.commands for meaning in code.meanings))
            and (not self.seen or counts.get(code.code, 0) > 0)
        )

    @property
    def words(self) -> str:
        """What it is narrowed to, for the line above the list; empty for nothing."""
        parts = [f"{self.digit}yz" if self.digit else "", self.command]
        parts += ["assigned by an RFC" if self.assigned else "", "seen in this session" if self.seen else ""]
        return " · ".join(part for part in parts if part)


def browse(
    catalogue: Catalogue, narrowing: Narrowing, counts: Mapping[str, int]
) -> tuple[Heading | Item, ...]:
    """Return everything of one kind, grouped."""
    match narrowing.kind:
        case Kind.BASIC:
            return tuple(basic(catalogue, (c for c in catalogue.codes if narrowing.admits(c, counts))))
        case Kind.ENHANCED:
            return tuple(_enhanced(catalogue))
        case Kind.EXTENSION:
            return tuple(_extensions(catalogue))
        case Kind.MECHANISM:
            return tuple(_mechanisms(catalogue))


def basic(catalogue: Catalogue, codes: Iterable[Code]) -> Iterator[Heading | Item]:
    """Yield basic codes, each class under its name in the RFC's words."""
    digit = ""
    for code in codes:
        if code.code[0] != digit:
            digit = code.code[0]
            yield Heading(catalogue.labels.class_name(code.code), digit)
        yield Item(Kind.BASIC, code.code, code.name, STATUS_MARK[code.status])


def _enhanced(catalogue: Catalogue) -> Iterator[Heading | Item]:
    statuses = catalogue.registry.statuses
    for table, words in (
        ("class", "classes of enhanced codes"),
        ("subject", "subjects"),
        ("detail", "enhanced codes"),
        ("vendor", "vendors' own, not registered"),
    ):
        yield Heading(words)
        for status in statuses:
            if status.table == table:
                mark = STATUS_MARK[Status.VENDOR] if table == "vendor" else ""
                yield Item(Kind.ENHANCED, status.code, status.title, mark)


def _extensions(catalogue: Catalogue) -> Iterator[Heading | Item]:
    for registered, words in ((True, "registered at IANA"), (False, "seen, not registered")):
        yield Heading(f"EHLO keywords {words}")
        for extension in catalogue.extensions:
            if (extension.registry == "IANA") is registered:
                mark = "†" if "obsolete" in extension.status or "historic" in extension.status else ""
                title = extension.title or extension.fact
                yield Item(Kind.EXTENSION, extension.keyword, title, mark if registered else "*")


def _mechanisms(catalogue: Catalogue) -> Iterator[Heading | Item]:
    yield Heading("AUTH mechanisms")
    for mechanism in catalogue.mechanisms:
        mark = {"obsolete": "†", "not registered": "*"}.get(mechanism.usage, "")
        yield Item(Kind.MECHANISM, mechanism.mechanism, mechanism.title or mechanism.fact, mark)


def found(
    catalogue: Catalogue, codes: tuple[Code, ...], results: "Results | None", *, nearest: tuple[str, ...] = ()
) -> tuple[Heading | Item, ...]:
    """Return what was typed for: the codes whose facts fit it, then what the texts of everything else say.

    `results` is None while the full text is not ready. `nearest` are codes that come close, where nothing
    fits.
    """
    listed = list(basic(catalogue, codes))
    nearest = () if codes else nearest
    shown = {*nearest, *(code.code for code in codes)}
    hits = (
        [hit for hit in results.hits if not (hit.kind is Kind.BASIC and hit.key in shown)] if results else []
    )
    if hits:
        corrected = results.corrected if results else ()
        words = "; ".join(f"“{one}” is nowhere; “{other}”" for one, other in corrected)
        listed.append(Heading(words or ("in the texts" if codes else "found in the texts")))
        listed += [Item(hit.kind, hit.key, hit.title, "", hit.snippet) for hit in hits[:FOUND]]
    if nearest:
        listed[:0] = [Heading("no code matches; nearest:"), *basic(catalogue, map(catalogue.code, nearest))]
    return tuple(listed) or (Heading("nothing matches"),)
