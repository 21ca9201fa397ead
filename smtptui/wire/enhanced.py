"""Enhanced status codes at the head of a reply's text, and qmail's at its end (RFC 2034 §4, RFC 3463 §2)."""

import re
from typing import NamedTuple

_HEAD = re.compile(rb"(\d)\.(\d{1,3})\.(\d{1,3})(?=[ \t]|$)")
_TAIL = re.compile(rb"\(#(\d)\.(\d{1,3})\.(\d{1,3})(?: [^()]*)?\)\s*$")

_TAIL_OCTETS = 256
"""How much of a text's end is searched for qmail's form, which stands at the end of a short line."""


class EnhancedCode(NamedTuple):
    """An enhanced status code (RFC 3463 §2): class 2, 4 or 5, subject and detail 0–999."""

    class_: int
    subject: int
    detail: int

    def __str__(self) -> str:
        return f"{self.class_}.{self.subject}.{self.detail}"


def find_enhanced(text: bytes, severity: int) -> tuple[EnhancedCode | None, bool]:
    """Return the enhanced code in `text`, and whether one stands there that does not fit.

    It fits where its class is 2, 4 or 5 and equals `severity`, the first digit of the reply code.
    """
    found = _HEAD.match(text)
    if found is None and text[-1:] == b")":
        found = _TAIL.search(text, max(0, len(text) - _TAIL_OCTETS))
    if found is None:
        return None, False
    class_, subject, detail = map(int, found.groups())
    if class_ != severity or class_ not in (2, 4, 5):
        return None, True
    return EnhancedCode(class_, subject, detail), False
