"""A session as it is told to people: the facts, every row with what it means, what stands out."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from smtptui.text import visible
from smtptui.watching.finding import Outcome
from smtptui.watching.narration import end_words, stage_words
from smtptui.watching.rows import Highlight, Kind, Row
from smtptui.watching.summary import Summary, summary
from smtptui.watching.tried import tried_in
from smtptui.watching.watched import Watched
from smtptui.words import _, decimal, plural

if TYPE_CHECKING:
    from smtptui.reference.explaining.explanation import Explanation
    from smtptui.watching.replay_source import Events
    from smtptui.watching.session_file import FiledSession


class Entry(NamedTuple):
    """A row; `lines` are safe to show, several where a reply has them. `at` is in seconds since the start.

    `words` is what it means in a line, empty for a success; `advice` what to do, where it is no reply.
    """

    at: float
    kind: Kind
    lines: tuple[str, ...]
    words: str
    highlight: Highlight | None
    code: int | None
    explanation: "Explanation | None"
    advice: str = ""

    @property
    def stands_out(self) -> bool:
        """Whether it is the greeting, a refusal, or trouble."""
        refused = self.code is not None and self.code >= 400
        return self.highlight is not None or refused or self.kind is Kind.TROUBLE


class Account(NamedTuple):
    """All there is to tell; `facts` are names and values, all texts safe to show.

    `forgotten` counts the rows before the first entry that were not kept.
    """

    label: str
    facts: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    forgotten: int
    epoch: float | None = None
    tried: tuple[Outcome, ...] = ()
    """What the server was found to implement, where that was tried."""


def account_of(session: "FiledSession", watched: Watched, events: "Events") -> Account:
    """Tell a session; `watched` has nothing in it yet, and takes the events."""
    told = summary(events, watched.fold, watched.explanation, session.target)
    ending = "" if watched.fold.progress.closed is not None else events.ending
    fold = watched.fold
    started = fold.started or 0.0
    entries = tuple(_entry(row, watched, started) for row in fold.rows)
    return Account(
        session.label,
        tuple(_facts(session, watched, told, ending)),
        entries,
        fold.forgotten,
        session.epoch,
        tried_in(fold),
    )


def _facts(
    session: "FiledSession", watched: Watched, told: Summary, ending: str
) -> Iterable[tuple[str, str]]:
    progress = watched.fold.progress
    yield _("server"), told.server or session.label
    if session.began:
        yield _("began"), session.began
    if told.seconds:
        yield _("took"), _("{seconds} s", seconds=decimal(f"{told.seconds:.1f}"))
    if progress.tls is not None:
        tls = f"{visible(progress.tls.version)} {visible(progress.tls.cipher)}"
        yield (
            _("TLS"),
            tls if progress.tls.verified else _("{tls}, certificate not verified", tls=tls),
        )
    if told.stage:
        yield _("came as far as"), stage_words(told.stage)
    replies = plural("{number} reply", "{number} replies", told.replies)
    yield _("replies"), replies
    if told.refusal:
        yield _("last refusal"), told.refusal
        if told.meaning:
            yield _("it means"), told.meaning
    if progress.closed is not None:
        yield _("ended"), end_words(progress.closed)
    elif ending:
        yield _("ended"), ending


def _entry(row: Row, watched: Watched, started: float) -> Entry:
    lines = tuple(own.text for own in row.folded) or (row.text,)
    advice = getattr(row.event, "advice", "")
    return Entry(
        row.at - started,
        row.kind,
        lines,
        visible(watched.words(row)),
        row.highlight,
        row.code,
        watched.explanation(row) if _is_explained(row) else None,
        visible(_(advice)) if advice else "",
    )


def _is_explained(row: Row) -> bool:
    refused = row.code is not None and row.code >= 400
    return row.reply is not None and (row.highlight is not None or refused)
