"""What ``replay`` writes: the notation of swaks, objects, a list, a report."""

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from smtptui.cli.arguments import Arguments
from smtptui.cli.environment import Environment
from smtptui.cli.exit_status import ExitStatus
from smtptui.cli.output import Output, OutputError
from smtptui.text import visible
from smtptui.watching.session_file import FiledSession, SessionFile, summary_of
from smtptui.words import _, plural
from smtptui.words.failures import why_of

if TYPE_CHECKING:
    from smtptui.recording.events import Mark
    from smtptui.watching.replay_source import Events
    from smtptui.wire.events import Event


def write(way: str, found: SessionFile, environment: Environment, given: Arguments) -> int:
    """Write the sessions in one of the `WAYS`, and return the exit status."""
    for remark in found.remarks:
        environment.say(remark)
    if not found.sessions:
        environment.say(_("no SMTP session found"))
        return ExitStatus.NOT_FOUND
    if given.has("--anonymous"):
        found = found._replace(sessions=[_without_names(own) for own in found.sessions])
    match way:
        case "--list":
            _list(found, environment)
        case "--text":
            _text(found, environment)
        case "--json":
            _objects(found, environment)
        case _:
            return _report(given, found, environment)
    return ExitStatus.OK


def _without_names(session: FiledSession) -> FiledSession:
    """Return a session whose events have stand-ins for names, and which is itself called by one."""
    from smtptui.watching.anonymized import anonymized

    return anonymized(session)


class _Told:
    """The events of a session as they are written; afterwards it says why it broke off, if it did."""

    def __init__(self, events: "Events", environment: Environment) -> None:
        self._events, self._environment = events, environment

    def __iter__(self) -> "Iterator[Event]":
        from smtptui.wire.events import Closed

        closed = False
        for event in self._events:
            closed = closed or isinstance(event, Closed)
            yield event
        if not closed and (words := self._events.ending):
            self._environment.say(words)

    @property
    def ending(self) -> str:
        """Why a session ends that was not closed."""
        return self._events.ending

    def skip(self) -> None:
        """Everything is written."""

    def seek(self, mark: "Mark") -> None:
        """Nothing is gone ahead to."""


def _text(found: SessionFile, environment: Environment) -> None:
    from smtptui.watching.reports.swaks import transcript

    out, several = environment.stdout, len(found.sessions) > 1
    for session in found.sessions:
        if several:
            out.line(f"=== {_title(session)}")
        out.lines(transcript(_Told(session.events(), environment)))


def _title(session: FiledSession) -> str:
    parts = (_("session {number}", number=session.number), session.began, session.label)
    return " · ".join(part for part in parts if part)


def _objects(found: SessionFile, environment: Environment) -> None:
    from smtptui.watching.reports.objects import event_object, is_told
    from smtptui.watching.watched import Watched
    from smtptui.wire.events import GreetingReceived, ReplyReceived

    several = len(found.sessions) > 1
    for session in found.sessions:
        watched = Watched(environment.catalogue(), fold=session.fold())
        for event in _Told(session.events(), environment):
            watched.fold.receive(event)
            if not is_told(event):
                continue
            row = watched.fold.rows[-1] if isinstance(event, GreetingReceived | ReplyReceived) else None
            explanation = watched.explanation(row) if row is not None else None
            started = watched.fold.started or 0.0
            made = event_object(event, started=started, row=row, explanation=explanation)
            environment.stdout.json({"session": session.number, **made} if several else made)


def _list(found: SessionFile, environment: Environment) -> None:
    from smtptui.watching.narration import stage_words

    out, catalogue = environment.stdout, environment.catalogue()
    width = max(len(own.began) for own in found.sessions)
    for session in found.sessions:
        told = summary_of(session, catalogue)
        replies = plural("{number} reply", "{number} replies", told.replies)
        stage = _("as far as {stage}", stage=stage_words(told.stage)) if told.stage else ""
        head = f"{session.number:>4}  {session.began:{width}}  "
        words = " · ".join(part for part in (told.server or session.label, replies, stage) if part)
        out.paragraph(words, indent=head, hanging=" " * len(head))
        if told.refusal:
            meaning = f"{told.refusal} → {told.meaning}" if told.meaning else told.refusal
            out.paragraph(meaning, indent=" " * len(head))
        if told.ending:
            out.paragraph(told.ending, indent=" " * len(head))


def _report(given: Arguments, found: SessionFile, environment: Environment) -> int:
    form, name = given.value("--report"), given.value("--output")
    if len(found.sessions) > 1:
        environment.say(_("there are several sessions: --session names one, --list shows them"))
        return ExitStatus.USAGE
    lines = _lines_of_report(form or "", found.sessions[0], environment)
    if name is None:
        environment.stdout.lines(lines)
        return ExitStatus.OK
    try:
        descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
            Output(file, environment.variables).lines(lines)
    except (OSError, ValueError, OutputError) as error:
        why = why_of(error)
        environment.say(_("cannot write {file!r}: {why}", file=name, why=why))
        return ExitStatus.IO
    environment.say(_("written: {file}", file=visible(name)))
    return ExitStatus.OK


def _lines_of_report(form: str, session: FiledSession, environment: Environment) -> Iterable[str]:
    from smtptui.watching.watched import Watched

    watched = Watched(environment.catalogue(), fold=session.fold())
    events = _Told(session.events(), environment)
    if form == "cast":
        from smtptui.watching.reports.asciicast import asciicast

        return asciicast(events, watched.fold, watched.words, session.label, session.epoch)
    from smtptui.watching.reports.account import account_of

    account = account_of(session, watched, events)
    if form == "md":
        from smtptui.watching.reports.markdown import markdown

        return markdown(account)
    from smtptui.watching.reports.html import page

    return page(account, language=environment.language)
