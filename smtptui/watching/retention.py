"""How much of a session is kept: bounded in rows and in octets, so that no peer can fill the memory."""

import gc
from collections.abc import Sequence
from typing import Protocol

from smtptui.wire.reply import Reply

ROWS_KEPT = 100_000
"""Rows that a flood cannot push out; what is older is counted and forgotten."""

ROWS_FORGOTTEN = 10_000
"""How many go at once: one by one would cost a move of all the others each time."""

OCTETS_KEPT = 32 * 1024 * 1024
"""Octets that the lines of the rows may hold together: some hundred of the longest lines that are read, and
less than the values of `ROWS_KEPT` short rows need themselves."""

OCTETS_FORGOTTEN = OCTETS_KEPT // 8
"""How many octets go at once, for the same reason."""

SHOWN = 1024
"""Octets of a line that are made into text: more than any terminal has columns."""


ROWS_SETTLED = 8192
"""Rows after which those that are held are settled."""

LINES_READ = 128
"""Lines of a reply that are looked at as one: a longer one is no answer but an attack, and its last line
decides."""


def read_part(reply: Reply) -> Reply:
    """Return a reply, of one that is too long its first lines and the last."""
    lines = reply.lines
    if len(lines) <= LINES_READ:
        return reply
    return Reply((reply.noted, reply.text_is_parsed, *lines[: LINES_READ - 1], lines[-1]))


def settle() -> None:
    """Keep what is held now, the program and its rows, from being looked through by the garbage collector.

    Each look would hold the screen for a tenth of a second. Rows and sessions are in no circle of references,
    so they go all the same when they are forgotten. While the collector waits, as it does while the program
    starts, nothing has to be settled yet.
    """
    if not gc.isenabled():
        return
    gc.collect(1)
    gc.freeze()


BLOCK = 256
"""Octets in which rows are weighed: so a weight is one of the small numbers that Python holds already."""


class Weighed(Protocol):
    """What is kept: its `weight` is about how many blocks of octets it holds."""

    weight: int


class Retention:
    """Counts what is held, and says how many of the oldest have to go."""

    def __init__(self) -> None:
        self._blocks = 0

    def overflows(self, rows: int, came: int) -> bool:
        """Count `came` blocks more, and tell whether so many rows with them are too much."""
        self._blocks += came
        return self._blocks > OCTETS_KEPT // BLOCK or rows > ROWS_KEPT + ROWS_FORGOTTEN

    def excess(self, rows: Sequence[Weighed]) -> int:
        """Return how many of the oldest `rows` have to go where it is too much."""
        most = OCTETS_KEPT // BLOCK
        going = ROWS_FORGOTTEN if len(rows) > ROWS_KEPT + ROWS_FORGOTTEN else 0
        blocks = sum(row.weight for row in rows[:going])
        if self._blocks - blocks > most:
            wanted = self._blocks - most + OCTETS_FORGOTTEN // BLOCK
            # The newest row stays, whatever it holds: it is what happens now.
            while blocks < wanted and going < len(rows) - 1:
                blocks += rows[going].weight
                going += 1
        self._blocks -= blocks
        return going
