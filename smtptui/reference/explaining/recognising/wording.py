"""The text of a reply in the form in which patterns and the classifier read it."""

import re
from functools import lru_cache
from typing import NamedTuple

READ = 1000
"""Characters of a text that are looked at: what happened stands at its beginning."""

# Those that few texts need are compiled with their first use.
_LINK = r"(?i)<?\b(?:https?://|www\.)[^\s<>\"']+>?"
_ADDRESS = r"<?[^\s<>\"'(),:;]+@[^\s<>\"'(),:;]*>?"
_IP = re.compile(
    r"\[?(?:ipv6:)?(?:\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}(?=[\s\].,;)]|$))\]?",
    re.IGNORECASE,
)
_WORDS_IN_WORD = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_NOT = r"\b(ca|do|does|did|is|are|was|were|wo|would|could|should|has|have|had|must)n't\b"
_FULL = {"ca": "can", "wo": "will"}
_ASIDE = r"\bto (?:best )?(?:protect|reduce|prevent|fight|combat|help)\b[^.,;]{0,60}\bspam\b[^.,;]{0,30}"
"""Why a server cares, which is not what happened."""
_BLANKS = re.compile(r"[\s_\xa0]+")


class Wording(NamedTuple):
    """`text` in small letters with what differs from reply to reply masked, and the `links` in it."""

    text: str
    links: str

    def has_any(self, words: tuple[str, ...]) -> bool:
        """Return whether one of the words stands in the text, be it within another word."""
        text = self.text
        for word in words:  # noqa: SIM110 -- asked a thousand times in one reply
            if word in text:
                return True
        return False


@lru_cache(maxsize=512)
def wording(text: str) -> Wording:
    """Return a text in small letters, contractions written out, words in CamelCase apart, one space between.

    Mail addresses become ``<addr>``, IP addresses ``<ip>`` and links ``<url>``; what the links say is kept
    apart, as words in them are names rather than statements.
    """
    text = text[:READ]
    links: list[str] = []
    if "://" in text or "www." in text:
        links = [found[0].lower() for found in re.finditer(_LINK, text)]
        text = re.sub(_LINK, "<url>", text)
    if "@" in text:
        text = re.sub(_ADDRESS, "<addr>", text)
    text = _IP.sub("<ip>", text)
    text = _WORDS_IN_WORD.sub(" ", text).lower().replace("’", "'")
    if "n't" in text:
        text = re.sub(_NOT, lambda found: f"{_FULL.get(found[1], found[1])} not", text)
    text = text.replace("cannot", "can not").replace("e-mail", "email")
    text = _BLANKS.sub(" ", text).strip()
    if "spam" in text:
        text = re.sub(_ASIDE, "", text)
    return Wording(text, " ".join(links))
