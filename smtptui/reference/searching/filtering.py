"""The light filter of the code list: it needs the facts alone, so it works before full text is ready."""

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Code
from smtptui.reference.searching.query import parse_query, words


class CodeFilter:
    """The words of every basic code's facts: code, title, class, standing, meanings, commands."""

    def __init__(self, catalogue: Catalogue) -> None:
        labels = catalogue.labels
        self._entries: list[tuple[Code, str]] = []
        for code in catalogue.codes:
            texts = [code.name, labels.class_name(code.code), labels.status(code.status)]
            for meaning in code.meanings:
                texts += [meaning.name, *meaning.commands, *labels.commands(meaning.commands)]
                texts += [*meaning.enhanced, *meaning.servers]
            # A space before each word, so that a word's beginning is found by one search for " begin".
            self._entries.append((code, " " + " ".join(dict.fromkeys(words(" ".join(texts))))))

    def matching(self, query: str) -> tuple[Code, ...]:
        """Return the codes that every word typed fits, by their number; all of them for an empty query."""
        terms = parse_query(query)
        return tuple(
            code
            for code, text in self._entries
            if all(
                (term.code is not None and term.code.match(code.code))
                or any(f" {word}" in text for word in term.words)
                for term in terms
            )
        )
