"""A session as an asciicast (version 2), to be played by asciinema: the greeting and each 504 are marked."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from smtptui.watching.fold import Fold
from smtptui.watching.reports.swaks import Swaks
from smtptui.watching.retention import SHOWN
from smtptui.watching.rows import Highlight
from smtptui.wire.events import Event, GreetingReceived, ReplyReceived
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.watching.rows import Row

WIDTH, HEIGHT = 100, 30
"""Columns and rows of the terminal that is shown."""

IDLE = 3.0
"""Seconds after which a player cuts a silence short."""

_GREEN, _AMBER, _RED, _DIM, _OFF = "\x1b[1;32m", "\x1b[1;33m", "\x1b[31m", "\x1b[2m", "\x1b[0m"


def asciicast(
    events: Iterable[Event], fold: Fold, words: "Callable[[Row], str]", label: str, epoch: float | None
) -> Iterator[str]:
    """Yield the lines of the file; `fold` takes the events, `words` says what a row means, safe to show."""
    header: dict[str, object] = {"version": 2, "width": WIDTH, "height": HEIGHT, "idle_time_limit": IDLE}
    if epoch is not None:
        header["timestamp"] = int(epoch)
    yield json.dumps(header | {"title": _("SMTP session: {label}", label=label)})
    swaks, started = Swaks(), None
    for event in events:
        started = event.at if started is None else started
        at = max(0.0, round(event.at - started, 6))
        for line in swaks.lines(event):
            yield _shown(at, line)
        fold.receive(event)
        if isinstance(event, GreetingReceived | ReplyReceived) and fold.rows:
            yield from _marked(at, fold.rows[-1], words)


def _shown(at: float, line: str) -> str:
    colour = _RED if line.startswith(("<**", "<~*", "***")) else "" if line.startswith("<") else _DIM
    return json.dumps([at, "o", f"{colour}{line[:SHOWN]}{_OFF if colour else ''}\r\n"])


def _marked(at: float, row: "Row", words: "Callable[[Row], str]") -> Iterator[str]:
    """Yield what a reply means, and a marker at what stands out."""
    said = words(row)
    if said:
        colour = {Highlight.GREETING: _GREEN, Highlight.NOT_IMPLEMENTED: _AMBER}.get(row.highlight, _RED)  # type: ignore[arg-type]
        yield json.dumps([at, "o", f"    {colour}{said}{_OFF}\r\n"])
    if row.highlight is not None:
        named = f"{row.code}  {said}" if row.highlight is Highlight.NOT_IMPLEMENTED else said
        yield json.dumps([at, "m", named])
