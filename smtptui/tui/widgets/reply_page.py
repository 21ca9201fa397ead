"""A reply explained on a page: what it answers, what it means here, what to do, how it was sent."""

from typing import TYPE_CHECKING

from textual.content import Content

from smtptui.text import visible
from smtptui.tui.content import MUTED, class_line, heading, labelled, prose, safe
from smtptui.tui.linking import Target
from smtptui.tui.named_keys import key_for
from smtptui.tui.notes import note_lines
from smtptui.tui.page import Line, Page
from smtptui.tui.themes import class_style
from smtptui.watching.greeting_verdict import Ready, Verdict, ready_for
from smtptui.watching.greeting_words import READY, verdict_words
from smtptui.watching.offers import OfferChange
from smtptui.watching.rows import Row, line_text
from smtptui.wire.events import GreetingReceived, ReplyReceived
from smtptui.words import _, mark, plural

if TYPE_CHECKING:
    # The explanations' own modules are imported with the first reply, not before the first paint.
    from smtptui.reference.explaining.explanation import Explanation, Ranked

CONFIDENCE = {"certain": "$text-success", "likely": "$text-warning", "possible": MUTED}
"""How sure a meaning is → its style."""

SURE = {"certain": mark("certain"), "likely": mark("likely"), "possible": mark("possible")}
"""How sure a meaning is → its word."""

MEANINGS = 3
"""How many meanings are told of: in full, or where one is certain the others by their titles; the rest is
counted."""

LINES_SHOWN = 64
"""Lines of a reply that are shown as sent; the others are counted."""

LINE_SHOWN = 512
"""Octets of a line that are shown as sent; the others are counted."""

Parts = list[Line | Content | None]


def reply_page(row: Row, explanation: "Explanation") -> Page:
    """Return what a reply means, and how it was sent."""
    code = explanation.code or explanation.enhanced
    parts: Parts = [
        Content.assemble((code, f"bold {class_style(code)}"), "  ", (explanation.title, "bold")),
        class_line(code, explanation.class_name, explanation.retry),
        _label(_("answers"), _answers(row)),
        *_verdict(row),
    ]
    odd = [*map(_, row.anomalies), *explanation.remarks]
    parts += [labelled("⚠ ", prose(words), "$text-warning") for words in dict.fromkeys(odd)]
    parts += note_lines(explanation.note)
    parts += [Content(""), heading(_("What it means here")), *_meanings(code, explanation)]
    if row.reply is not None and row.reply.change is not None:
        parts += [Content(""), heading(_("Since TLS stands")), *_change(row.reply.change)]
    parts += [
        Content(""),
        _label(_("who acts"), Content(explanation.actor), MUTED, 9),
        *_as_sent(row),
        Content(""),
        Content.styled(_("{key} opens the card of {code}", key=key_for("session.card"), code=code), MUTED),
    ]
    if any(meaning.situation for meaning in explanation.meanings):
        parts.append(
            Content.styled(_("{key} opens the card of the situation", key=key_for("codes.situation")), MUTED)
        )
    if explanation.mistaken_for:
        other = explanation.mistaken_for[0]
        words = _("{key} compares it with {code}", key=key_for("session.lookalike"), code=other)
        parts.append(_leading(Content.styled(words, MUTED), other))
    if code != "220":
        parts.append(
            Content.styled(
                _("{key} compares it with 220, the greeting", key=key_for("comparison.greeting")), MUTED
            )
        )
    return Page(parts)


def _leading(words: Content, code: str) -> Content:
    """Return words in which a code leads to its card."""
    at = words.plain.rindex(code)
    return words.stylize("underline", at, at + 3).stylize(Target("entry", code).style, at, at + 3)


def _label(label: str, body: Content, style: str = MUTED, width: int = 8) -> Line:
    return labelled(f"{label:<{width}} ", body, style)


