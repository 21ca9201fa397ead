"""An entry of the reference as one JSON object, and as the two columns of a list."""

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.enhanced import EnhancedStatus
from smtptui.reference.book.keywords import AuthMechanism, Extension
from smtptui.reference.book.model import Code, Kind

Facts = Code | EnhancedStatus | Extension | AuthMechanism


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


def as_json(catalogue: Catalogue, entry: Facts) -> dict[str, object]:
    """Return what scripts are told of an entry; the keys are the same for every kind."""
    labels = catalogue.labels
    match entry:
        case Code():
            return {
                "code": entry.code,
                "kind": Kind.BASIC,
                "title": catalogue.title(entry.code),
                "class": labels.class_name(entry.code),
                "status": entry.status,
                "meanings": [meaning.id for meaning in entry.meanings],
                "article": catalogue.article(entry.code) is not None,
            }
        case EnhancedStatus():
            one_class = len(entry.classes) == 1
            code, title = entry.code, entry.title
            return _other(
                code,
                Kind.ENHANCED,
                title,
                "vendor" if entry.table == "vendor" else "iana",
                labels.class_name(entry.classes[0]) if one_class else None,
            )
        case Extension():
            return _other(entry.keyword, Kind.EXTENSION, entry.title, entry.status)
        case AuthMechanism():
            return _other(entry.mechanism, Kind.MECHANISM, entry.title, entry.usage)


def columns(entry: Facts) -> tuple[str, str]:
    """Return the name of an entry and what a list says of it."""
    match entry:
        case Code():
            return entry.code, entry.name
        case EnhancedStatus():
            return entry.code, entry.title
        case Extension():
            return entry.keyword, f"{entry.title} ({entry.status})"
        case AuthMechanism():
            return entry.mechanism, f"{entry.title} ({entry.usage})"


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
