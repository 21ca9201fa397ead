"""Lines as they went over the wire, without marks: telnet, nc, openssl s_client, a reply typed or pasted."""

import re

from smtptui.transcripts.formats.web import HTTP
from smtptui.transcripts.parts import VERBS
from smtptui.transcripts.pieces import Heard, Logged, Piece, Said

_REPLY = re.compile(r"[2-5]\d\d(?:[ -]\S.*|[ -]?$)")
_ENHANCED = re.compile(r"(?P<enhanced>[245]\.\d{1,3}\.\d{1,3})(?:\s+(?P<text>.*))?$")
_COUNTABLE = """
kB KB MB GB TB KiB MiB GiB TiB byte bytes octet octets bits
ms s sec second seconds min minute minutes hour hours h day days week weeks year years
m km g kg V kV W kW Hz kHz MHz GHz USD EUR % times of
file files line lines user users people item items row rows page pages entry entries
message messages mail mails email emails packet packets request requests connection connections
queries errors warnings tests
"""
_UNITS = frozenset(_COUNTABLE.split())
"""What a number may count, as the word after it."""


class Plain:
    """A line that is a reply, or a command, from its first character on."""

    name = "transcript"

    def read(self, line: str) -> tuple[Piece, ...]:
        """Return the line as the server's or the client's, by its form."""
        text = line.strip()
        if _REPLY.match(text):
            return () if _no_reply(text) else (Heard(text),)
        if found := _ENHANCED.match(text):
            return (Logged("", found["enhanced"], found["text"] or ""),)
        verb = text.partition(" ")[0].partition(":")[0].upper()
        return (Said(text),) if verb in VERBS else ()


def _no_reply(text: str) -> bool:
    following = text[4:].split(maxsplit=2)
    if not following:
        return False
    counts = following[0].rstrip(",;.)") in _UNITS or (following[0].isdigit() and following[1:2] == ["of"])
    # A code and nothing but an address is from a list of fetched pages.
    fetched = len(following) == 1 and following[0].startswith(("http://", "https://"))
    return counts or fetched or HTTP.search(text) is not None
