"""Packets as ``tcpdump -A`` prints them: a line about the packet, then its octets as text."""

import re

from smtptui.transcripts.pieces import Heard, Line, Nothing, Piece, Said
from smtptui.transcripts.verbs import is_command

_PACKET = re.compile(
    r"(?:\S+ (?:In|Out) +)?IP6? (?P<source>\S+?)\.(?P<from>\w+) > (?P<target>\S+?)\.(?P<to>\w+): (?:Flags"
    r"|tcp|TCP|P |S )(?P<rest>.*)"
)
_PORTS = frozenset(
    ("25", "465", "587", "2525", "smtp", "smtps", "submission", "submissions", "24", "lmtp", "1025")
)
_SUMMARY = re.compile(r"length (?P<length>\d+)(?:: SMTP: (?P<text>.*))?")
_PAYLOAD = re.compile(
    r"(?P<text>[2-5][0-5]\d[ -][^\x00-\x1f].*|(?:EHLO|HELO|MAIL FROM|RCPT TO|DATA|QUIT|RSET|STARTTLS|AUTH"
    r"|NOOP|BDAT)(?:[ :].*|\.\.)?$)"
)
HEADER = 28
"""Characters before which no payload begins: less than an IP and a TCP header have."""


class Tcpdump:
    """Packets to and from the ports of SMTP; the payload's first line stands behind the packet's headers."""

    name = "tcpdump"

    def __init__(self) -> None:
        self._packet: tuple[bool, str] | None = None
        self._first = self._told = False

    @property
    def is_idle(self) -> bool:
        """Whether no packet goes on in the next line."""
        return self._packet is None

    def read(self, line: Line) -> tuple[Piece, ...]:
        """Return the lines of the side whose packet it is."""
        text = line.text
        if found := _PACKET.match(text):
            return self._begins(found)
        if self._packet is None:
            return ()
        if re.match(r"\s+0x[0-9a-f]{4}:", text):
            return (Nothing(),)
        side, session = self._packet
        if self._told:
            self._told = self._first = False
            return (Nothing(),)
        if self._first:
            self._first = False
            payload = _PAYLOAD.search(text, HEADER)
            if payload is None:
                return (Nothing(),)
            text = payload["text"]
        if not text.strip():
            return (Nothing(),)
        text = re.sub(r"\.{1,2}$", "", text) if text.strip(".") else text
        return (Heard(text, session),) if side else (Said(text, session),)

    def _begins(self, found: re.Match[str]) -> tuple[Piece, ...]:
        served, serves = found["to"] in _PORTS, found["from"] in _PORTS
        self._packet, self._first, self._told = None, True, False
        if served is serves:
            return (Nothing(),)
        ends = (f"{found['source']}.{found['from']}", f"{found['target']}.{found['to']}")
        self._packet = serves, "-".join(sorted(ends))
        summary = _SUMMARY.search(found["rest"])
        if summary is not None and summary["length"] == "0":
            self._packet = None
        elif summary is not None and summary["text"]:
            text = summary["text"]
            self._told = True
            if serves:
                return (Heard(text, "-".join(sorted(ends))),)
            if is_command(text):
                return (Said(text, "-".join(sorted(ends))),)
        return (Nothing(),)
