"""qmail's delivery log, in which underscores are spaces and slashes end lines, and its bounces."""

import re

from smtptui.transcripts.parts import CODE, STATUS, split_reply
from smtptui.transcripts.pieces import Line, Logged, Nothing, Piece, Telling

_DELIVERY = re.compile(r"(?:\d+\.\d+ )?delivery \d+: (?:success|failure|deferral): (?P<report>\S+)")
_REPORT = re.compile(r"(?P<report>\S+_[\w./]+/Remote_host_said:_\S+)$")
"""A report that was pasted without its line's head."""

_SILENT = re.compile(
    r"(?:\d+\.\d+ )?(?:starting delivery \d+|status: (?:local|exiting)|(?:new|end) msg \d+|info msg \d+"
    r"|bounce msg \d+)"
)
_SAID = re.compile(rf"(?:Remote host said|said): ?(?P<reply>{CODE}[ -].*)", re.DOTALL)
_BARE = re.compile(rf"(?P<text>.*?)\s*\(#(?P<enhanced>{STATUS})\)", re.DOTALL)
_GIVEN_UP = re.compile(r"\n(?:Giving up on|I'm not going to try|I said|STARTTLS proto).*", re.DOTALL)

REPORTS = (
    (re.compile(r"does not like recipient"), "RCPT"),
    (re.compile(r"sender was rejected"), "MAIL"),
    (re.compile(r"my name was rejected"), "HELO"),
    (re.compile(r"greeting failed"), "CONNECT"),
    (re.compile(r"accepted message|failed after I sent the message"), "END-OF-DATA"),
    (re.compile(r"failed on DATA command"), "DATA"),
)
"""What qmail-remote says of the other server's reply, and the command that it tells of."""


class Qmail:
    """Lines of qmail-send, by syslog, splogger or multilog."""

    name = "qmail log"

    def read(self, line: Line) -> tuple[Piece, ...]:
        """Return the reply that a delivery's report quotes, or the status that qmail gave it itself."""
        found = _DELIVERY.match(line.text) or (
            "/Remote_host_said:_" in line.text and _REPORT.match(line.text)
        )
        if not found:
            return (Nothing(),) if _SILENT.match(line.text) else ()
        report = found["report"].replace("_", " ").replace("/", "\n")
        command = next((verb for pattern, verb in REPORTS if pattern.search(report)), "")
        if said := _SAID.search(report):
            reply = _GIVEN_UP.sub("", said["reply"].strip())
            if parts := split_reply(_rejoined(reply)):
                return (Logged(*parts, command=command, telling=Telling.EVENT),)
        if bare := _BARE.match(report.strip()):
            text = " ".join(bare["text"].split())
            return (Logged("", bare["enhanced"], text, command, server="qmail", telling=Telling.EVENT),)
        return (Nothing(),)


def _rejoined(reply: str) -> str:
    """Return a reply with the slashes of the addresses in it, which end no lines."""
    return re.sub(r"(https?:)\n\n(\S+)", lambda found: f"{found[1]}//{found[2]}", reply)
