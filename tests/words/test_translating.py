"""The translators' tools: what is missing or stale is found, and a stamp says what was read."""

from pathlib import Path

import pytest

from tests.translating.texts import Fault, Texts

ENGLISH = "# 999 Nothing\n\ngist: None.\nnext: wait\n\n## Description\n\nIt is empty.\n"
GERMAN = "# 999 Nichts\n\ngist: Keines.\nnext: warten\n\n## Description\n\nLeer.\n"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    for language, text in (("en", ENGLISH), ("xx", GERMAN)):
        (tmp_path / language).mkdir()
        (tmp_path / language / "999.md").write_text(text, "utf-8")
    return tmp_path


def _faults(articles: Path) -> list[tuple[str, Fault]]:
    return [(finding.section, finding.fault) for finding in Texts("xx", articles).findings()]


def test_what_was_never_held_is_found_until_it_is_stamped(articles: Path) -> None:
    assert _faults(articles) == [("head", Fault.UNHELD), ("## Description", Fault.UNHELD)]
    assert Texts("xx", articles).stamp(["999.md"]) == []
    assert _faults(articles) == []


def test_a_changed_english_makes_a_section_stale_and_no_other(articles: Path) -> None:
    Texts("xx", articles).stamp(["999.md"])
    (articles / "en" / "999.md").write_text(ENGLISH.replace("empty", "full"), "utf-8")
    assert _faults(articles) == [("## Description", Fault.STALE)]


def test_a_stale_section_that_did_not_change_is_stamped_only_as_the_same(articles: Path) -> None:
    Texts("xx", articles).stamp(["999.md"])
    (articles / "en" / "999.md").write_text(ENGLISH.replace("empty", "void"), "utf-8")
    left = Texts("xx", articles).stamp(["999.md"])
    assert [finding.section for finding in left] == ["## Description"]
    assert _faults(articles) == [("## Description", Fault.STALE)]
    assert Texts("xx", articles).stamp(["999.md"], same=True) == []
    assert _faults(articles) == []


def test_a_stale_section_that_was_written_anew_is_stamped(articles: Path) -> None:
    Texts("xx", articles).stamp(["999.md"])
    (articles / "en" / "999.md").write_text(ENGLISH.replace("empty", "full"), "utf-8")
    (articles / "xx" / "999.md").write_text(GERMAN.replace("Leer", "Voll"), "utf-8")
    assert Texts("xx", articles).stamp(["999.md"]) == []
    assert _faults(articles) == []


def test_missing_sections_strays_and_changes_behind_the_stamp_are_found(articles: Path) -> None:
    Texts("xx", articles).stamp(["999.md"])
    (articles / "xx" / "999.md").write_text(
        GERMAN.replace("## Description", "## When you see it").replace("Nichts", "Nix"), "utf-8"
    )
    (articles / "xx" / "998.md").write_text("# 998\n", "utf-8")
    assert _faults(articles) == [
        ("head", Fault.CHANGED),
        ("## Description", Fault.MISSING),
        ("## When you see it", Fault.STRAY),
        ("", Fault.STRAY),
    ]
