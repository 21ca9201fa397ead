"""What full-text search looks through: the entries of the reference and their texts, each with its weight."""

from collections.abc import Iterator
from typing import NamedTuple

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.enhanced import EnhancedStatus
from smtptui.reference.book.keywords import AuthMechanism, Extension
from smtptui.reference.book.model import Article, Block, Code, Kind, Status
from smtptui.reference.book.situations import Situation

TITLE, KEYWORD, MEANING, GIST, SETTING, PROSE, REPLY, SOURCE = 40, 24, 20, 16, 14, 8, 6, 3
"""How much a match says, by where it is; only their order matters."""

_STANDING = {Status.STANDARD: 1.2, Status.EXTENSION: 1.1, Status.OBSOLETE: 0.9, Status.FOLKLORE: 0.7}


class Passage(NamedTuple):
    """A text that a match is shown in; `field` says where it stands (a section, or a server's name)."""

    field: str
    weight: float
    text: str


class Entry(NamedTuple):
    """Something that can be found; `names` are what it is called, in lower case: all spellings of a code."""

    kind: Kind
    key: str
    title: str
    standing: float
    names: tuple[str, ...]
    passages: tuple[Passage, ...]


def entries(catalogue: Catalogue) -> Iterator[Entry]:
    """Yield every entry of the reference; reads all its files."""
    for code in catalogue.codes:
        yield _basic(catalogue, code)
    for status in catalogue.registry.statuses:
        yield _enhanced(status)
    for extension in catalogue.extensions:
        yield _extension(extension)
    for mechanism in catalogue.mechanisms:
        yield _mechanism(mechanism)
    for situation in catalogue.situations:
        yield _situation(catalogue, situation)


def _basic(catalogue: Catalogue, code: Code) -> Entry:
    labels, article = catalogue.labels, catalogue.article(code.code)
    title = catalogue.title(code.code)
    found = [Passage("title", TITLE, title)]
    if code.name != title:
        found.append(Passage("title", TITLE, code.name))
    found.append(Passage("class", GIST, f"{labels.class_name(code.code)}, {labels.status(code.status)}"))
    for meaning in code.meanings:
        found.append(Passage("meaning", MEANING, meaning.name))
        commands = " ".join(dict.fromkeys((*meaning.commands, *labels.commands(meaning.commands))))
        found.append(Passage("commands", KEYWORD, commands))
        found.append(Passage("enhanced codes", SETTING, " ".join(meaning.enhanced)))
        found.append(Passage("settings", SETTING, "; ".join(": ".join(pair) for pair in meaning.settings)))
        found.append(Passage("servers", REPLY, ", ".join(meaning.servers)))
        found.append(Passage("sources", SOURCE, "; ".join(meaning.sources)))
        found.append(Passage("label", PROSE, meaning.label))
    if article:
        found.extend(_article(article))
    found.extend(
        Passage(reply.server, REPLY, " ".join(filter(None, (reply.enhanced, reply.text))))
        for reply in catalogue.replies(code.code)
    )
    return Entry(
        Kind.BASIC,
        code.code,
        title,
        _STANDING.get(code.status, 1.0),
        (code.code,),
        _filled(found),
    )


def _article(article: Article) -> Iterator[Passage]:
    yield Passage("gist", GIST, article.gist)
    yield Passage("next", GIST, article.next)
    sections = {
        "description": article.description,
        "when": article.when,
        "fix": article.fix,
        "postmaster": article.postmaster,
        "choose": article.choose,
    }
    for name, blocks in sections.items():
        yield from _prose(name, blocks)
    for meaning in article.meanings:
        yield Passage("meaning", MEANING, meaning.title)
        yield Passage("fix", PROSE, meaning.do)
        yield from _prose("meaning", meaning.body)
        yield from _prose("fix", meaning.fix)


def _prose(field: str, blocks: tuple[Block, ...]) -> Iterator[Passage]:
    for block in blocks:
        yield Passage(field, PROSE, block.text)


def _enhanced(status: EnhancedStatus) -> Entry:
    found = [Passage("title", TITLE, status.title), Passage("label", PROSE, status.label)]
    found.append(Passage("gist", GIST, status.gist))
    found.append(Passage("fix", PROSE, status.fix))
    found.append(Passage("basic codes", SOURCE, " ".join(status.basic)))
    found.append(Passage("sources", SOURCE, "; ".join(status.sources)))
    for use in status.vendors:
        found.append(Passage(use.vendor, REPLY, use.text))
        found.append(Passage("vendor", PROSE, use.gist))
        found.append(Passage("fix", PROSE, use.fix))
        found.append(Passage("conflict", PROSE, use.conflict))
    spellings = [f"{digit}{status.code[1:]}" for digit in status.classes if status.code[0] == "X"]
    return Entry(
        Kind.ENHANCED,
        status.code,
        status.title,
        0.6 if status.table == "vendor" else 0.9,
        tuple(code.lower() for code in (status.code, *spellings)),
        _filled(found),
    )


def _extension(extension: Extension) -> Entry:
    found = [
        Passage("keyword", TITLE, " ".join((extension.keyword, *extension.aliases))),
        Passage("title", TITLE, extension.title),
        Passage("gist", GIST, extension.gist),
        Passage("note", PROSE, extension.note),
        Passage("commands", KEYWORD, extension.verbs),
        Passage("parameters", KEYWORD, extension.parameters),
        Passage("parameters of MAIL", KEYWORD, extension.mail),
        Passage("parameters of RCPT", KEYWORD, extension.rcpt),
        Passage("label", PROSE, extension.label),
        Passage("disputed", PROSE, extension.disputed),
        Passage("servers", PROSE, ", ".join(extension.implemented_by)),
        Passage("sources", SOURCE, "; ".join(extension.sources)),
    ]
    return Entry(
        Kind.EXTENSION,
        extension.keyword,
        extension.title,
        0.9,
        tuple(name.lower() for name in (extension.keyword, *extension.aliases)),
        _filled(found),
    )


def _mechanism(mechanism: AuthMechanism) -> Entry:
    found = [
        Passage("name", TITLE, mechanism.mechanism),
        Passage("title", TITLE, mechanism.title),
        Passage("gist", GIST, mechanism.gist),
        Passage("note", PROSE, mechanism.note),
        Passage("kind", PROSE, "AUTH mechanism"),
        Passage("sources", SOURCE, "; ".join(mechanism.sources)),
    ]
    return Entry(
        Kind.MECHANISM,
        mechanism.mechanism,
        mechanism.title,
        0.9,
        (mechanism.mechanism.lower(),),
        _filled(found),
    )


def _situation(catalogue: Catalogue, situation: Situation) -> Entry:
    title, article = catalogue.situation_title(situation.id), catalogue.situation_article(situation.id)
    found = [Passage("title", TITLE, title), Passage("situation", KEYWORD, situation.id)]
    if article:
        found += [Passage("gist", GIST, article.gist), Passage("next", GIST, article.next)]
        for name, blocks in (
            ("description", article.what),
            ("fix", article.sending),
            ("fix", article.receiving),
        ):
            found += _prose(name, blocks)
        found += [Passage("settings", SETTING, ": ".join(pair)) for pair in article.settings]
    found += [Passage(reply.server, REPLY, reply.line) for reply in situation.replies]
    return Entry(Kind.SITUATION, situation.id, title, 0.8, (situation.id,), _filled(found))


def _filled(passages: list[Passage]) -> tuple[Passage, ...]:
    """Return the passages that say something, each once."""
    return tuple(dict.fromkeys(passage for passage in passages if passage.text))
