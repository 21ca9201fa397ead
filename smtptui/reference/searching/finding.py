"""What the list shows of a search: what is named first, then titles, then facts, then texts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Code, Kind
from smtptui.reference.searching.listing import EntryRef, Heading, Item, as_entry, basic, item_of
from smtptui.reference.searching.query import parse_query, words
from smtptui.reference.searching.titles import title_of
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.reference.searching.search import Hit, Results

FOUND = 40
"""How many hits of the full-text search are listed."""

IN_TITLE = frozenset({"title", "keyword", "name", "situation"})
"""Where a hit stands that is in what an entry is called."""


def found(
    catalogue: Catalogue,
    query: str,
    codes: tuple[Code, ...],
    results: "Results | None",
    *,
    nearest: tuple[str, ...] = (),
) -> tuple[Heading | Item, ...]:
    """Return what was typed for: what it names, what has it in its title, in its facts, in its texts.

    `results` is None while the full text is not ready. `nearest` are codes that come close, where nothing
    fits.
    """
    listed: list[Heading | Item] = list(_exact(catalogue, query))
    exact = {_registered(catalogue, item.entry) for item in listed if isinstance(item, Item)}
    named = tuple(code for code in codes if _is_named(catalogue, code, query))
    listed += basic(catalogue, named)
    others = [] if codes == named else [code for code in codes if code not in named]
    shown = exact | {EntryRef(Kind.BASIC, code) for code in nearest}
    shown |= {EntryRef(Kind.BASIC, code.code) for code in codes}
    hits = [hit for hit in results.hits if EntryRef(hit.kind, hit.key) not in shown] if results else []
    corrected = results.corrected if results else ()
    # The codes that have it in their title stand above: what the index has of them is a longer one.
    titled = [hit for hit in hits if hit.snippet.field in IN_TITLE and hit.kind is not Kind.BASIC]
    titled = [] if corrected else titled
    if titled:
        listed += [
            Heading(_("in the titles")),
            *(_hit(catalogue, hit, with_text=False) for hit in titled[:FOUND]),
        ]
    if others:
        listed += [Heading(_("in the facts"))] if listed else []
        listed += [item_of(catalogue, code) for code in others] if listed else basic(catalogue, others)
    hits = [hit for hit in hits if hit not in titled]
    if hits:
        words = "; ".join(
            _("“{word}” is nowhere; “{other}”", word=one, other=other) for one, other in corrected
        )
        listed.append(Heading(words or (_("in the texts") if listed else _("found in the texts"))))
        listed += [_hit(catalogue, hit, with_text=True) for hit in hits[:FOUND]]
    if nearest and not codes:
        listed[:0] = [
            Heading(_("no code matches; nearest:")),
            *basic(catalogue, map(catalogue.code, nearest)),
        ]
    return tuple(listed) or (Heading(_("nothing matches")),)


def _hit(catalogue: Catalogue, hit: "Hit", *, with_text: bool) -> Item:
    """Return a hit as the list names it, with the text that has what was typed."""
    title = catalogue.name(hit.key) if hit.kind is Kind.BASIC else hit.title
    return Item(hit.kind, hit.key, title, "", hit.snippet if with_text else None)


def _registered(catalogue: Catalogue, entry: EntryRef) -> EntryRef:
    """Return an entry by the key that it has in the registry."""
    if entry.kind is Kind.ENHANCED:
        return as_entry(catalogue, entry.key) or entry
    return entry


def _exact(catalogue: Catalogue, query: str) -> Iterator[Heading | Item]:
    """Yield what is typed out in full, written as it was typed: an enhanced code, a keyword, a situation."""
    entries = list(_named_in_full(catalogue, query.strip()))
    if entries:
        yield Heading(_("as typed"))
        yield from (Item(entry.kind, entry.key, title_of(catalogue, entry)) for entry in entries)


def _named_in_full(catalogue: Catalogue, typed: str) -> Iterator[EntryRef]:
    entry = as_entry(catalogue, typed)
    if entry is not None and entry.kind is Kind.SITUATION:
        yield entry
    if entry is not None and entry.kind is Kind.ENHANCED:
        # With the class that was typed: 5.7.1 is what a server has sent, X.7.1 what the registry calls it.
        yield EntryRef(Kind.ENHANCED, typed.upper())
    if typed[:1].isalpha():
        wanted = typed.upper()
        for extension in catalogue.extensions:
            if wanted in (extension.keyword.upper(), *map(str.upper, extension.aliases)):
                yield EntryRef(Kind.EXTENSION, extension.keyword)
        for mechanism in catalogue.mechanisms:
            if wanted == mechanism.mechanism.upper():
                yield EntryRef(Kind.MECHANISM, mechanism.mechanism)


def _is_named(catalogue: Catalogue, code: Code, query: str) -> bool:
    """Whether a code has all that was typed in its number or in its title."""
    title = words(catalogue.title(code.code))
    return all(
        (term.code is not None and term.code.match(code.code) is not None)
        or any(word.startswith(term.words) for word in title)
        for term in parse_query(query)
    )
