"""Numbers that count something, and are no reply codes."""

import re

_COUNTABLE = """
kB KB MB GB TB KiB MiB GiB TiB kb mb bytes octets bits Mbit kbit px pt mm cm
ms s sec secs seconds min mins minutes h hours d days weeks months years
m km g kg mg t V kV W kW Hz kHz MHz GHz USD EUR GBP CHF % times of x
files lines users people persons items rows pages entries records
messages mails emails e-mails letters packets requests connections
queries errors warnings tests passed failed skipped left active deferred hold sent bounced
recipients addresses
objects jobs threads processes clients hosts domains points percent degrees pieces copies characters words
Stück Dateien Zeilen Sekunden Minuten Tage Nachrichten Mails Empfänger Fehler
"""
_UNITS = frozenset(_COUNTABLE.split())
"""What a number may count, as the word after it."""

_PLACE = re.compile(
    r"[A-Z][\w.'-]*(?: [A-Z][\w.'-]*)? (?:Road|Street|Avenue|Lane|Drive|Way|Square|Blvd|St|Rd|Ave)\b"
)
_LIST = re.compile(r"[\w-]+, \d+ \w+")
_SENTENCE = re.compile(
    r"[a-z]+ (?:address|from|command|transaction|loop|server|relay|not|must|is|has|can|was|too)\b",
    re.IGNORECASE,
)


def is_counted(text: str) -> bool:
    """Return whether the text after a number tells what it counts (``files were changed``)."""
    words = text.split(maxsplit=2)
    if not words:
        return False
    first = words[0].rstrip(",;.:)!?")
    if first.isdigit() and words[1:2] == ["of"]:
        return True
    if first in _UNITS and not _SENTENCE.match(text):
        return True
    if words[0] in ("€", "$", "£", "%"):
        return True
    return _PLACE.match(text) is not None or _LIST.match(text) is not None
