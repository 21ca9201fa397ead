"""Short texts on many entries in one file: enhanced codes, extensions, mechanisms."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class EntryText(NamedTuple):
    """What is written on one entry; what is not written is empty.

    `means` says what it is, `do` what to do about it, `note` its standing or a piece of advice. `vendor`
    names whose use of the entry it is on, where that is not the registered one. `parameters` and `replies`
    say what facts cannot, `disputed` where sources disagree.
    """

    title: str = ""
    means: str = ""
    do: str = ""
    note: str = ""
    vendor: str = ""
    parameters: str = ""
    replies: str = ""
    disputed: str = ""


def parse_entries(text: str, keys: Iterable[str]) -> dict[str, tuple[EntryText, ...]]:
    """Return the texts in a file by their entry's key, one of `keys`; a key may have several, by vendor.

    An entry is ``## KEY Title`` and lines that begin with ``means:``, ``do:``, ``note:`` and so on,
    the names of the fields. Keys may hold spaces. Raises ValueError for a heading that begins with none.
    """
    known = sorted(keys, key=len, reverse=True)
    texts: dict[str, tuple[EntryText, ...]] = {}
    for first, rest, lines in headed(text.splitlines(), "## "):
        heading = f"{first} {rest}"
        key = first if first in known else ""
        if not key or any(other != key and other.startswith(f"{key} ") for other in known):
            key = next((other for other in known if heading.startswith(f"{other} ")), "")
        if not key:
            raise ValueError(f"the heading {heading!r} begins with the key of no entry")
        entry = EntryText(
            heading[len(key) :].strip(),
            *(value_of(f"{field}:", lines) for field in EntryText._fields[1:]),
        )
        texts[key] = (*texts.get(key, ()), entry)
    return texts


def headed(lines: Sequence[str], mark: str) -> list[tuple[str, str, list[str]]]:
    """Return (first word, rest of the heading, lines below it) for each heading that begins with `mark`."""
    found: list[tuple[str, str, list[str]]] = []
    for line in lines:
        if line.startswith(mark):
            key, _, rest = line[len(mark) :].strip().partition(" ")
            found.append((key, rest.strip(), []))
        elif found and line.strip():
            found[-1][2].append(line)
    return found


def value_of(key: str, lines: Sequence[str]) -> str:
    """Return what follows `key` on the line that begins with it, or an empty string."""
    return next((line[len(key) :].strip() for line in lines if line.startswith(key)), "")
