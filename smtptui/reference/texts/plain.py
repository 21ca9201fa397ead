"""Lines as they went over the wire, without marks: telnet, nc, openssl s_client, a reply typed or pasted."""

import re

from smtptui.reference.texts.parts import VERBS
from smtptui.reference.texts.pieces import Heard, Logged, Piece, Said
from smtptui.reference.texts.prose import HTTP

_REPLY = re.compile(r"[2-5]\d\d(?:[ -]\S.*|[ -]?$)")
_ODD = re.compile(r"[0-9]{3}$")
_ENHANCED = re.compile(r"(?P<enhanced>[245]\.\d{1,3}\.\d{1,3})(?:\s+(?P<text>.*))?$")
_UNITS = """
[kKMGT]i?[Bb] [Bb]ytes? octets? users? files? lines? ms s sec seconds? min minutes? hours? h days?
weeks? years? k?m km g kg k?V k?W [kMG]?Hz USD EUR % messages? mails? emails? items? rows? requests?
entries connections? queries errors warnings packets? times tests? pages? people
"""
_COUNTED = re.compile(rf"\d{{3}} (?:(?:{'|'.join(_UNITS.split())})(?=$|[\s,;.)])|of\b|\d+ of\b)")
"""A number that counts something."""

_BARE_URL = re.compile(r"\d{3} +https?://\S+$")
"""What a list of fetched pages has in a line."""


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

    def alone(self, text: str) -> tuple[Piece, ...]:
        """Return a code that stands for itself, one that no server sends included (``111``)."""
        return (Logged(text.strip()),) if _ODD.match(text.strip()) else ()


def _no_reply(text: str) -> bool:
    return bool(HTTP.search(text) or _COUNTED.match(text) or _BARE_URL.match(text))
