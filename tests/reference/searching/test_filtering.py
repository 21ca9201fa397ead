import pytest

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.searching.filtering import CodeFilter


@pytest.fixture(scope="module")
def codes(catalogue: Catalogue) -> CodeFilter:
    return CodeFilter(catalogue)


def _names(codes: CodeFilter, query: str) -> list[str]:
    return [code.code for code in codes.matching(query)]


def test_an_empty_filter_leaves_every_code(codes: CodeFilter, catalogue: Catalogue) -> None:
    assert _names(codes, "  ") == list(catalogue.names)


def test_a_code_or_its_beginning_leaves_those_codes(codes: CodeFilter) -> None:
    assert _names(codes, "504") == ["504"]
    assert _names(codes, "50x") == ["500", "501", "502", "503", "504"]
    assert _names(codes, "25") == ["250", "251", "252", "253"]


def test_words_of_title_class_and_commands_are_looked_for(codes: CodeFilter) -> None:
    assert "504" in _names(codes, "parameter")
    assert _names(codes, "positive intermediate") == ["334", "353", "354", "355"]
    assert "220" in _names(codes, "connection")
    assert "421" not in _names(codes, "permanent")


def test_all_words_must_fit(codes: CodeFilter) -> None:
    assert _names(codes, "4yz permanent") == []
    assert "454" in _names(codes, "4yz starttls")


def test_only_beginnings_of_words_fit(codes: CodeFilter) -> None:
    assert _names(codes, "arameter") == []


def test_articles_are_not_read_for_it(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = Catalogue()
    monkeypatch.setattr(fresh, "article", None)
    monkeypatch.setattr(fresh, "replies", None)
    assert CodeFilter(fresh).matching("504")
