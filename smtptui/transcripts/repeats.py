"""One reply once: what tells a reply again that was found before is added to its places."""

import re
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from smtptui.reference.explaining.evidence import Evidence
from smtptui.transcripts.pieces import Telling

HELD = 256
"""Replies that are held back, because what follows may tell them again."""

LOOKED_AT = 100
"""Replies held back, the last ones, among which one is looked for."""

GIVEN_KEPT = 64
"""Lines of sessions that are known again after they were given."""

LINES_HELD = {Telling.WIRE: 200, Telling.TOLD: 400, Telling.EVENT: 0}
"""Lines after which a reply is not told again: an error follows close to its session, a bounce is long."""

TEXT_KEPT = 4096
"""Characters of a text that further lines are added to."""

SECONDS_APART = 10
"""Seconds between two error messages after which the second is about another attempt."""

SHORTEST = 6
"""Characters of a text that are enough to know it again."""

_LOOSE = re.compile(r"[\W_]+")


class FoundReply(NamedTuple):
    """A reply in a text: the line (from 1) where it ended first, the family of its format, all its places.

    `session` numbers the sessions that the text shows, from 1; 0 is for what is told of one that it does not
    show. `stamp` is the time of day in seconds where the line has one.
    """

    line: int
    format: str
    evidence: Evidence
    places: tuple[int, ...] = ()
    session: int = 0
    stamp: int | None = None


class _Held:
    """A reply that is held back."""

    __slots__ = ("_loose", "evidence", "format", "places", "said", "session", "stamp", "telling", "when")

    def __init__(
        self,
        line: int,
        name: str,
        evidence: Evidence,
        telling: Telling,
        stamp: int | None,
        session: int,
        when: int | None,
    ) -> None:
        self.places = [line]
        self.format = name
        self.evidence = evidence
        self.telling = telling
        self.stamp = stamp
        self.session, self.when = session, when
        self.said = telling is Telling.WIRE
        self._loose: str | None = None

    @property
    def loose(self) -> str:
        """The text by its words alone."""
        if self._loose is None:
            self._loose = _LOOSE.sub(" ", self.evidence.text.lower()).strip()
        return self._loose

    @loose.setter
    def loose(self, text: str) -> None:
        self._loose = text

    def found(self) -> FoundReply:
        return FoundReply(
            self.places[0], self.format, self.evidence, tuple(self.places), self.session, self.when
        )


