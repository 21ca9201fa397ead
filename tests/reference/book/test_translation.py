"""Texts in another language beside the English they were written from."""

from pathlib import Path

import pytest

import smtptui.reference
from smtptui.reference.book.translation import Held, hash_of, marked, merged, read_held, sections

ENGLISH = """# 999 Nothing

gist: Nothing is there.
next: wait

## Description

It is empty.

## Meanings

### 999.void The void

All is void.

fix: Fill it.
"""

GERMAN = (
    ENGLISH.replace("999 Nothing", "999 Nichts")
    .replace("It is empty.", "Leer.")
    .replace("The void", "Die Leere")
    .replace("All is void.", "Alles ist leer.")
)

ALL_HELD = {key: Held(hash_of(section), "") for key, section in sections(ENGLISH).items()}


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize(
    "path",
    sorted((Path(smtptui.reference.ROOT) / "articles" / "en").rglob("*.md")),
    ids=lambda path: path.name,
)
def test_the_sections_of_a_file_are_the_file(path: Path) -> None:
    text = path.read_text("utf-8")
    assert _lines("".join(sections(text).values())) == _lines(text)


def test_the_key_of_a_section_does_not_depend_on_the_language() -> None:
    assert (
        list(sections(GERMAN))
        == list(sections(ENGLISH))
        == [
            "head",
            "## Description",
            "## Meanings",
            "### 999.void",
        ]
    )


def test_sections_that_begin_with_the_same_word_have_keys_of_their_own() -> None:
    assert list(sections("## X.1.1 One\n\nmeans: a\n\n## X.1.1 Other\n\n## 220 504\n## 220 250\n")) == [
        "## X.1.1",
        "## X.1.1 2",
        "## 220 504",
        "## 220 250",
    ]


def test_a_translation_is_taken_whole_where_all_of_it_was_held() -> None:
    assert _lines(merged(ENGLISH, GERMAN, ALL_HELD, "[English]")) == _lines(GERMAN)


def test_what_was_never_held_is_english_and_marked() -> None:
    text = merged(ENGLISH, GERMAN, {}, "[English]")
    assert "gist: [English] Nothing is there." in text
    assert "[English] It is empty." in text
    assert "[English] All is void." in text
    assert "Leer" not in text


def test_a_missing_section_is_english_among_the_others() -> None:
    without = GERMAN.replace("## Description\n\nLeer.\n", "")
    text = merged(ENGLISH, without, ALL_HELD, "[English]")
    assert _lines(text)[4] == "[English] It is empty."
    assert "Alles ist leer." in text


def test_blank_lines_and_blanks_at_the_end_of_a_line_make_no_text_stale() -> None:
    assert hash_of("## A\n\nb  \n") == hash_of("## A\nb\n")
    assert hash_of("## A\n\nb\n") != hash_of("## A\n\nB\n")


@pytest.mark.parametrize(
    ("section", "first"),
    [
        ("## X.1.1 One\n\nmeans: It is.\n", "means: [English] It is."),
        ("## Settings\n\n- Postfix: `a`\n", "- Postfix: [English] `a`"),
        ("## How to fix it\n\n- Do it.\n", "- [English] Do it."),
        ("## Description\n\nSee: it.\n", "[English] See: it."),
    ],
)
def test_the_mark_stands_before_the_words(section: str, first: str) -> None:
    assert _lines(marked(section, "[English]"))[1] == first


def test_a_heading_alone_has_no_words_to_mark() -> None:
    assert marked("## Meanings\n", "[English]") == "## Meanings\n"


def test_lines_of_the_table_that_say_nothing_are_passed_over() -> None:
    assert read_held("a.md\thead\t1\t2\n\nnonsense\na.md\tb\n") == {"a.md": {"head": Held("1", "2")}}
