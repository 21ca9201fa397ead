"""Enhanced status codes at the head of a reply's text, and qmail's at its end (RFC 2034 §4, RFC 3463 §2)."""

import re
from functools import lru_cache
from typing import NamedTuple

_HEAD = re.compile(rb"(\d\.\d{1,3}\.\d{1,3})(?=[ \t]|$)")
_TAIL = re.compile(rb"\(#(\d\.\d{1,3}\.\d{1,3})(?: [^()]*)?\)\s*$")

_TAIL_OCTETS = 256
"""How much of a text's end is searched for qmail's form, which stands at the end of a short line."""


class EnhancedCode(NamedTuple):
    """An enhanced status code (RFC 3463 §2): class 2, 4 or 5 where it is valid, subject and detail 0–999."""

    class_: int
    subject: int
    detail: int

    def __str__(self) -> str:
        return f"{self.class_}.{self.subject}.{self.detail}"


def find_enhanced(text: bytes) -> EnhancedCode | None:
    """Return the enhanced code in `text`, of whatever class."""
    if text[1:2] == b"." and (found := _HEAD.match(text)):
        return _read(found[1])
    if text.endswith(b")") and (found := _TAIL.search(text, max(0, len(text) - _TAIL_OCTETS))):
        return _read(found[1])
    return None


@lru_cache(maxsize=256)
def _read(code: bytes) -> EnhancedCode:
    return EnhancedCode(*map(int, code.split(b".")))
