import json
from pathlib import Path

import pytest

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.sources import rows

_MEANING: dict[str, object] = {
    "status": "standard",
    "commands": ["HELP"],
    "enhanced": [],
    "patterns": [],
    "servers": [],
    "actor": "client",
    "retry": "changed",
    "session": "goes-on",
    "sources": ["RFC 5321 §4.2.2"],
    "verified": "yes",
    "settings": {},
    "label": "",
}


def _code(code: str, name: str, *meanings: dict[str, object]) -> dict[str, object]:
    return {
        "code": code,
        "name": name,
        "status": "standard",
        "in_grammar": True,
        "iana_enhanced": [],
        "seen_enhanced": [["5.5.4", 2]],
        "lookalikes": [],
        "meanings": [_MEANING | meaning for meaning in meanings],
    }


ARTICLE = """\
# 502 Verb not there

gist: The server has no such verb.
next: use another verb

## Description

The verb is known to RFCs, `TURN` for one.

- one item
- another item

## When you see it

After an old verb.

## How to fix it

Leave the verb out.

## When to send it

For a verb that is known and missing.

## Meanings

### 502.verb No such verb

It names a verb.

fix: Ask `EHLO` what there is.
"""


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The catalogue that is installed."""
    return Catalogue()


@pytest.fixture(scope="session")
def rfcs() -> dict[int, str]:
    """The titles of the RFCs that may be named, by their numbers."""
    index = Path(__file__).with_name("rfcs.tsv").read_text("utf-8")
    return {int(row["rfc"]): row["title"] for row in rows(index) if row["rfc"].isdigit()}


@pytest.fixture
def small_root(tmp_path: Path) -> Path:
    """A reference of three codes and one article, for what must not depend on the real texts."""
    codes = tmp_path / "facts" / "codes"
    replies = tmp_path / "facts" / "replies"
    english = tmp_path / "articles" / "en"
    situations = tmp_path / "facts" / "situations"
    for directory in (codes, replies, english, situations):
        directory.mkdir(parents=True)
    for facts in (
        _code("250", "Done", {"id": "250.done", "name": "Done", "actor": "nobody", "retry": "not-needed"}),
        _code(
            "502",
            "No such verb",
            {"id": "502.verb", "name": "No verb", "settings": {"Postfix": ["disable_vrfy_command", "x_y"]}},
            {"id": "502.later", "name": "Not now", "commands": ["TURN"], "enhanced": ["5.5.1"]},
        ),
        _code("504", "No such parameter", {"id": "504.parameter", "name": "Parameter"}),
    ):
        (codes / f"{facts['code']}.json").write_text(json.dumps(facts), "utf-8")
    (replies / "502.tsv").write_text(
        "meaning\tserver\tenhanced\tstage\ttext\tsource\tverified\n"
        '502.verb\tSomeServer\t5.5.1\tTURN\tWhat is "TURN"?\tsome.c:1\tyes\n',
        "utf-8",
    )
    (english / "502.md").write_text(ARTICLE, "utf-8")
    (english / "pairs.md").write_text("## 504 502\n\nOne is the verb, the other its parameter.\n", "utf-8")
    for name in ("enhanced", "vendor_enhanced", "extensions", "mechanisms"):
        (tmp_path / "facts" / f"{name}.json").write_text("[]", "utf-8")
    return tmp_path


@pytest.fixture
def small(small_root: Path) -> Catalogue:
    """The catalogue of `small_root`."""
    return Catalogue(root=small_root)
