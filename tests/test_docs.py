"""The documents: their examples are run, their links lead somewhere."""

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted((ROOT / "docs").glob("*.md"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_example_does_what_it_says(document: Path) -> None:
    tests = doctest.DocTestParser().get_doctest(
        document.read_text("utf-8"), {}, document.name, str(document), 0
    )
    said: list[str] = []
    result = doctest.DocTestRunner(verbose=False).run(tests, out=said.append)
    assert result.failed == 0, "".join(said)


def test_the_functions_are_shown_by_examples() -> None:
    text = (ROOT / "docs" / "api.md").read_text("utf-8")
    assert text.count(">>> ") > 20


@pytest.mark.parametrize(
    "document", [*DOCUMENTS, ROOT / "README.md", ROOT / "CONTRIBUTING.md"], ids=lambda path: path.name
)
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", document.read_text("utf-8")):
        assert (document.parent / link).exists(), link
