"""Ordinary lines told from odd ones at little cost, and what their first octets say."""

import re

from smtptui.wire.enhanced import find_enhanced
from smtptui.wire.reply import EnhancedCode

HEADS = {
    b"%d%d%d%s" % (first, second, third, separator): (first * 100 + second * 10 + third, separator)
    for first in range(2, 6)
    for second in range(6)
    for third in range(10)
    for separator in (b" ", b"-")
}
"""The first four octets of every ordinary line to its code and separator."""

ENHANCED_HEAD = 12
"""Octets that hold code, separator, and the longest enhanced code in use with its blank."""

_REMEMBERED = 4096
"""Enhanced codes remembered before all are forgotten; a peer cannot make it more."""

_ENHANCED = re.compile(rb"\d\.\d{1,3}\.\d{1,3} ")
_TABLE = bytes(
    octet if octet in b"\r\n" or 0x20 <= octet < 0x7F else 0x80 + (octet == 0x80) for octet in range(256)
)
"""Maps every octet that is not ordinary to another one."""


class EnhancedHeads(dict[bytes, EnhancedCode | None]):
    """The first `ENHANCED_HEAD` octets of a line to its enhanced code; None where it needs a closer look."""

    def __missing__(self, head: bytes) -> EnhancedCode | None:
        if len(self) >= _REMEMBERED:
            self.clear()
        enhanced = None
        if _ENHANCED.match(head, 4):
            enhanced, _ = find_enhanced(head[4:], head[0] - 0x30)
        self[head] = enhanced
        return enhanced


def ordinary_lines(octets: bytes) -> list[bytes] | None:
    """Split whole lines, or return None where something is odd.

    Odd are octets other than printable ASCII, line ends other than CRLF, and what may be qmail's form of
    an enhanced code.
    """
    if octets.translate(_TABLE) != octets or b"(#" in octets:
        return None
    lines = octets.splitlines(keepends=True)
    # A line ends in CRLF, CR or LF; as many of each octet as lines means that each ends in CRLF.
    return lines if octets.count(b"\r") == octets.count(b"\n") == len(lines) else None
