"""Exim's main and reject logs."""

import re

from smtptui.transcripts.parts import split_reply, verb_of
from smtptui.transcripts.pieces import Logged, Nothing, Piece

_LINE = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: [+-]\d{4})?(?: \[\d+\])? "
    r"(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4} |H=|SMTP |\S+ H=)"
)
_REMOTE = re.compile(
    r"SMTP error from remote mail server after (?P<command>[^:]{1,40}(?::<[^>]{0,320}>(?: \S+)*?)?): "
    r"(?P<reply>[2-5]\d\d.*)$"
)
_SENT = re.compile(r'\bC="(?P<reply>2\d\d[ -].*?)"')


class Exim:
    """Deliveries (``=>``), failures (``**``) and deferrals (``==``) quote the other server."""

    name = "Exim log"

    def read(self, line: str) -> tuple[Piece, ...]:
        """Return the reply that the line quotes."""
        if _LINE.match(line) is None:
            return ()
        if found := _REMOTE.search(line):
            parts = split_reply(found["reply"].replace("\\n", " "))
            command = found["command"].removeprefix("pipelined ")
            verb = verb_of(command)
            if parts is not None:
                line_of = command if ":" in command else ""
                return (Logged(*parts, command=verb, command_line=line_of),)
        if found := _SENT.search(line):
            parts = split_reply(found["reply"])
            if parts is not None:
                return (Logged(*parts, command="END-OF-DATA"),)
        return (Nothing(),)
