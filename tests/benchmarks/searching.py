"""What a keystroke in the filter costs, beside a search of the same texts by regular expression.

``python -m tests.benchmarks.searching``: the milliseconds of making the index, of a search for what is typed
letter by letter (median and the longest; the budget is 5 ms), and of looking through all the texts.
"""

import re
import statistics
import time
from collections.abc import Callable
from functools import partial

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.searching.passages import entries
from smtptui.reference.searching.search import SearchIndex

TYPED = ("recipient", "the server", "550 5.7.1", "greylsting", "Postfach voll")


def main() -> None:
    """Measure, and print a line for each."""
    catalogue = Catalogue()
    start = time.perf_counter()
    index = SearchIndex(catalogue)
    print(f"making the index      {(time.perf_counter() - start) * 1000:8.1f} ms")  # noqa: T201
    queries = [word[:end] for word in TYPED for end in range(1, len(word) + 1)]
    took = [_time(partial(index.search, query)) for query in queries]
    print(f"a keystroke, median   {statistics.median(took) * 1000:8.2f} ms")  # noqa: T201
    print(f"a keystroke, longest  {max(took) * 1000:8.2f} ms")  # noqa: T201
    texts = [passage.text for entry in entries(catalogue) for passage in entry.passages]
    looked = [_time(partial(_look, texts, query)) for query in TYPED]
    print(f"all texts, median     {statistics.median(looked) * 1000:8.2f} ms")  # noqa: T201


def _look(texts: list[str], query: str) -> list[str]:
    return [text for text in texts if re.search(re.escape(query), text, re.IGNORECASE)]


def _time(what: Callable[[], object]) -> float:
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
