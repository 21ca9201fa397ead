"""Where a reply stands in what was read."""

from typing import NamedTuple


class Where(NamedTuple):
    """The line where a reply ends first, all its places if there are more, and the file's name."""

    line: int
    places: tuple[int, ...] = ()
    file: str = ""
