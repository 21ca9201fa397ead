"""What EHLO announces: service extensions and AUTH mechanisms."""

import json
from typing import Any, NamedTuple

from smtptui.reference.book.entry_text import EntryText, parse_entries


class Extension(NamedTuple):
    """An EHLO keyword: what it adds to the session, its standing, and in a sentence or two what it is for."""

    keyword: str
    aliases: tuple[str, ...]
    """Other names of it: Exim has announced one under two."""
    registry: str
    status: str
    parameters: str
    verbs: str
    mail: str
    """Parameters it adds to MAIL."""
    rcpt: str
    """Parameters it adds to RCPT."""
    line_growth: str
    replies: str
    submission: str
    """What the registry says of its use on the submission port."""
    sources: tuple[str, ...]
    remark: str
    label: str
    fact: str
    verified: str
    title: str
    gist: str
    note: str


class AuthMechanism(NamedTuple):
    """A SASL mechanism of AUTH; fields named in `from_memory` are not checked against a source."""

    mechanism: str
    usage: str
    sources: tuple[str, ...]
    first: str
    """Who speaks first: ``client`` or ``server``."""
    rounds: str
    tls: str
    fact: str
    seen: str
    from_memory: tuple[str, ...]
    verified: str
    title: str
    gist: str
    note: str


def extensions_from_json(text: str, prose: str) -> tuple[Extension, ...]:
    """Return the EHLO keywords; their facts stand in for prose that is not written."""
    entries = json.loads(text)
    texts = parse_entries(prose, (facts["keyword"] for facts in entries))
    return tuple(
        Extension(
            **facts | {"sources": tuple(facts["sources"]), "aliases": tuple(facts.get("aliases", ()))},
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
