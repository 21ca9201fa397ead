"""Exchange's protocol logs: comma-separated, one line of either side per row."""

import re

from smtptui.transcripts.pieces import Heard, Nothing, Opened, Piece, Said

_ROW = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?,"
    r'(?:"[^"]*"|[^,"]*),(?P<session>[^,]*),\d+,[^,]*,[^,]*,(?P<event>[-+<>*]),(?P<data>"(?:[^"]|"")*"|[^,]*),'
)
_HEADER = re.compile(r"#(?:Software|Version|Log-type|Date|Fields): ")
_CODE = re.compile(r"[2-5]\d\d(?:[ -]|$)")


class Exchange:
    """Logs of receive and of send connectors: ``<`` is what came in, which side that is the line tells."""

    name = "Exchange protocol log"

    def read(self, line: str) -> tuple[Piece, ...]:
        """Return the line of the client or of the server that the row holds."""
        if _HEADER.match(line):
            return (Nothing(),)
        found = _ROW.match(line)
        if found is None:
            return ()
        data, session = found["data"], found["session"]
        if data.startswith('"'):
            data = data[1:-1].replace('""', '"')
        if found["event"] == "+":
            return (Opened(session),)
        if found["event"] not in "<>" or not data:
            return (Nothing(),)
        return (Heard(data, session),) if _CODE.match(data) else (Said(data, session),)
