"""Something watched: a source of events, what they fold into, and what explains it."""

import time
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from smtptui.watching.fold import Fold
from smtptui.watching.rows import Row
from smtptui.watching.verdict import is_explained
from smtptui.wire.events import Event

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.reference.explaining.explanation import Explanation
    from smtptui.session.status import SessionStatus
    from smtptui.watching.explainer import Explainer

BATCH = 64
"""Events taken at a stretch before the time is looked at."""


class Pace(NamedTuple):
    """How events are taken in at a stretch: for about `seconds`, at most so many `events`; then a `rest`."""

    seconds: float
    events: int
    rest: float


class Source(Protocol):
    """Where events come from: a live session, a recording, a test. Taking never waits."""

    def take(self, limit: int = ..., /) -> list[Event]:
        """Return the next events in order, at most `limit`: where it returns as many, more may wait."""

    @property
    def ended(self) -> bool:
        """Whether the last event has been taken."""

    @property
    def status(self) -> "SessionStatus | None":
        """Where the session stands; None where that is not known."""


class Watched:
    """One session as it is shown, wherever its events come from; several may be watched at once.

    A `source` calls `wake`, on any thread, when events wait after none did; `on_news` hears of it there.
    Without a source everything is in `fold` already: a pasted text.
    """

    def __init__(
        self,
        catalogue: "Catalogue",
        label: str = "",
        *,
        source: Source | None = None,
        fold: Fold | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._label = label
        self.source = source
        self.fold = fold or Fold()
        self.on_news: Callable[[], None] | None = None
        self.name = ""
        """What it is called among others, where that says more than its label."""
        self.clock: Callable[[], float] | None = None
        """Tells the time of the session, in seconds; None where that is the clock of who watches it."""
        self.epoch: float | None = None
        """The time of day, in seconds since 1970, when its clock stood at 0; None where not known."""

    @property
    def label(self) -> str:
        """What it is called."""
        return self._label

    @property
    def note(self) -> str:
        """What else is to be known of it, in a few words: that it is recorded, or replayed."""
        return ""

    def to_end(self) -> None:
        """Bring all there is at once; what is live does so anyway."""

    def close(self) -> None:
        """Bring nothing more."""

    @property
    def pace(self) -> Pace:
        """How what waits is taken in: nothing else needs the time where no other thread makes it."""
        return Pace(0.03, 1 << 20, 0.001)

    def wake(self) -> None:
        """Say that events wait; on any thread."""
        if (on_news := self.on_news) is not None:
            on_news()

    def advance(self, pace: Pace | None = None, clock: Callable[[], float] = time.perf_counter) -> bool:
        """Take in what waits at a stretch; return whether more may wait."""
        pace = pace or self.pace
        if self.source is None:
            return False
        until = clock() + pace.seconds
        receive = self.fold.receive
        for _ in range(pace.events // BATCH):
            events = self.source.take(BATCH)
            for event in events:
                receive(event)
            if len(events) < BATCH:
                return False
            if clock() >= until:
                break
        return True

    @property
    def ended(self) -> bool:
        """Whether nothing more comes."""
        return self.source is None or self.source.ended

    @property
    def status(self) -> "SessionStatus | None":
        """Where the session stands; None where that is not known."""
        return self.source.status if self.source is not None else None

    @cached_property
    def _explainer(self) -> "Explainer":
        # Imported with the first reply: the first paint does not wait for the explanations' modules.
        from smtptui.watching.explainer import Explainer

        return Explainer(self._catalogue)

    def prepare(self) -> None:
        """Read what explaining needs; takes some 50 ms, and may run on any thread."""
        self._explainer.prepare()

    def forget_words(self) -> None:
        """Forget all words that were made: another language is spoken."""
        self._explainer.forget()
        for row in self.fold.rows:
            for each in (row, *row.folded):
                each.tag = None
                if each.reply is not None:
                    each.reply.explanation = None

    def explanation(self, row: Row) -> "Explanation | None":
        """Return what a row means, made once; None for rows that are no complete replies."""
        return self._explainer.explanation(row) if row.reply is not None else None

    def explain(self, row: Row) -> None:
        """Find out all that is to stand beside and under a row."""
        if self.words(row) or not is_explained(row):
            self.explanation(row)

    def words(self, row: Row) -> str:
        """Return what stands beside a row, and keep it there; nothing before its reply is complete."""
        if row.reply is None:
            return ""
        if row.tag is None:
            row.tag = self._explainer.words(row)
        return row.tag
