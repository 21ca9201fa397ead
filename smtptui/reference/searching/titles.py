"""What an entry is called, and what it is easily confused with, whatever its kind."""

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import EntryRef


def title_of(catalogue: Catalogue, entry: EntryRef) -> str:
    """Return the one title of an entry; raise UnknownCode. The list has a short form of a code's."""
    match entry.kind:
        case Kind.BASIC:
            return catalogue.title(entry.key)
        case Kind.ENHANCED:
            return catalogue.enhanced(entry.key).title
        case Kind.EXTENSION:
            return catalogue.extension(entry.key).title
        case Kind.MECHANISM:
            return catalogue.mechanism(entry.key).title
        case Kind.SITUATION:
            return catalogue.situation_title(entry.key)


def lookalikes_of(catalogue: Catalogue, entry: EntryRef) -> tuple[EntryRef, ...]:
    """Return what an entry is easily confused with, the likeliest first; nothing where nobody has said."""
    match entry.kind:
        case Kind.BASIC if entry.key in catalogue.names:
            return tuple(EntryRef(Kind.BASIC, other) for other in catalogue.code(entry.key).lookalikes)
        case Kind.SITUATION:
            others = catalogue.situation(entry.key).confused_with
            return tuple(EntryRef(Kind.SITUATION, other) for other in others)
        case _:
            return ()
