"""The catalogues of words: what the code says, taken from it, and what each language has for it."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

import smtptui
from smtptui.words.building import LOCALE, compile_catalogues

PACKAGE = Path(smtptui.__file__).parent
KEYWORDS = {"_": None, "mark": None, "plural": (1, 2)}


def template() -> Catalog:
    """Return every message of the code, and the short titles of codes, with the files where they stand."""
    catalogue = Catalog(project="smtptui", charset="utf-8", fuzzy=False)
    found = [*extract_from_dir(PACKAGE, [("**.py", "python")], keywords=KEYWORDS), *_within_strings()]
    for name, _line, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
        catalogue.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    for path in sorted((PACKAGE / "reference" / "facts" / "codes").glob("*.json")):
        catalogue.add(json.loads(path.read_text("utf-8"))["name"], None, [("reference/facts/codes", 0)])
    return catalogue


def _within_strings() -> Iterator[tuple[str, int, str, list[str], None]]:
    """Yield what is asked for within an f-string, where Babel does not look, as its extraction does."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for formatted in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(formatted, ast.JoinedStr):
                continue
            for node in ast.walk(formatted):
                match node:
                    case ast.Call(func=ast.Name(id="_"), args=[ast.Constant(value=str(message)), *_more]):
                        yield path.relative_to(PACKAGE).as_posix(), node.lineno, message, [], None


def catalogues() -> Iterator[tuple[str, Path]]:
    """Yield each language and its ``.po``."""
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/smtptui.po")):
        yield path.parts[-3], path


def read(language: str) -> Catalog:
    """Return the catalogue of a language; an empty one where none is written."""
    path = LOCALE / language / "LC_MESSAGES" / "smtptui.po"
    if not path.exists():
        return Catalog(locale=language, project="smtptui", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str) -> Catalog:
    """Take new messages into the catalogue of a language, drop those that are gone, write and compile it."""
    catalogue = read(language)
    catalogue.update(template(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.header_comment = (
        "# The words of smtptui: python -m tests.translating LANGUAGE --words keeps them.\n"
    )
    path = LOCALE / language / "LC_MESSAGES" / "smtptui.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=110, omit_header=False, include_lineno=False, sort_by_file=True)
    compile_catalogues()
    return catalogue
