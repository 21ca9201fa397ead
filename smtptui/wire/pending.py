"""What was sent and is not answered yet."""

from collections import deque

from smtptui.wire.events import Asked, Wait
from smtptui.wire.verbs import Occasion, Verb

_WAITS = {
    Verb.STARTTLS: Wait.STARTTLS,
    Verb.XCLIENT: Wait.GREETING,
    Verb.DATA: Wait.DATA,
    Verb.BDAT: Wait.DATA,
    Occasion.END_OF_DATA: Wait.DATA,
    Verb.AUTH: Wait.AUTH,
    Occasion.RESPONSE: Wait.AUTH,
}
"""Commands after which a client waits: the reply decides what its next line means, or begins anew."""

_AMBIGUOUS = (Verb.STARTTLS, Verb.DATA, Verb.AUTH, Occasion.RESPONSE)
"""Commands after which, before the reply, nobody can tell what the client's next octets are."""


def occasion(asked: Asked) -> str:
    """Return what a reply to `asked` answers in the terms of the table: its verb, or ``BDAT LAST``."""
    is_last = asked.verb == Verb.BDAT and asked.line.upper().split()[-1:] == [b"LAST"]
    return str(Occasion.BDAT_LAST) if is_last else asked.verb


class Pending:
    """The commands whose reply is outstanding, in the order in which they are answered (RFC 2920 §3.2)."""

    def __init__(self) -> None:
        self._queue: deque[Asked] = deque()
        self._verbs: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._queue)

    def all(self) -> tuple[Asked, ...]:
        """Return them all; takes time for each."""
        return tuple(self._queue)

    @property
    def first(self) -> Asked | None:
        """The one that the next reply answers."""
        return self._queue[0] if self._queue else None

    @property
    def waits(self) -> Wait | None:
        """What has to be answered before a client can go on."""
        if not self._queue:
            return None
        return next((wait for verb, wait in _WAITS.items() if self._verbs.get(verb)), None)

    @property
    def ambiguous(self) -> bool:
        """Whether a reply is outstanding that decides what the client's next octets are."""
        return bool(self._queue) and any(self._verbs.get(verb) for verb in _AMBIGUOUS)

    def ask(self, asked: Asked, times: int = 1) -> None:
        """Expect so many replies to `asked`, after those to what came before."""
        self._queue.extend([asked] * times)
        self._verbs[asked.verb] = self._verbs.get(asked.verb, 0) + times

    def ask_first(self, asked: Asked, times: int) -> None:
        """Expect so many more replies to `asked` before all others."""
        self._queue.extendleft([asked] * times)
        self._verbs[asked.verb] = self._verbs.get(asked.verb, 0) + times

    def answer(self) -> Asked | None:
        """Return what a reply that has come answers; None where nobody asked."""
        if not self._queue:
            return None
        asked = self._queue.popleft()
        self._verbs[asked.verb] -= 1
        return asked

    def clear(self) -> None:
        """Expect nothing any more."""
        self._queue.clear()
        self._verbs.clear()
