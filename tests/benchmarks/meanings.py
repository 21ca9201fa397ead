"""How often the first situation is right, on lines of servers that neither patterns nor classifier have seen.

``python -m tests.benchmarks.meanings`` prints the table. The classifier's chances for a line are those of one
that was trained without any line of that line's vendor (``tests/reference/held_out.tsv``); patterns that fit
lines of that vendor alone are left out.

The honest figure for servers that nobody has seen is another. ``lines/public.tsv`` was put together after all
patterns were written, and its first reading (text and codes alone) was: of 125 lines the first situation is
right in 80.8 %, one of the first three in 94 %, and of 65 that were called certain 62 (95.4 %); of all 139
lines 81.3 %, 94.2 %, and 60 of 62 (96.8 %). Since then general patterns were mended by what was wrong there:
the row ``public`` below is no held-out one any more, though the classifier is trained on no line of theirs.
"""

import hashlib
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Confidence
from smtptui.reference.explaining.evidence import Evidence
from smtptui.reference.explaining.recognising.classifier import classifier, features
from smtptui.reference.explaining.recognising.recognise import Recognised, recognise
from smtptui.reference.explaining.recognising.rules import rules
from smtptui.reference.explaining.recognising.wording import wording
from tests.training.lines import LEARNT, Line, disputes, labelled_lines

CATALOGUE = Catalogue()
HELD_OUT = Path(__file__).parent.parent / "reference" / "held_out.tsv"


class Scored(NamedTuple):
    """A line, what was recognised in it, and whether the first and one of the first three are right."""

    line: Line
    found: tuple[Recognised, ...]
    first: bool
    third: bool

    def by(self, ours: dict[str, str]) -> "Scored":
        """Return it scored by our reading, where the line is one whose label we dispute."""
        if (own := ours.get(self.line.line)) is None:
            return self
        names = [one.situation for one in self.found]
        return self._replace(first=names[:1] == [own], third=own in names[:3])

    @property
    def confidence(self) -> Confidence:
        """The word that the first situation gets."""
        return self.found[0].confidence if self.found else Confidence.POSSIBLE


def held_out() -> dict[tuple[str, str, str], dict[str, float]]:
    """Return the chances of each line, by its file, itself and the command (empty where it was not known)."""
    chances: dict[tuple[str, str, str], dict[str, float]] = {}
    for row in HELD_OUT.read_text("utf-8").splitlines()[1:]:
        of, line, command, guesses = row.split("\t")
        pairs = (guess.split("=") for guess in guesses.split())
        chances[of, line, command] = {situation: float(chance) for situation, chance in pairs}
    return chances


def chances_of(line: Line, asked: str) -> dict[str, float]:
    """Return the chances of a line that no classifier was trained on."""
    evidence = line.evidence
    return classifier().probabilities(
        features(wording(evidence.text), evidence.code, evidence.enhanced, asked)
    )


def scored(*, command: bool, files: Sequence[str] = LEARNT) -> list[Scored]:
    """Recognise every line (with its command: every line whose command is known) and say what is right."""
    chances = held_out()
    found = []
    for line in labelled_lines(files):
        if command and not line.command:
            continue
        asked = line.command if command else ""
        evidence = Evidence(line.evidence.code, line.evidence.enhanced, line.evidence.text, asked)
        best = recognise(
            evidence,
            rules(),
            chances[line.of, line.line, asked] if line.of in LEARNT else chances_of(line, asked),
            used=used_with(evidence.code),
            but_from=line.vendor,
        )
        names = [one.situation for one in best]
        found.append(
            Scored(line, best, bool(names) and names[0] in line.right, bool(set(names[:3]) & line.right))
        )
    return found


@lru_cache
def used_with(code: str) -> tuple[str, ...]:
    """Return the situations that a code is known to come with."""
    if code not in CATALOGUE.names:
        return ()
    return tuple(situation for meaning in CATALOGUE.code(code).meanings for situation in meaning.situations)


def never_read(line: Line) -> bool:
    """Whether a line is of a vendor whose lines nobody looked at while the patterns were written."""
    digest = hashlib.md5(line.vendor.encode(), usedforsecurity=False).hexdigest()
    return line.of == "providers" and int(digest, 16) % 4 == 1


def share(some: int, of: int) -> float:
    """Return how many in a hundred."""
    return 100 * some / (of or 1)


def row(name: str, lines: Iterable[Scored]) -> str:
    """Return a row of the table: top-1, top-3, and share and precision of each word."""
    known = list(lines)
    words: dict[Confidence, list[bool]] = defaultdict(list)
    for one in known:
        words[one.confidence].append(one.first)
    parts = [
        f"{word} {share(len(own), len(known)):.0f} %, right {share(sum(own), len(own)):.1f} %"
        for word, own in ((word, words[word]) for word in Confidence)
    ]
    top1, top3 = (
        100 * sum(right) / len(known) for right in zip(*((s.first, s.third) for s in known), strict=True)
    )
    return f"{name:34} {len(known):5}  top-1 {top1:.1f} %  top-3 {top3:.1f} %  {'; '.join(parts)}"


def main() -> int:
    """Print the table: each set by its labels, and by our reading of those that we dispute."""
    ours = {dispute.line: dispute.ours for dispute in disputes()}
    for command in (False, True):
        lines = scored(command=command, files=(*LEARNT, "public"))
        knows = "with the command" if command else "text and codes alone"
        for name, chosen in (
            ("providers", [one for one in lines if one.line.of == "providers"]),
            ("providers, vendors never read", [one for one in lines if never_read(one.line)]),
            ("servers", [one for one in lines if one.line.of == "servers"]),
            ("public", [one for one in lines if one.line.of == "public"]),
        ):
            sys.stdout.write(f"{knows:22} {row(name, chosen)}\n")
            if not name.endswith("read"):
                reread = [one.by(ours) for one in chosen]
                sys.stdout.write(f"{knows:22} {row(f'{name}, disputed our way', reread)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
