"""Which situations a server's setting decides on."""

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.searching.query import words


def situations_of(catalogue: Catalogue, setting: str) -> tuple[str, ...]:
    """Return the ids of the situations whose article names a setting among those that decide on it.

    Reads the articles on all situations.
    """
    wanted = setting.lower()
    return tuple(
        id
        for id in catalogue.situation_ids
        if (article := catalogue.situation_article(id)) is not None
        and any(wanted in words(told) for _software, told in article.settings)
    )
