"""The command that a reply's text names as the one it answers."""

import re
from functools import cache

from smtptui.wire.verbs import KNOWN_VERBS, Verb

_VERBS = tuple(sorted(KNOWN_VERBS - {Verb.SEND}))
"""SEND is a word of many sentences."""
_VERB = f"(?P<verb>{'|'.join(_VERBS)})"
_NAMED = (
    # Postfix, aiosmtpd: Syntax: ETRN domain
    rf"^(?:[Ee]rror: )?(?:[Ss]yntax|[Uu]sage): {_VERB}\b",
    # go-smtp: Unknown MAIL FROM argument
    rf"\b[Uu]n(?:known|recogni[sz]ed|supported|expected) {_VERB}(?: FROM| TO)? (?:argument|parameter)",
    # James: Unexpected argument provided with QUIT command
    rf"\bwith {_VERB} command\b",
    # EXPN is not supported; DATA not allowed for BINARYMIME messages; DATA command should not have …
    rf"(?:^|[ '\"]){_VERB}(?:['\"]| FROM| TO)?(?: command)? (?:is |are )?"
    r"(?:not (?:implemented|supported|allowed|recogni[sz]ed|permitted|available)|unimplemented|disabled"
    r"|should not|does not|takes no|must not|out of memory)",
)
READ = 200
"""Characters of a text that are looked at: a command is named at its beginning."""


def named_command(text: str) -> str:
    """Return the verb that the text of a reply names as refused or mistaken, or an empty text.

    A command that is wanted instead (“need MAIL command”, “Must issue a STARTTLS command first”) is not the
    one that the reply answers.
    """
    read = text[:READ]
    # Most texts name none, and then nothing has to be compiled.
    if any(verb in read for verb in _VERBS):
        for pattern in _NAMED:
            if found := _compiled(pattern).search(read):
                return found["verb"]
    return ""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
