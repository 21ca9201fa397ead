"""Goes far ahead in a long recording and reads of what lies between only what decides how the rest is meant.

Theory of operation. A recording is looked through a stretch at a time, by patterns on its octets. Replies are
counted by their codes. Read are the events that are rare (connections, TLS, troubles, ends), the replies to
commands that introduce or log in, with their lines, and the last change of state. What is skipped is looked
at by its form only: where a stretch has lines that hold no object, or too many that decide, skipping ends
before it, and whoever goes on reads from there.
"""

import re
from collections import Counter
from collections.abc import Sequence

from smtptui.recording.alone import Stretches
from smtptui.recording.events import parsed
from smtptui.recording.fields import DamageError
from smtptui.recording.reading import Reading
from smtptui.wire.events import Event

LOOKED_BACK = 256 * 1024
"""Octets of the stretch before in which the first line of a reply is looked for."""

DECISIVE_KEPT = 10_000
"""Events that decide, after which skipping ends: no session has so many."""

_CODE = re.compile(rb'"code":(\d{1,3})')
"""In no text of a peer's: JSON puts a backslash before the quotation marks in it."""

_RARE = re.compile(
    rb'^\{"event":"(?!line"|partial"|command"|reply"|state"|data"|held"|refused")[^\n]*\n', re.MULTILINE
)
_DECIDES = re.compile(rb'"verb":"(?:EHLO|HELO|LHLO|AUTH|RESPONSE|STARTTLS|XCLIENT|X-EXPS)"')
_ROWS = (b'{"event":"line"', b'{"event":"command"', b'{"event":"data"', b'{"event":"refused"')
_LINE = b'\n{"event":"line"'
_STATE = b'\n{"event":"state"'


class Skip:
    """Looks from one line of a recording to another, `end`; `go` does a stretch of it.

    `decisive` are the events that were read, in order, `counts` the replies by code (those among them
    included), `rows` what else would have been shown. `end` may come to be earlier.
    """

    def __init__(self, stretches: Stretches, session_begins: int) -> None:
        self._stretches = stretches
        self.end = stretches.end
        self._before = stretches.before(LOOKED_BACK, session_begins)
        self._state: Event | None = None
        self._events: list[Event] = []
        self.counts: Counter[int] = Counter()
        self.rows = 0
        self.done = stretches.ended

    @property
    def decisive(self) -> Sequence[Event]:
        """The events that decide, the last change of state at their end."""
        return [*self._events, self._state] if self._state is not None else self._events

    def go(self) -> None:
        """Look through the next stretch; `done` says whether that was the last one."""
        here = self._stretches.here
        text = self._stretches.next()
        events = None if self._stretches.damaged else self._decisive_in(text)
        if events is None or len(self._events) + len(events) > DECISIVE_KEPT:
            self.end, self.done = here, True
            return
        self._events += events
        self.counts.update(map(int, _CODE.findall(text)))
        self.rows += sum(map(text.count, _ROWS))
        self._before = (self._before + text)[-LOOKED_BACK:]
        self.done = self._stretches.ended

    def _decisive_in(self, text: bytes) -> list[Event] | None:
        """Return the events of a stretch that decide; None where one of them is damaged."""
        begins = {found.start() for found in _RARE.finditer(text)}
        begins |= {text.rfind(b"\n", 0, found.start()) + 1 for found in _DECIDES.finditer(text)}
        events: list[Event] = []
        try:
            for begin in sorted(begins):
                events += self._read(text, begin)
            last = (b"\n" + text).rfind(_STATE)
            if last >= 0:
                self._state = Reading().event(parsed(text[last : text.find(b"\n", last) + 1]))
        except DamageError:
            return None
        return events

    def _read(self, text: bytes, begin: int) -> list[Event]:
        """Return the event that begins there, and before a reply its lines."""
        end = text.find(b"\n", begin) + 1
        made = parsed(text[begin:end])
        lines = made.get("lines")
        if made.get("event") not in ("reply", "greeting") or not isinstance(lines, int) or not lines:
            return [Reading().event(made)]
        whole = self._before + text
        start = _first_line(whole, len(self._before) + begin)
        if start is None:
            return []
        reading = Reading()
        own = filter(None, whole[start : len(self._before) + end].split(b"\n"))
        events = [reading.event(parsed(line)) for line in own]
        return [event for event in events[:-1] if hasattr(event, "line")] + events[-1:]


def _first_line(text: bytes, reply: int) -> int | None:
    """Return where the first line of the reply begins that stands there; None where it is too far back."""
    at = reply
    while (at := text.rfind(_LINE, 0, at)) >= 0:
        end = text.find(b"\n", at + 1)
        if b',"number":' not in text[at:end]:
            return at + 1
    return None
