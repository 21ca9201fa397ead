"""The card of a basic code: what it means after which command and what to do, then all there is to say."""

from textual.content import Content

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.labels import Labels
from smtptui.reference.book.model import Article, Code, Kind, Meaning, MeaningArticle
from smtptui.reference.book.sources import RealReply
from smtptui.reference.searching.listing import EntryRef
from smtptui.tui.card import Card, Section, section
from smtptui.tui.content import CODE_SPAN, MUTED, blocks, class_line, labelled, prose, safe
from smtptui.tui.linking import Target, linked
from smtptui.tui.named_keys import key_for
from smtptui.tui.page import Line, Row
from smtptui.tui.themes import class_style
from smtptui.tui.widgets.answer import facts, headed, hint, more, not_these, row, titled
from smtptui.words import _, mark, plural

IN_TABLE = 9
"""Meanings that the table has where there are more; all stand in their own section."""

AFTER = 11
"""Cells for the commands that a meaning answers."""

VERBS_NAMED = 4
"""Commands that the table names of a meaning; more of them say no more than "several"."""

EXAMPLES_PER_MEANING = 3
EXAMPLES = 12
"""How many real replies a card shows; search finds the others."""

NAMES = {
    "when": mark("When"),
    "fix": mark("Fix"),
    "postmaster": mark("Postmaster"),
    "description": mark("More"),
    "choose": mark("Sending it"),
}
"""The sections of an article in the card's order, by the names that stand in the frame."""

FOLDED = frozenset({"choose"})


def code_card(catalogue: Catalogue, number: str) -> Card:
    """Return the card of a code; what is not written yet is left out."""
    code, article, labels = catalogue.code(number), catalogue.article(number), catalogue.labels
    sections = [section("answer", _("Answer"), "", _answer(catalogue, code, article))]
    sections += [
        section(name, _(NAMES[name]), labels.section(name), blocks(body), folds=name in FOLDED)
        for name in NAMES
        if article and (body := getattr(article, name))
    ]
    sections[3:3] = _meanings(code, article, labels)
    sections += _replies(catalogue, code) + _facts(code, labels) + _sources(code, labels)
    return Card(number, tuple(sections))


# The answer


def _answer(catalogue: Catalogue, code: Code, article: Article | None) -> list[Line | Row | Content]:
    labels = catalogue.labels
    retries = dict.fromkeys(labels.retry(meaning.retry) for meaning in code.meanings)
    found: list[Line | Row | Content] = [
        titled(code.code, catalogue.title(code.code)),
        class_line(
            code.code, labels.class_name(code.code), labels.outcome(code.code), labels.status(code.status)
        ),
    ]
    if article and article.gist:
        found += [Content(""), prose(article.gist)]
    found += [
        Content(""),
        *facts(
            (
                (_("do"), Content(article.next if article else labels.advice(code.code))),
                (labels.field("retry"), Content(" / ".join(retries))),
            )
        ),
    ]
    found += _table(code, article, labels)
    if code.lookalikes:
        others = [(EntryRef(Kind.BASIC, other), catalogue.title(other)) for other in code.lookalikes]
        found += not_these(catalogue, others, _("What it is not"))
        found.append(
            hint(
                _(
                    "{key} compares it with {code}; {links} and a letter, or a click, with any of these",
                    key=key_for("session.lookalike"),
                    links=key_for("reading.links"),
                    code=code.lookalikes[0],
                )
            )
        )
    return found


def _table(code: Code, article: Article | None, labels: Labels) -> list[Line | Row | Content]:
    told = {each.id: each for each in article.meanings} if article else {}
    shown = code.meanings if len(code.meanings) <= IN_TABLE + 1 else code.meanings[:IN_TABLE]
    names = (_("after"), _("it means"), _("do"))
    found: list[Line | Row | Content] = [Content(""), headed(*names, first=AFTER)]
    found += [_row(meaning, told.get(meaning.id), labels) for meaning in shown]
    if left := len(code.meanings) - len(shown):
        found.append(
            more(plural("and {number} more meaning", "and {number} more meanings", left), "meanings")
        )
    return found


def _row(meaning: Meaning, text: MeaningArticle | None, labels: Labels) -> Row:
    means = Content(text.title if text else meaning.name)
    if meaning.situation:
        means = linked(means, Target("entry", EntryRef(Kind.SITUATION, meaning.situation).id))
    do = Content(text.do) if text and text.do else Content(labels.retry(meaning.retry))
    return row(Content.styled(_after(meaning, labels), MUTED), means, do, width=AFTER)


def _after(meaning: Meaning, labels: Labels) -> str:
    if meaning.commands[:1] == ("CONNECT",):
        return _("connecting")
    if len(meaning.commands) > VERBS_NAMED:
        return _("several")
    return ", ".join(labels.commands(meaning.commands))


# What follows


