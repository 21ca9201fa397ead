"""A session that is shown, told from its rows: as text, Markdown, objects, a page or a recording."""

import json
import os
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from smtptui.watching.fold import Fold
from smtptui.watching.rows import Row
from smtptui.watching.watched import Watched
from smtptui.wire.events import Closed, Event, GreetingReceived, LineReceived, ReplyReceived
from smtptui.words import mark

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.watching.session_file import FiledSession

MODE = 0o600
"""A new file is for its owner: there are addresses in it, and what a server said."""


class Format(StrEnum):
    """What a session is written as; the value ends the file's name."""

    TEXT = "txt"
    MARKDOWN = "md"
    OBJECTS = "json"
    PAGE = "html"
    RECORDING = "jsonl"


NAMES = {
    Format.TEXT: mark("text"),
    Format.MARKDOWN: mark("Markdown"),
    Format.OBJECTS: mark("JSON"),
    Format.PAGE: mark("HTML"),
    Format.RECORDING: mark("recording"),
}
"""How each is called."""


class Shown(NamedTuple):
    """What is to be told of a session: its `rows` as they are now, whatever comes after.

    `epoch` is the time of day, in seconds since 1970, when its clock stood at 0; None where not known.
    """

    label: str
    rows: tuple[Row, ...]
    started: float | None
    epoch: float | None = None

    def events(self) -> "Happened":
        """Return what happened, each once; a line is told right before its reply."""
        return Happened(self)

    def _each(self) -> Iterator[Event]:
        told: set[int] = set()
        for row in self.rows:
            event = row.event
            if event is None or id(event) in told:
                continue
            if isinstance(event, GreetingReceived | ReplyReceived):
                told.add(id(event))
                for number, line in enumerate(event.reply.lines):
                    yield LineReceived(line.until, line, number)
            yield event


class Happened:
    """The events of a session that is shown, as often as they are asked for (see `replaying.Events`)."""

    ending = ""
    """It ends where it stands now; that needs no words."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown

    def __iter__(self) -> Iterator[Event]:
        return self._shown._each()

    def skip(self) -> None:
        """There is nothing to go ahead to."""

    def seek(self, mark: object) -> None:
        """Go nowhere."""


def shown_of(watched: Watched) -> Shown:
    """Take what is shown of a session now, to be told on any thread."""
    fold = watched.fold
    return Shown(watched.label, tuple(fold.rows), fold.started, watched.epoch)


def write(shown: Shown, form: Format, path: str, catalogue: "Catalogue", *, over: bool = False) -> None:
    """Write a session to a new file, or `over` one that is there; raise OSError, ValueError of the name."""
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if over else os.O_EXCL)
    descriptor = os.open(path, flags, MODE)
    if form is Format.RECORDING:
        os.close(descriptor)
        _record(shown, path)
        return
    with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines_of(shown, form, catalogue))


def lines_of(shown: Shown, form: Format, catalogue: "Catalogue") -> Iterable[str]:
    """Return the lines of a session in a format; all are safe to show, and hold no credential."""
    if form is Format.TEXT:
        from smtptui.watching.reports.swaks import transcript

        return transcript(shown.events())
    watched = Watched(catalogue)
    if form is Format.OBJECTS:
        return _objects(shown, watched)
    from smtptui.watching.reports.account import account_of
    from smtptui.watching.reports.html import page
    from smtptui.watching.reports.markdown import markdown

    account = account_of(_filed(shown), watched, shown.events())
    return markdown(account) if form is Format.MARKDOWN else page(account)


def _objects(shown: Shown, watched: Watched) -> Iterator[str]:
    from smtptui.watching.reports.objects import event_object, is_told

    for event in shown.events():
        watched.fold.receive(event)
        if is_told(event):
            replied = isinstance(event, GreetingReceived | ReplyReceived)
            row = watched.fold.rows[-1] if replied else None
            told = watched.explanation(row) if row is not None else None
            made = event_object(event, started=shown.started or 0.0, row=row, explanation=told)
            yield json.dumps(made, ensure_ascii=False)


def _filed(shown: Shown) -> "FiledSession":
    from smtptui.watching.session_file import FiledSession

    began = shown.epoch + shown.started if shown.epoch is not None and shown.started is not None else None
    return FiledSession(1, shown.label, 1, shown.events, Fold, epoch=began)


def _record(shown: Shown, path: str) -> None:
    from smtptui.recording.recorder import RecordingFile

    file = RecordingFile(path)
    start = shown.started or 0.0
    epoch = shown.epoch
    wall = (lambda: epoch + start) if epoch is not None else None
    recorder = (
        file.session(shown.label, start=start, clock=lambda: start, wall=wall)
        if wall is not None
        else file.session(shown.label, start=start, clock=lambda: start)
    )
    recorder.events(event for event in shown.events() if not isinstance(event, Closed))
    recorder.events(event for event in shown.events() if isinstance(event, Closed))
    why = file.failed
    file.close()
    if why:
        raise OSError(0, why)
