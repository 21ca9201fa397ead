"""The card of one entry; a code's says when one sees it, what to do, and where that is known from."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.reactive import reactive
from textual.widgets import Static

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.labels import Labels
from smtptui.reference.book.model import Article, Code, Kind, Meaning, MeaningArticle
from smtptui.reference.book.sources import RealReply
from smtptui.reference.searching.listing import EntryRef
from smtptui.tui.content import CODE_SPAN, MUTED, blocks, class_line, heading, labelled, prose, safe
from smtptui.tui.page import Line, Page
from smtptui.tui.sturdy import Sturdy
from smtptui.tui.themes import class_style
from smtptui.tui.widgets.entry_cards import enhanced_card, extension_card, mechanism_card
from smtptui.tui.widgets.situation_card import situation_card
from smtptui.words import _, plural

EXAMPLES_PER_MEANING = 3
EXAMPLES = 12
"""How many real replies a card shows; search finds the others."""


class CodeDetail(Sturdy, VerticalScroll, can_focus=True):
    """Shows one entry of the catalogue."""

    DEFAULT_CSS = """
    CodeDetail {
        padding: 0 2;
        background: $background;
        scrollbar-size-vertical: 1;
        &:focus { background-tint: $foreground 2%; }
    }
    """

    entry: reactive[EntryRef | None] = reactive(None, init=False)
    """What the card is of; None leaves it empty."""

    body = query_one(Static)

    def __init__(self, catalogue: Catalogue, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._catalogue = catalogue
        self._page = Page([])

    def compose(self) -> ComposeResult:
        """Compose the one text of the card."""
        yield Static(markup=False)

    def watch_entry(self, entry: EntryRef | None) -> None:
        """Show another card, from its top."""
        self._page = card(self._catalogue, entry) if entry is not None else Page([])
        self.body.update(self._page)
        self.scroll_home(animate=False)

    @property
    def text(self) -> str:
        """The card as text."""
        return self._page.plain


def card(catalogue: Catalogue, entry: EntryRef) -> Page:
    """Return the card of an entry."""
    key = entry.key
    match entry.kind:
        case Kind.BASIC:
            return code_card(catalogue, key)
        case Kind.ENHANCED:
            return enhanced_card(catalogue, key)
        case Kind.EXTENSION:
            return extension_card(catalogue.extension(key))
        case Kind.MECHANISM:
            return mechanism_card(catalogue.mechanism(key))
        case Kind.SITUATION:
            return situation_card(catalogue, key)


def code_card(catalogue: Catalogue, number: str) -> Page:
    """Return the whole card of a code; what is not written yet is left out."""
    code = catalogue.code(number)
    article = catalogue.article(number)
    labels = catalogue.labels
    return Page(
        [
            title_line(code, article),
            class_line(number, labels.class_name(number), labels.status(code.status)),
            Content.styled(article.gist, "italic") if article and article.gist else None,
            *_sections(article, labels),
            *_meanings(code, article, labels),
            *_facts(code, labels),
            *_examples(catalogue.replies(number), code, labels),
            *_sources(code, labels),
        ]
    )


def title_line(code: Code, article: Article | None) -> Content:
    """Return the code in its class's colour, and its title."""
    return Content.assemble(
        (code.code, f"bold {class_style(code.code)}"),
        "  ",
        (article.title if article else code.name, "bold"),
    )


def _sections(article: Article | None, labels: Labels) -> list[Line | Content]:
    if article is None:
        return []
    found: list[Line | Content] = []
    for name in ("description", "when", "fix", "postmaster", "choose"):
        body = getattr(article, name)
        if body:
            found += [Content(""), heading(labels.section(name)), *blocks(body)]
    return found


def _meanings(code: Code, article: Article | None, labels: Labels) -> list[Line | Content]:
    """Each meaning with its own remedy; for a code of one meaning the sections above say it all."""
    told: dict[str, MeaningArticle] = {each.id: each for each in article.meanings} if article else {}
    if len(code.meanings) < 2 and not told:
        if any(meaning.situations for meaning in code.meanings):
            return [Content(""), Content.styled(_("s opens the card of its situation"), MUTED)]
        return []
    found: list[Line | Content] = [
        Content(""),
        heading(f"{labels.section('meanings')} ({len(code.meanings)})"),
    ]
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
        found.append(_about(meaning, labels))
        if text:
            found += blocks(text.body)
            for number_of_block, block in enumerate(text.fix):
                label = _("fix  ") if number_of_block == 0 else "     "
                found.append(labelled(label, prose(block.text), "bold $text-success"))
    if any(meaning.situations for meaning in code.meanings):
        found += [Content(""), Content.styled(_("s opens the cards of these situations, in turn"), MUTED)]
    return found


