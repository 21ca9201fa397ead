import pytest

from smtptui.reference.book.entry_text import EntryText, parse_entries


def test_an_entry_has_a_title_and_its_keyed_lines() -> None:
    text = "## X.7.8 Wrong password\n\nmeans: It is wrong.\ndo: Type it again.\nnote: Or not.\n\n## X.7.9\n"
    assert parse_entries(text, ["X.7.8", "X.7.9"]) == {
        "X.7.8": (EntryText("Wrong password", "It is wrong.", "Type it again.", "Or not."),),
        "X.7.9": (EntryText(),),
    }


def test_two_vendors_may_use_one_code() -> None:
    text = "## 5.2.1 One\nvendor: A\nmeans: a\n\n## 5.2.1 Other\nvendor: B\nmeans: b\n"
    first, second = parse_entries(text, ["5.2.1"])["5.2.1"]
    assert (first.title, first.vendor) == ("One", "A")
    assert (second.means, second.vendor) == ("b", "B")


def test_a_key_may_hold_spaces_and_begin_like_another() -> None:
    texts = parse_entries("## A / B Both\n\n## A One\n\n## AUTH= Old\n", ["A", "A / B", "AUTH", "AUTH="])
    assert {key: entry.title for key, (entry,) in texts.items()} == {
        "A / B": "Both",
        "A": "One",
        "AUTH=": "Old",
    }


def test_a_text_on_nothing_that_is_there_is_refused() -> None:
    with pytest.raises(ValueError, match="X"):
        parse_entries("## X.9.9 Nothing\n", ["X.7.8"])
