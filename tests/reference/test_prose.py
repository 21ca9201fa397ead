"""How the articles are written: each thing once, words that a reader at night understands, no filler."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

import smtptui.reference
from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.situations import SituationArticle

ARTICLES = Path(smtptui.reference.__file__).parent / "articles" / "en"
MAX_WORDS = 420
"""A situation's text is a card, not an essay."""

TRANSLATED = (
    r"\banew\b|\bbe it\b|\bin truth\b|\bupon which\b|\bopen line\b|\bby another way\b|\bblanks?\b"
    r"|\bstands? in\b|\bline of the letter\b|\bbears? (an?|either)\b"
)
"""Words that sound translated."""

VAGUE = r"\blikewise\b|\bhardly (any|ever)\b|\bpractically\b|\band others\b|\bfew (servers|operators)\b"
"""Words of frequency that nobody can check: a server is named, or the clause is dropped."""


@pytest.fixture(scope="module")
def situations(catalogue: Catalogue) -> dict[str, SituationArticle]:
    articles = ((id, catalogue.situation_article(id)) for id in catalogue.situation_ids)
    return {id: article for id, article in articles if article is not None}


def _parts(article: SituationArticle) -> Iterator[str]:
    yield from (article.gist, article.next)
    yield from (block.text for block in chain(article.what, article.sending, article.receiving))
    yield from (words for _, words in chain(article.settings, article.confused))


def _sentences(text: str) -> Iterator[str]:
    text = re.sub(r"`[^`]*`", lambda quoted: re.sub(r"\s", "_", quoted[0]), text)
    for sentence in re.split(r"(?<=[.!?:;])\s+", text):
        plain = " ".join(re.findall(r"[\w.@§`-]+", sentence.lower())).strip(" .")
        # What is shorter is a setting or a phrase, which may be the same in two situations.
        if plain.count(" ") >= 6:
            yield plain


def test_every_situation_has_an_article(
    catalogue: Catalogue, situations: dict[str, SituationArticle]
) -> None:
    assert set(catalogue.situation_ids) - set(situations) == set()


def test_every_article_tells_its_situation_from_those_it_is_confused_with(
    catalogue: Catalogue, situations: dict[str, SituationArticle]
) -> None:
    untold = {
        id: missing
        for id, article in situations.items()
        if (missing := set(catalogue.situation(id).confused_with) - {other for other, _ in article.confused})
    }
    assert untold == {}


def test_a_situation_that_is_an_error_says_what_to_do_on_the_sending_side(
    catalogue: Catalogue, situations: dict[str, SituationArticle]
) -> None:
    errors = (id for id in situations if catalogue.situation(id).retry != "not-needed")
    assert [id for id in errors if not situations[id].sending] == []


def test_a_text_is_short(situations: dict[str, SituationArticle]) -> None:
    words = {id: len(" ".join(_parts(article)).split()) for id, article in situations.items()}
    assert {id: number for id, number in words.items() if number > MAX_WORDS} == {}


def test_no_two_situations_share_a_sentence(situations: dict[str, SituationArticle]) -> None:
    where = defaultdict(set)
    for id, article in situations.items():
        for part in _parts(article):
            for sentence in _sentences(part):
                where[sentence].add(id)
    assert {sentence: ids for sentence, ids in where.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("words", [TRANSLATED, VAGUE], ids=["translated", "vague"])
def test_no_article_has_words_that_say_nothing(words: str) -> None:
    found = [
        (path.name, match[0])
        for path in sorted(ARTICLES.rglob("*.md"))
        # What servers say is quoted as it is.
        for match in re.finditer(words, re.sub(r"`[^`\n]*`", "", path.read_text("utf-8")))
    ]
    assert found == []


def test_backticks_come_in_pairs_in_every_line() -> None:
    assert [
        (path.name, number)
        for path in sorted(ARTICLES.rglob("*.md"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if line.count("`") % 2
    ] == []


def test_every_rfc_that_a_situation_names_is_in_the_index(
    situations: dict[str, SituationArticle], rfcs: dict[int, str]
) -> None:
    named = {
        (id, number)
        for id, article in situations.items()
        for part in _parts(article)
        for number in re.findall(r"\bRFC ?(\d+)", part)
    }
    assert {one for one in named if int(one[1]) not in rfcs} == set()


@pytest.mark.parametrize(("code", "words"), [("504", 354), ("550", 263)])
def test_a_reader_reaches_the_meanings_soon(code: str, words: int) -> None:
    before, _, _ = (ARTICLES / f"{code}.md").read_text("utf-8").partition("## Meanings")
    assert len(before.split()) <= words
