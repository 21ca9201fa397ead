"""Full-text search over the whole reference: ranked, each hit with the match shown."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from math import log
from typing import NamedTuple

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.reference.searching.nearest import distance
from smtptui.reference.searching.passages import MEANING, REPLY, Entry, Passage, entries
from smtptui.reference.searching.query import Term, parse_query, words
from smtptui.reference.searching.snippet import Snippet, snippet

NAMED = 1_000.0
"""What is named as typed, or is a code that begins as typed, comes before every text."""
_BEGINNING = 0.6
"""What the beginning of a word counts against the whole word."""
_TELLING = 3
"""Letters from which on a word is looked for in running text too; fewer begin too many words."""
_COMMON = 1200
"""Passages that a word like "the" stands in; with more it tells nothing, and only titles are looked at."""
_CANDIDATES = 24
"""Words that share most pairs of letters with a mistyped one, to be measured exactly."""


class Hit(NamedTuple):
    """Something found: `key` is a code, a keyword or a mechanism's name, by its `kind`."""

    kind: Kind
    key: str
    title: str
    score: float
    snippet: Snippet


class Results(NamedTuple):
    """Hits, the best first; `corrected` are the words that nothing has, and what was looked for instead."""

    hits: tuple[Hit, ...]
    corrected: tuple[tuple[str, str], ...] = ()


class _Postings(NamedTuple):
    """The passages that each word stands in, and the words sorted."""

    by_word: dict[str, list[int]]
    vocabulary: list[str]

    def beginning(self, letters: str) -> Iterator[tuple[str, list[int]]]:
        """Yield the words that begin with `letters`, and their passages."""
        start = bisect_left(self.vocabulary, letters)
        end = bisect_left(self.vocabulary, letters + chr(0x10FFFF), start)
        for word in self.vocabulary[start:end]:
            yield word, self.by_word[word]


class _Matches(NamedTuple):
    """What a term fits: `codes` scores by entry, `passages` worth by passage, `owners` the entries of both.

    A word so short or so common that it tells nothing fits every entry.
    """

    codes: dict[int, float]
    passages: dict[int, float]
    owners: set[int]


