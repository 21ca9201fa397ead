"""Finds words in a long recording, a stretch at a time, without making events of its lines."""

import re
from json import dumps
from threading import Lock
from typing import BinaryIO

from smtptui.recording.events import Mark
from smtptui.recording.fields import octets_as_text

CHUNK = 512 * 1024
"""Octets that are looked through at a stretch."""

_SAID = re.compile(rb'\{"event":"(?:line|command)",[^\n]*?"(?:octets|line)":"((?:[^"\\\n]|\\.)*)"')
"""What is shown of a line of a recording: what was said in it."""


class Find:
    """Looks for `words`, in any case, in what was said between two lines; `found` is the number of one."""

    def __init__(self, file: BinaryIO, lock: Lock, words: str, begin: Mark, end: Mark) -> None:
        self._file, self._lock = file, lock
        # Beyond ASCII the letters are escapes, of which each case is another.
        cases = dict.fromkeys(map(_written, (words, words.lower(), words.upper())))
        self._pattern = re.compile(b"|".join(map(re.escape, cases)), re.IGNORECASE)
        self._here, self._end = begin, end
        self.found: int | None = None
        self.done = not words

    def go(self) -> None:
        """Look through the next chunk; `done` says whether something was found, or there is no more."""
        begin = self._here.offset
        with self._lock:
            self._file.seek(begin)
            text = self._file.read(min(CHUNK, self._end.offset - begin))
        text = text[: text.rfind(b"\n") + 1]
        for found in self._pattern.finditer(text):
            start = text.rfind(b"\n", 0, found.start()) + 1
            said = _SAID.match(text, start)
            if said is not None and said.start(1) <= found.start() and found.end() <= said.end(1):
                self.found = self._here.line + text.count(b"\n", 0, start)
                break
        self._here = Mark(begin + len(text), self._here.line + text.count(b"\n"))
        self.done = self.found is not None or not text or self._here.offset >= self._end.offset


def _written(words: str) -> bytes:
    """Return words as they stand in a recording."""
    return dumps(octets_as_text(words.encode("utf-8", "surrogateescape")))[1:-1].encode()
