"""Which entries a query means, and what is to be said where none is meant."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smtptui.cli.codes.listing import Listing
from smtptui.cli.entries import find
from smtptui.cli.environment import Environment
from smtptui.cli.exit_status import ExitStatus
from smtptui.reference.book.catalogue import Catalogue, UnknownCode
from smtptui.reference.book.model import Kind
from smtptui.reference.searching.query import Term, parse_query
from smtptui.text import visible
from smtptui.words import _, mark

if TYPE_CHECKING:
    from smtptui.cli.entries import Facts

SHOWN = 60
"""Characters of the query that a message repeats."""


WHERE = {
    "basic codes": mark("reply codes"),
    "choose": mark("when to send it"),
    "class": mark("class"),
    "commands": mark("commands"),
    "conflict": mark("against the registry"),
    "description": mark("description"),
    "disputed": mark("where sources disagree"),
    "enhanced codes": mark("enhanced codes"),
    "fix": mark("how to fix it"),
    "gist": mark("in short"),
    "keyword": mark("keyword"),
    "label": mark("in the registry"),
    "meaning": mark("meaning"),
    "name": mark("name"),
    "next": mark("what to do"),
    "note": mark("note"),
    "parameters": mark("parameters"),
    "parameters of MAIL": mark("parameters of MAIL"),
    "parameters of RCPT": mark("parameters of RCPT"),
    "postmaster": mark("for the postmaster"),
    "servers": mark("servers"),
    "settings": mark("settings"),
    "situation": mark("situation"),
    "sources": mark("sources"),
    "title": mark("title"),
    "vendor": mark("as vendors use it"),
    "when": mark("when you see it"),
}
"""Where a word was found, as it is told; a server that said it goes by its name."""


def find_and_list(
    query: str, kinds: Sequence[Kind], environment: Environment, *, as_objects: bool = False
) -> int:
    """Print what `query` finds, or everything if it is empty; return the exit status.

    `as_objects` prints one JSON object a line. What is to be said about the search goes to stderr.
    """
    catalogue = environment.catalogue()
    listing = Listing(catalogue, environment.stdout, as_objects=as_objects)
    words = query.strip()
    if not words:
        listing.groups(kinds)
        return ExitStatus.OK
    terms = parse_query(words)
    # Codes alone are found by their files' names; the index of all texts would cost many times that.
    if len(terms) == 1 and (entries := by_code(catalogue, terms[0], kinds)):
        for entry in entries:
            listing.entry(entry)
        return ExitStatus.OK
    if words.isascii() and words.replace(".", "").isdigit():
        return _nearest(catalogue, words, kinds, listing, environment)
    return _search(catalogue, words, kinds, listing, environment)


def by_code(catalogue: Catalogue, term: Term, kinds: Sequence[Kind]) -> "list[Facts]":
    """Return the basic or enhanced codes that begin as typed."""
    if term.code is None:
        return []
    if "." not in term.word:
        if Kind.BASIC not in kinds:
            return []
        return [catalogue.code(name) for name in catalogue.names if term.code.match(name)]
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


def _nearest(
    catalogue: Catalogue, words: str, kinds: Sequence[Kind], listing: Listing, environment: Environment
) -> int:
    """Say that there is no such code, and print those it may have been meant for."""
    nearest = catalogue.nearest(words)
    environment.say(str(UnknownCode(words, nearest)))
    for code in nearest:
        kind = Kind.ENHANCED if "." in code else Kind.BASIC
        if kind in kinds:
            listing.entry(find(catalogue, kind, code))
    return ExitStatus.NOT_FOUND


def _search(
    catalogue: Catalogue, words: str, kinds: Sequence[Kind], listing: Listing, environment: Environment
) -> int:
    """Print what full-text search finds; say so where it looked for something near instead."""
    from smtptui.reference.searching.search import SearchIndex

    results = SearchIndex(catalogue).search(words, limit=1000)
    hits = [hit for hit in results.hits if hit.kind in kinds]
    for typed, instead in results.corrected:
        environment.say(
            _("nothing has {typed!r}; showing {instead!r}", typed=visible(typed), instead=instead)
        )
    for hit in hits:
        known = hit.snippet.text in (hit.title, hit.key)
        field = hit.snippet.field
        where = "" if known else f"{_(WHERE[field]) if field in WHERE else field}: {hit.snippet.text}"
        listing.entry(find(catalogue, hit.kind, hit.key), where)
    if not hits:
        shown = words if len(words) <= SHOWN else f"{words[:SHOWN]}…"
        environment.say(_("nothing in the reference has {words!r}", words=visible(shown)))
    return ExitStatus.OK if hits and not results.corrected else ExitStatus.NOT_FOUND
