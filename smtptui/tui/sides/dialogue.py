"""The side of the dialogue: where it stands, what may be sent next, what would break it, what is agreed."""

from textual.content import Content

from smtptui.text import visible
from smtptui.tui.content import CODE_SPAN, MUTED, heading, labelled
from smtptui.tui.page import Line, Page
from smtptui.watching.narration import held_words
from smtptui.watching.progress import Progress
from smtptui.watching.standing_words import NEXT, agreed, breaches, state_words
from smtptui.words import _, plural

PENDING_SHOWN = 8
"""Unanswered commands that are shown."""

WIDTH = 11
"""Cells of the column of verbs."""

Parts = list[Line | Content | None]


def dialogue_page(progress: Progress) -> Page:
    """Return where the dialogue stands."""
    standing = progress.standing
    parts: Parts = [Content.styled(state_words(standing), "bold")]
    if standing.state is None:
        return Page(parts)
    tls = _("inside TLS") if standing.tls else _("in the clear")
    login = _("logged in") if standing.authenticated else _("not logged in")
    parts.append(Content.styled(f"{tls} · {login}", MUTED if standing.tls else "$text-warning"))
    parts += _pending(progress)
    if following := standing.expected():
        parts += [Content(""), heading(_("Fits next"))]
        parts += [
            _entry(verb, _(NEXT[verb]) if verb in NEXT else "", "bold $text-success") for verb in following
        ]
    if broken := list(breaches(standing)):
        parts += [Content(""), heading(_("Would break it"))]
        parts += [_breach(verbs, why) for verbs, why in broken]
    parts += [Content(""), heading(_("Agreed"))]
    parts += [labelled("• ", Content(words)) for words in agreed(standing)]
    return Page(parts)


def _pending(progress: Progress) -> Parts:
    pending = progress.standing.pending
    if not pending and progress.held is None:
        return [Content.styled(_("Nothing is outstanding."), MUTED)]
    parts: Parts = []
    if pending:
        parts += [Content(""), heading(_("Waits for the reply to"))]
        parts += [
            Content.styled(f"  {visible(asked.line or asked.verb)}", CODE_SPAN)
            for asked in list(pending)[:PENDING_SHOWN]
        ]
        if (left := len(pending) - PENDING_SHOWN) > 0:
            words = plural("  and {number} more", "  and {number} more", left)
            parts.append(Content.styled(words, MUTED))
    if progress.held is not None:
        parts.append(Content.styled(held_words(progress.held), "$text-warning"))
    return parts


def _breach(verbs: str, why: str) -> Line:
    return (
        _entry(verbs, why, "bold $text-error") if verbs else labelled("✗ ", Content(why), "bold $text-error")
    )


def _entry(verb: str, words: str, style: str) -> Line:
    if len(verb) >= WIDTH:
        return Line(Content(words), Content.styled(f"{verb}  ", style))
    return Line(Content(words), Content.styled(verb.ljust(WIDTH), style))
