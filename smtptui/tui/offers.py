"""What the palette offers for what is typed: comparisons, codes, situations, keywords, actions, servers."""

import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import EntryRef, as_entry
from smtptui.reference.searching.query import words
from smtptui.reference.searching.synonyms import texts_word
from smtptui.reference.searching.titles import title_of
from smtptui.settings.remembered import Recent
from smtptui.words import _, mark

EACH = 8
"""Offers of a group: more of them are found in the list."""

TYPED = 200
"""Letters of what is typed that are looked at."""

_BETWEEN = re.compile(r"\s+(?:vs\.?|≠|!=|and|with|und|mit)\s+|\s*≠\s*|\s+", re.IGNORECASE)
_COMPARE = re.compile(r"(?:compare|vergleiche?)\s+", re.IGNORECASE)
_HOST = re.compile(
    r"(?:smtps?://|mx:)?(?:\[[0-9a-fA-F:.]+\]|localhost|[\w-]+(?:\.[\w-]+)+)(?::\d{1,5})?(?:\?tls=\w+)?",
    re.IGNORECASE,
)


class Group(StrEnum):
    """What an offer belongs to, in the order in which equally good ones stand."""

    COMPARE = mark("Compare")
    CODES = mark("Codes")
    ENHANCED = mark("Enhanced codes")
    SITUATIONS = mark("Situations")
    EXTENSIONS = mark("EHLO keywords")
    MECHANISMS = mark("AUTH mechanisms")
    ACTIONS = mark("Actions")
    SERVERS = mark("Servers")


KINDS = {
    Kind.BASIC: Group.CODES,
    Kind.ENHANCED: Group.ENHANCED,
    Kind.SITUATION: Group.SITUATIONS,
    Kind.EXTENSION: Group.EXTENSIONS,
    Kind.MECHANISM: Group.MECHANISMS,
}


class ActionOffered(NamedTuple):
    """An action as the palette offers it; `run` does it."""

    label: str
    tooltip: str
    run: Callable[[], object]


class Offer(NamedTuple):
    """Something that can be done: `chosen` is what it is about, `worth` how well it fits, from 0 to 1."""

    group: Group
    worth: float
    key: str
    words: str
    chosen: "EntryRef | tuple[EntryRef, EntryRef] | Recent | ActionOffered"


class Offers:
    """Everything that can be offered."""

    def __init__(
        self, catalogue: Catalogue, actions: Iterable[ActionOffered], recents: Iterable[Recent]
    ) -> None:
        self._catalogue = catalogue
        self._actions = tuple(actions)
        self._recents = tuple(recents)

    @cached_property
    def entries(self) -> tuple[tuple[EntryRef, str, tuple[str, ...]], ...]:
        """Every entry, its title, and the words that it is found by; reads the title of each."""
        found = []
        for entry in self._all():
            title = title_of(self._catalogue, entry)
            found.append((entry, title, tuple(words(f"{entry.key} {title}"))))
        return tuple(found)

    def _all(self) -> Iterator[EntryRef]:
        yield from (EntryRef(Kind.BASIC, code) for code in self._catalogue.names)
        yield from (EntryRef(Kind.ENHANCED, status.code) for status in self._catalogue.registry.statuses)
        yield from (EntryRef(Kind.SITUATION, id) for id in self._catalogue.situation_ids)
        yield from (EntryRef(Kind.EXTENSION, each.keyword) for each in self._catalogue.extensions)
        yield from (EntryRef(Kind.MECHANISM, each.mechanism) for each in self._catalogue.mechanisms)

    def unasked(self) -> list[Offer]:
        """Return what is offered before anything is typed: the servers of late, then the actions."""
        servers = [_server(recent, 0.0) for recent in self._recents[:EACH]]
        return [*servers, *(Offer(Group.ACTIONS, 0.0, "", each.label, each) for each in self._actions)]

    def search(self, typed: str) -> list[Offer]:
        """Return what fits, group by group, the group with the best first."""
        query = typed.strip()[:TYPED]
        found = [*self._comparison(query), *self._found_entries(query)]
        found += [*self._found_actions(query), *self._servers(query)]
        order = list(Group)
        best: dict[Group, float] = {}
        for offer in found:
            best[offer.group] = max(offer.worth, best.get(offer.group, 0.0))
        groups = sorted(best, key=lambda group: (-best[group], order.index(group)))
        return [offer for group in groups for offer in _best(found, group)]

    def _comparison(self, query: str) -> Iterator[Offer]:
        """Yield the comparison of two that are named: ``504 535``, ``compare 220 504``, ``220 vs 504``."""
        rest = _COMPARE.sub("", query, count=1)
        parts = _BETWEEN.split(rest)
        if len(parts) != 2:
            return
        a, b = (as_entry(self._catalogue, part) for part in parts)
        if a is not None and b is not None and a != b:
            both = _("{a} with {b}", a=parts[0].upper(), b=parts[1].upper())
            yield Offer(Group.COMPARE, 1.0, "≠", both, (a, b))

    def _found_entries(self, query: str) -> Iterator[Offer]:
        exact = as_entry(self._catalogue, query)
        if exact is not None:
            shown = EntryRef(Kind.ENHANCED, query.upper()) if exact.kind is Kind.ENHANCED else exact
            yield Offer(KINDS[exact.kind], 1.0, shown.key, title_of(self._catalogue, exact), shown)
        wanted = query.casefold().split()
        if not wanted:
            return
        for entry, title, own in self.entries:
            if entry != exact and (worth := _worth(wanted, entry.key, title, own)):
                yield Offer(KINDS[entry.kind], worth, entry.key, title, entry)

    def _found_actions(self, query: str) -> Iterator[Offer]:
        wanted = query.casefold().split()
        for each in self._actions if wanted else ():
            worth = _worth(wanted, "", each.label, tuple(words(each.label)))
            if not worth and _worth(wanted, "", each.tooltip, tuple(words(each.tooltip))):
                worth = 0.3
            if worth:
                yield Offer(Group.ACTIONS, worth, "", each.label, each)

    def _servers(self, query: str) -> Iterator[Offer]:
        wanted = query.casefold()
        known = False
        for recent in self._recents if wanted else ():
            name = recent.target.casefold()
            if wanted in name:
                known = known or name == wanted
                yield _server(recent, 0.9 if name.startswith(wanted) else 0.5)
        if not known and _HOST.fullmatch(query) and as_entry(self._catalogue, query) is None:
            yield _server(Recent(query), 0.8)


def _server(recent: Recent, worth: float) -> Offer:
    return Offer(Group.SERVERS, worth, "→", _("connect to {target}", target=recent.target), recent)


def _best(offers: Iterable[Offer], group: Group) -> list[Offer]:
    own = (offer for offer in offers if offer.group is group)
    return sorted(own, key=lambda offer: -offer.worth)[:EACH]


def _worth(wanted: list[str], key: str, title: str, own: tuple[str, ...]) -> float:
    """Return how well what is typed fits a key and a title, from 0 (not at all) to 0.95."""
    typed = " ".join(wanted)
    if typed == key.casefold() or typed == title.casefold():
        return 0.95
    if key and key.casefold().startswith(typed):
        return 0.85
    if title.casefold().startswith(typed):
        return 0.75
    if all(_begins(part, own) for part in wanted):
        return 0.6
    return 0.0


def _begins(part: str, own: tuple[str, ...]) -> bool:
    meant = texts_word(part)
    return any(word.startswith(part) or (meant and word.startswith(meant)) for word in own)
