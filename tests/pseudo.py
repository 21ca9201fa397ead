"""A language that nobody speaks: what is still English in it was never asked to be translated.

Every letter of a message is replaced by one with a mark, places like ``{host}`` stay. What `english_in`
finds in shown text afterwards has not passed `smtptui.words`. The texts of the reference are files of a
language, not messages: `pseudo_reference` writes a copy of them, their prose changed in the same way.
"""

import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import smtptui.reference
from smtptui.words import speak

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MARKED = "áƀćďéƒǵĥíĵķĺḿńóṕɋŕśťúṽẃẋýźÁɃĆĎÉƑǴĤÍĴĶĹḾŃÓṔɊŔŚŤÚṼẂẊÝŹ"
_LETTERS = str.maketrans(_PLAIN, _MARKED)
_PLACE = re.compile(r"(\{[^{}]*\})")

_WIRE = re.compile(
    r"""
    https?://\S+ | [\w.+-]+@[\w.-]+                 # addresses
    | /[\w./-]+ | \b[\w-]+(\.[\w*-]+)+ (:\d+)?      # files, host names, meanings' ids, enhanced codes
    | --?[a-z][\w-]* | \[[\w.:-]+\]                 # options, ids in brackets
    | `[^`]*`                                       # what is to be typed
    | \b[A-Z0-9][A-Z0-9_/=*-]+\b                    # verbs, keywords, RFC and its number
    """,
    re.VERBOSE,
)
"""What is the same in every language."""

NAMES = frozenset(
    (
        *(
            "smtptui",
            "Postfix",
            "Exim",
            "Sendmail",
            "Exchange",
            "Gmail",
            "Dovecot",
            "Cyrus",
            "Courier",
            "Haraka",
        ),
        *("aiosmtpd", "swaks", "yz"),
    )
)
"""Names of products."""


def marked(message: str) -> str:
    """Return a message in the language."""
    return "".join(
        part if part.startswith("{") else part.translate(_LETTERS) for part in _PLACE.split(message)
    )


@contextmanager
def speaking() -> Iterator[None]:
    """Let the whole program speak it."""
    speak(marked, lambda one, many, number: marked(one if number == 1 else many))
    try:
        yield
    finally:
        speak()


def english_in(text: str, allowed: Iterable[str] = ()) -> list[str]:
    """Return the words of two letters and more that are left in plain letters, in their order.

    What is the same in every language does not count, nor do `allowed` texts: what a peer or a user said.
    """
    for own in sorted(allowed, key=len, reverse=True):
        text = text.replace(own, " ")
    left = _WIRE.sub(" ", text)
    return [word for word in re.findall(r"(?<![^\W\d_])[A-Za-z]{2,}(?![^\W\d_])", left) if word not in NAMES]


def pseudo_reference(folder: Path) -> Path:
    """Write a copy of the reference into `folder`, its prose in the language, and return the folder."""
    source = Path(next(iter(smtptui.reference.__path__)))
    shutil.copytree(source / "facts", folder / "facts")
    shutil.copytree(source / "articles", folder / "articles")
    for file in (folder / "articles").rglob("*.md"):
        lines = file.read_text(encoding="utf-8").splitlines()
        file.write_text("\n".join(_pseudo(lines)) + "\n", encoding="utf-8")
    for file in (folder / "facts").rglob("*.json"):
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r'("name": ")([^"]*)"', _name, text), encoding="utf-8")
    return folder


_KEPT = re.compile(r"## (?:[^a-z\s]+(?:\s|$))*(?![a-z])|### \S+ |# \S+ |- |[a-z]+:")
"""What begins a line of an article and is its form, not its prose; a key has no small letters."""

_SECTION = re.compile(r"## (Description|When |How to|For the|Meanings|What it|Not to|If you|Settings).*")
"""Headings that are keys as a whole."""


_PAIR = re.compile(r"- [^:]+: ")
"""What begins an item that is a pair: the id of a situation, the name of a server's software."""


def _pseudo(lines: Iterable[str]) -> Iterator[str]:
    pairs = False
    for line in lines:
        if line.startswith("## "):
            pairs = line.startswith(("## Settings", "## Not to be confused with"))
        yield _prose(line, _PAIR if pairs else _KEPT)


def _prose(line: str, kept_of: re.Pattern[str]) -> str:
    """Return a line of an article with its prose marked; headings of sections are keys, and stay."""
    kept = _SECTION.match(line) or kept_of.match(line) or _KEPT.match(line)
    head = kept[0] if kept else ""
    return head + line[len(head) :].translate(_LETTERS)


def _name(found: re.Match[str]) -> str:
    return f'{found[1]}{found[2].translate(_LETTERS)}"'
