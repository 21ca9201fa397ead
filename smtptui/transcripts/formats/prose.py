"""A reply within a sentence: exceptions, error messages, logs of programs that no other family knows."""

import re

from smtptui.transcripts.formats.web import HTTP, URL
from smtptui.transcripts.parts import split_reply, verb_of
from smtptui.transcripts.pieces import Logged, Piece

_ENHANCED = r"[245]\.\d{1,3}\.\d{1,3}"
_CODE = r"[2-5][0-5]\d"
_BOUNDARY = r"(?<![\w.:/#+=-])"
_REPLY = re.compile(
    # An enhanced code after it is proof enough.
    rf"{_BOUNDARY}(?P<proved>{_CODE}[ -]#?{_ENHANCED}\b(?![.\d])[^'\"]{{0,600}})"
    # smtplib.SMTPAuthenticationError: (535, b'5.7.8 …')
    rf"|\((?P<code>{_CODE}), b?['\"](?P<text>[^'\"]{{0,600}})"
    # … said: 550 …, server message: 504 …, responseCode: 504, smtpmsg='504 …', SMTP error 550, failed: 504 …
    r"|\b(?:said|message|response(?:code)?|smtpmsg|replied|returned|reply|answer(?:ed)?"
    r"|status code|smtp(?: error)?|smtp code|error code|failed|rejected|refused|denied|error)"
    r"(?: was| with| is|:|=)? *['\"<(\[]?"
    rf"(?P<told>{_CODE}(?:[ -][^'\"]{{0,600}}|(?=$|[\s,;.)\]>'\"])))",
    re.IGNORECASE,
)
_STATUS_ALONE = re.compile(
    rf"\b(?:dsn|status|enhanced(?:[ -]?status)?(?: code)?)[=: ]+(?P<enhanced>{_ENHANCED})\b(?![.\d])",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"(?:in reply to|after|answer to|response to) (?P<command>[A-Za-z][\w -]{2,20})", re.IGNORECASE
)
_FAILED = re.compile(
    r"\b(?P<verb>AUTH|MAIL|RCPT|DATA|EHLO|HELO|STARTTLS|VRFY|EXPN)\b(?: \w+)? (?:command )?failed",
    re.IGNORECASE,
)
_REPLY_TO = re.compile(r" \((?:in reply to|while) [^()]{1,60}\)?.*$")


class Prose:
    """Any line at all; looked at only where no other family knows it."""

    name = "text"

    def read(self, line: str) -> tuple[Piece, ...]:
        """Return the first reply in the line, where something proves that it is one."""
        if HTTP.search(line):
            line = "" if not re.search(_ENHANCED, line) else line
        found = _REPLY.search(line)
        if found and (found["proved"] or not URL.search(line, 0, found.start())):
            reply = found["proved"] or found["told"] or f"{found['code']} {found['text']}"
            # An octothorpe, as in (#5.7.1), and the end of a sentence do not belong to the code.
            reply = _REPLY_TO.sub("", reply)
            parts = split_reply(reply.replace("#", "", 1) if reply[4:5] == "#" else reply)
            if parts is not None:
                command = _COMMAND.search(line) or _FAILED.search(line)
                verb = verb_of(command[1]) if command else ""
                return (Logged(*parts, command=verb),)
        if found := _STATUS_ALONE.search(line):
            return (Logged("", found["enhanced"]),)
        return ()
