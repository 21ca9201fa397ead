"""Ordinary lines told from odd ones, many at a time."""

import re

from smtptui.wire.limits import REPLY_LINE

_PRINTABLE = bytes(range(0x20, 0x7F))
_ODD_HEAD = re.compile(rb"\n(?![2-5][0-5][0-9][ -])")


def ordinary_lines(octets: bytes) -> list[bytes] | None:
    """Split whole lines, or return None where one of them is not ordinary.

    Ordinary is a line of which RFC 5321 §4.2 approves: code, blank or hyphen, printable ASCII, CRLF, and no
    more than 512 octets. Each check runs over all lines at once, at a fraction of a look at each.
    """
    lines = octets.splitlines(keepends=True)
    # A line ends in CRLF, CR or LF: what is left without the printable tells that each ends in CRLF.
    if octets.translate(None, _PRINTABLE) != b"\r\n" * len(lines):
        return None
    if _ODD_HEAD.search(b"\n" + octets[:-1]) or max(map(len, lines)) > REPLY_LINE:
        return None
    return lines
