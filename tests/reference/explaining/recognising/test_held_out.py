"""How often it is right on lines of vendors that its classifier has not seen."""

import pytest

from smtptui.reference.book.model import Confidence
from tests.benchmarks.meanings import Scored, scored, share


@pytest.fixture(scope="module", params=[False, True], ids=["text alone", "with the command"])
def lines(request: pytest.FixtureRequest) -> list[Scored]:
    return [one for one in scored(command=request.param) if one.line.of == "providers"]


def precision(lines: list[Scored], word: Confidence) -> float:
    said = [one.first for one in lines if one.confidence is word]
    return share(sum(said), len(said))


def test_four_of_five_first_situations_are_right(lines: list[Scored]) -> None:
    assert share(sum(one.first for one in lines), len(lines)) >= 83.5


def test_nine_of_ten_have_the_right_one_among_three(lines: list[Scored]) -> None:
    assert share(sum(one.third for one in lines), len(lines)) >= 91


def test_what_is_called_certain_is_right(lines: list[Scored]) -> None:
    assert precision(lines, Confidence.CERTAIN) >= 97
    assert share(sum(one.confidence is Confidence.CERTAIN for one in lines), len(lines)) >= 43


def test_what_is_called_likely_mostly_is(lines: list[Scored]) -> None:
    assert precision(lines, Confidence.LIKELY) >= 86


def test_lines_that_the_classifier_has_never_been_trained_on_are_told_as_well() -> None:
    public = scored(command=False, files=("public",))
    assert share(sum(one.first for one in public), len(public)) >= 87
    assert precision(public, Confidence.CERTAIN) >= 97
    assert precision(public, Confidence.LIKELY) >= 85
