"""One side of a comparison: the facts about a code as named fields, in an order that tells most first."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.labels import Labels
from smtptui.reference.book.model import Block, Code, Meaning
from smtptui.reference.book.situations import Situation
from smtptui.wire.verbs import Stage, stage_of
from smtptui.words import _, mark

if TYPE_CHECKING:
    from smtptui.reference.book.enhanced import EnhancedStatus

_SOMETIMES = mark("{words}; sometimes {more}")
_OR = mark("{words}; or {more}")


class Field(NamedTuple):
    """A named fact: `values` to compare by, `words` to show."""

    name: str
    values: tuple[str, ...]
    words: str


class Side(NamedTuple):
    """A code as a comparison sees it; `code` is as asked for, `sections` prose by the name of the section."""

    facts: "Code | EnhancedStatus | Situation"
    code: str
    title: str
    class_name: str
    gist: str
    sections: dict[str, tuple[Block, ...]]
    fields: tuple[Field, ...]


def code_side(catalogue: Catalogue, name: str) -> Side:
    """Return the side of a basic code; raise UnknownCode."""
    labels = catalogue.labels
    code, article = catalogue.code(name), catalogue.article(name)
    return Side(
        facts=code,
        code=code.code,
        title=catalogue.title(name),
        class_name=labels.class_name(code.code),
        gist=article.gist if article else "",
        sections={
            "description": article.description,
            "when": article.when,
            "fix": article.fix + article.postmaster,
            "choose": article.choose,
        }
        if article
        else {},
        fields=(
            _one("outcome", labels.outcome(code.code)),
            _several("actor", (labels.actor(meaning.actor) for meaning in code.meanings), _SOMETIMES),
            _one("next", article.next if article else labels.advice(code.code)),
            _several("retry", (labels.retry(meaning.retry) for meaning in code.meanings), _SOMETIMES),
            _several("commands", labels.commands(commands_of(code.meanings))),
            _several("phases", (labels.stage(stage) for stage in stages(commands_of(code.meanings)))),
            enhanced_codes(code, labels),
            _several("session", (labels.session(meaning.session) for meaning in code.meanings), _SOMETIMES),
            _one("status", labels.status(code.status)),
        ),
    )


def enhanced_side(catalogue: Catalogue, name: str) -> Side:
    """Return the side of an enhanced code, given with its class digit or with X; raise UnknownCode."""
    labels = catalogue.labels
    status = catalogue.enhanced(name)
    asked = status.code if status.table in ("class", "subject") else name.upper()
    outcomes = [labels.outcome(digit) for digit in (asked[0] if asked[0].isdigit() else status.classes)]
    actions = [labels.advice(digit) for digit in (asked[0] if asked[0].isdigit() else status.classes)]
    subject = catalogue.registry.find(f"X.{status.code.split('.')[1]}.YYY")
    standing = "status.unregistered" if status.table == "vendor" else "status.registered"
    return Side(
        facts=status,
        code=asked,
        title=status.title,
        class_name=labels.class_name(asked),
        gist=status.gist,
        sections={
            "description": (Block("paragraph", status.gist),) if status.gist else (),
            "fix": (Block("paragraph", status.fix),) if status.fix else (),
        },
        fields=(
            _several("outcome", outcomes, _OR),
            _several("next", actions, _OR),
            _one("subject", subject.title if subject else labels.word("facts.none")),
            _several("basic", status.basic or (labels.word("facts.none"),)),
            _one("status", labels.word(standing)),
            _several("sources", status.sources),
        ),
    )


def situation_side(catalogue: Catalogue, id: str) -> Side:
    """Return the side of a situation; raise UnknownCode."""
    labels = catalogue.labels
    situation, article = catalogue.situation(id), catalogue.situation_article(id)
    codes = catalogue.codes_of(id)
    return Side(
        facts=situation,
        code=id,
        title=catalogue.situation_title(id),
        class_name=labels.word("kind.situation"),
        gist=article.gist if article else "",
        sections={"description": article.what, "fix": article.sending + article.receiving} if article else {},
        fields=(
            _one("actor", labels.actor(situation.actor)),
            _one("next", article.next if article else labels.word("facts.none")),
            _one("retry", labels.retry(situation.retry)),
            _several("basic", codes or (labels.word("facts.none"),)),
            _several("sources", situation.sources),
        ),
    )


def stages(commands: Iterable[str]) -> tuple[Stage | None, ...]:
    """Return the stages in which the commands are sent, each once; None stands for any stage."""
    return tuple(dict.fromkeys(map(stage_of, commands)))


def enhanced_codes(code: Code, labels: Labels) -> Field:
    """Return the enhanced codes of a code's meanings, and say where it never has one (RFC 2034 §4)."""
    if code.code.startswith("3"):
        return _one("enhanced", labels.word("enhanced.none-in-3yz"))
    codes = list(dict.fromkeys(enhanced for meaning in code.meanings for enhanced in meaning.enhanced))
    if any("CONNECT" in meaning.commands for meaning in code.meanings):
        never = labels.word("enhanced.none-in-greeting")
        listed = ", ".join(codes)
        return Field("enhanced", (*codes, never), f"{listed}; {never}" if codes else never)
    return _several("enhanced", codes or (labels.word("enhanced.none"),))


def commands_of(meanings: Iterable[Meaning]) -> tuple[str, ...]:
    """Return the commands of several meanings, each once, in their order."""
    return tuple(dict.fromkeys(verb for meaning in meanings for verb in meaning.commands))


def _one(name: str, value: str) -> Field:
    return Field(name, (value,), value)


def _several(name: str, values: Iterable[str], joined: str = "{words}, {more}") -> Field:
    """Return a field of several values, each once, joined one by one as a message says."""
    each = tuple(dict.fromkeys(values))
    words = each[0] if each else ""
    for more in each[1:]:
        words = _(joined, words=words, more=more)
    return Field(name, each, words)
