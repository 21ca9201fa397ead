import re
from pathlib import Path

import pytest

from smtptui.reference.explaining.recognising.cues import Vocabulary
from smtptui.reference.explaining.recognising.rules import rules
from smtptui.reference.explaining.recognising.wording import wording

LINES = Path(__file__).parents[2] / "lines"


def needs(expression: str) -> tuple[tuple[set[str], ...], ...]:
    names = Vocabulary()
    names.add("box", "mail ?box|inbox")
    return tuple(tuple(map(set, each.needs)) for each in names.alternatives(expression))


@pytest.mark.parametrize(
    ("expression", "needed"),
    [
        ("full", (({"full"},),)),
        ("over quota|full", (({"over quota"},), ({"full"},))),
        ("{box} (?:is )?full", (({"mail", "inbox"}, {"full"}),)),
        ("(?:not|never) found", (({"not", "never"}, {" found"}),)),
        ("errors?", (({"error"},),)),
        ("(?:too many)? errors", (({" errors"},),)),
        (r"(?!not )valid\b", (({"valid"},),)),
        ("a{2,3}full", (({"full"},),)),
        (r"[a-z]+\d", ((),)),
        ("full|.*", (({"full"},), ())),
    ],
)
def test_what_a_pattern_needs_is_read_off_it(
    expression: str, needed: tuple[tuple[set[str], ...], ...]
) -> None:
    assert needs(expression) == needed


def test_a_text_may_fit_that_has_all_that_an_alternative_needs() -> None:
    both, either = Vocabulary().alternatives("over.*quota|(?:is|was) full|")[:2]
    assert both.may_fit("it is over its quota")
    assert not both.may_fit("its quota")
    assert either.may_fit("it is full")


def test_alternatives_stand_as_they_were_written() -> None:
    expression = r"a(?:b|c)|[x|y]{1,2}\||(?!d|e)f"
    sources = [each.source for each in Vocabulary().alternatives(expression)]
    assert sources == ["a(?:b|c)", r"[x|y]{1,2}\|", "(?!d|e)f"]


def test_no_pattern_fits_a_line_without_what_it_needs() -> None:
    texts = {
        text
        for file in LINES.glob("*.tsv")
        for line in file.read_text(encoding="utf-8").splitlines()[1::48]
        for text in wording(line.split("\t")[0])[:2]
    }
    assert len(texts) > 40
    fitting = 0
    for rule in rules():
        for pattern in rule.patterns:
            whole = re.compile(pattern.expression)
            found = {text for text in texts if whole.search(text)}
            fitting += len(found)
            # Once as it is read, and once more from the index of all cues.
            assert {text for text in texts if pattern.search(text)} == found
            assert {text for text in texts if pattern.search(text)} == found
    assert fitting > 60


def test_a_name_that_is_an_alternative_by_itself_needs_no_group() -> None:
    names = Vocabulary()
    names.add("box", "mailbox|inbox")
    assert names.expanded("(?:{box}|folder) full") == "(?:mailbox|inbox|folder) full"
    assert (
        names.expanded("my {box}|{box} full|{box}")
        == "my (?:mailbox|inbox)|(?:mailbox|inbox) full|mailbox|inbox"
    )
