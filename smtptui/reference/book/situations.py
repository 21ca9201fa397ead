"""Situations: what happened, whatever reply code says so; a value for the facts, one for the prose."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from smtptui.reference.book.article import ArticleError, blocks
from smtptui.reference.book.entry_text import value_of
from smtptui.reference.book.model import Actor, Block, Retry


class SeenReply(NamedTuple):
    """A whole reply line that a server, provider or filter was seen to send in a situation."""

    server: str
    line: str
    source: str


class Situation(NamedTuple):
    """The facts about a situation.

    `id` is a group and a name, ``mailbox.full``. `name` is what it is called where no article is written.
    `confused_with` are ids. `sources` name RFC and section; where there are none, those of `replies` count.
    """

    id: str
    name: str
    actor: Actor
    retry: Retry
    confused_with: tuple[str, ...]
    sources: tuple[str, ...]
    replies: tuple[SeenReply, ...]


class SituationArticle(NamedTuple):
    """The prose on one situation in one language; a section that the article lacks is empty."""

    id: str
    title: str
    gist: str
    """One line: what happened."""
    next: str
    """What to do, in a few words."""
    what: tuple[Block, ...]
    sending: tuple[Block, ...]
    """How to fix it for whoever sends."""
    receiving: tuple[Block, ...]
    """How to fix it for whoever runs the receiving server."""
    settings: tuple[tuple[str, str], ...]
    """Per server software, the setting that decides on it, in a sentence."""
    confused: tuple[tuple[str, str], ...]
    """Ids of other situations, and how to tell this one from each."""


SECTIONS = {
    "What it is": "what",
    "If you send": "sending",
    "If you receive": "receiving",
    "Settings": "settings",
    "Not to be confused with": "confused",
}
"""The headings of a situation's article, in their order, and the field that each fills."""


def situation_from_json(text: str) -> Situation:
    """Return the facts about a situation from the text of its file."""
    facts = json.loads(text)
    return Situation(
        id=facts["id"],
        name=facts["name"],
        actor=Actor(facts["actor"]),
        retry=Retry(facts["retry"]),
        confused_with=tuple(facts["confused_with"]),
        sources=tuple(facts["sources"]),
        replies=tuple(SeenReply(**reply) for reply in facts["replies"]),
    )


def parse_situation(text: str, *, name: str = "article") -> SituationArticle:
    """Return the article written in `text`; `name` stands in the messages of errors.

    The first line is ``# id Title``, then come ``gist:`` and ``next:``, then the sections that there are, in
    the order of `SECTIONS`. Raises ArticleError where a line fits nowhere.
    """
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    id, _, title = lines[0].removeprefix("# ").partition(" ") if lines else ("", "", "")
    if not (lines and lines[0].startswith("# ") and title):
        raise ArticleError(f"{name}: the first heading is not an id and a title")
    starts = [number for number, line in enumerate(lines) if line.startswith("## ")]
    head = lines[1 : starts[0] if starts else len(lines)]
    gist, following = value_of("gist:", head), value_of("next:", head)
    if not (gist and following and len(head) == 2):
        raise ArticleError(f"{name}: between the title and the first section stand 'gist:' and 'next:' only")
    sections: dict[str, list[str]] = {}
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        heading = lines[start][3:]
        if heading not in SECTIONS:
            raise ArticleError(f"{name}: {heading!r} is no heading of a situation")
        if SECTIONS[heading] in sections:
            raise ArticleError(f"{name}: {heading!r} stands twice")
        sections[SECTIONS[heading]] = lines[start + 1 : end]
    order = list(SECTIONS.values())
    if list(sections) != sorted(sections, key=order.index):
        raise ArticleError(f"{name}: the sections are out of order; they are {', '.join(SECTIONS)}")
    return SituationArticle(
        id=id,
        title=title,
        gist=gist,
        next=following,
        what=blocks(sections.get("what", ())),
        sending=blocks(sections.get("sending", ())),
        receiving=blocks(sections.get("receiving", ())),
        settings=_pairs(sections.get("settings", ()), name),
        confused=_pairs(sections.get("confused", ()), name),
    )


def _pairs(lines: Sequence[str], name: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for line in lines:
        first, colon, words = line.removeprefix("- ").partition(": ")
        if not (line.startswith("- ") and colon and words.strip()):
            raise ArticleError(f"{name}: not '- name: words': {line!r}")
        pairs.append((first, words.strip()))
    return tuple(pairs)
