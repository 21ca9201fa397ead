"""Which words of a card lead somewhere: codes, EHLO keywords, mechanisms, verbs, names of settings."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from textual.content import Content
from textual.style import Style

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import EntryRef
from smtptui.wire.verbs import Verb
from smtptui.words import _, mark

LINK = "link"
"""The name under which the paint of a word says where it leads."""

_CODE = re.compile(
    r"(?<![\w.:§/-])(?:(?P<enhanced>[245X]\.\d{1,3}\.\d{1,3})|(?P<basic>[2-5]\d\d))"
    r"(?![\w/]|\.\w|-\w)"
)
MEASURES = mark("octets seconds s bytes KB MB recipients messages characters days per minutes")
"""What stands after a number that is no code, a space between each two."""

_NEXT = re.compile(r" ?(\w+)")
_KEYWORD = re.compile(r"(?<![\w-])[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)*(?![\w-])")
_SETTING = re.compile(r"(?<![\w$./-])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w./(-])")
_WORD = re.compile(r"[A-Za-z][\w-]+")
_MOSTLY_WORDS = frozenset({"SEND", "HELP", "TURN", "TIME", "BY", "LIMITS", "ANY", "SIZE", "NAME", "UTF8"})
"""What is a keyword only where a text marks it as code: elsewhere it may be a word of a sentence."""


class Target(NamedTuple):
    """Where a link leads: what `to` is, and the key of that.

    ``entry`` opens a card and ``compare`` compares the open one with another; ``beside`` fills the open side
    of a comparison (their keys are ids). ``command`` lists what answers a verb, ``setting`` finds what a
    setting decides. ``section`` goes to a section of the card, and ``fold`` opens or closes one.
    """

    to: str
    key: str

    @property
    def style(self) -> Style:
        """The mark that a word carries to be a link."""
        return Style.from_meta({LINK: tuple(self)})


def linked(content: Content, target: Target, style: str = "underline") -> Content:
    """Return a text that leads somewhere as a whole."""
    return content.stylize(style).stylize(target.style)


class Found(NamedTuple):
    """A link in a text: its letters, and where it leads."""

    start: int
    end: int
    target: Target


def links_in(content: Content) -> Iterator[Found]:
    """Yield the links that a text has been given."""
    for span in content.spans:
        if isinstance(span.style, Style) and LINK in (meta := span.style.meta):
            yield Found(span.start, span.end, Target(*meta[LINK]))


class Linker:
    """Finds what a text of the reference names, and marks it as a link."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @cached_property
    def _enhanced(self) -> dict[str, str]:
        return {status.code: status.code for status in self._catalogue.registry.statuses}

    @cached_property
    def _keywords(self) -> dict[str, Target]:
        known: dict[str, Target] = {verb: Target("command", verb) for verb in Verb}
        for mechanism in self._catalogue.mechanisms:
            name = mechanism.mechanism
            known[name.upper()] = Target("entry", EntryRef(Kind.MECHANISM, name).id)
        for extension in self._catalogue.extensions:
            entry = Target("entry", EntryRef(Kind.EXTENSION, extension.keyword).id)
            known |= {name.upper(): entry for name in (extension.keyword, *extension.aliases)}
        return known

    @cached_property
    def _settings(self) -> frozenset[str]:
        """The words that the facts know as settings, whatever form they have."""
        named = (
            setting
            for code in self._catalogue.codes
            for meaning in code.meanings
            for _where, setting in meaning.settings
        )
        return frozenset(word for setting in named for word in _WORD.findall(setting) if len(word) > 6)

    def marked(self, content: Content, present: EntryRef | None, code_style: str) -> Content:
        """Return a text with its links; none leads to the card it stands on.

        What stands in `code_style` is code: there every keyword is meant as one, and settings are looked for.
        """
        plain = content.plain
        if not plain or next(links_in(content), None) is not None:
            return content
        code = [(span.start, span.end) for span in content.spans if span.style == code_style]
        own = Target("entry", present.id) if present is not None else None
        taken: list[tuple[int, int]] = []
        for start, end, target in self._found(plain, code):
            if target != own and not any(start < last and end > first for first, last in taken):
                taken.append((start, end))
                # Verbs stand in every line: underlined as well they would hide what is rarer.
                paint = "" if target.to == "command" else "underline"
                content = content.stylize(paint, start, end).stylize(target.style, start, end)
        return content

    def _found(self, plain: str, code: list[tuple[int, int]]) -> Iterator[Found]:
        measures = _(MEASURES).split()
        for match in _CODE.finditer(plain):
            after = _NEXT.match(plain, match.end())
            if after is not None and after[1] in measures:
                continue
            if (target := self._of_code(match)) is not None:
                yield Found(*match.span(), target)
        for match in _KEYWORD.finditer(plain):
            word = match[0]
            is_code = any(first <= match.start() < last for first, last in code)
            if (is_code or word not in _MOSTLY_WORDS) and word in self._keywords:
                yield Found(*match.span(), self._keywords[word])
        for first, last in code:
            span = plain[first:last]
            for match in _SETTING.finditer(span):
                yield Found(first + match.start(), first + match.end(), Target("setting", match[0]))
            if span in self._settings:
                yield Found(first, last, Target("setting", span))

    def _of_code(self, match: "re.Match[str]") -> Target | None:
        if number := match["basic"]:
            return Target("entry", number) if number in self._catalogue.names else None
        code = match["enhanced"]
        for key in (f"X{code[1:]}", code):
            if key in self._enhanced:
                return Target("entry", EntryRef(Kind.ENHANCED, key).id)
        return None
