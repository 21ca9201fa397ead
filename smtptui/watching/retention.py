"""How much of a session is kept: bounded in rows and in octets, so that no peer can fill the memory."""

from collections.abc import Sequence
from typing import Protocol

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


class Weighed(Protocol):
    """What is kept: its `weight` is about how many octets it holds."""

    weight: int


class Retention:
    """Counts the octets that are held, and says how many of the oldest have to go."""

    def __init__(self) -> None:
        self.octets = 0

    def excess(self, rows: Sequence[Weighed], came: int) -> int:
        """Return how many of the oldest `rows` have to go now that `came` octets more are held."""
        self.octets += came
        going = ROWS_FORGOTTEN if len(rows) > ROWS_KEPT + ROWS_FORGOTTEN else 0
        octets = sum(row.weight for row in rows[:going])
        if self.octets - octets > OCTETS_KEPT:
            wanted = self.octets - OCTETS_KEPT + OCTETS_FORGOTTEN
            # The newest row stays, whatever it holds: it is what happens now.
            while octets < wanted and going < len(rows) - 1:
                octets += rows[going].weight
                going += 1
        self.octets -= octets
        return going
