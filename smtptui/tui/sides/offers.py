"""The side of what EHLO offers: each keyword explained, and what is otherwise inside TLS."""

from typing import TYPE_CHECKING

from textual.content import Content

from smtptui.reference.book.catalogue import UnknownCode
from smtptui.reference.book.keywords import Standing as Worth
from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import EntryRef
from smtptui.text import visible
from smtptui.tui.content import MUTED, heading, prose
from smtptui.tui.linking import Target
from smtptui.tui.page import Line, Page
from smtptui.watching.offers import OfferChange, compare_offers
from smtptui.wire.ehlo import Extensions
from smtptui.words import _, mark, plural

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.watching.standing import Standing

WIDTH = 21
"""Cells of the column of keywords."""

MECHANISMS, MECHANISM = 16, 24
"""Mechanisms that are named, and letters of their names."""

SHOWN = 96
"""Keywords that are shown; a server that offers more has something else in mind."""

NONE = mark("The server has not told what it offers: EHLO asks it, HELO does not.")
NONE_SINCE_TLS = mark(
    "Since TLS stands, EHLO has not been said again: what was offered before holds no longer."
)

_OLD = (Worth.OBSOLETE, Worth.HISTORIC, Worth.LEGACY)


def offers_page(catalogue: "Catalogue", standing: "Standing") -> Page:
    """Return what the server offers now."""
    offered = standing.offered
    if offered is None:
        return Page([Content.styled(_(NONE_SINCE_TLS if standing.tls else NONE), MUTED)])
    before = standing.offered_in_clear if standing.tls else None
    change = compare_offers(before, offered) if before is not None else OfferChange((), (), ())
    parts: list[Line | Content | None] = [_title(offered, standing), *_summary(before, change), Content("")]
    for name in dict.fromkeys(keyword.name for keyword in offered.keywords[:SHOWN]):
        parts += _keyword(catalogue, offered, name, change)
    if (left := len(offered.keywords) - SHOWN) > 0:
        words = plural("and {number} more keyword", "and {number} more keywords", left)
        parts.append(Content.styled(words, MUTED))
    if change.lost:
        parts += [Content(""), heading(_("Only before TLS"))]
        parts += [
            Line(_gist(catalogue, line.split()[0]), Content.styled(_column("−", line), "$text-warning"))
            for line in change.lost
        ]
    return Page(parts)


def _title(offered: Extensions, standing: "Standing") -> Content:
    number = len({keyword.name for keyword in offered.keywords})
    where = _("inside TLS") if standing.tls else _("in the clear")
    words = plural(
        "{domain} offers {number} extension, {where}",
        "{domain} offers {number} extensions, {where}",
        number,
        domain=visible(offered.domain) or "?",
        where=where,
    )
    return Content.styled(words, "bold")


def _summary(before: Extensions | None, change: OfferChange) -> list[Content]:
    """Name what is otherwise inside TLS."""
    if before is None:
        return []
    if not change:
        return [Content.styled(_("The same as before TLS."), MUTED)]
    told = (
        ("+", "$text-success", mark("new since TLS"), change.gained),
        ("−", "$text-warning", mark("gone since TLS"), change.lost),
        ("≠", "$text-warning", mark("changed since TLS"), tuple(new for _old, new in change.altered)),
    )
    return [
        Content.assemble(
            (f"{sign} {_(words)}: ", style), visible(" ".join(line.split()[0] for line in lines))
        )
        for sign, style, words, lines in told
        if lines
    ]


def _keyword(
    catalogue: "Catalogue", offered: Extensions, name: str, change: OfferChange
) -> list[Line | Content | None]:
    """Return a keyword with what it is for; with a mark where it is new or otherwise inside TLS."""
    own = [keyword for keyword in offered.keywords if keyword.name == name]
    parameters = [each for keyword in own for each in keyword.parameters]
    gained = any(line.split()[:1] == [name] for line in change.gained)
    was = next((old for old, new in change.altered if new.split()[:1] == [name]), "")
    sign, style = (
        ("+", "bold $text-success") if gained else ("≠", "bold $text-warning") if was else (" ", "bold")
    )
    keyword, indent = _leading(catalogue, _column(sign, name), name, style), Content(" " * WIDTH)
    lines: list[Line | Content | None] = []
    if parameters:
        lines.append(Line(Content.styled(visible(" ".join(parameters)), "$text-secondary"), keyword))
    lines.append(Line(_gist(catalogue, name), indent if parameters else keyword))
    if name == "AUTH":
        lines += [_mechanism(catalogue, each) for each in offered.mechanisms[:MECHANISMS]]
    if was:
        words = _("before TLS: {line}", line=visible(was))
        lines.append(Line(Content.styled(words, "$text-warning"), indent))
    if any(keyword.duplicate for keyword in own):
        lines.append(Line(Content.styled(_("offered more than once"), "$text-warning"), indent))
    return lines


def _leading(catalogue: "Catalogue", column: str, name: str, style: str) -> Content:
    """Return the column of a keyword; where the reference has a card of it, the word leads there."""
    content = Content.styled(column, style)
    try:
        entry = EntryRef(Kind.EXTENSION, catalogue.extension(name).keyword)
    except UnknownCode:
        return content
    link = Target("entry", entry.id)
    end = len(column.rstrip())
    return content.stylize("underline", 2, end).stylize(link.style, 2, end)


def _mechanism(catalogue: "Catalogue", name: str) -> Line:
    """Return a mechanism with its name in full, under the keyword."""
    before = Content.styled(f"{' ' * WIDTH}{visible(name[:MECHANISM])} ", "$text-secondary")
    try:
        return Line(Content.styled(catalogue.mechanism(name).title, MUTED), before)
    except UnknownCode:
        return Line(Content.styled(_("in no registry"), MUTED), before)


def _column(sign: str, name: str) -> str:
    shown = visible(name)
    if len(shown) > WIDTH - 3:
        shown = f"{shown[: WIDTH - 4]}…"
    return f"{sign} {shown}".ljust(WIDTH)


def _gist(catalogue: "Catalogue", name: str) -> Content:
    try:
        extension = catalogue.extension(name)
    except UnknownCode:
        return Content.styled(_("in no registry: this server's own"), MUTED)
    gist = prose(extension.gist or extension.title)
    if extension.status in _OLD:
        return Content.assemble(gist, (" " + _("(outdated)"), "$text-warning"))
    return gist
