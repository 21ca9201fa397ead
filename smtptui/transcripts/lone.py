"""A text that is one reply, or its enhanced code, and no more, told without the readers of all formats."""

import re

from smtptui.reference.explaining.evidence import Evidence

_ENHANCED = r"[245]\.\d{1,3}\.\d{1,3}"
_LONE = (
    # A refusal: a success may be a greeting, which is more than its code.
    r"(5[0-5]\d|4[0-5]\d)(?: ([45]\.\d{1,3}\.\d{1,3})(?= |$)|(?= (?!Bytes|Octets)[A-Z][a-z]{4}|$)(?!4[01]))"
    # Without an enhanced code it may be HTTP's.
    r"(?!.*(?:Internal Server|Not Implemented|Bad Gateway|Service Unavailable|Gateway Time))"
    # Words that nothing is packed in: no address, no link, no token that may be a credential.
    r"((?: [A-Za-z]{1,20}[,;:.!]?)*)"
)


def lone_reply(text: str) -> Evidence | None:
    """Return the reply that a text is from its first character to its last, None where it may be more.

    `smtptui.transcripts.reader.find_replies` finds the same.
    """
    if re.fullmatch(_ENHANCED, text, re.ASCII):
        return Evidence("", text)
    found = re.fullmatch(_LONE, text, re.ASCII)
    if found is None or (found[2] and found[2][0] != found[1][0]):
        return None
    return Evidence(found[1], found[2] or "", found[3].strip())


def reply_by_form(text: str) -> Evidence | None:
    """Return the reply that a text has the form of, be its code one that nobody knows; else None."""
    found = re.fullmatch(rf"([2-5]\d\d)(?:[ -]({_ENHANCED})(?= |$))?(?:[ -](.*))?", text.strip(), re.ASCII)
    if found is None:
        return None
    from smtptui.wire.secrecy import judge_text

    return Evidence(found[1], found[2] or "", judge_text((found[3] or "").strip()).shown)
