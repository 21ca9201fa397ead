import pytest

from smtptui.reference.book.article import ArticleError, parse_article, parse_pairs
from smtptui.reference.book.model import Block

HEAD = "# 502 Verb not there\n\ngist: No such verb.\nnext: use another verb\n"


def test_every_section_fills_its_field() -> None:
    sections = ("Description", "When you see it", "How to fix it", "For the postmaster", "When to send it")
    text = HEAD + "".join(f"\n## {name}\n\nText of {name}.\n" for name in sections)
    article = parse_article(text)
    assert (article.code, article.title, article.gist, article.next) == (
        "502",
        "Verb not there",
        "No such verb.",
        "use another verb",
    )
    fields = (article.description, article.when, article.fix, article.postmaster, article.choose)
    assert fields == tuple((Block("paragraph", f"Text of {name}."),) for name in sections)


def test_a_section_that_is_not_there_is_empty() -> None:
    assert parse_article(HEAD).postmaster == ()


def test_list_items_are_told_from_paragraphs() -> None:
    article = parse_article(HEAD + "\n## Description\n\nFirst:\n\n- one `x`\n- two\n")
    assert article.description == (
        Block("paragraph", "First:"),
        Block("item", "one `x`"),
        Block("item", "two"),
    )


def test_a_meaning_has_a_body_and_a_fix_of_its_own() -> None:
    article = parse_article(
        HEAD + "\n## Meanings\n\n### 502.a First one\n\ndo: this\n\nBody.\n\n"
        "More.\n\nfix: Do this.\n\n- and that\n\n"
        "### 502.b Second\n\nOther.\n\nfix: Nothing.\n"
    )
    first, second = article.meanings
    assert (first.id, first.title) == ("502.a", "First one")
    assert [block.text for block in first.body] == ["Body.", "More."]
    assert first.fix == (Block("paragraph", "Do this."), Block("item", "and that"))
    assert (first.do, second.do) == ("this", "")
    assert (second.id, second.fix) == ("502.b", (Block("paragraph", "Nothing."),))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "first heading"),
        ("# Verb not there\n\ngist: a\nnext: b\n", "first heading"),
        ("# 502 Verb\n\ngist: a\n", "gist"),
        ("# 502 Verb\n\ngist: a\nnext: b\nand more\n", "only"),
        (HEAD + "## Descripton\n\nText.\n", "Descripton"),
        (HEAD + "## Description\n\nText.\n\n## Description\n\nText.\n", "twice"),
        (HEAD + "# 503 Another\n", "second title"),
        (HEAD + "## Meanings\n\nProse.\n", "before the first meaning"),
    ],
)
def test_what_does_not_have_the_shape_is_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(ArticleError, match=message):
        parse_article(text)


def test_an_error_names_the_file_and_the_line() -> None:
    with pytest.raises(ArticleError, match=r"^502\.md:6: "):
        parse_article(HEAD + "\n## Nowhere\n", name="502.md")


def test_pair_notes_have_the_smaller_code_first_whichever_way_they_are_written() -> None:
    notes = parse_pairs("Some words on the file.\n\n## 504 502\n\nOne.\n\n## 220 250\n\n- Two.\n")
    assert notes == {
        ("502", "504"): (Block("paragraph", "One."),),
        ("220", "250"): (Block("item", "Two."),),
    }
