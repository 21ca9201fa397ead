"""Which software a server runs, guessed from what it says; the signs stand in ``facts/servers.json``."""

import json
import os
from functools import lru_cache
from typing import NamedTuple

from smtptui.reference import ROOT
from smtptui.reference.book.model import Confidence
from smtptui.reference.explaining.ranking import compiled
from smtptui.words import _, mark


class ServerGuess(NamedTuple):
    """The software, empty where nothing tells; `because` says in words what it was guessed from."""

    software: str = ""
    confidence: Confidence = Confidence.POSSIBLE
    because: str = ""


class Signs(NamedTuple):
    """What one software is known by: patterns of its greeting, and of what it says later."""

    software: str
    greeting: tuple[str, ...]
    """Names itself."""
    hints: tuple[str, ...]
    """The form of a greeting that does not name it, but that others seldom use."""
    style: tuple[str, ...]
    """Texts of other replies."""
    source: str
    """Where the signs were seen, file and line or document; ``unverified`` for what is from memory."""


@lru_cache(maxsize=1)
def all_signs() -> tuple[Signs, ...]:
    """Return the signs of every software, in the order in which they are tried."""
    with open(os.path.join(ROOT, "facts", "servers.json"), encoding="utf-8") as file:
        return tuple(
            Signs(
                own["software"],
                tuple(own["greeting"]),
                tuple(own["hints"]),
                tuple(own["style"]),
                own["source"],
            )
            for own in json.load(file)
        )


GREETING_READ = 512
"""Characters of a greeting that are looked at: a name stands at its beginning."""


def guess_server(greeting: str, replies: tuple[str, ...] = ()) -> ServerGuess:
    """Guess the software from the text of its greeting, then from the texts of `replies`."""
    seen = greeting[:GREETING_READ]
    if seen.startswith(("220 ", "220-")):
        seen = seen[4:]
    for confidence, field, words in (
        (Confidence.CERTAIN, "greeting", mark("its greeting says “{said}”")),
        (Confidence.LIKELY, "hints", mark("its greeting has the form “{said}”")),
    ):
        for signs in all_signs():
            for pattern in getattr(signs, field):
                if seen and (found := compiled(pattern).search(seen)):
                    return ServerGuess(signs.software, confidence, _(words, said=found[0].strip()))
    for text in replies:
        for signs in all_signs():
            for pattern in signs.style:
                if found := compiled(pattern).search(text[:GREETING_READ]):
                    return ServerGuess(
                        signs.software,
                        Confidence.LIKELY,
                        _("a reply of its says “{said}”", said=found[0].strip()),
                    )
    return ServerGuess()
