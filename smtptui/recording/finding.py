"""Finds words in a long recording, a stretch at a time, without making events of its lines."""

import re
from json import dumps

from smtptui.recording.alone import Stretches
from smtptui.recording.fields import octets_as_text

_SAID = re.compile(rb'\{"event":"(?:line|command)",[^\n]*?"(?:octets|line)":"((?:[^"\\\n]|\\.)*)"')
"""What is shown of a line of a recording: what was said in it."""


class Find:
    """Looks for `words`, in any case, in what was said in a session; `found` is the number of a line."""

    def __init__(self, stretches: Stretches, words: str) -> None:
        self._stretches = stretches
        # Beyond ASCII the letters are escapes, of which each case is another.
        cases = dict.fromkeys(map(_written, (words, words.lower(), words.upper())))
        self._pattern = re.compile(b"|".join(map(re.escape, cases)), re.IGNORECASE)
        self.found: int | None = None
        self.done = not words or stretches.ended

    def go(self) -> None:
        """Look through the next stretch; `done` says whether something was found, or there is no more."""
        line = self._stretches.here.line
        text = self._stretches.next()
        for found in self._pattern.finditer(text):
            start = text.rfind(b"\n", 0, found.start()) + 1
            said = _SAID.match(text, start)
            if said is not None and said.start(1) <= found.start() and found.end() <= said.end(1):
                self.found = line + text.count(b"\n", 0, start)
                break
        self.done = self.found is not None or self._stretches.ended


def _written(words: str) -> bytes:
    """Return words as they stand in a recording."""
    return dumps(octets_as_text(words.encode("utf-8", "surrogateescape")))[1:-1].encode()
