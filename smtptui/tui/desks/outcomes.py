"""How a session went, for the list of servers one connects to again: a word, and what is worth knowing."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from smtptui.reference.explaining.servers import guess_server
from smtptui.text import visible
from smtptui.watching.watched import Watched
from smtptui.wire.events import CloseReason, State
from smtptui.words import _, plural

if TYPE_CHECKING:
    from smtptui.settings.state import Recent
    from smtptui.tui.desks.begun import Begun

OK, REFUSED, TLS, NOT_CONNECTED, NO_GREETING, LOST = (
    "ok",
    "refused",
    "tls",
    "not-connected",
    "greeting",
    "lost",
)

DETAIL = 48
"""Characters of what is said about it."""

_REASONS = {
    CloseReason.TLS: TLS,
    CloseReason.TRUNCATED: TLS,
    CloseReason.NOT_CONNECTED: NOT_CONNECTED,
    CloseReason.TIMEOUT: NO_GREETING,
    CloseReason.NOT_SMTP: NO_GREETING,
}

MINUTE, HOUR, DAY = 60, 3600, 86400


def outcome_of(watched: Watched) -> tuple[str, str] | None:
    """Return an id in no language and a few words; None while it is not known how it goes."""
    progress, greeting = watched.fold.progress, watched.fold.known.context.greeting
    closed = progress.closed
    if closed is not None and not closed.expected:
        reason = _REASONS.get(closed.reason, LOST)
        if reason == LOST and not greeting:
            reason = NO_GREETING
        detail = _(closed.detail) if closed.detail else ""
        return _refusal(watched) or (reason, visible(detail)[:DETAIL])
    if refused := _refusal(watched):
        return refused
    if progress.state in (None, State.AWAITING_GREETING, State.STARTING_TLS) or not greeting:
        return None
    version = progress.tls.version if progress.tls else ""
    software = guess_server(greeting).software
    return OK, visible(" · ".join(filter(None, (version, software))))[:DETAIL]


def _refusal(watched: Watched) -> tuple[str, str] | None:
    """Return how the server has refused the connection, if it has."""
    if watched.fold.progress.state is State.REFUSED or watched.fold.progress.replies == 1:
        first = next((row for row in watched.fold.rows if row.code is not None), None)
        if first is not None and (first.code or 0) >= 400:
            return REFUSED, first.text[:DETAIL]
    return None


def recent_of(begun: "Begun", outcome: tuple[str, str], clock: Callable[[], float] = time.time) -> "Recent":
    """Return what is remembered of a session: where and how, never a password."""
    from smtptui.settings.state import Recent

    options = begun.options
    return Recent(
        begun.text,
        str(begun.target.tls) if begun.target is not None and not begun.demo else "",
        str(options.ca or ""),
        options.ehlo_name,
        not options.insecure,
        *begun.login,
        *outcome,
        clock(),
    )


def outcome_words(recent: "Recent") -> str:
    """Return how it went, in the present language; empty where that is not known."""
    match recent.outcome:
        case "ok":
            return recent.detail or _("greeted")
        case "refused":
            return recent.detail or _("refused")
        case "tls":
            return recent.detail or _("TLS failed")
        case "not-connected":
            return recent.detail or _("not connected")
        case "greeting":
            return recent.detail or _("no greeting")
        case "lost":
            return recent.detail or _("connection lost")
    return ""


def ago(seconds: float) -> str:
    """Return how long ago something was, roughly."""
    if seconds < MINUTE:
        return _("just now")
    if seconds < HOUR:
        return plural("{number} min ago", "{number} min ago", int(seconds // MINUTE))
    if seconds < DAY:
        return plural("{number} hour ago", "{number} hours ago", int(seconds // HOUR))
    return plural("{number} day ago", "{number} days ago", int(seconds // DAY))