def _answers(row: Row) -> Content:
    """Say what a reply answers."""
    match row.event:
        case GreetingReceived() | ReplyReceived() if (ready := _ready(row)) is not None:
            return Content(_(READY[ready]))
        case GreetingReceived():
            return Content(_("the connection: the greeting"))
        case ReplyReceived(asked=asked) if asked is not None:
            return safe(asked.line or asked.verb.encode())
        case ReplyReceived():
            return Content(_("nothing that was asked"))
        case _:
            evidence = row.reply.evidence if row.reply else None
            known = evidence.command_line or evidence.command if evidence else ""
            return safe(known) if known else Content(_("a command that the text does not show"))


def _ready(row: Row) -> Ready | None:
    """Return what a 220 says ready for; None for other replies."""
    if not isinstance(row.event, GreetingReceived | ReplyReceived):
        return None
    verdict = row.reply.verdict if row.reply is not None else None
    return ready_for(row.event, first=verdict is None or verdict.ready is not Ready.XCLIENT)


def _verdict(row: Row) -> Parts:
    """How the server greeted, where there is something to say of it."""
    verdict = row.reply.verdict if row.reply is not None else None
    if verdict is None:
        return []
    style = MUTED if verdict.verdict in (Verdict.NORMAL, Verdict.SEVERAL_LINES) else "$text-warning"
    return [_label(_("greets"), Content(verdict_words(verdict)), style)]


def _meanings(code: str, explanation: "Explanation") -> Parts:
    sure = bool(explanation.meanings) and explanation.meanings[0].confidence == "certain"
    told = explanation.meanings[: 1 if sure else MEANINGS]
    parts: Parts = []
    for number, meaning in enumerate(told):
        if number:
            parts.append(Content(""))
        parts += _meaning(code, meaning)
    if others := explanation.meanings[len(told) : MEANINGS]:
        titles = "; ".join(meaning.title for meaning in others)
        parts += [Content(""), _label(_("less likely"), Content(titles), MUTED, 12)]
    if (left := len(explanation.meanings) - MEANINGS) > 0:
        words = plural("and {number} more meaning", "and {number} more meanings", left)
        parts += [*([] if others else [Content("")]), Content.styled(words, MUTED)]
    return parts


def _meaning(code: str, meaning: "Ranked") -> Parts:
    confidence = (_(SURE[meaning.confidence]), CONFIDENCE[meaning.confidence])
    parts: Parts = [
        Content.assemble(("▸ ", class_style(code)), (meaning.title, "bold"), "  ", confidence),
    ]
    if meaning.because:
        parts.append(_label(_("because"), prose("; ".join(meaning.because))))
    parts += [_label(_("here"), safe(each), "bold $text-primary") for each in meaning.advice]
    if meaning.fix:
        parts.append(_label(_("fix"), prose(meaning.fix), "bold $text-success"))
    return parts


def _change(change: OfferChange) -> Parts:
    """What the server offers otherwise than before TLS (RFC 3207 §4.2)."""
    parts: Parts = [_label(_("new"), safe(each), "$text-success") for each in change.gained]
    parts += [_label(_("gone"), safe(each), "$text-warning") for each in change.lost]
    for before, after in change.altered:
        words = _("{after}  (before: {before})", after=visible(after), before=visible(before))
        parts.append(_label(_("changed"), Content(words), "$text-warning"))
    return parts


def _as_sent(row: Row) -> Parts:
    if not isinstance(row.event, (GreetingReceived, ReplyReceived)):
        return [_label(_("as sent"), safe(row.text), MUTED, 9)]
    lines = row.event.reply.lines
    shown = [line_text(line, LINE_SHOWN) for line in lines[:LINES_SHOWN]]
    if len(lines) > LINES_SHOWN:
        shown.append(
            plural("… and {number} more line", "… and {number} more lines", len(lines) - LINES_SHOWN)
        )
    return [
        _label("" if number else _("as sent"), Content(words), MUTED, 9) for number, words in enumerate(shown)
    ]