class Repeats:
    """Takes the findings in their order and gives each reply once, in the order of its first place.

    Where a text is `live`, a line of a session is given at once if no finding before it is held back; what
    tells it again later is left out.
    """

    def __init__(self, *, live: bool = False) -> None:
        self._live = live
        self._held: deque[_Held] = deque()
        self._given: deque[_Held] = deque(maxlen=GIVEN_KEPT)
        self._told = 0

    def take(
        self,
        line: int,
        name: str,
        evidence: Evidence,
        telling: Telling,
        stamp: int | None = None,
        *,
        session: int = 0,
        when: int | None = None,
    ) -> Iterator[FoundReply]:
        """Take a finding; yield those that nothing can be added to any more.

        `stamp` tells attempts apart; `session` and `when` are only handed on.
        """
        if telling is Telling.EVENT and not self._held:
            yield FoundReply(line, name, evidence, (line,), session, when)
            return
        own = _Held(line, name, evidence, telling, stamp, session, when)
        if not self._held and self._live and own.said:
            self._given.append(own)
            yield own.found()
            return
        if not self._is_repeat(own):
            self._held.append(own)
            self._told += telling is Telling.TOLD
        yield from self.passed(line)

    def goes_on(self, line: int, evidence: Evidence) -> bool:
        """Take a line with nothing but the enhanced code of the reply before it: it is of that reply."""
        last = self._held[-1] if self._held else self._given[-1] if self._given else None
        if last is None or last.places[-1] != line - 1 or last.evidence.enhanced != evidence.enhanced:
            return False
        text = f"{last.evidence.text} {evidence.text}".strip()
        if len(text) < TEXT_KEPT and evidence.text not in last.evidence.text:
            last.evidence = last.evidence._replace(text=text)
            last.loose = _LOOSE.sub(" ", text.lower()).strip()
        last.places[-1] = line
        return True

    def asked(self, command: str) -> None:
        """Learn which command the replies told last were answers to."""
        for held in reversed(self._held):
            if held.telling is not Telling.TOLD or held.evidence.command:
                return
            held.evidence = held.evidence._replace(command=command)

    @property
    def holds(self) -> bool:
        """Whether a finding is held back."""
        return bool(self._held)

    def passed(self, line: int) -> Iterator[FoundReply]:
        """Yield the findings that lie too far back to be told again at `line`."""
        while self._held and (
            len(self._held) > HELD or line - self._held[0].places[-1] >= LINES_HELD[self._held[0].telling]
        ):
            yield self._next()

    def end(self) -> Iterator[FoundReply]:
        """Yield all that is left."""
        while self._held:
            yield self._next()

    def _next(self) -> FoundReply:
        held = self._held.popleft()
        self._told -= held.telling is Telling.TOLD
        if held.said:
            self._given.append(held)
        return held.found()

    def _is_repeat(self, own: _Held) -> bool:
        if own.said and not self._told:
            return False
        code, is_event = own.evidence.code, own.telling is Telling.EVENT
        for held in islice(reversed(self._held), LOOKED_AT):
            if held.evidence.code != code and code and held.evidence.code:
                continue
            if _is_apart(held, own):
                break
            if (own.said and held.said) or (is_event and held.telling is not Telling.TOLD):
                continue
            if _same(held, own):
                _join(held, own)
                return True
        return own.telling is Telling.TOLD and any(
            own.places[0] - given.places[-1] < LINES_HELD[Telling.WIRE] and _same(given, own)
            for given in self._given
        )


def _same(held: _Held, own: _Held) -> bool:
    one, two = held.evidence, own.evidence
    if held.telling is Telling.EVENT or (one.code and two.code and one.code != two.code):
        return False
    if one.enhanced and two.enhanced and one.enhanced != two.enhanced:
        return False
    if not (one.code and two.code) and one.enhanced != two.enhanced:
        return False
    if own.said or held.said:
        # A session has many replies of few words: its own text is needed to know one again.
        if (
            one.command
            and two.command
            and one.command != two.command
            and "RESPONSE" not in (one.command, two.command)
        ):
            return False
        if own.said and len(own.loose) < SHORTEST:
            return False
    return _one_in_other(held.loose, own.loose)


def _is_apart(held: _Held, own: _Held) -> bool:
    """Return whether so much time lies between two error messages that they are about two attempts."""
    if held.stamp is None or own.stamp is None:
        return False
    return abs(held.stamp - own.stamp) > SECONDS_APART


def _one_in_other(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    return short in long


def _join(held: _Held, own: _Held) -> None:
    """Keep the fuller of two tellings, and what either knows."""
    one, two = held.evidence, own.evidence
    if own.said:
        fuller, other = two, one
    elif held.said:
        fuller, other = one, two
    else:
        fuller, other = (two, one) if len(own.loose) > len(held.loose) else (one, two)
    # A glued end, as of an error message that runs on, is no fuller text.
    text = fuller.text if fuller.text else other.text
    command = fuller.command or other.command
    held.evidence = fuller._replace(
        code=fuller.code or other.code,
        enhanced=fuller.enhanced or other.enhanced,
        text=text,
        command=command,
        command_line=fuller.command_line or other.command_line,
        server=fuller.server or other.server,
    )
    held.said = held.said or own.said
    if own.telling is Telling.EVENT:
        held.telling = own.telling
    held.loose = held.loose if len(held.loose) >= len(own.loose) else own.loose
    held.places += [place for place in own.places if place not in held.places]
