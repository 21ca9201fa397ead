import pytest

from smtptui.reference.book.article import ArticleError
from smtptui.reference.book.catalogue import Catalogue, UnknownCode
from smtptui.reference.book.model import Block
from smtptui.reference.book.situations import parse_situation

ARTICLE = """\
# mailbox.full Mailbox full

gist: It is full.
next: wait

## What it is

No room is left.

## If you send

- Wait.

## If you receive

Make room.

## Settings

- Dovecot: `quota_rule` says how much: a size.

## Not to be confused with

- server.storage: there the disk is full.
"""


def test_an_article_has_a_field_for_every_section() -> None:
    article = parse_situation(ARTICLE)
    assert (article.id, article.title, article.gist, article.next) == (
        "mailbox.full",
        "Mailbox full",
        "It is full.",
        "wait",
    )
    assert article.what == (Block("paragraph", "No room is left."),)
    assert article.sending == (Block("item", "Wait."),)
    assert article.receiving == (Block("paragraph", "Make room."),)
    assert article.settings == (("Dovecot", "`quota_rule` says how much: a size."),)
    assert article.confused == (("server.storage", "there the disk is full."),)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# mailbox.full Mailbox full", "# mailbox.full"),
        ("# mailbox.full", "mailbox.full"),
        ("gist: It is full.\n", ""),
        ("next: wait", "next: wait\n\nand more"),
        ("## If you send", "## If you sent"),
        ("## If you send", "## What it is"),
        ("- Dovecot: `quota_rule` says how much: a size.", "Dovecot: a size."),
        ("- server.storage: there the disk is full.", "- server.storage:"),
    ],
)
def test_a_line_that_fits_nowhere_is_an_error_that_names_the_file(old: str, new: str) -> None:
    with pytest.raises(ArticleError, match=r"^mailbox\.full\.md: "):
        parse_situation(ARTICLE.replace(old, new, 1), name="mailbox.full.md")


def test_sections_out_of_order_are_an_error() -> None:
    swapped = ARTICLE.replace("## If you send", "## If").replace("## If you receive", "## If you send")
    with pytest.raises(ArticleError, match="out of order"):
        parse_situation(swapped.replace("## If\n", "## If you receive\n"))


def test_an_empty_text_is_no_article() -> None:
    with pytest.raises(ArticleError):
        parse_situation("")


def test_a_situation_that_is_not_there_names_the_nearest(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownCode) as raised:
        catalogue.situation("mailbox.fill")
    assert raised.value.nearest == ("mailbox.full",)
    assert catalogue.situation_article("../../pairs") is None


def test_a_situation_is_called_by_its_article_or_by_its_facts(catalogue: Catalogue) -> None:
    assert catalogue.situation_title("mailbox.full") == "Mailbox full"
    assert all(catalogue.situation_title(id) for id in catalogue.situation_ids)
