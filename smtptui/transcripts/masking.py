"""What varies in the text of a reply, taken out: replies that differ only in it are explained once."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

PLACES = 30
"""Varying places of a text that are told apart; a text with more of them is taken as it is."""

_BETWEEN = re.compile(r"([\s<>\[\](),;\"'=]+)")
_ADDRESS = re.compile(r"[\w.+=/-]+@[\w.-]+\w$")
_CODE = re.compile(r"(?:[2-5]\d\d|[245]\.\d{1,3}\.\d{1,3})[.:]?$")
_WITH_DIGIT = re.compile(r"(\d{1,3}(?:\.\d{1,3}){3}(?![\w.])|[A-Za-z0-9_-]*\d[A-Za-z0-9_-]*)")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}$")
_IP = re.compile(r"\d+\.\d+\.\d+\.\d+$")

_TELLING = re.compile(
    r"outlook|microsoft|office|google|gmail|yahoo|apple|icloud|yandex|mail\.ru|gmx|web\.de|t-online|aol"
    r"|comcast|zoho"
    r"|proofpoint|mimecast|barracuda|cloudmark|spam|[bsxpd]bl\b|blocklist|blacklist|zen|uribl|surbl|abuse"
    r"|score"
    r"|postmaster|support|help|spf|dkim|dmarc|relay",
    re.IGNORECASE,
)
"""What in a host's name may tell what happened: such a name stays."""

_TERM = re.compile(
    r"ipv[46]$|tls|ssl|md5|sha\d|base64|utf|rfc|[78]bit|p0f|o365|x509|smtp|http|esmtp|ip4|ip6", re.IGNORECASE
)
"""Words with a digit that say something."""

SHORT = 7
"""Characters of an id in capitals; what is shorter may be a provider's own code and says what happened."""


class Masked(NamedTuple):
    """What stays of a text, a NUL in each place of what varies, and what that is."""

    stays: str
    values: tuple[str, ...]


def masked(text: str) -> Masked:
    """Part a text into what stays and what varies: addresses, hosts, ids, numbers."""
    words = _BETWEEN.split(text)
    values: list[str] = []
    for place in range(0, len(words), 2):
        word = words[place]
        if word.isalpha() or not word:
            continue
        bare = word.rstrip(".:")
        if "@" in word and _ADDRESS.match(word):
            values.append(word)
            words[place] = "\0@"
        elif _HOST.match(bare) and not _TELLING.search(bare):
            values.append(bare)
            words[place] = "\0" + word[len(bare) :]
        elif not _CODE.match(word):
            words[place] = _masked_word(word, values)
    return Masked("".join(words), tuple(values))


def _masked_word(word: str, values: list[str]) -> str:
    pieces = _WITH_DIGIT.split(word)
    if len(pieces) == 1:
        return word
    # The words of an address may tell what happened; its numbers do not.
    is_url = "://" in word
    for place in range(1, len(pieces), 2):
        piece = pieces[place]
        if is_url or len(piece) >= SHORT or piece.isdigit() or _IP.match(piece) or _is_name(piece):
            values.append(piece)
            pieces[place] = "\0"
    return "".join(pieces)


def _is_name(piece: str) -> bool:
    """Return whether a short word with a digit is a name, and no term and no provider's code."""
    return piece.islower() and not _TERM.match(piece)


def stand_in(number: int, value: str) -> str:
    """Return a text of a value's kind that stands for it and is found again in any other text."""
    if "@" in value:
        return f"sq{number}z@sq{number}z.example"
    if _IP.match(value):
        return f"198.51.100.{100 + number}"
    if value.isdigit():
        return f"90{number:02}7"
    if _HOST.match(value):
        return f"sq{number}zq.example"
    return f"sq{number}zq" if value.islower() else f"5QZ{number}QZZ"


def with_stand_ins(text: Masked, first: int = 0) -> tuple[str, tuple[str, ...]]:
    """Return the text with a stand-in of its own in each varying place, numbered from `first`, and these."""
    stands = tuple(stand_in(first + number, value) for number, value in enumerate(text.values))
    first_piece, *pieces = text.stays.split("\0")
    whole = [first_piece]
    for stand, value, piece in zip(stands, text.values, pieces, strict=True):
        # Behind the place of an address stands the sign that it is one.
        whole += (stand, piece.removeprefix("@") if "@" in value else piece)
    return "".join(whole), stands


class Template:
    """A text with places for values; `filled` puts them in."""

    __slots__ = ("_pieces", "_places")

    def __init__(self, text: str, stands: Sequence[str]) -> None:
        pieces: list[str] = []
        places: list[int] = []
        position = 0
        for found in re.finditer("|".join(map(re.escape, stands)) or "(?!)", text):
            pieces.append(text[position : found.start()])
            places.append(stands.index(found[0]))
            position = found.end()
        self._pieces = (*pieces, text[position:])
        self._places = tuple(places)

    @property
    def is_constant(self) -> bool:
        """Whether the text has no place for a value."""
        return not self._places

    def filled(self, values: Sequence[str], shown: Callable[[str], str] = str) -> str:
        """Return the text with the values in their places, each as `shown` writes it."""
        pieces = self._pieces
        whole = [pieces[0]]
        for place, piece in zip(self._places, pieces[1:], strict=True):
            whole += (shown(values[place]), piece)
        return "".join(whole)
