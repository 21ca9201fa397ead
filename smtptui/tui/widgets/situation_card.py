"""The card of a situation: what happened, whatever the code says, and how to get out of it."""

from textual.content import Content

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.reference.book.situations import Situation, SituationArticle
from smtptui.reference.searching.listing import EntryRef
from smtptui.tui.card import Card, Section, section
from smtptui.tui.content import CODE_SPAN, MUTED, blocks, labelled, prose, safe
from smtptui.tui.named_keys import key_for
from smtptui.tui.page import Line, Row
from smtptui.tui.themes import class_style
from smtptui.tui.widgets.answer import facts, headed, hint, more, not_these, row, titled
from smtptui.words import _, mark, plural

SECTIONS = (
    (mark("What"), mark("What it is"), "what"),
    (mark("Sending"), mark("If you send"), "sending"),
    (mark("Receiving"), mark("If you receive"), "receiving"),
)
"""Name in the frame, heading, field."""

CODES = 8
"""Codes in the table of the first screen; all are in their section."""

Lines = list[Line | Row | Content]


def situation_card(catalogue: Catalogue, id: str) -> Card:
    """Return the card of a situation; what is not written yet is left out."""
    situation, article = catalogue.situation(id), catalogue.situation_article(id)
    labels = catalogue.labels
    sections = [section("answer", _("Answer"), "", _answer(catalogue, situation, article))]
    if article:
        for name, words, field in SECTIONS:
            if body := getattr(article, field):
                sections.append(section(field, _(name), _(words), blocks(body)))
        if article.settings:
            rows = [labelled(f"{software}  ", prose(words)) for software, words in article.settings]
            sections.append(section("settings", _("Settings"), _("Settings"), rows))
    sections += _codes(catalogue, id)
    if situation.replies:
        rows = [labelled(f"{reply.server}  ", safe(reply.line)) for reply in situation.replies]
        sections.append(section("replies", _("Replies"), labels.section("replies"), rows))
    sources = situation.sources or tuple(dict.fromkeys(reply.source for reply in situation.replies))
    said = [safe("; ".join(sources), MUTED)]
    sections.append(section("sources", _("Sources"), labels.section("sources"), said, folds=True))
    return Card(id, tuple(sections))


def _answer(catalogue: Catalogue, situation: Situation, article: SituationArticle | None) -> Lines:
    labels = catalogue.labels
    found: Lines = [
        titled(situation.id, catalogue.situation_title(situation.id)),
        Content.styled(labels.word("kind.situation"), MUTED),
    ]
    if article:
        found += [Content(""), prose(article.gist)]
    found += [
        Content(""),
        *facts(
            (
                (_("do"), prose(article.next) if article else Content("")),
                (labels.field("actor"), Content(labels.actor(situation.actor))),
                (labels.field("retry"), Content(labels.retry(situation.retry))),
            )
        ),
    ]
    found += _table(catalogue, situation.id)
    if article and article.confused:
        others = [(EntryRef(Kind.SITUATION, other), words) for other, words in article.confused]
        found += not_these(catalogue, others, _("Not to be confused with"))
        found.append(
            hint(
                _(
                    "{key} and a letter, or a click, compares it with one of these",
                    key=key_for("reading.links"),
                )
            )
        )
    return found


def _table(catalogue: Catalogue, id: str) -> Lines:
    """Each code that it comes with: what that says of it, and what to do then."""
    codes = catalogue.codes_of(id)
    if not codes:
        return []
    found: Lines = [Content(""), headed(_("said as"), _("it means"), _("do"), first=7)]
    for number in codes[:CODES]:
        code, article = catalogue.code(number), catalogue.article(number)
        own = next(meaning for meaning in code.meanings if id in meaning.situations)
        text = next((each for each in article.meanings if each.id == own.id), None) if article else None
        means = text.title if text else own.name
        do = text.do if text else catalogue.labels.retry(own.retry)
        found.append(
            row(Content.styled(number, f"bold {class_style(number)}"), Content(means), Content(do), width=7)
        )
    if (left := len(codes) - CODES) > 0:
        found.append(more(plural("and {number} more code", "and {number} more codes", left), "codes"))
    return found


def _codes(catalogue: Catalogue, id: str) -> list[Section]:
    codes = catalogue.codes_of(id)
    lines = [
        Line(Content(catalogue.title(code)), Content.assemble((code, CODE_SPAN), "  ")) for code in codes
    ]
    return [section("codes", _("Codes"), _("Codes it comes with"), lines)] if codes else []
