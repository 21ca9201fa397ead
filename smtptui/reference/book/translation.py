"""Texts in another language, held against the English they were written from.

A translation is as true as on the day when it was last read beside its original. ``articles/LL/held.tsv``
says for each section which English text, and which own, that was, by their hashes. A section whose English
has changed since is shown in English, with a mark: an old claim never is.

Headings and the names of fields are the same in every language: they are the form, not the prose.
"""

import re
from collections import Counter
from collections.abc import Mapping
from hashlib import blake2b
from typing import NamedTuple

HELD = "held.tsv"
"""The file of a language that says what was held against what: file, section, English hash, own hash."""

HEAD = "head"
"""The section before the first heading: title, gist and what is next."""

_HEADING = re.compile(r"#{2,3} ")
_FIELD = re.compile(r"(- [^:`]{1,40}: |- |[a-z]{2,10}: )?")
_WHOLE = re.compile(
    r"## (Description|When you see it|How to fix it|For the postmaster|When to send it|Meanings"
    r"|What it is|If you send|If you receive|Settings|Not to be confused with|[\d ]+)$"
)


class Held(NamedTuple):
    """Which texts were held against each other last, as their hashes; empty where none ever was."""

    english: str = ""
    own: str = ""


def sections(text: str) -> dict[str, str]:
    """Return the sections of a file by their keys, in order; put together they are the file.

    The key is ``head``, the heading as a whole where it is the same in all files, else its level and its
    first word, with a number where several begin with that.
    """
    found: dict[str, list[str]] = {HEAD: []}
    seen: Counter[str] = Counter()
    here = found[HEAD]
    for line in text.splitlines():
        if _HEADING.match(line):
            key = line if _WHOLE.match(line) else " ".join(line.split(" ", 2)[:2])
            seen[key] += 1
            here = found.setdefault(key if seen[key] == 1 else f"{key} {seen[key]}", [])
        here.append(line)
    return {key: "\n".join(lines).strip("\n") + "\n" for key, lines in found.items() if any(lines)}


def hash_of(section: str) -> str:
    """Return what a section is known by: 16 hexadecimal digits of BLAKE2b, whatever its blank lines are."""
    words = "\n".join(line.rstrip() for line in section.splitlines() if line.strip())
    return blake2b(words.encode(), digest_size=8).hexdigest()


def read_held(table: str) -> dict[str, dict[str, Held]]:
    """Return what a ``held.tsv`` says, by file and section; lines that say nothing are passed over."""
    files: dict[str, dict[str, Held]] = {}
    for line in table.splitlines():
        file, _, rest = line.partition("\t")
        fields = rest.split("\t")
        if len(fields) == 3:
            files.setdefault(file, {})[fields[0]] = Held(fields[1], fields[2])
    return files


def merged(english: str, own: str, held: Mapping[str, Held], mark: str) -> str:
    """Return the file in the other language; sections that are missing or stale are English, with `mark`."""
    translated = sections(own)
    return "\n".join(
        translated[key]
        if key in translated and held.get(key, Held()).english == hash_of(section)
        else marked(section, mark)
        for key, section in sections(english).items()
    )


def marked(section: str, mark: str) -> str:
    """Return a section with `mark` at the beginning of its first words, if it has any of its own."""
    lines = section.splitlines()
    for number, line in enumerate(lines):
        if line.strip() and not line.startswith("#"):
            form = _FIELD.match(line)
            end = form.end() if form else 0
            lines[number] = f"{line[:end]}{mark} {line[end:]}"
            break
    return "\n".join(lines) + "\n"
