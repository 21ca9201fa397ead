"""``python -m tests.translating LANGUAGE``: what of a language is missing or stale.

    python -m tests.translating de                       sections and messages that need work
    python -m tests.translating de --stamp FILE …        these files were read beside the English of today
    python -m tests.translating de --stamp FILE --same   … also those sections in which nothing had to change
    python -m tests.translating de --words               take new messages into the catalogue, compile it

FILE is as the list names it: ``504.md``, ``situations/mailbox.full.md``; ``all`` stands for every file.
"""

import argparse
import sys

from smtptui.words.building import compile_catalogues
from tests.translating.texts import Texts
from tests.translating.words import read, template, update


def main() -> int:
    """Do what the arguments say; 1 where something is left to do."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.translating", description="What a translation lacks."
    )
    parser.add_argument("language", help="the language, as de")
    parser.add_argument(
        "--stamp", nargs="+", metavar="FILE", help="say that these were held against the English"
    )
    parser.add_argument(
        "--same", action="store_true", help="also where the English changed and the text need not"
    )
    parser.add_argument("--words", action="store_true", help="take new messages into the catalogue")
    given = parser.parse_args()
    texts = Texts(given.language)
    if given.stamp:
        files = texts.files if given.stamp == ["all"] else given.stamp
        left = texts.stamp(files, same=given.same)
        for finding in left:
            print(f"{finding.file}: {finding.section}: the English changed; if the text is right: --same")  # noqa: T201
        return bool(left)
    if given.words:
        update(given.language)
    compile_catalogues()
    findings = list(texts.findings())
    for finding in findings:
        print(f"{finding.file}: {finding.section}: {finding.fault}")  # noqa: T201
    catalogue = read(given.language)
    lacking = [message for message in template() if message.id and not _told(catalogue, message.id)]
    for message in lacking:
        print(f"no words for {message.id!r}")  # noqa: T201
    print(f"{len(findings)} sections, {len(lacking)} messages to be done")  # noqa: T201
    return bool(findings or lacking)


def _told(catalogue: object, id: object) -> bool:
    message = catalogue.get(id)  # type: ignore[attr-defined]
    words = message.string if message is not None else ""
    return all(words) if isinstance(words, tuple) else bool(words)


if __name__ == "__main__":
    sys.exit(main())
