"""What holds the situations, their articles and the codes together."""

import re

from smtptui.reference.book.catalogue import Catalogue
from smtptui.text import visible

MAX_TITLE, MAX_GIST, MAX_NEXT = 44, 110, 80


def test_ids_are_a_group_and_a_name(catalogue: Catalogue) -> None:
    assert [id for id in catalogue.situation_ids if not re.fullmatch(r"[a-z]+\.[a-z0-9-]+|[a-z]+", id)] == []
    assert [one.id for one in catalogue.situations] == list(catalogue.situation_ids)


def test_every_meaning_of_a_code_is_a_situation_that_is_there(catalogue: Catalogue) -> None:
    wrong = [
        (meaning.id, situation)
        for code in catalogue.codes
        for meaning in code.meanings
        for situation in meaning.situations or ("none",)
        if situation not in catalogue.situation_ids
    ]
    assert wrong == []


def test_what_a_situation_is_confused_with_is_there_and_another(catalogue: Catalogue) -> None:
    for one in catalogue.situations:
        assert set(one.confused_with) <= set(catalogue.situation_ids) - {one.id}, one.id


def test_every_situation_names_its_source(catalogue: Catalogue) -> None:
    without = [one.id for one in catalogue.situations if not (one.sources or one.replies)]
    assert without == []
    assert [one.id for one in catalogue.situations for reply in one.replies if not reply.source] == []


def test_every_article_is_on_the_situation_it_is_named_for_and_says_what_it_is_and_what_to_do(
    catalogue: Catalogue,
) -> None:
    for id in catalogue.situation_ids:
        if (article := catalogue.situation_article(id)) is None:
            continue
        assert article.id == id
        assert article.what, id
        assert article.sending or article.receiving or catalogue.situation(id).actor == "nobody", id
        assert len(article.title) <= MAX_TITLE, id
        assert len(article.gist) <= MAX_GIST, id
        assert len(article.next) <= MAX_NEXT, id


def test_every_article_tells_it_from_all_that_the_facts_name_and_from_nothing_else(
    catalogue: Catalogue,
) -> None:
    for id in catalogue.situation_ids:
        if (article := catalogue.situation_article(id)) is not None:
            told = [other for other, _ in article.confused]
            assert set(told) <= set(catalogue.situation_ids) - {id}, id
            assert len(set(told)) == len(told), id


def test_what_is_shown_of_a_situation_is_safe_to_show(catalogue: Catalogue) -> None:
    shown = [one.name for one in catalogue.situations]
    shown += [reply.line for one in catalogue.situations for reply in one.replies]
    assert [text for text in shown if visible(text) != text] == []
