"""The parser of articles: a small, fixed subset of Markdown, the same shape for every code."""

from collections.abc import Sequence

from smtptui.reference.book.entry_text import headed, value_of
from smtptui.reference.book.model import Article, Block, MeaningArticle

SECTIONS = {
    "Description": "description",
    "When you see it": "when",
    "How to fix it": "fix",
    "For the postmaster": "postmaster",
    "When to send it": "choose",
    "Meanings": "meanings",
}
"""The headings an article may have, and the field of `Article` each one fills."""


class ArticleError(ValueError):
    """An article that does not have the shape; the message names file and line."""


def parse_article(text: str, *, name: str = "article") -> Article:
    """Return the article written in `text`; `name` stands in the messages of errors.

    Raises ArticleError where a line fits nowhere: an unknown heading, prose outside a section, no title,
    no ``gist:``, a section twice.
    """
    title, head, sections = _split(text, name)
    code, _, words = title.partition(" ")
    if not (code.isdigit() and words):
        raise ArticleError(f"{name}: the first heading is not a code and a title: {title!r}")
    gist, following = value_of("gist:", head), value_of("next:", head)
    if not (gist and following and len(head) == 2):
        raise ArticleError(f"{name}: between the title and the first section stand 'gist:' and 'next:' only")
    return Article(
        code=code,
        title=words,
        gist=gist,
        next=following,
        description=blocks(sections.get("Description", ())),
        when=blocks(sections.get("When you see it", ())),
        fix=blocks(sections.get("How to fix it", ())),
        postmaster=blocks(sections.get("For the postmaster", ())),
        choose=blocks(sections.get("When to send it", ())),
        meanings=_meanings(sections.get("Meanings", ()), name),
    )


def blocks(lines: Sequence[str]) -> tuple[Block, ...]:
    """Return paragraphs and list items, one a line; blank lines only separate."""
    return tuple(
        Block("item", line[2:].strip()) if line.startswith("- ") else Block("paragraph", line.strip())
        for line in lines
        if line.strip()
    )


def parse_pairs(text: str) -> dict[tuple[str, str], tuple[Block, ...]]:
    """Return the notes of ``pairs.md`` by the pair of codes, smaller first; ``## 500 501`` heads a note."""
    notes: dict[tuple[str, str], tuple[Block, ...]] = {}
    for first, second, lines in headed(text.splitlines(), "## "):
        pair = (first, second.strip())
        notes[min(pair), max(pair)] = blocks(lines)
    return notes


def _split(text: str, name: str) -> tuple[str, list[str], dict[str, list[str]]]:
    """Return the title, the lines before the first section, and each section's lines."""
    title = ""
    head: list[str] = []
    sections: dict[str, list[str]] = {}
    here = head
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("## "):
            heading = line[3:].strip()
            if heading not in SECTIONS or heading in sections:
                raise ArticleError(
                    f"{name}:{number}: {heading!r} is no heading of an article, or stands twice"
                )
            here = sections[heading] = []
        elif line.startswith("# "):
            if title:
                raise ArticleError(f"{name}:{number}: a second title")
            title = line[2:].strip()
        elif line.strip():
            here.append(line)
    return title, head, sections


def _meanings(lines: Sequence[str], name: str) -> tuple[MeaningArticle, ...]:
    """Return the meanings: ``do:`` has a line, from ``fix:`` on it is the fix, the rest is the body."""
    if lines and not lines[0].startswith("### "):
        raise ArticleError(f"{name}: prose under 'Meanings' before the first meaning")
    meanings: list[MeaningArticle] = []
    for key, title, text in headed(lines, "### "):
        at = next((number for number, line in enumerate(text) if line.startswith("fix:")), len(text))
        fix = [line.removeprefix("fix:").lstrip() for line in text[at:]]
        do = value_of("do:", text[:at])
        body = [line for line in text[:at] if not line.startswith("do:")]
        meanings.append(MeaningArticle(key, title, blocks(body), blocks(fix), do))
    return tuple(meanings)