class SearchIndex:
    """An inverted index in memory; making it reads every file, asking it reads none."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._entries = list(entries(catalogue))
        self._passages: list[Passage] = []
        self._owners: list[int] = []
        everything: dict[str, list[int]] = {}
        titles: dict[str, list[int]] = {}
        for owner, entry in enumerate(self._entries):
            for passage in entry.passages:
                # Of a reply the server's name is part of what may be searched for.
                text = f"{passage.field} {passage.text}" if passage.weight == REPLY else passage.text
                for word in set(words(text)):
                    everything.setdefault(word, []).append(len(self._passages))
                    if passage.weight >= MEANING:
                        titles.setdefault(word, []).append(len(self._passages))
                self._passages.append(passage)
                self._owners.append(owner)
        self._everything = _Postings(everything, sorted(everything))
        self._titles = _Postings(titles, sorted(titles))
        self._by_pair: dict[str, list[str]] = {}
        for word in everything:
            if word.isalpha() and len(word) > 3:
                for pair in _pairs(word):
                    self._by_pair.setdefault(pair, []).append(word)

    def search(self, query: str, *, limit: int = 50) -> Results:
        """Return the entries in which every word of `query` begins some word, or is part of a code.

        A word that nothing begins with is replaced by the nearest there is, where one is near.
        """
        terms = list(parse_query(query))
        corrected: list[tuple[str, str]] = []
        matches: list[_Matches] = []
        for number, term in enumerate(terms):
            found = self._matches(term)
            if not found.owners and (instead := self._nearest(term)):
                corrected.append((term.word, instead))
                terms[number] = parse_query(instead)[0]
                found = self._matches(terms[number])
            matches.append(found)
        ranked = sorted(self._ranked(matches))[:limit]
        looked_for = tuple(word for term in terms for word in term.words)
        return Results(tuple(self._hit(*place, looked_for) for place in ranked), tuple(corrected))

    def _matches(self, term: Term) -> "_Matches":
        """Return what one term fits: as it was typed, and as the texts call it."""
        found = self._fits(term)
        if not term.meant:
            return found
        meant = self._fits(Term(term.meant, None))
        passages = dict(found.passages)
        for at, worth in meant.passages.items():
            passages[at] = max(worth, passages.get(at, 0.0))
        return _Matches({**meant.codes, **found.codes}, passages, found.owners | meant.owners)

    def _fits(self, term: Term) -> "_Matches":
        """Return what one term fits, by its code and by the words that begin with it."""
        codes = {
            owner: NAMED
            for owner, entry in enumerate(self._entries)
            if term.word in entry.names or (term.code and any(map(term.code.match, entry.names)))
        }
        short = len(term.word) < _TELLING
        found = list((self._titles if short else self._everything).beginning(term.word))
        common = sum(len(passages) for _, passages in found) > _COMMON
        if common and not short:
            found = list(self._titles.beginning(term.word))
        passages: dict[int, float] = {}
        worths = [(self._worth(term.word, word, len(places)), places) for word, places in found]
        for worth, places in sorted(worths):
            # In the order of their worth, so that the best word in a passage is the one that stays.
            passages.update(dict.fromkeys(places, worth))
        if term.code is None and (short or common):
            return _Matches(codes, passages, set(range(len(self._entries))))
        return _Matches(codes, passages, codes.keys() | set(map(self._owners.__getitem__, passages)))

    def _worth(self, looked_for: str, word: str, passages: int) -> float:
        rare = log(1 + len(self._passages) / passages)
        return rare if word == looked_for else rare * _BEGINNING

    def _ranked(self, matches: "list[_Matches]") -> Iterator[tuple[float, bool, str, int, int]]:
        """Yield, for each entry that all terms fit, what it is sorted by, its number and its best passage.

        A term counts by the best passage it stands in; the more terms stand in one passage, the better.
        """
        if not matches:
            return
        owners = matches[0].owners.intersection(*(found.owners for found in matches[1:]))
        best_of_term = [dict(found.codes) for found in matches]
        total: dict[int, float] = {}
        count: Counter[int] = Counter()
        for found, best in zip(matches, best_of_term, strict=True):
            for at, worth in found.passages.items():
                owner = self._owners[at]
                if owner not in owners:
                    continue
                score = worth * self._passages[at].weight
                total[at] = total.get(at, 0.0) + score
                count[at] += 1
                if score > best.get(owner, 0.0):
                    best[owner] = score
        place: dict[int, tuple[int, float, int]] = {}
        for at, score in total.items():
            owner = self._owners[at]
            place[owner] = max(place.get(owner, (0, 0.0, 0)), (count[at], score, -at))
        for owner in owners:
            entry = self._entries[owner]
            together, _, at = place.get(owner, (1, 0.0, 1))
            score = sum(best.get(owner, 0.0) for best in best_of_term) * together * entry.standing
            if score:
                yield -score, entry.kind != Kind.BASIC, entry.key, owner, -at

    def _hit(
        self, score: float, _other: bool, _key: str, owner: int, at: int, looked_for: tuple[str, ...]
    ) -> Hit:
        """Return an entry with its best passage, or with its gist where only its code was found."""
        entry = self._entries[owner]
        passage = self._passages[at] if at >= 0 else _first(entry)
        shown = snippet(passage.field, passage.text, looked_for)
        return Hit(entry.kind, entry.key, entry.title, -score, shown)

    def _nearest(self, term: Term) -> str:
        """Return the word or code nearest to one that nothing has, or an empty string."""
        if not any(letter.isalpha() for letter in term.word):
            return next(iter(self._catalogue.nearest(term.word)), "")
        if len(term.word) < 4:
            return ""
        shared: Counter[str] = Counter()
        for pair in _pairs(term.word):
            shared.update(self._by_pair.get(pair, ()))
        limit = 1 if len(term.word) < 6 else 2
        near = [
            (edits, -len(self._everything.by_word[word]), word)
            for word, _ in shared.most_common(_CANDIDATES)
            if (edits := distance(term.word, word, limit)) <= limit
        ]
        return min(near)[2] if near else ""


def _pairs(word: str) -> set[str]:
    """Return the pairs of neighbouring letters, the word's begin and end being letters too."""
    framed = f"^{word}$"
    return {framed[at : at + 2] for at in range(len(framed) - 1)}


def _first(entry: Entry) -> Passage:
    """Return what tells most about an entry of which no text was found: its gist, else its title."""
    return next((passage for passage in entry.passages if passage.field == "gist"), entry.passages[0])
