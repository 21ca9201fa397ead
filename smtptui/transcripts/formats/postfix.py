"""Postfix log lines: what its client was told, and what its server said."""

import re

from smtptui.transcripts.parts import split_reply, verb_of
from smtptui.transcripts.pieces import Logged, Nothing, Piece

_LINE = re.compile(r"\bpostfix[\w/-]*\[\d+\]: ")
_SAID = re.compile(
    r"\bsaid: (?P<reply>[2-5]\d\d.*?)(?: \(in reply to (?P<command>[^()]{1,60}?)(?: command)?\))?\)?$"
)
_REFUSED = re.compile(r"\brefused to talk to me: (?P<reply>[2-5]\d\d.*?)\)?$")
_REJECT = re.compile(
    r"\b(?:milter-)?(?:reject|hold|discard|reject_warning): (?P<command>[A-Z-]{3,12})(?: from \S+?)?: "
    r"(?P<reply>[2-5]\d\d[ -].*?)(?:; (?:from|to|client|proto|helo)=|$)"
)
_STATUS = re.compile(r"\bdsn=(?P<dsn>[245]\.\d{1,3}\.\d{1,3}), status=(?P<status>\w+) \((?P<why>.*)\)$")
_SENT = re.compile(r"(?P<reply>2\d\d[ -].*)")


class Postfix:
    """Lines of smtpd, smtp, lmtp, cleanup and postscreen."""

    name = "Postfix log"

    def read(self, line: str) -> tuple[Piece, ...]:
        """Return the reply that the line tells of; the client's lines quote the other server."""
        if "postfix" not in line or _LINE.search(line) is None:
            return ()
        if found := _SAID.search(line):
            return _logged(found["reply"], verb_of(_whole(found["command"] or "")), "")
        if found := _REFUSED.search(line):
            return _logged(found["reply"], "CONNECT", "")
        if found := _REJECT.search(line):
            return _logged(found["reply"], verb_of(_whole(found["command"])), "Postfix")
        if found := _STATUS.search(line):
            if (sent := _SENT.match(found["why"])) and split_reply(sent["reply"]):
                return _logged(sent["reply"], "END-OF-DATA", "")
            if found["status"] != "sent":
                return (Logged("", found["dsn"], found["why"], server="Postfix"),)
        return (Nothing(),)


def _whole(command: str) -> str:
    return "END OF DATA" if command.upper() in ("END-OF-MESSAGE", "END OF DATA") else command


def _logged(reply: str, command: str, server: str) -> tuple[Piece, ...]:
    parts = split_reply(reply)
    if parts is None:
        return (Nothing(),)
    return (Logged(*parts, command=command, server=server),)
