"""The catalogue: everything the reference knows, read file by file when it is asked for."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from smtptui.reference import ROOT
from smtptui.reference.book import loading
from smtptui.reference.book.labels import Labels
from smtptui.text import visible
from smtptui.words import _, listed, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from smtptui.reference.book.enhanced import EnhancedStatus
    from smtptui.reference.book.keywords import AuthMechanism, Extension
    from smtptui.reference.book.model import Article, Block, Code, Meaning
    from smtptui.reference.book.registry import Registry
    from smtptui.reference.book.situations import Situation, SituationArticle
    from smtptui.reference.book.sources import RealReply
    from smtptui.reference.book.translation import Held

# Most questions need a few of these files; what reads each of the others is imported with its first use.

_SHOWN_OF_UNKNOWN = 40
"""Characters of an unknown code that its message repeats: an argument may be of any length."""


class UnknownCode(LookupError):  # noqa: N818 -- says what was met, as LookupError's own name does
    """A code that the reference does not hold; `nearest` are codes that may have been meant."""

    def __init__(self, code: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(code, nearest)
        self.code = code
        self.nearest = nearest

    def __str__(self) -> str:
        shown = visible(self.code[:_SHOWN_OF_UNKNOWN]) + ("…" if len(self.code) > _SHOWN_OF_UNKNOWN else "")
        if not shown:
            return _("an empty text is no code; codes have three digits and begin with 2, 3, 4 or 5")
        if not self.nearest:
            return _(
                "the reference has no code {code!r}; codes have three digits and begin with 2, 3, 4 or 5",
                code=shown,
            )
        return plural(
            "the reference has no code {code!r}; the nearest is {nearest}",
            "the reference has no code {code!r}; the nearest are {nearest}",
            len(self.nearest),
            code=shown,
            nearest=listed(self.nearest),
        )


class Catalogue:
    """Facts and prose by code, keyword and name; each file is read once, when first needed.

    `language` chooses the articles, English standing in, with a mark, where a section is not written or older
    than its English (`translation`). `root` is the directory
    with ``facts/`` and ``articles/``, the package's own if None; what replies are recognised by
    (``recognition.txt``, ``wording.txt``, ``servers.json``, ``sequences.tsv``) is the package's in any case.
    """

    def __init__(
        self,
        *,
        language: str = "en",
        root: os.PathLike[str] | None = None,
        notes: Mapping[str, str] | None = None,
    ) -> None:
        self.language = language
        self.notes: Mapping[str, str] = notes or {}
        """The user's own words by what they are on: ``550``, ``5.7.1``, ``550 5.7.1``, ``mailbox.full``."""
        self.labels = Labels()
        self._root = ROOT if root is None else os.fspath(root)
        self._held: dict[str, dict[str, Held]] | None = None
        self._codes: dict[str, Code] = {}
        self._articles: dict[str, Article | None] = {}
        self._titles: dict[str, str] = {}
        self._replies: dict[str, tuple[RealReply, ...]] = {}
        self._situations: dict[str, Situation] = {}
        self._situation_articles: dict[str, SituationArticle | None] = {}

    def speak(self, language: str) -> None:
        """Take the articles from another language from now on; facts stay as they are."""
        self.language = language
        self._held = None
        self._articles.clear()
        self._titles.clear()
        self._situation_articles.clear()
        for name in ("pair_notes", "registry", "extensions", "mechanisms"):
            self.__dict__.pop(name, None)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The basic codes there are, sorted; reads no file."""
        return tuple(
            sorted(name[:-5] for name in os.listdir(self._path("facts", "codes")) if name.endswith(".json"))
        )

    @cached_property
    def codes(self) -> tuple[Code, ...]:
        """All basic codes, sorted by code."""
        return tuple(self.code(code) for code in self.names)

    def code(self, code: str) -> Code:
        """Return the facts about one basic code, reading no other; raise UnknownCode."""
        if (known := self._codes.get(code)) is not None:
            return known
        if len(code) == 3 and code.isascii() and code.isdigit():
            try:
                text = loading.read_text(self._path("facts", "codes", f"{code}.json"))
            except FileNotFoundError:
                pass
            else:
                self._codes[code] = loading.code_from_json(text)
                return self._codes[code]
        raise UnknownCode(code, self.nearest(code))

    def article(self, code: str) -> Article | None:
        """Return the article on a basic code, or None where none is written."""
        if code not in self._articles:
            from smtptui.reference.book.article import parse_article

            text = self._prose(f"{code}.md") if code in self.names else ""
            self._articles[code] = parse_article(text, name=f"{code}.md") if text else None
        return self._articles[code]

    def title(self, code: str) -> str:
        """Return the one title of a basic code, its article's, or the fact's name; raise UnknownCode."""
        if (known := self._titles.get(code)) is None:
            # Its first line has it: the rest is read by who wants an article.
            heading = self._prose(f"{code}.md").partition("\n")[0] if code in self.names else ""
            known = self._titles[code] = heading.partition(f"# {code} ")[2].strip() or self.name(code)
        return known

    def name(self, code: str) -> str:
        """Return the short form of a basic code's title, for the narrow list alone; raise UnknownCode.

        Its words are some of the title's, in their order.
        """
        return _(self.code(code).name)

    def replies(self, code: str) -> tuple[RealReply, ...]:
        """Return the collected replies with that code, in the servers' order; empty where there are none."""
        if code not in self._replies:
            from smtptui.reference.book.sources import replies_from_table

            path = self._path("facts", "replies", f"{code}.tsv")
            known = code in self.names and os.path.exists(path)
            self._replies[code] = replies_from_table(loading.read_text(path), code) if known else ()
        return self._replies[code]

    def meaning(self, id: str) -> Meaning:
        """Return the meaning with the id ``504.mechanism``; raise UnknownCode or LookupError."""
        for meaning in self.code(id.partition(".")[0]).meanings:
            if meaning.id == id:
                return meaning
        raise LookupError(f"no meaning has the id {visible(id)!r}")

    @cached_property
    def situation_ids(self) -> tuple[str, ...]:
        """The ids of the situations there are, sorted; reads no file."""
        return tuple(
            sorted(
                name[:-5] for name in os.listdir(self._path("facts", "situations")) if name.endswith(".json")
            )
        )

    def situation(self, id: str) -> Situation:
        """Return the facts about one situation, reading no other; raise UnknownCode."""
        if id not in self._situations:
            if id not in self.situation_ids:
                raise UnknownCode(id, _nearest(id[:_SHOWN_OF_UNKNOWN], self.situation_ids))
            from smtptui.reference.book.situations import situation_from_json

            text = loading.read_text(self._path("facts", "situations", f"{id}.json"))
            self._situations[id] = situation_from_json(text)
        return self._situations[id]

    @cached_property
    def situations(self) -> tuple[Situation, ...]:
        """All situations, sorted by id."""
        return tuple(self.situation(id) for id in self.situation_ids)

    def codes_of(self, situation: str) -> tuple[str, ...]:
        """Return the basic codes that are known to come with a situation; reads the facts of all codes."""
        return tuple(
            code.code
            for code in self.codes
            if any(situation in meaning.situations for meaning in code.meanings)
        )

    def situation_article(self, id: str) -> SituationArticle | None:
        """Return the article on a situation, or None where none is written."""
        if id not in self._situation_articles:
            from smtptui.reference.book.situations import parse_situation

            text = self._prose(os.path.join("situations", f"{id}.md")) if id in self.situation_ids else ""
            self._situation_articles[id] = parse_situation(text, name=f"{id}.md") if text else None
        return self._situation_articles[id]

    def situation_title(self, id: str) -> str:
        """Return what a situation is called: the article's title, or the fact's name."""
        article = self.situation_article(id)
        return article.title if article else self.situation(id).name

    def nearest(self, text: str) -> tuple[str, ...]:
        """Return up to three codes that `text`, which is none, may stand for; the nearest first."""
        wanted = text.strip()[:_SHOWN_OF_UNKNOWN].upper()
        if "." in wanted:
            subject = wanted[: wanted.rindex(".") + 1]
            related = [code for code in self.registry.spellings if code.startswith(subject)]
            return _nearest(wanted, related) or _nearest(wanted, self.registry.spellings, limit=1)
        return _nearest(wanted, self.names, limit=1) or _nearest(wanted, self.names) if wanted else ()

    @cached_property
    def pair_notes(self) -> dict[tuple[str, str], tuple[Block, ...]]:
        """Notes on how to tell two codes apart, by the pair, smaller code first."""
        from smtptui.reference.book.article import parse_pairs

        return parse_pairs(self._prose("pairs.md"))

    @cached_property
    def registry(self) -> Registry:
        """The enhanced status codes."""
        from smtptui.reference.book.registry import Registry

        return Registry(
            self._facts("enhanced.json"), self._facts("vendor_enhanced.json"), self._prose("enhanced.md")
        )

    def enhanced(self, code: str) -> EnhancedStatus:
        """Return what is known of an enhanced code, given as ``5.7.8`` or ``X.7.8``; raise UnknownCode."""
        status = self.registry.find(code)
        if status is None:
            raise UnknownCode(code, self.nearest(code))
        return status

    @cached_property
    def extensions(self) -> tuple[Extension, ...]:
        """All EHLO keywords, in the order of the registry, then those that are not registered."""
        from smtptui.reference.book.keywords import extensions_from_json

        return extensions_from_json(self._facts("extensions.json"), self._prose("extensions.md"))

    def extension(self, keyword: str) -> Extension:
        """Return an EHLO keyword, in any case; raise UnknownCode with the nearest keywords."""
        wanted = keyword.strip().upper()
        for extension in self.extensions:
            if wanted in (extension.keyword.upper(), *map(str.upper, extension.aliases)):
                return extension
        raise UnknownCode(keyword, _nearest(wanted[:40], (known.keyword for known in self.extensions)))

    @cached_property
    def mechanisms(self) -> tuple[AuthMechanism, ...]:
        """All AUTH mechanisms."""
        from smtptui.reference.book.keywords import mechanisms_from_json

        return mechanisms_from_json(self._facts("mechanisms.json"), self._prose("mechanisms.md"))

    def mechanism(self, name: str) -> AuthMechanism:
        """Return an AUTH mechanism, in any case; raise UnknownCode with the nearest names."""
        wanted = name.strip().upper()
        for mechanism in self.mechanisms:
            if mechanism.mechanism == wanted:
                return mechanism
        raise UnknownCode(name, _nearest(wanted[:40], (known.mechanism for known in self.mechanisms)))

    def _path(self, *names: str) -> str:
        return os.path.join(self._root, *names)

    def _facts(self, name: str) -> str:
        return loading.read_text(self._path("facts", name))

    def _prose(self, name: str) -> str:
        """Return a file of the articles in the language, else in English, else an empty text."""
        english = self._article_file("en", name)
        if self.language == "en" or not english or not (own := self._article_file(self.language, name)):
            return english
        from smtptui.reference.book.translation import HELD, merged, read_held

        if self._held is None:
            self._held = read_held(self._article_file(self.language, HELD))
        return merged(english, own, self._held.get(name, {}), _("[English]"))

    def _article_file(self, language: str, name: str) -> str:
        try:
            return loading.read_text(self._path("articles", language, name))
        except FileNotFoundError:
            return ""


def _nearest(word: str, words: Iterable[str], *, limit: int = 2) -> tuple[str, ...]:
    from smtptui.reference.searching.nearest import nearest

    return nearest(word, words, limit=limit)
