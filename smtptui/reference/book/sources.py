"""Where facts come from: the replies that real servers send, in tables."""

from collections.abc import Iterator
from typing import NamedTuple


class RealReply(NamedTuple):
    """A reply line as a server's source, documentation or a transcript shows it; placeholders as found."""

    code: str
    meaning: str
    """The id of the meaning it is an example of, or empty."""
    server: str
    enhanced: str
    stage: str
    text: str
    source: str
    verified: str


def replies_from_table(text: str, code: str) -> tuple[RealReply, ...]:
    """Return the real replies in a table that belongs to `code`."""
    return tuple(RealReply(code=code, **row) for row in rows(text))


def rows(text: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a tab-separated table by the names in its first line; cells are never quoted."""
    lines = text.split("\n")
    names = lines[0].split("\t")
    for line in lines[1:]:
        if line:
            yield dict(zip(names, line.split("\t"), strict=True))