def _about(meaning: Meaning, labels: Labels) -> Content:
    """One muted line: what it answers, its enhanced codes, who has to act, whether to send it again."""
    parts = [labels.status(meaning.status)]
    if meaning.commands:
        parts.append(f"{labels.field('commands')} {', '.join(labels.commands(meaning.commands))}")
    if meaning.enhanced:
        parts.append(", ".join(meaning.enhanced))
    parts.append(f"{labels.field('actor')}: {labels.actor(meaning.actor)}")
    parts.append(f"{labels.field('retry')}: {labels.retry(meaning.retry)}")
    if meaning.situations:
        parts.append(f"{labels.word('kind.situation')}: {', '.join(meaning.situations)}")
    return Content.styled(" · ".join(parts), MUTED)


def _facts(code: Code, labels: Labels) -> list[Line | Content]:
    commands = list(dict.fromkeys(command for meaning in code.meanings for command in meaning.commands))
    found: list[Line | Content] = []
    if commands:
        found += [
            Content(""),
            heading(labels.field("commands")),
            Content(", ".join(labels.commands(commands))),
        ]
    enhanced = list(dict.fromkeys(each for meaning in code.meanings for each in meaning.enhanced))
    if enhanced or code.iana_enhanced or code.seen_enhanced:
        found += [Content(""), heading(labels.field("enhanced"))]
        if enhanced:
            found.append(labelled(_("comes with  "), Content.styled(", ".join(enhanced), CODE_SPAN)))
        if code.iana_enhanced:
            found.append(
                labelled(_("IANA pairs  "), Content.styled(", ".join(code.iana_enhanced), CODE_SPAN))
            )
        if code.seen_enhanced:
            seen = ", ".join(f"{each} ({count})" for each, count in code.seen_enhanced)
            found.append(labelled(_("seen here   "), Content.styled(seen, CODE_SPAN)))
    if code.lookalikes:
        found += [Content(""), heading(labels.section("lookalikes")), Content(", ".join(code.lookalikes))]
    return found


def _examples(replies: tuple[RealReply, ...], code: Code, labels: Labels) -> list[Line | Content]:
    """A selection: some for each meaning, each from another server; none twice."""
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
    more = len(replies) - len(chosen)
    found: list[Line | Content] = [Content(""), heading(labels.section("replies"))]
    width = max(len(reply.server) for reply in chosen)
    for reply in chosen:
        words = " ".join(part for part in (reply.code, reply.enhanced, reply.text) if part)
        found.append(
            Content.assemble(
                (f"{reply.server:<{width}}  ", MUTED), safe(words), (_unsure(reply), "$text-warning")
            )
        )
    if more > 0:
        found.append(
            Content.styled(
                _more(more),
                MUTED,
            )
        )
    return found


def _more(number: int) -> str:
    return plural("and one more that search finds", "and {number} more that search finds", number)


def _unsure(reply: RealReply) -> str:
    return {"no": _("  (unverified)"), "partial": _("  (partly verified)")}.get(reply.verified, "")


def _sources(code: Code, labels: Labels) -> list[Line | Content]:
    sources = list(dict.fromkeys(source for meaning in code.meanings for source in meaning.sources))
    if not sources:
        return []
    found: list[Line | Content] = [
        Content(""),
        heading(labels.section("sources")),
        safe("; ".join(sources), MUTED),
    ]
    if not code.in_grammar:
        found.append(
            Content.styled(
                _("Its second digit is outside the reply-code grammar of RFC 5321 §4.2."), "$text-warning"
            )
        )
    if any(meaning.verified in ("no", "list-only") for meaning in code.meanings):
        found.append(
            Content.styled(
                _("Known from lists only; no server's source confirms every meaning."), "$text-warning"
            )
        )
    return found
