"""The parts of a reply as texts write it: code, enhanced code, and its lines joined to one."""

import re
from typing import NamedTuple

LINE_READ = 8192
"""Characters of a line that are looked at: Postfix and Exim log no longer ones."""

REPLY_LINE = re.compile(r"(?P<code>[1-5]\d\d)(?P<separator>[ -]|$)(?P<text>.*)")
"""A reply line as a server sends it, or a bare code (RFC 5321 §4.2)."""

STATUS = r"[245]\.\d{1,3}\.\d{1,3}"
"""An enhanced status code (RFC 3463 §2)."""

CODE = r"[2-5](?:[0-5]\d|71)"
"""A reply code (RFC 5321 §4.2)."""

LINE_BREAK = re.compile(r"\n|(?:\\r)?\\n|\\r(?=\\n|[2-5]\d\d)|␍?␊|␍|\[nl\]|\[CRLF\]|<CRLF>")
"""A line break within a line: as itself, written out, as a control picture, as hMailServer writes it."""

_BREAKS = re.compile(r"[\\\n␍␊]|\[nl|CRLF")
"""What a text with a line break has."""

_HEAD = re.compile(rf"(?P<code>{CODE})(?P<separator>-(?![\d ])|- |-(?=\d\.\d)|: |:$|[ ,]|$|(?=[('\"\[#]))")
_ENHANCED = re.compile(
    rf"[\s:'\"(\[#-]{{0,3}}(?P<enhanced>{STATUS})(?![\d.])[)\]]?(?:[:,;]?\s+|-\s+|[:,;]?$|(?=['\"]$))"
)
_AT_END = re.compile(rf"\s*\(#(?P<enhanced>{STATUS})[^()]{{0,80}}\)[.)]?$")
_JOINED = re.compile(rf"(?:\s+|(?<=\s))(?P<code>{CODE})(?:-|\s)(?P<enhanced>{STATUS}(?: |$))?")


class Parts(NamedTuple):
    """A reply's code, its enhanced code or an empty text, and the text of its lines, joined."""

    code: str
    enhanced: str
    text: str


def split_status(text: str) -> tuple[str, str]:
    """Return the enhanced code at the head or, as qmail writes it, at the end of a text, and the rest."""
    if found := _ENHANCED.match(text):
        return found["enhanced"], text[found.end() :]
    if text.endswith(")") and (found := _AT_END.search(text, max(0, len(text) - 160))):
        return found["enhanced"], text[: found.start()]
    return "", text


def split_reply(text: str) -> Parts | None:
    """Return the parts of a reply that a text begins with, however its lines are joined; else None."""
    text = text.strip()
    lines = LINE_BREAK.split(text) if _BREAKS.search(text) else [text]
    found = _HEAD.match(lines[0])
    if found is None:
        return None
    code = found["code"]
    rest = lines[0][found.end() :].lstrip()
    if rest.startswith(code) and (twice := _HEAD.match(rest)) is not None:
        # Some put the code before the whole reply once more.
        rest = rest[twice.end() :].lstrip()
    enhanced, first = split_status(rest)
    pieces = _unjoined(code, first, several=found["separator"].startswith("-") or bool(enhanced))
    for line in lines[1:]:
        again = _HEAD.match(line.strip())
        own, rest = split_status(
            line.strip()[again.end() :].lstrip() if again and again["code"] == code else line.strip()
        )
        enhanced = enhanced or own
        pieces.append(rest)
    return Parts(code, enhanced, " ".join(piece.strip() for piece in pieces if piece.strip()))


def _unjoined(code: str, text: str, *, several: bool) -> list[str]:
    """Return the lines that a log has joined with spaces: each begins with the code again."""
    pieces, position = [], 0
    if several and code in text:
        for again in _JOINED.finditer(text):
            if again["code"] == code:
                pieces.append(text[position : again.start()])
                position = again.end()
    pieces.append(text[position:])
    return pieces
