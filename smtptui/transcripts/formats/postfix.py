"""Postfix log lines: what its client was told, and what its server said."""

import re

from smtptui.transcripts.extents import trimmed
from smtptui.transcripts.parts import CODE, STATUS, split_reply, split_status
from smtptui.transcripts.pieces import Heard, Line, Logged, Nothing, Piece, Said, Telling
from smtptui.transcripts.verbs import verb_of

_SAID = re.compile(
    rf"\bsaid: (?P<reply>{CODE}[ -].*?)(?: \(in reply to (?P<command>[^()]{{1,60}}?)(?: command)?\))?\)?$"
)
_REFUSED = re.compile(r"\brefused to talk to me: (?P<reply>[2-5]\d\d.*?)\)?$")
_INSIDE = re.compile(rf"(?<![\w.])(?P<reply>[45][0-5]\d[ -]{STATUS}\b.*)")
_REJECT = re.compile(
    rf"\b(?:milter-|proxy-)?(?:reject|hold|discard|reject_warning|warn"
    rf"|tempfail): (?P<command>[A-Z-]{{3,15}})(?: from \S+?)?: "
    rf"(?:\S+: )?(?P<reply>(?:{CODE}[ -])?{STATUS} .*?|{CODE}[ -].*?)(?:; (?:from|to|client|proto|helo"
    rf"|sasl_\w+)=|$)"
)
_STATUS = re.compile(rf"\bdsn=(?P<dsn>{STATUS}), status=(?P<status>\w+) \((?P<why>.*)\)$")
_SENT = re.compile(r"(?P<reply>2\d\d[ -].*)")
_VERBOSE = re.compile(r"(?P<mark>[<>]) (?P<peer>\S+?)(?::\d+)?: (?P<text>.*)")


class Postfix:
    """Lines of smtpd, smtp, lmtp, cleanup, postscreen and the others."""

    name = "Postfix log"

    def read(self, line: Line) -> tuple[Piece, ...]:
        """Return the reply that the line tells of; the client's lines quote the other server."""
        text = line.text
        if text[:2] in ("< ", "> "):
            return _verbose(line)
        if found := _SAID.search(text):
            return _logged(found["reply"], verb_of(found["command"] or ""), "")
        if found := _REFUSED.search(text):
            inside = _INSIDE.search(found["reply"], 4)
            return _logged((inside or found)["reply"], "CONNECT", "")
        if found := _REJECT.search(text):
            return _logged(found["reply"], verb_of(found["command"]), "Postfix")
        if found := _STATUS.search(text):
            return _by_status(found)
        return (Nothing(),)


def _by_status(found: re.Match[str]) -> tuple[Piece, ...]:
    if (sent := _SENT.match(found["why"])) and split_reply(sent["reply"]):
        return _logged(sent["reply"], "END-OF-DATA", "")
    if found["status"] == "sent":
        return (Nothing(),)
    return (Logged("", found["dsn"], found["why"], server="Postfix", telling=Telling.EVENT),)


def _verbose(line: Line) -> tuple[Piece, ...]:
    """Return a line of ``smtpd -v`` or ``smtp -v``: the mark is the direction seen from the process."""
    found = _VERBOSE.match(line.text)
    if found is None:
        return (Nothing(),)
    # smtpd is the server, and what goes out of it is the server's; any other process is the client.
    outgoing = found["mark"] == ">"
    server = outgoing if line.tag.endswith(("smtpd", "postscreen", "qmqpd")) else not outgoing
    session = line.pid
    return (Heard(found["text"], session),) if server else (Said(found["text"], session),)


def _logged(reply: str, command: str, server: str) -> tuple[Piece, ...]:
    if parts := split_reply(trimmed(reply)):
        return (Logged(*parts, command=command, server=server, telling=Telling.EVENT),)
    enhanced, text = split_status(reply)
    if enhanced:
        return (Logged("", enhanced, trimmed(text), command, server=server, telling=Telling.EVENT),)
    return (Nothing(),)
