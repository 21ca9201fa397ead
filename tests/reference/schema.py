"""The shape of every file of facts: what is wrong is named by file and field."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from smtptui.reference.book.keywords import Seen, Side, Standing, Submission, TlsNeed, Usage
from smtptui.reference.book.model import Actor, Retry, SessionEffect, Status
from smtptui.wire.verbs import VERBS

Shape = Callable[[object, str], Iterator[str]]
"""Takes a value and the name of its place; yields what is wrong with it, a sentence each."""


def flag(value: object, place: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield f"{place}: {value!r} is neither true nor false"


def number(value: object, place: str) -> Iterator[str]:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        yield f"{place}: {value!r} is no number of 1 and more"


def text(pattern: str = r"(?s).*") -> Shape:
    def check(value: object, place: str) -> Iterator[str]:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield f"{place}: {value!r} is no text of the form {pattern}"

    return check


def one_of(*values: str) -> Shape:
    return text("|".join(map(re.escape, values)))


def word_of(enum: type[StrEnum], *, empty: bool = False) -> Shape:
    return one_of(*enum, *([""] if empty else []))


def many(shape: Shape, *, least: int = 0) -> Shape:
    def check(value: object, place: str) -> Iterator[str]:
        if not isinstance(value, list) or len(value) < least:
            yield f"{place}: {value!r} is no list of {least} and more"
            return
        for index, item in enumerate(value):
            yield from shape(item, f"{place}[{index}]")

    return check


def mapping(key: str, shape: Shape) -> Shape:
    """An object whose keys have the form `key`."""

    def check(value: object, place: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{place}: {value!r} is no object"
            return
        for name, item in value.items():
            yield from text(key)(name, place)
            yield from shape(item, f"{place}.{name}")

    return check


def either(*shapes: Shape) -> Shape:
    def check(value: object, place: str) -> Iterator[str]:
        wrong = [list(shape(value, place)) for shape in shapes]
        if all(wrong):
            yield wrong[0][0]

    return check


def record(fields: Mapping[str, Shape]) -> Shape:
    """An object with exactly these fields."""

    def check(value: object, place: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{place}: {value!r} is no object"
            return
        for name in fields.keys() - value.keys():
            yield f"{place}.{name}: is missing"
        for name in value.keys() - fields.keys():
            yield f"{place}.{name}: is no field"
        for name in fields.keys() & value.keys():
            yield from fields[name](value[name], f"{place}.{name}")

    return check


BASIC = text(r"[2-5]\d\d")
ENHANCED = text(r"[245X]\.(?:\d{1,3}|XXX)\.(?:\d{1,3}|YYY)")
PATTERN_OF_ENHANCED = text(r"[245X]\.\d{1,3}\.(?:\d{1,3}(?:-(?:[245X]\.\d{1,3}\.)?\d{1,3})?|\*)")
SITUATION = text(r"[a-z-]+(?:\.[a-z0-9-]+)?")
NAME = text(r"\S.*\S|\S")
LINE = text(r"[^\n]*")
COMMAND = one_of(*VERBS, "ANY")
CHECKED = one_of("yes", "documented", "source-code", "list-only", "registry-only", "partial", "no")


def regex(value: object, place: str) -> Iterator[str]:
    try:
        re.compile(str(value))
    except re.error as error:
        yield f"{place}: {value!r} is no pattern: {error}"


MEANING = record(
    {
        "id": text(r"[2-5]\d\d\.[a-z0-9-]+"),
        "name": NAME,
        "situations": many(SITUATION),
        "status": word_of(Status),
        "commands": many(COMMAND),
        "enhanced": many(PATTERN_OF_ENHANCED),
        "patterns": many(regex),
        "servers": many(NAME),
        "actor": word_of(Actor),
        "retry": word_of(Retry),
        "session": word_of(SessionEffect),
        "sources": many(NAME, least=1),
        "verified": CHECKED,
        "settings": mapping(r"\S.*", either(NAME, many(NAME, least=1))),
        "label": LINE,
    }
)

CODE = record(
    {
        "code": BASIC,
        "name": NAME,
        "status": word_of(Status),
        "in_grammar": flag,
        "iana_enhanced": many(ENHANCED),
        "seen_enhanced": many(many(either(PATTERN_OF_ENHANCED, number), least=2)),
        "lookalikes": many(BASIC),
        "meanings": many(MEANING, least=1),
    }
)

FACTS: dict[str, Shape] = {
    "codes/*.json": CODE,
    "situations/*.json": record(
        {
            "id": SITUATION,
            "name": NAME,
            "actor": word_of(Actor),
            "retry": word_of(Retry),
            "confused_with": many(SITUATION),
            "sources": many(NAME),
            "replies": many(record({"server": NAME, "line": NAME, "source": NAME})),
        }
    ),
    "enhanced.json": many(
        record(
            {
                "code": ENHANCED,
                "table": one_of("class", "subject", "detail"),
                "label": LINE,
                "classes": text(r"(?:[245](?:,[245])*)?"),
                "basic": many(text(r"[2-5]\d\d|\?")),
                "sources": many(NAME, least=1),
                "verified": CHECKED,
            }
        )
    ),
    "vendor_enhanced.json": many(
        record(
            {
                "enhanced": PATTERN_OF_ENHANCED,
                "basic": text(r"(?:[2-5]\d\d)?"),
                "vendor": NAME,
                "text": LINE,
                "registered": flag,
                "source": NAME,
                "verified": CHECKED,
            }
        )
    ),
    "extensions.json": many(
        record(
            {
                "keyword": NAME,
                "aliases": many(NAME),
                "registry": one_of("IANA", "vendor"),
                "status": word_of(Standing),
                "verbs": LINE,
                "mail": LINE,
                "rcpt": LINE,
                "line_growth": mapping("MAIL|RCPT", number),
                "replies": text(r"[\dX .,;/]*"),
                "submission": word_of(Submission, empty=True),
                "implemented_by": many(NAME),
                "sources": many(NAME),
                "label": LINE,
                "verified": CHECKED,
            }
        )
    ),
    "mechanisms.json": many(
        record(
            {
                "mechanism": NAME,
                "usage": word_of(Usage),
                "sources": many(NAME, least=1),
                "first": word_of(Side),
                "rounds": text(r"(?:\d(?:-\d)?|several)?"),
                "tls": word_of(TlsNeed),
                "seen": word_of(Seen, empty=True),
                "seen_at": many(NAME),
                "from_memory": many(one_of("first", "rounds", "tls", "seen")),
                "verified": CHECKED,
            }
        )
    ),
    "servers.json": many(
        record(
            {
                "software": NAME,
                "greeting": many(regex),
                "hints": many(regex),
                "style": many(regex),
                "source": NAME,
            }
        )
    ),
}
"""The shape of every file of facts that is JSON, by its place."""


TABLES = {
    "replies/*.tsv": ("meaning", "server", "enhanced", "stage", "text", "source", "verified"),
    "sequences.tsv": ("spec", "section", "command", "code", "role", "note", "verified"),
}
"""The columns of every table, by its place."""


def wrong(folder: Path) -> list[str]:
    """Return what is wrong with the facts in `folder`, each with its file and field."""
    found: list[str] = []
    for places, shape in FACTS.items():
        for file in sorted(folder.glob(places)):
            name = str(file.relative_to(folder))
            try:
                value = json.loads(file.read_text("utf-8"))
            except ValueError as error:
                found.append(f"{name}: {error}")
                continue
            found += shape(value, name)
    for places, columns in TABLES.items():
        for file in sorted(folder.glob(places)):
            lines = file.read_text("utf-8").removesuffix("\n").split("\n")
            name = str(file.relative_to(folder))
            if tuple(lines[0].split("\t")) != columns:
                found.append(f"{name}: its columns are not {', '.join(columns)}")
            for at, line in enumerate(lines[1:], 2):
                if line.count("\t") != len(columns) - 1:
                    found.append(f"{name}: line {at} has not {len(columns)} cells")
    return found
