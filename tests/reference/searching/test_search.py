import pytest

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.reference.searching.search import Hit, SearchIndex


@pytest.fixture(scope="module")
def index(catalogue: Catalogue) -> SearchIndex:
    return SearchIndex(catalogue)


@pytest.fixture
def small_index(small: Catalogue) -> SearchIndex:
    return SearchIndex(small)


def _keys(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.key for hit in hits]


def test_a_code_comes_before_texts_that_mention_it(index: SearchIndex) -> None:
    hits = index.search("504").hits
    assert hits[0].key == "504"
    assert len(hits) > 1


def test_a_pattern_finds_all_its_codes_first(index: SearchIndex) -> None:
    assert sorted(_keys(index.search("50x").hits)[:5]) == ["500", "501", "502", "503", "504"]
    enhanced = index.search("5.7.*", limit=20).hits
    assert all(hit.kind is Kind.ENHANCED and ".7." in hit.key for hit in enhanced)


def test_an_enhanced_code_is_found_as_servers_send_it(index: SearchIndex) -> None:
    hits = index.search("5.7.8").hits
    assert (hits[0].kind, hits[0].key) == (Kind.ENHANCED, "X.7.8")
    assert "535" in _keys(hits)


def test_a_servers_reply_leads_to_its_code(index: SearchIndex) -> None:
    (best, *_) = index.search("helo command rejected need fully-qualified hostname").hits
    assert best.key == "504"
    assert best.snippet.spans


def test_the_reply_that_was_found_is_shown_under_its_servers_name(small_index: SearchIndex) -> None:
    (hit,) = small_index.search("what is turn").hits
    assert hit.snippet == ("SomeServer", '5.5.1 What is "TURN"?', ((6, 10), (11, 13), (15, 19)))
    assert small_index.search("zz turn").hits[0].key == "502"
    assert small_index.search("zz").hits == ()


def test_keywords_and_mechanisms_are_found(index: SearchIndex) -> None:
    assert _keys(index.search("xoauth2").hits)[0] == "XOAUTH2"
    assert "PIPELINING" in _keys(index.search("pipelin").hits)[:3]


def test_words_are_found_by_their_beginning_as_one_types(small_index: SearchIndex) -> None:
    for typed in ("miss", "missin", "MISSING"):
        (hit,) = small_index.search(typed).hits
        assert (hit.key, hit.snippet.field) == ("502", "choose")
    assert small_index.search("sing").hits == ()


def test_all_words_must_be_there(small_index: SearchIndex) -> None:
    assert _keys(small_index.search("verb turn").hits) == ["502"]
    assert small_index.search("verb done").hits == ()


def test_a_title_counts_more_than_a_text(small_index: SearchIndex) -> None:
    assert _keys(small_index.search("parameter").hits)[0] == "504"


def test_a_word_that_is_everywhere_does_not_hide_what_the_others_find(index: SearchIndex) -> None:
    assert _keys(index.search("the starttls").hits)[0] == "STARTTLS"
    assert 0 < len(index.search("the", limit=1000).hits) < 200
    assert _keys(index.search("is a STARTTLS", limit=1).hits) == ["STARTTLS"]


def test_words_that_stand_together_count_more_than_one_in_a_title(small: Catalogue) -> None:
    apart, together = small.code("250"), small.code("504")
    small._codes["250"] = apart._replace(name="Alpha", meanings=(apart.meanings[0]._replace(name="Beta"),))
    small._codes["504"] = together._replace(meanings=(together.meanings[0]._replace(name="Alpha beta"),))
    assert _keys(SearchIndex(small).search("alpha beta").hits) == ["504", "250"]


def test_the_name_of_a_server_may_be_searched_for(small_index: SearchIndex) -> None:
    assert _keys(small_index.search("someserver what").hits) == ["502"]


@pytest.mark.parametrize(
    ("typed", "instead", "first"),
    [("5044", "504", "504"), ("pipelinign", "pipelining", "PIPELINING"), ("5.7.88", "5.7.8", "X.7.8")],
)
def test_a_typo_gets_the_nearest(index: SearchIndex, typed: str, instead: str, first: str) -> None:
    results = index.search(typed)
    assert results.corrected == ((typed, instead),)
    assert results.hits[0].key == first


def test_greylisting_is_found_through_a_typo(index: SearchIndex) -> None:
    results = index.search("greylsting")
    assert results.corrected == (("greylsting", "greylisting"),)
    assert results.hits


@pytest.mark.parametrize("typed", ["", "   ", "[]", "zzzzzzzzz", "\x00", "'; --"])
def test_what_nothing_has_finds_nothing(index: SearchIndex, typed: str) -> None:
    assert index.search(typed).hits == ()


def test_no_more_hits_than_asked_for_are_returned(index: SearchIndex) -> None:
    assert len(index.search("rcpt", limit=3).hits) == 3


def test_every_basic_code_is_found_first_by_its_own_number(index: SearchIndex, catalogue: Catalogue) -> None:
    assert [name for name in catalogue.names if index.search(name, limit=1).hits[0].key != name] == []


@pytest.mark.parametrize(
    ("query", "first"),
    [("mailbox.full", "mailbox.full"), ("greylisting", "greylisting"), ("full mailbox", "mailbox.full")],
)
def test_a_situation_is_found_by_its_id_and_its_title(query: str, first: str, catalogue: Catalogue) -> None:
    assert SearchIndex(catalogue).search(query).hits[0].key == first
