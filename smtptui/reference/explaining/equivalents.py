"""The same situation under other codes: what ``facts/equivalents.json`` knows of it."""

import json
import os
from functools import lru_cache
from typing import NamedTuple

from smtptui.reference import ROOT
from smtptui.reference.explaining.evidence import Evidence
from smtptui.reference.explaining.ranking import compiled, same_software


class Equivalent(NamedTuple):
    """A reply that is, in truth, what another code says; `meaning` is an id, or a code where any may be."""

    meaning: str
    why: str

    @property
    def code(self) -> str:
        """The other code."""
        return self.meaning[:3]


class Row(NamedTuple):
    """A fact: the `code` with a text of this `pattern`, in answer to one of the `commands` (any if there
    are none), at `server` (any if empty), is `meaning`."""

    code: str
    meaning: str
    server: str
    commands: tuple[str, ...]
    pattern: str
    why: str
    needs_command: bool
    """Whether the text alone says too little."""


class Facts(NamedTuple):
    """The file's content; `inventions` are codes that no server sends, with what is known of them."""

    rows: tuple[Row, ...]
    softened: str
    inventions: dict[str, str]


@lru_cache(maxsize=1)
def facts() -> Facts:
    """Read the file, once."""
    with open(os.path.join(ROOT, "facts", "equivalents.json"), encoding="utf-8") as file:
        found = json.load(file)
    rows = (
        Row(
            row["code"],
            row["as"],
            row["server"],
            tuple(row["commands"]),
            row["pattern"],
            row["why"],
            row["needs_command"],
        )
        for row in found["replies"]
    )
    return Facts(tuple(rows), found["softened"]["why"], found["inventions"])


def equivalent(evidence: Evidence) -> Equivalent | None:
    """Return what the reply is in truth, or None where its code is the one to go by."""
    if not evidence.text:
        return None
    for row in facts().rows:
        if (
            row.code == evidence.code
            and _may_answer(row, evidence.command)
            and (not row.server or not evidence.server or same_software(row.server, evidence.server))
            and compiled(row.pattern).search(evidence.text)
        ):
            return Equivalent(row.meaning, row.why)
    return None


def _may_answer(row: Row, command: str) -> bool:
    if not command:
        return not row.needs_command
    return not row.commands or ("AUTH" if command == "RESPONSE" else command) in row.commands


def unsoftened(code: str) -> Equivalent:
    """Return the 5yz code that an unknown 4yz `code` may have been."""
    other = f"5{code[1:]}"
    return Equivalent(other, facts().softened.replace("{code}", code).replace("{as}", other))
