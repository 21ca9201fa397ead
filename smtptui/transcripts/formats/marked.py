"""Transcripts that mark who says what: debug output of mail programs."""

import re

from smtptui.transcripts.pieces import Heard, Nothing, Opened, Piece, Said

_OPENED = re.compile(
    r"=== (?:Trying|Connected)|connect: to |\* (?:Connected to|Trying )|CONNECTED\("
    r"|Trying [\d.:a-fA-F]+\.\.\.$"
)
"""How swaks, smtplib, curl, openssl and telnet begin a connection."""

_FORMATS = (
    # swaks: <- and -> in the clear, <~ and ~> in TLS, two stars where something was refused.
    (re.compile(r"<(?:-|~|\*\*|~\*) {1,2}(?P<text>.*)"), re.compile(r"(?: ->| ~>|\*\*>|~\*>) (?P<text>.*)")),
    # smtplib's debug output, text or bytes; the line end is part of the repr.
    (
        re.compile(r"reply: b?(?P<quote>['\"])(?P<text>.*?)(?:\\r)?(?:\\n)?(?P=quote)$"),
        re.compile(r"send: b?(?P<quote>['\"])(?P<text>.*?)(?:\\r)?(?:\\n)?(?P=quote)$"),
    ),
    # curl -v
    (re.compile(r"< (?P<text>[2-5]\d\d(?:[ -].*)?)$"), re.compile(r"> (?P<text>.*)")),
    # msmtp --debug
    (re.compile(r"<-- (?P<text>.*)"), re.compile(r"--> (?P<text>.*)")),
    # PHPMailer, with or without its date
    (
        re.compile(r"(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\s+)?(?:SMTP )?SERVER -> CLIENT:\s*(?P<text>.*)"),
        re.compile(r"(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\s+)?(?:SMTP )?CLIENT -> SERVER:\s*(?P<text>.*)"),
    ),
    # Exim's debug output; its continuation lines are indented by the width of the mark.
    (re.compile(r"\s{2}SMTP<< (?P<text>.*)"), re.compile(r"\s{2}SMTP>> (?P<text>.*)")),
    # The transcript within a Sendmail bounce
    (re.compile(r"<<< (?P<text>.*)"), re.compile(r">>> (?P<text>.*)")),
    # nodemailer and Haraka; the bracketed word is the connection's. Also S: and C: by hand.
    (
        re.compile(r"(?:.{0,60}\[(?P<session>[\w.-]+)\](?: \[\w+\])? )?S: (?P<text>.*)"),
        re.compile(r"(?:.{0,60}\[(?P<session>[\w.-]+)\](?: \[\w+\])? )?C: (?P<text>.*?)(?: state=\d+)?$"),
    ),
)

_CONTINUED = re.compile(r"\s*(?P<text>[2-5]\d\d[ -].*)")
"""A further line of a reply that was logged as one entry of several lines (PHPMailer, Exim)."""

_SILENT = re.compile(
    r"(?:===|\*\*\*) |[*{}] |data: \(|reply: retcode "
    r"|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\s+(?:Connection:|SMTP ERROR)"
)
"""Lines of these programs that repeat a reply, or hold none."""


class Marked:
    """Debug output with a mark at the beginning of each line."""

    name = "marked transcript"

    def __init__(self) -> None:
        self._unfinished: str | None = None

    def read(self, line: str) -> tuple[Piece, ...]:
        """Return the side's line, if it has the mark of any of the formats."""
        if _OPENED.match(line):
            return (Opened(),)
        for server, client in _FORMATS:
            if found := server.match(line):
                return self._heard(found["text"], found.groupdict().get("session") or "")
            if found := client.match(line):
                self._unfinished = None
                session = found.groupdict().get("session") or ""
                # One entry may hold several commands of a pipeline, or a message.
                return tuple(
                    Said(text, session) for text in found["text"].replace("\\r\\n", "\n").split("\n")
                )
        if self._unfinished is not None:
            if (found := _CONTINUED.match(line)) and line[:1] in (" ", "\t", *"2345"):
                return self._heard(found["text"], self._unfinished)
            self._unfinished = None
        return (Nothing(),) if _SILENT.match(line) else ()

    def _heard(self, text: str, session: str) -> tuple[Piece, ...]:
        self._unfinished = session if text[3:4] == "-" else None
        # smtplib writes one line per entry, others put a whole reply into one.
        return tuple(
            Heard(own, session) for own in text.replace("\\r\\n", "\n").replace("\\n", "\n").split("\n")
        )
