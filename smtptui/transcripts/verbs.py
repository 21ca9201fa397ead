"""The names that texts have for commands."""

import re
from functools import lru_cache

from smtptui.wire.verbs import KNOWN_VERBS

VERBS = KNOWN_VERBS | {"XSHADOW", "ONEX", "VERB", "X-ANONYMOUSTLS", "XPROXYTO", "XPROXYFROM"}
"""Verbs by which a line without a mark is known as the client's: with those that only servers exchange."""

_NAMES = (
    ("MAIL FROM", "MAIL"),
    ("RCPT TO", "RCPT"),
    ("END OF DATA", "END-OF-DATA"),
    ("END-OF-DATA", "END-OF-DATA"),
    ("END OF MESSAGE", "END-OF-DATA"),
    ("END-OF-MESSAGE", "END-OF-DATA"),
    ("SENDING DATA BLOCK", "END-OF-DATA"),
    ("BODY", "END-OF-DATA"),
    ("CONTENT", "END-OF-DATA"),
    ("MESSAGE CONTENT", "END-OF-DATA"),
    ("DATA END", "END-OF-DATA"),
    ("DATA COMMAND", "DATA"),
    ("CONNECT", "CONNECT"),
    ("INITIAL CONNECTION", "CONNECT"),
    ("GREETING", "CONNECT"),
    ("BANNER", "CONNECT"),
    ("DOT", "END-OF-DATA"),
    (".", "END-OF-DATA"),
    ("EOM", "END-OF-DATA"),
    ("EOD", "END-OF-DATA"),
    ("LOGIN", "AUTH"),
    ("AUTHENTICATION", "AUTH"),
)
"""What logs call a command, and its verb; the longer name first where one begins with another."""

NAMED = (
    r"(?:pipelined )?(?P<command>(?i:DATA END|MAIL[ _-]?FROM|RCPT[ _-]?TO|END[ -]OF[ -](?:DATA|MESSAGE)"
    r"|sending data block|"
    r"initial connection|STARTTLS|EHLO|HELO|LHLO|RCPT|BDAT|AUTH|VRFY|EXPN|ETRN|RSET|NOOP|QUIT|XCLIENT"
    r"|XFORWARD)"
    r"|MAIL|DATA|HELP|CONNECT|BODY|BANNER)"
)
"""A command's name within a sentence; the verbs that are words as well only in capitals."""


@lru_cache(maxsize=512)
def verb_named(words: str) -> str:
    """Return the verb in a log's name of a command (``RCPT TO:<a@b>``, ``end of DATA``), or an empty text."""
    upper = words.strip().upper().replace("_", " ")
    for name, verb in _NAMES:
        if upper.startswith(name):
            return verb
    first = re.split(r"[\s:<]", upper, maxsplit=1)[0]
    return {"MAILFROM": "MAIL", "RCPTTO": "RCPT"}.get(first, first if first in VERBS else "")


_COMMAND_LINE = re.compile(
    r"(?:(?:EHLO|HELO|LHLO)\s+[\w.:\[\]_-]+\s*$"
    r"|(?:MAIL\s+FROM|RCPT\s+TO|SEND\s+FROM|SAML\s+FROM|SOML\s+FROM)\s*:\s*(?:<[^>]*>|\S+@\S+|\S+\s*$|$)"
    r"|(?:MAIL\s+FROM|RCPT\s+TO)\s+<[^>]*>"
    r"|(?:DATA|RSET|QUIT|NOOP|STARTTLS|HELP|TURN|X-ANONYMOUSTLS)\s*$"
    r"|(?:AUTH|X-EXPS)(?:\s+\S+){0,2}\s*$"
    r"|BDAT\s+\d+(?:\s+LAST)?\s*$"
    r"|HELP\s+(?-i:[A-Z]{4,10}|[a-z]{4})\s*$"
    r"|(?:NOOP|VRFY|EXPN|ETRN|ATRN)\s+\S+\s*$"
    r"|(?:BURL|XCLIENT|XFORWARD|XPROXYTO|XPROXYFROM|XEXCH50|XSHADOW|ONEX|VERB)\s+\S"
    r")",
    re.IGNORECASE,
)


def is_command(text: str) -> bool:
    """Return whether a line has the form of a command: a sentence may begin with the same word."""
    return _COMMAND_LINE.match(text) is not None
