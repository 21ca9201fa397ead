"""Message data as it goes over the wire: CRLF, dots stuffed, one end of data (RFC 5321 §4.1.1.4, §4.5.2)."""

import re

from smtptui.wire.command import CommandError
from smtptui.words import _

_LINE_END = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)

END_OF_DATA = b".\r\n"


def encode_message(message: bytes) -> bytes:
    """Return `message` for the wire: each line end a CRLF, leading dots doubled, the end of data last."""
    data = _LINE_END.sub(b"\r\n", message)
    if data and not data.endswith(b"\r\n"):
        data += b"\r\n"
    return _LEADING_DOT.sub(b"..", data) + END_OF_DATA


def encode_data_line(line: str) -> bytes:
    """Return one line of message data for the wire; it is never the end of data."""
    octets = encode_text(line) + b"\r\n"
    return b"." + octets if octets.startswith(b".") else octets


def encode_text(line: str) -> bytes:
    """Return the octets of typed text; raise CommandError for a character that has none.

    What stands for an octet that was no UTF-8 where the text was read becomes that octet again (PEP 383).
    """
    try:
        return line.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as error:
        character = f"U+{ord(line[error.start]):04X}"
    # Outside the handler: the encoding error holds the text.
    msg = _("{character} cannot stand in a message: it is half of a character.", character=character)
    raise CommandError(msg)
