"""Message data as it goes over the wire: CRLF, dots stuffed, one end of data (RFC 5321 §4.1.1.4, §4.5.2)."""

import re

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
    octets = line.encode("utf-8", "surrogateescape") + b"\r\n"
    return b"." + octets if octets.startswith(b".") else octets
