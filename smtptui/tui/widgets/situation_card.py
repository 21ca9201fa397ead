"""The card of a situation: what happened, whatever the code says, and how to get out of it."""

from textual.content import Content

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.situations import Situation, SituationArticle
from smtptui.tui.content import MUTED, blocks, heading, labelled, prose, safe
from smtptui.tui.page import Line, Page
from smtptui.words import _, mark

SECTIONS = (
    (mark("What it is"), "what"),
    (mark("If you send"), "sending"),
    (mark("If you receive"), "receiving"),
)


def situation_card(catalogue: Catalogue, id: str) -> Page:
    """Return the card of a situation; what is not written yet is left out."""
    situation, article = catalogue.situation(id), catalogue.situation_article(id)
    labels = catalogue.labels
    parts: list[Line | Content | None] = [
        Content.assemble((id, "bold $text-secondary"), "  ", (catalogue.situation_title(id), "bold")),
        Content.styled(labels.word("kind.situation"), MUTED),
    ]
    if article:
        parts += [prose(article.gist), labelled(_("do") + "  ", prose(article.next), "bold $text-success")]
    parts += [
        labelled(labels.field("actor") + "  ", Content(labels.actor(situation.actor))),
        labelled(labels.field("retry") + "  ", Content(labels.retry(situation.retry))),
    ]
    if article:
        parts += _article(catalogue, article)
    parts += _codes(catalogue, id) + _replies(situation)
    sources = situation.sources or tuple(dict.fromkeys(reply.source for reply in situation.replies))
    parts += [Content(""), heading(labels.section("sources")), safe("; ".join(sources), MUTED)]
    return Page(parts)


def _article(catalogue: Catalogue, article: SituationArticle) -> list[Line | Content | None]:
    parts: list[Line | Content | None] = []
    for name, field in SECTIONS:
        if body := getattr(article, field):
            parts += [Content(""), heading(_(name)), *blocks(body)]
    if article.settings:
        parts += [Content(""), heading(_("Settings"))]
        parts += [labelled(f"{software}  ", prose(words)) for software, words in article.settings]
    if article.confused:
        parts += [Content(""), heading(_("Not to be confused with"))]
        parts += [
            labelled(f"{other} {catalogue.situation_title(other)}  ", prose(words))
            for other, words in article.confused
        ]
    return parts


def _codes(catalogue: Catalogue, id: str) -> list[Line | Content | None]:
    codes = catalogue.codes_of(id)
    if not codes:
        return []
    named = "; ".join(f"{code} {catalogue.code(code).name}" for code in codes)
    return [Content(""), heading(_("Codes it comes with")), safe(named)]


def _replies(situation: Situation) -> list[Line | Content | None]:
    if not situation.replies:
        return []
    lines = [labelled(f"{reply.server}  ", safe(reply.line)) for reply in situation.replies]
    return [Content(""), heading(_("Real replies")), *lines]
