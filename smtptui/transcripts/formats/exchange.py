"""Exchange's protocol logs: comma-separated, one line of either side per row."""

import re

from smtptui.transcripts.pieces import Ended, Heard, Line, Nothing, Opened, Piece, Said

_ROW = re.compile(
    r"(?:\ufeff)?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?,"
    r'(?:"[^"]*"|[^,"]*),(?P<session>[^,]*),\d+,[^,]*,[^,]*,(?P<event>[-+<>*]),(?P<data>"(?:[^"]|"")*"|[^,]*),'
)
_CODE = re.compile(r"[2-5]\d\d(?:[ -]|$)")


class Exchange:
    """Logs of receive and of send connectors: ``<`` is what came in, which side that is the line tells."""

    name = "Exchange protocol log"

    def read(self, line: Line) -> tuple[Piece, ...]:
        """Return the line of the client or of the server that the row holds."""
        if line.text[:2] != "20" or (found := _ROW.match(line.text)) is None:
            return ()
        data, session = found["data"], found["session"]
        if data.startswith('"'):
            data = data[1:-1].replace('""', '"')
        if found["event"] == "+":
            return (Opened(session),)
        if found["event"] == "-":
            return (Ended(session),)
        if found["event"] not in "<>" or not data:
            return (Nothing(),)
        return (Heard(data, session),) if _CODE.match(data) else (Said(data, session),)
