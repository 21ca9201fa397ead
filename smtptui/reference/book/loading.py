"""How the file of a code becomes a value."""

import json
from collections.abc import Iterator
from typing import Any

from smtptui.reference.book.model import Actor, Code, Meaning, Retry, SessionEffect, Status


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
