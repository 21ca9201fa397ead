"""How the files under ``facts/`` become values."""

import json
from collections.abc import Iterator
from typing import Any

from smtptui.reference.book.entry_text import EntryText, parse_entries
from smtptui.reference.book.model import (
    Actor,
    AuthMechanism,
    Code,
    Extension,
    Meaning,
    RealReply,
    Retry,
    Rfc,
    SessionEffect,
    Status,
)


def read_text(path: str) -> str:
    """Return the text of a file of the package."""
    with open(path, encoding="utf-8") as file:
        return file.read()


def code_from_json(text: str) -> Code:
    """Return the facts about a code from the text of its file."""
    facts = json.loads(text)
    return Code(
        code=facts["code"],
        name=facts["name"],
        status=Status(facts["status"]),
        in_grammar=facts["in_grammar"],
        multiline=facts["multiline"],
        iana_enhanced=tuple(facts["iana_enhanced"]),
        seen_enhanced=tuple((enhanced, count) for enhanced, count in facts["seen_enhanced"]),
        lookalikes=tuple(facts["lookalikes"]),
        meanings=tuple(_meaning(meaning) for meaning in facts["meanings"]),
    )


def _meaning(facts: dict[str, Any]) -> Meaning:
    return Meaning(
        id=facts["id"],
        name=facts["name"],
        status=Status(facts["status"]),
        commands=tuple(facts["commands"]),
        enhanced=tuple(facts["enhanced"]),
        patterns=tuple(facts["patterns"]),
        servers=tuple(facts["servers"]),
        actor=Actor(facts["actor"]),
        retry=Retry(facts["retry"]),
        session=SessionEffect(facts["session"]),
        sources=tuple(facts["sources"]),
        verified=facts["verified"],
        settings=tuple(_settings(facts["settings"])),
        label=facts["label"],
        situations=tuple(facts.get("situations", ())),
    )


def _settings(settings: dict[str, str | list[str]]) -> Iterator[tuple[str, str]]:
    for server, names in settings.items():
        yield server, names if isinstance(names, str) else ", ".join(names)


def rows(text: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a tab-separated table by the names in its first line; cells are never quoted."""
    lines = text.split("\n")
    names = lines[0].split("\t")
    for line in lines[1:]:
        if line:
            yield dict(zip(names, line.split("\t"), strict=True))


def replies_from_table(text: str, code: str) -> tuple[RealReply, ...]:
    """Return the real replies in a table that belongs to `code`."""
    return tuple(RealReply(code=code, **row) for row in rows(text))


def rfcs_from_table(text: str) -> dict[int, Rfc]:
    """Return the RFCs by number; drafts, which have none, are left out."""
    return {
        int(row["rfc"]): Rfc(
            number=int(row["rfc"]),
            title=row["title"],
            year=row["year"],
            status=row["status"],
            obsoleted_by=tuple(
                int(name.removeprefix("RFC")) for name in row["obsoleted_by"].replace(",", " ").split()
            ),
            contribution=row["contribution"],
        )
        for row in rows(text)
        if row["rfc"].isdigit()
    }


def extensions_from_json(text: str, prose: str) -> tuple[Extension, ...]:
    """Return the EHLO keywords; their facts stand in for prose that is not written."""
    entries = json.loads(text)
    texts = parse_entries(prose, (facts["keyword"] for facts in entries))
    return tuple(
        Extension(
            **facts | {"sources": tuple(facts["sources"])},
            **_prose(texts.get(facts["keyword"], ()), facts["keyword"], facts["fact"]),
        )
        for facts in entries
    )


def mechanisms_from_json(text: str, prose: str) -> tuple[AuthMechanism, ...]:
    """Return the AUTH mechanisms; their facts stand in for prose that is not written."""
    entries = json.loads(text)
    texts = parse_entries(prose, (facts["mechanism"] for facts in entries))
    return tuple(
        AuthMechanism(
            **facts | {"sources": tuple(facts["sources"]), "from_memory": tuple(facts["from_memory"])},
            **_prose(texts.get(facts["mechanism"], ()), facts["mechanism"], facts["fact"]),
        )
        for facts in entries
    )


def _prose(texts: tuple[EntryText, ...], key: str, fact: str) -> dict[str, Any]:
    text = texts[0] if texts else EntryText()
    return {"title": text.title or key, "gist": text.means or fact, "note": text.note}