def _meanings(code: Code, article: Article | None, labels: Labels) -> list[Section]:
    """Each meaning with what is particular to it and its own remedy."""
    told: dict[str, MeaningArticle] = {each.id: each for each in article.meanings} if article else {}
    found: list[Line | Content] = []
    for number, meaning in enumerate(code.meanings):
        if number:
            found.append(Content(""))
        text = told.get(meaning.id)
        found.append(
            Content.assemble(
                ("▸ ", class_style(code.code)),
                (text.title if text else meaning.name, "bold"),
                (f"   {meaning.id}", MUTED),
            )
        )
        found += _about(meaning, labels)
        if text:
            found += blocks(text.body)
            for number_of_block, block in enumerate(text.fix):
                label = _("fix  ") if number_of_block == 0 else "     "
                found.append(labelled(label, prose(block.text), "bold $text-success"))
    words = f"{labels.section('meanings')} ({len(code.meanings)})"
    if not told and len(code.meanings) < 2:
        return []
    if any(meaning.situations for meaning in code.meanings):
        found += [
            Content(""),
            hint(_("{key} opens the cards of these situations, in turn", key=key_for("codes.situation"))),
        ]
    return [section("meanings", _("Meanings"), words, found)]


def _about(meaning: Meaning, labels: Labels) -> list[Line | Content]:
    """Muted lines: what it answers, its enhanced codes, who has to act, whether to send it again."""
    parts = [labels.status(meaning.status)]
    if meaning.commands:
        parts.append(f"{labels.field('commands')} {', '.join(labels.commands(meaning.commands))}")
    if meaning.enhanced:
        parts.append(", ".join(meaning.enhanced))
    parts.append(f"{labels.field('actor')}: {labels.actor(meaning.actor)}")
    parts.append(f"{labels.field('retry')}: {labels.retry(meaning.retry)}")
    lines: list[Line | Content] = [Content.styled(" · ".join(parts), MUTED)]
    if meaning.situations:
        kind = labels.word("kind.situation")
        names = [
            linked(Content.styled(id, MUTED), Target("entry", EntryRef(Kind.SITUATION, id).id))
            for id in meaning.situations
        ]
        lines.append(Content.assemble((f"{kind}: ", MUTED), Content(", ").join(names)))
    return lines


def _replies(catalogue: Catalogue, code: Code) -> list[Section]:
    """A selection: some for each meaning, each from another server; none twice."""
    replies = catalogue.replies(code.code)
    chosen: list[RealReply] = []
    for meaning in (*[each.id for each in code.meanings], ""):
        servers: set[str] = set()
        for reply in replies:
            if (
                reply.meaning == meaning
                and reply.server not in servers
                and len(servers) < EXAMPLES_PER_MEANING
            ):
                servers.add(reply.server)
                chosen.append(reply)
    chosen = chosen[:EXAMPLES]
    if not chosen:
        return []
    width = max(len(reply.server) for reply in chosen)
    lines: list[Line | Content] = []
    for reply in chosen:
        words = " ".join(part for part in (reply.code, reply.enhanced, reply.text) if part)
        body = Content.assemble(safe(words), (_unsure(reply), "$text-warning"))
        lines.append(Line(body, Content.styled(f"{reply.server:<{width}}  ", MUTED)))
    if (left := len(replies) - len(chosen)) > 0:
        lines.append(
            hint(plural("and one more that search finds", "and {number} more that search finds", left))
        )
    return [section("replies", _("Replies"), catalogue.labels.section("replies"), lines)]


def _unsure(reply: RealReply) -> str:
    return {"no": _("  (unverified)"), "partial": _("  (partly verified)")}.get(reply.verified, "")


def _facts(code: Code, labels: Labels) -> list[Section]:
    """The commands it answers and the enhanced codes it comes with."""
    commands = list(dict.fromkeys(command for meaning in code.meanings for command in meaning.commands))
    enhanced = list(dict.fromkeys(each for meaning in code.meanings for each in meaning.enhanced))
    seen = ", ".join(f"{each} ({count})" for each, count in code.seen_enhanced)
    rows = facts(
        (
            (labels.field("commands"), Content(", ".join(labels.commands(commands)))),
            (_("comes with"), Content.styled(", ".join(enhanced), CODE_SPAN)),
            (_("IANA pairs"), Content.styled(", ".join(code.iana_enhanced), CODE_SPAN)),
            (_("seen here"), Content.styled(seen, CODE_SPAN)),
        )
    )
    return [section("facts", _("Codes"), labels.field("enhanced"), rows)] if rows else []


def _sources(code: Code, labels: Labels) -> list[Section]:
    sources = list(dict.fromkeys(source for meaning in code.meanings for source in meaning.sources))
    if not sources:
        return []
    found: list[Line | Content] = [safe("; ".join(sources), MUTED)]
    if not code.in_grammar:
        words = _("Its second digit is outside the reply-code grammar of RFC 5321 §4.2.")
        found.append(Content.styled(words, "$text-warning"))
    if any(meaning.verified in ("no", "list-only") for meaning in code.meanings):
        words = _("Known from lists only; no server's source confirms every meaning.")
        found.append(Content.styled(words, "$text-warning"))
    return [section("sources", _("Sources"), labels.section("sources"), found, folds=True)]
