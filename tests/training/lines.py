"""The labelled lines of ``tests/reference/lines``: what servers said, and the situation that it was.

The classifier is trained on the `LEARNT` files; the lines of others are for checking alone.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from smtptui.reference.explaining.evidence import Evidence
from smtptui.transcripts.reader import find_replies

WORDINGS = Path(__file__).parent / "wordings.tsv"
FOLDER = Path(__file__).parent.parent / "reference" / "lines"
DISPUTED = FOLDER.parent / "disputed.tsv"


LEARNT = ("providers", "servers")


class Line(NamedTuple):
    """A labelled line; `alt` is a second situation that is as right, or empty. `of` is its file's name."""

    of: str
    line: str
    command: str
    server: str
    situation: str
    alt: str
    evidence: Evidence

    @property
    def right(self) -> frozenset[str]:
        """The situations that are right."""
        return frozenset({self.situation, self.alt} - {""})

    @property
    def vendor(self) -> str:
        """Whose line it is: the servers of one vendor are one, so that none is tested on itself."""
        name = self.server.lower().partition(" (")[0]
        for part, vendor in VENDORS.items():
            if part in name:
                return vendor
        return name.partition(" ")[0]


class Dispute(NamedTuple):
    """A line whose label we hold wrong: the label, what it is by our reading, and why."""

    line: str
    label: str
    ours: str
    why: str


def disputes() -> Iterator[Dispute]:
    """Yield the labels that we dispute; they stay as they are in the lines' own files."""
    for row in DISPUTED.read_text("utf-8").splitlines()[1:]:
        yield Dispute(*row.split("\t"))


VENDORS = {
    "google": "google",
    "gmail": "google",
    "microsoft": "microsoft",
    "exchange": "microsoft",
    "outlook": "microsoft",
    "hotmail": "microsoft",
    "office": "microsoft",
    "postfix": "postfix",
    "exim": "exim",
    "qmail": "qmail",
    "sendmail": "sendmail",
    "yahoo": "yahoo",
    "aol": "yahoo",
    "dovecot": "dovecot",
}
"""Parts of servers' names, and whose they are."""


def wordings() -> Iterator[Line]:
    """Yield ways of saying it that we wrote ourselves: to be learnt from, and never to be measured by."""
    for row in WORDINGS.read_text("utf-8").splitlines()[1:]:
        situation, line = row.split("\t")
        found = next(iter(find_replies([line])), None)
        if found is not None:
            yield Line("wordings", line, "", "", situation, "", found.evidence)


def labelled_lines(files: Sequence[str] = LEARNT) -> Iterator[Line]:
    """Yield the lines of files, in their order; a line that is no reply is left out."""
    for path in (FOLDER / f"{name}.tsv" for name in files):
        names, *rows = path.read_text("utf-8").splitlines()
        for row in rows:
            own = dict(zip(names.split("\t"), row.split("\t"), strict=True))
            found = next(iter(find_replies([own["line"]])), None)
            if found is not None:
                yield Line(
                    path.stem,
                    own["line"],
                    own["command"],
                    own["server"],
                    own["situation"],
                    own["alt"],
                    found.evidence,
                )
