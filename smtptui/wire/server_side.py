"""The octets of a server as lines and replies, without the credentials that it echoes."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from smtptui.wire.events import Event, LineReceived, PartialLine
from smtptui.wire.limits import PARTIAL_SHOWN
from smtptui.wire.parser import ReplyParser
from smtptui.wire.reply import Anomaly, Reply, ReplyLine
from smtptui.wire.scrubber import Scrubber
from smtptui.wire.transitions import is_unexpected
from smtptui.wire.verbs import INTRODUCTIONS, Occasion, Verb

_TEXT_IS_PARSED = frozenset({Occasion.CONNECT, Verb.XCLIENT, *INTRODUCTIONS})
"""What is answered, where it is granted, by text that programs read; XCLIENT by a greeting."""


class HeardReply(NamedTuple):
    """A complete reply as it came, never to be shown, and its lines as they may be shown."""

    original: Reply
    shown: tuple[ReplyLine, ...]

    def in_answer_to(self, verb: str, *, fits: bool) -> Reply:
        """Return what may be shown, flagged for what does not fit its command; `verb` is empty for none.

        RFC 2034 §4 leaves enhanced codes out of the greeting and of the replies to EHLO and HELO because
        clients parse their text: the server's name, the extensions. The text of a refusal is not parsed,
        and Postfix says ``504 5.5.2`` to a bad name and ``554 5.7.1`` to a host: there the code is taken.
        With `fits` the code is known to be in its place.
        """
        noted, code = self.original.noted, self.original.code
        if not verb:
            noted = (*noted, Anomaly.UNSOLICITED)
        elif not fits and is_unexpected(verb, code):
            noted = (*noted, Anomaly.UNEXPECTED_CODE)
        return Reply((noted, verb in _TEXT_IS_PARSED and code // 100 == 2, *self.shown))


Took = Callable[[HeardReply], list[Event]]
"""Makes events of a reply."""


class ServerSide:
    """Reads a server's octets; `scrubber` knows the credentials that it was sent."""

    def __init__(self) -> None:
        self.scrubber = Scrubber()
        self._parser = ReplyParser()
        self._partial = b""
        self._line_number = 0
        self._shown: list[ReplyLine] = []

    @property
    def empty(self) -> bool:
        """Whether no reply has begun that has not ended."""
        return self._parser.empty

    def hear(self, octets: bytes, at: float, took: Took) -> list[Event]:
        """Return each line, after those of a reply what `took` makes of it, at last an unfinished line."""
        events = self._told(self._parser.feed(octets, at), took)
        partial = self._parser.partial_head(PARTIAL_SHOWN)
        if partial:
            partial = self.scrubber.scrub(partial, unfinished=True, continued=self._line_number > 0)
        if partial != self._partial:
            self._partial = partial
            events.append(PartialLine(at, partial))
        return events

    def end(self, at: float, took: Took) -> list[Event]:
        """Return what was unfinished when the stream ended."""
        events = self._told(self._parser.end(at), took)
        if self._partial:
            self._partial = b""
            events.append(PartialLine(at, b""))
        return events

    def restart(self) -> None:
        """Forget what was half read: a new stream begins inside TLS."""
        self._parser = ReplyParser()
        self._partial = b""
        self._line_number = 0
        self._shown.clear()

    def _told(self, items: Iterable[ReplyLine | Reply], took: Took) -> list[Event]:
        events: list[Event] = []
        scrubbing = bool(self.scrubber)
        number, shown = self._line_number, self._shown
        for item in items:
            if self._partial:
                self._partial = b""
                events.append(PartialLine(item.until, b""))
            if isinstance(item, ReplyLine):
                line = self._scrubbed(item) if scrubbing else item
                events.append(LineReceived(item.until, line, number))
                if number or item.code is not None:
                    self._line_number = number = number + 1
                    shown.append(line)
            else:
                heard = HeardReply(item, tuple(shown))
                self._line_number = number = 0
                shown.clear()
                events += took(heard)
                # What it let through may hold a credential.
                scrubbing = bool(self.scrubber)
        return events

    def _scrubbed(self, line: ReplyLine) -> ReplyLine:
        continued = self._line_number > 0
        text = self.scrubber.scrub(
            line.text,
            unfinished=Anomaly.LINE_TRUNCATED in line.anomalies,
            continued=continued,
            continues=line.separator == b"-" or (continued and line.code is None),
        )
        if text == line.text:
            return line
        begin = 0 if line.code is None else 3 + len(line.separator)
        return line._replace(raw=line.raw[:begin] + text + line.raw[begin + len(text) :])
