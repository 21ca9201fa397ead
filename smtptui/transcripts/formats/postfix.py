"""Postfix log lines: what its client was told, and what its server said."""

import re

from smtptui.transcripts.extents import trimmed
from smtptui.transcripts.parts import CODE, STATUS, split_reply, split_status
from smtptui.transcripts.pieces import Heard, Line, Logged, Nothing, Piece, Said, Telling
from smtptui.transcripts.verbs import verb_named

_SAID, _REFUSED, _IN_REPLY = " said: ", " refused to talk to me: ", " (in reply to "
_INSIDE = re.compile(rf"(?<![\w.])(?P<reply>[45][0-5]\d[ -]{STATUS}\b.*)")
_REJECT = re.compile(
    r"(?:NOQUEUE|[0-9A-Za-z]+|)(?:: )?(?:milter-|proxy-)?(?:reject|hold|discard|reject_warning|warn"
    r"|tempfail): "
    rf"(?P<command>[A-Z-]{{3,15}})(?: from [^\s\]]+(?:\]\S*)?)?: (?:\S+: )?(?P<reply>(?:{CODE}[ -]"
    rf"|{STATUS} ).*)"
)
_BEHIND = ("; from=", "; to=", "; client=", "; proto=", "; helo=", "; sasl_")
_STATUS = re.compile(rf"\bdsn=(?P<dsn>{STATUS}), status=(?P<status>\w+) \((?P<why>.*)\)$")
_CODED = re.compile(CODE + "[ -]")
NOTHING: tuple[Piece, ...] = (Nothing(),)
"""What most lines hold."""

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
        if (start := text.find(_SAID)) >= 0 and _CODED.match(text, start + len(_SAID)):
            reply, _, asked = text[start + len(_SAID) :].removesuffix(")").partition(_IN_REPLY)
            return _logged(reply.removesuffix(")") if not asked else reply, _asked(asked), "")
        if (start := text.find(_REFUSED)) >= 0:
            reply = text[start + len(_REFUSED) :].removesuffix(")")
            inside = _INSIDE.search(reply, 4)
            return _logged(inside["reply"] if inside else reply, "CONNECT", "")
        if found := _REJECT.match(text):
            reply = found["reply"]
            ends = [end for end in map(reply.find, _BEHIND) if end >= 0]
            return _logged(reply[: min(ends)] if ends else reply, verb_named(found["command"]), "Postfix")
        if ", status=" in text and (found := _STATUS.search(text)):
            return _by_status(found)
        return NOTHING


def _asked(words: str) -> str:
    return verb_named(words.rstrip(")").removesuffix(" command"))


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
    if parts := split_reply(reply):
        return (Logged(*parts, command=command, server=server, telling=Telling.EVENT),)
    enhanced, text = split_status(reply)
    if enhanced:
        return (Logged("", enhanced, trimmed(text), command, server=server, telling=Telling.EVENT),)
    return (Nothing(),)


def tells_nothing(line: str) -> bool:
    """Return whether a whole line, with what syslog puts before it, is Postfix's and tells of no reply.

    Most lines of a log are such; this is asked of each before anything else.
    """
    return "postfix/" in line and not (
        "said: " in line
        or "reject" in line
        or "status=" in line
        or ": < " in line
        or ": > " in line
        or "refused" in line
        or "hold: " in line
        or "discard: " in line
        or "warn: " in line
        or "tempfail: " in line
        or "{" in line
        or "Out: " in line
        or line[:1] in "{ <>|"
    )
