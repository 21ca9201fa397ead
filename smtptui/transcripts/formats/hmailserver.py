"""hMailServer's log: columns in quotation marks, SENT being what the process sent."""

import re

from smtptui.transcripts.pieces import Heard, Line, Nothing, Piece, Said

_ROW = re.compile(
    r'"(?P<kind>SMTPD|SMTPC|LMTPD|LMTPC)"\s+\d+\s+(?P<session>\d+)\s+"[^"]*"\s+"[^"]*"\s+'
    r'"(?P<mark>SENT|RECEIVED): (?P<text>.*?)"?$'
)
_OTHER = re.compile(r'"(?:TCPIP|DEBUG|APPLICATION|ERROR|POP3[DC]|IMAPD)"\s+\d+\s')


class HMailServer:
    """Rows of SMTPD, the server, and of SMTPC, its client."""

    name = "hMailServer log"

    def read(self, line: Line) -> tuple[Piece, ...]:
        """Return the side's lines that the row holds."""
        if not line.text.startswith('"'):
            return ()
        found = _ROW.match(line.text)
        if found is None:
            return (Nothing(),) if _OTHER.match(line.text) else ()
        session = found["kind"] + found["session"]
        lines = found["text"].split("[nl]")
        if (found["mark"] == "SENT") is found["kind"].endswith("D"):
            return tuple(Heard(own, session) for own in lines)
        return tuple(Said(own, session) for own in lines)
