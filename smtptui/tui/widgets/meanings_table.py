"""A table of what basic codes mean: with an enhanced code, or after a command that an extension adds."""

from collections.abc import Iterable

from textual.content import Content

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Code, Kind, Meaning
from smtptui.reference.searching.listing import ASSIGNED, EntryRef
from smtptui.tui.linking import Target, linked
from smtptui.tui.themes import class_style
from smtptui.tui.widgets.answer import Lines, headed, hint, row
from smtptui.wire.verbs import Occasion, Verb
from smtptui.words import _, plural

IN_TABLE = 9
"""Meanings that the table has."""

WITH = 6
"""Cells for the basic code."""

Known = list[tuple[Code, Meaning]]


def with_enhanced(catalogue: Catalogue, code: str) -> Known:
    """Return the meanings that come with an enhanced code, of the basic codes seen most with it first."""
    wanted = {f"{digit}{code[1:]}" for digit in ("245" if code[:1] == "X" else code[:1])}
    known = [
        (basic, meaning)
        for basic in catalogue.codes
        for meaning in basic.meanings
        if wanted.intersection(meaning.enhanced)
    ]
    return sorted(known, key=lambda each: -sum(n for own, n in each[0].seen_enhanced if own in wanted))


def after_verbs(catalogue: Catalogue, verbs: Iterable[str]) -> Known:
    """Return the meanings that answer one of some commands and none besides, what no RFC has at the end."""
    own = frozenset(verbs)
    if Verb.AUTH in own:
        own |= {Occasion.RESPONSE}
    known = [
        (basic, meaning)
        for basic in catalogue.codes
        for meaning in basic.meanings
        if meaning.commands and own.issuperset(meaning.commands)
    ]
    return sorted(known, key=lambda each: each[1].status not in ASSIGNED)


def meanings_table(catalogue: Catalogue, known: Known) -> Lines:
    """Return the table: the code, what it means, what to do; nothing for no meanings."""
    if not known:
        return []
    lines: Lines = [Content(""), headed(_("reply"), _("it means"), _("do"), first=WITH)]
    for basic, meaning in known[:IN_TABLE]:
        article = catalogue.article(basic.code)
        text = next((each for each in article.meanings if each.id == meaning.id), None) if article else None
        means = Content(text.title if text else meaning.name)
        if meaning.situation:
            means = linked(means, Target("entry", EntryRef(Kind.SITUATION, meaning.situation).id))
        do = Content(text.do if text and text.do else catalogue.labels.retry(meaning.retry))
        code = Content.styled(basic.code, f"bold {class_style(basic.code)}")
        lines.append(row(code, means, do, width=WITH))
    if (left := len(known) - IN_TABLE) > 0:
        lines.append(hint(plural("and {number} more meaning", "and {number} more meanings", left)))
    return lines
