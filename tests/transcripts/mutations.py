"""Texts of the corpus as nobody wrote them: cut, torn, doubled, mixed, with octets of another kind."""

import random
from collections.abc import Callable
from pathlib import Path

CORPUS = Path(__file__).parents[1] / "corpus"
TEXTS = tuple(path.read_bytes() for path in sorted(CORPUS.rglob("*.txt")))

ODD = (
    b"\x00", b"\x1b[2J", b"\xff\xfe", b"\xe2\x80\xae", b"\r", b"\t", b'"', b"'", b"\\n", b"{", b"}", b"[",
    b"(", b"=\n", b"> ", b"550-", b"334 ", b"354 go\n",
    b"AUTH PLAIN ", b"\n.\n", b"--=_x\n",
    b"220 x ESMTP\n",
    b"Content-Transfer-Encoding: base64\n\n", b"#fields\ta\tcode\tmsg\n", b"\x1f\x8b", b"SERVER 1:\n",
    b"... while talking to x.:\n",
)  # fmt: skip
"""Pieces that change what the lines after them mean."""


def _cut(text: bytes, chance: random.Random) -> bytes:
    return text[: chance.randrange(len(text) + 1)]


def _without_a_piece(text: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(text) + 1)
    return text[:start] + text[start + chance.randrange(1, 80) :]


def _with_a_piece(text: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(text) + 1)
    return text[:place] + chance.choice(ODD) + text[place:]


def _with_another(text: bytes, chance: random.Random) -> bytes:
    other = chance.choice(TEXTS)
    place, start = chance.randrange(len(text) + 1), chance.randrange(len(other) + 1)
    return text[:place] + other[start : start + 400] + text[place:]


def _doubled(text: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(text) + 1)
    piece = text[start : start + chance.randrange(1, 200)]
    return text[:start] + piece * chance.randrange(2, 6) + text[start:]


def _shuffled(text: bytes, chance: random.Random) -> bytes:
    lines = text.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def _in_one_line(text: bytes, chance: random.Random) -> bytes:
    return text.replace(b"\n", chance.choice((b" ", b"\\n", b"\r")))


def _flipped(text: bytes, chance: random.Random) -> bytes:
    octets = bytearray(text)
    for _ in range(chance.randrange(1, 8)):
        if octets:
            octets[chance.randrange(len(octets))] = chance.randrange(256)
    return bytes(octets)


_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _cut, _without_a_piece, _with_a_piece, _with_another, _doubled, _shuffled, _in_one_line, _flipped,
)  # fmt: skip


def mutated(seed: int) -> bytes:
    """Return a text of the corpus, changed in one to five ways; the same for the same seed."""
    chance = random.Random(seed)
    text = chance.choice(TEXTS)
    for _ in range(chance.randrange(1, 6)):
        text = chance.choice(_WAYS)(text, chance)
    return text
