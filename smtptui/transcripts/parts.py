"""The parts of a reply line as text, and verbs as logs write them."""

import re

from smtptui.reference.explaining.enhanced_text import split_enhanced

LINE_READ = 8192
"""Characters of a line that are looked at: Postfix and Exim log no longer ones."""

REPLY_LINE = re.compile(r"(?P<code>[1-5]\d\d)(?P<separator>[ -]|$)(?P<text>.*)")
"""A reply line as a server sends it, or a bare code (RFC 5321 §4.2)."""

REPEATED = re.compile(r"\s+(?P<code>[2-5]\d\d)[- ](?P<enhanced>[245]\.\d{1,3}\.\d{1,3} )?")
"""Where a log has joined the lines of a reply: code and enhanced code again."""

COMMANDS = {
    "MAIL FROM": "MAIL",
    "RCPT TO": "RCPT",
    "END OF DATA": "END-OF-DATA",
    "END OF MESSAGE": "END-OF-DATA",
    "DATA COMMAND": "DATA",
    "CONNECT": "CONNECT",
    "INITIAL CONNECTION": "CONNECT",
    "CONTENT": "END-OF-DATA",
    "MESSAGE": "END-OF-DATA",
    "BODY": "END-OF-DATA",
    "END-OF-MESSAGE": "END-OF-DATA",
}
"""Names that logs have for commands."""

_VERBS = """
EHLO HELO LHLO MAIL RCPT DATA BDAT BURL RSET NOOP QUIT VRFY EXPN HELP TURN ETRN ATRN AUTH STARTTLS
XCLIENT XFORWARD SEND SOML SAML XEXCH50 XSHADOW ONEX VERB
"""
VERBS = frozenset(_VERBS.split())
"""Verbs by which a line without a mark is known as the client's."""


def verb_of(words: str) -> str:
    """Return the verb in a log's name of a command (``RCPT TO:<a@b>``, ``end of DATA``), or an empty text."""
    upper = words.strip().upper()
    for name, verb in COMMANDS.items():
        if upper.startswith(name):
            return verb
    first = re.split(r"[\s:<]", upper, maxsplit=1)[0]
    return first if first in VERBS else ""


def split_reply(text: str) -> tuple[str, str, str] | None:
    """Return code, enhanced code and text of a reply in one line, its joined lines told apart; else None."""
    found = REPLY_LINE.match(text.strip())
    if found is None or found["code"] < "200":
        return None
    enhanced, rest = split_enhanced(found["text"].lstrip())
    code = found["code"]
    pieces, position = [], 0
    for again in REPEATED.finditer(rest):
        if again["code"] == code:
            pieces.append(rest[position : again.start()])
            position = again.end()
    pieces.append(rest[position:])
    return code, enhanced, " ".join(piece.strip() for piece in pieces if piece.strip())
