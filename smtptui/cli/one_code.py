"""``smtptui explain 504``, the usual question, at half the cost: no values, no patterns, two files read.

The text is the one that `smtptui.cli.explaining` gives, and a test holds them together. Whatever is not an
ordinary code is left to it.
"""

import json
import os
import sys

from smtptui.cli.wrapping import width_of, wrapped
from smtptui.reference.book.labels import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO

POSSIBLE_SHOWN = 3
"""Meanings that are shown where nothing decides between them."""


def explain_one(code: str, out: "TextIO | None" = None) -> bool:
    """Write what a bare reply code means; return False where it takes more than its article to tell."""
    if not (len(code) == 3 and code.isascii() and code.isdigit() and code[1] < "6"):
        return False
    import smtptui.reference as reference

    root = os.path.dirname(reference.__file__)
    try:
        facts = json.loads(_read(root, "facts", "codes", f"{code}.json"))
        article = _read(root, "articles", "en", f"{code}.md").split("\n")
    except FileNotFoundError:
        return False
    target = sys.stdout if out is None else out
    width = width_of(target)
    for indent, text in _lines(code, facts, article):
        for line in wrapped(text, width - indent):
            target.write(f"{' ' * indent}{line}\n")
    return True


def _lines(code: str, facts: "dict[str, Any]", article: list[str]) -> "list[tuple[int, str]]":
    title = article[0].partition(f"# {code} ")[2].strip()
    lines = [(0, f"{code}  {title}  ({WORDS[f'class.{code[0]}']})")]
    meanings = facts["meanings"]
    confidence, shown = ("certain", 1) if len(meanings) == 1 else ("possible", POSSIBLE_SHOWN)
    for meaning in meanings[:shown]:
        title, fix = _prose(article, meaning["id"])
        lines.append((2, f"{confidence}: {title or meaning['name']}  [{meaning['id']}]"))
        if fix:
            lines.append((4, f"fix: {fix}"))
    left = len(meanings) - shown
    if left > 0:
        lines.append((2, f"{left} more meaning{'s' if left > 1 else ''} possible: -v shows them"))
    actor, retry = WORDS[f"actor.{meanings[0]['actor']}"], WORDS[f"retry.{meanings[0]['retry']}"]
    lines.append((2, f"who must act: {actor}; send it again: {retry}"))
    return lines


def _prose(article: list[str], id: str) -> tuple[str, str]:
    """Return the title of a meaning in an article, and its fix."""
    heading = f"### {id} "
    for number, line in enumerate(article):
        if line.startswith(heading):
            for own in article[number + 1 :]:
                if own.startswith("#"):
                    break
                if own.startswith("fix: "):
                    return line[len(heading) :].strip(), own[5:].strip()
            return line[len(heading) :].strip(), ""
    return "", ""


def _read(*names: str) -> str:
    with open(os.path.join(*names), encoding="utf-8") as file:
        return file.read()
