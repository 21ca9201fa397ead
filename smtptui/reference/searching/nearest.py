"""Which of some words a mistyped one was meant to be."""

from collections.abc import Iterable


def distance(a: str, b: str, limit: int) -> int:
    """Return how many letters must be put in, left out, changed or swapped with the next to get `b` from `a`.

    Anything above `limit` is returned as ``limit + 1``, and costs no more than that much work.
    """
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        before, above, row = row, before, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1] if row[-1] <= limit else limit + 1


def nearest(word: str, words: Iterable[str], *, limit: int = 2, count: int = 3) -> tuple[str, ...]:
    """Return up to `count` of `words` that are at most `limit` edits away, the nearest first.

    Of equally near ones those that begin alike come first: the first digit of a code says most.
    """
    ranked: list[tuple[int, int, str]] = []
    for other in words:
        edits = distance(word, other, limit)
        if edits <= limit:
            ranked.append((edits, -_common_prefix(word, other), other))
    ranked.sort()
    return tuple(other for _, _, other in ranked[:count])


def _common_prefix(a: str, b: str) -> int:
    for index, (x, y) in enumerate(zip(a, b, strict=False)):
        if x != y:
            return index
    return min(len(a), len(b))
