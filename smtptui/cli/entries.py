"""An entry of the reference as one JSON object, and as the two columns of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smtptui.reference.book.model import Code, Kind
from smtptui.reference.explaining.noted import note_about

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.reference.book.enhanced import EnhancedStatus
    from smtptui.reference.book.keywords import AuthMechanism, Extension
    from smtptui.reference.book.situations import Situation

    Facts = Code | EnhancedStatus | Extension | AuthMechanism | Situation

# Codes are what is mostly asked for; the other values are imported where one of them is told apart.


def find(catalogue: Catalogue, kind: Kind, key: str) -> Facts:
    """Return the entry that a search found."""
    match kind:
        case Kind.BASIC:
            return catalogue.code(key)
        case Kind.ENHANCED:
            return catalogue.enhanced(key)
        case Kind.EXTENSION:
            return catalogue.extension(key)
        case Kind.MECHANISM:
            return catalogue.mechanism(key)
        case Kind.SITUATION:
            return catalogue.situation(key)


def as_json(catalogue: Catalogue, entry: Facts) -> dict[str, object]:
    """Return what scripts are told of an entry; the keys are the same for every kind."""
    labels = catalogue.labels
    if isinstance(entry, Code):
        return {
            "code": entry.code,
            "kind": Kind.BASIC,
            "title": catalogue.title(entry.code),
            "class": labels.class_name(entry.code),
            "status": entry.status,
            "meanings": [meaning.id for meaning in entry.meanings],
            "article": catalogue.article(entry.code) is not None,
            "note": note_about(catalogue.notes, entry.code) or None,
        }
    from smtptui.reference.book.enhanced import EnhancedStatus
    from smtptui.reference.book.keywords import AuthMechanism, Extension
    from smtptui.reference.book.situations import Situation

    other: dict[str, object]
    match entry:
        case EnhancedStatus(code=code, title=title, classes=classes):
            status = "vendor" if entry.table == "vendor" else "iana"
            class_name = labels.class_name(classes[0]) if len(classes) == 1 else None
            other = _other(code, Kind.ENHANCED, title, status, class_name)
        case Extension():
            other = _other(entry.keyword, Kind.EXTENSION, entry.title, entry.status)
        case AuthMechanism():
            other = _other(entry.mechanism, Kind.MECHANISM, entry.title, entry.usage)
        case Situation():
            other = _other(
                entry.id, Kind.SITUATION, catalogue.situation_title(entry.id), f"retry {entry.retry}"
            )
    return other | {"note": note_about(catalogue.notes, str(other["code"])) or None}


def columns(catalogue: Catalogue, entry: Facts) -> tuple[str, str]:
    """Return the name of an entry and what a list says of it."""
    labels = catalogue.labels
    if isinstance(entry, Code):
        return entry.code, catalogue.title(entry.code)
    from smtptui.reference.book.enhanced import EnhancedStatus
    from smtptui.reference.book.keywords import AuthMechanism, Extension
    from smtptui.reference.book.situations import Situation

    match entry:
        case EnhancedStatus():
            return entry.code, entry.title
        case Extension():
            return entry.keyword, f"{entry.title} ({labels.of('standing', entry.status)})"
        case AuthMechanism():
            return entry.mechanism, f"{entry.title} ({labels.of('use', entry.usage)})"
        case Situation():
            return entry.id, catalogue.situation_title(entry.id)


def _other(
    code: str, kind: Kind, title: str, status: str, class_name: str | None = None
) -> dict[str, object]:
    return {
        "code": code,
        "kind": kind,
        "title": title,
        "class": class_name,
        "status": status,
        "meanings": [],
        "article": False,
    }
