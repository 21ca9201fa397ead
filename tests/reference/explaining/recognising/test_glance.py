import re
from pathlib import Path

import pytest

from smtptui.reference.explaining.recognising.cues import Vocabulary
from smtptui.reference.explaining.recognising.rules import rules
from smtptui.reference.explaining.recognising.wording import wording

LINES = Path(__file__).parents[2] / "lines"


def glance(expression: str, text: str) -> list[str]:
    names = Vocabulary()
    names.add("box", "mail ?box|inbox")
    return names.at_a_glance(expression, text)


@pytest.mark.parametrize(
    ("expression", "text", "fitting"),
    [
        ("over quota|full|gone", "it is full", ["full"]),
        ("{box} (?:is )?full", "mailbox full", ["{box} (?:is )?full"]),
        ("{box} (?:is )?full", "the box full", []),
        ("(?:not|never) found", "never found", ["(?:not|never) found"]),
        ("(?:not|never) found", "ever found", []),
        ("(?:not|never)? found", " found", ["(?:not|never)? found"]),
        ("errors?", "an error", ["errors?"]),
        ("a(?:bcd|(?:efg|h[i|j]{1,2}))|xyz", "ahj xyz", ["a(?:bcd|(?:efg|h[i|j]{1,2}))", "xyz"]),
        ("(?!no )valid|(?:one|two)(?:three|four)|five", "two three", ["(?:one|two)(?:three|four)"]),
        (r"\d+|any", "nothing", [r"\d+"]),
    ],
)
def test_the_alternatives_are_those_whose_words_are_all_there(
    expression: str, text: str, fitting: list[str]
) -> None:
    assert glance(expression, text) == fitting


def test_at_a_glance_no_alternative_is_missed_that_fits() -> None:
    texts = sorted(
        {
            wording(line.split("\t")[0]).text
            for file in LINES.glob("*.tsv")
            for line in file.read_text(encoding="utf-8").splitlines()[1::48]
        }
    )
    fitting = 0
    for text in texts:
        for rule in rules():
            for pattern in rule.patterns:
                if re.search(pattern.expression, text):
                    fitting += 1
                    assert pattern._names.at_a_glance(pattern._source, text), (pattern._source, text)
    assert fitting > 60
