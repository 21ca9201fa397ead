"""What the list shows: the ways into the reference, and its filters; no widget."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Code, Kind, Status
from smtptui.words import _, mark

if TYPE_CHECKING:
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


class Heading(NamedTuple):
    """A line between items; `digit` is that of the class it names, or empty."""

    words: str
    digit: str = ""


class EntryRef(NamedTuple):
    """Names an entry of the reference: `key` is a code, a keyword or a mechanism's name."""

    kind: Kind
    key: str

    @property
    def id(self) -> str:
        """Tells it from every other entry: ``504``, ``enhanced:X.5.4``, ``mechanism:PLAIN``."""
        return self.key if self.kind is Kind.BASIC else f"{self.kind}:{self.key}"


def entry_of(id: str) -> EntryRef | None:
    """Return the entry that an id names, or None for what is no id of one."""
    kind, colon, key = id.partition(":")
    if not colon:
        return EntryRef(Kind.BASIC, id)
    return EntryRef(Kind(kind), key) if kind in tuple(Kind) else None


class Item(NamedTuple):
    """An entry of the reference; `key` is a code, a keyword or a mechanism's name."""

    kind: Kind
    key: str
    title: str
    mark: str = ""
    snippet: "Snippet | None" = None

    @property
    def entry(self) -> EntryRef:
        """What it names."""
        return EntryRef(self.kind, self.key)


def as_entry(catalogue: Catalogue, code: str) -> EntryRef | None:
    """Return the entry of a code (``504``, ``5.7.1``, ``X.7.1``) or of a situation's id, or None."""
    if code in catalogue.names:
        return EntryRef(Kind.BASIC, code)
    if code.lower() in catalogue.situation_ids:
        return EntryRef(Kind.SITUATION, code.lower())
    class_, dot, rest = code.upper().partition(".")
    if not dot or class_ not in ("2", "4", "5", "X"):
        return None
    known = {status.code for status in catalogue.registry.statuses}
    for key in (f"X.{rest}", f"{class_}.{rest}"):
        if key in known:
            return EntryRef(Kind.ENHANCED, key)
    return None


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
        parts += [
            _("assigned by an RFC") if self.assigned else "",
            _("seen in this session") if self.seen else "",
        ]
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
        case Kind.SITUATION:
            return tuple(_situations(catalogue))


def basic(catalogue: Catalogue, codes: Iterable[Code]) -> Iterator[Heading | Item]:
    """Yield basic codes, each class under its name in the RFC's words."""
    digit = ""
    for code in codes:
        if code.code[0] != digit:
            digit = code.code[0]
            yield Heading(catalogue.labels.class_name(code.code), digit)
        yield item_of(catalogue, code)


def _enhanced(catalogue: Catalogue) -> Iterator[Heading | Item]:
    statuses = catalogue.registry.statuses
    for table, heading in (
        ("class", mark("classes of enhanced codes")),
        ("subject", mark("subjects")),
        ("detail", mark("enhanced codes")),
        ("vendor", mark("vendors' own, not registered")),
    ):
        yield Heading(_(heading))
        for status in statuses:
            if status.table == table:
                sign = STATUS_MARK[Status.VENDOR] if table == "vendor" else ""
                yield Item(Kind.ENHANCED, status.code, status.title, sign)


def _extensions(catalogue: Catalogue) -> Iterator[Heading | Item]:
    for registered, heading in (
        (True, mark("EHLO keywords registered at IANA")),
        (False, mark("EHLO keywords seen, not registered")),
    ):
        yield Heading(_(heading))
        for extension in catalogue.extensions:
            if (extension.registry == "IANA") is registered:
                sign = "†" if extension.status in ("obsolete", "historic") else ""
                yield Item(Kind.EXTENSION, extension.keyword, extension.title, sign if registered else "*")


def _mechanisms(catalogue: Catalogue) -> Iterator[Heading | Item]:
    yield Heading(_("AUTH mechanisms"))
    for mechanism in catalogue.mechanisms:
        sign = {"obsolete": "†", "unregistered": "*"}.get(mechanism.usage, "")
        yield Item(Kind.MECHANISM, mechanism.mechanism, mechanism.title, sign)


def _situations(catalogue: Catalogue) -> Iterator[Heading | Item]:
    yield Heading(_("what can have happened, whatever the code"))
    for situation in catalogue.situation_ids:
        yield Item(Kind.SITUATION, situation, catalogue.situation_title(situation))


def item_of(catalogue: Catalogue, code: Code) -> Item:
    """Return a basic code as the list shows it."""
    return Item(Kind.BASIC, code.code, catalogue.name(code.code), STATUS_MARK[code.status])
