"""Taking credentials out of text that people paste."""

import binascii
import re
from collections.abc import Iterable

HIDDEN = "••••••"
"""What stands in a credential's place."""

COMMAND = re.compile(r"\s*(?P<head>AUTH\s+\S{1,40}\s+)(?P<payload>(?!=\s*$)\S.*)", re.IGNORECASE)
"""An AUTH command with an initial response; a lone ``=`` is an empty one (RFC 4954 §4)."""

QUOTED = re.compile(r"(?P<head>\bAUTH\s+[\w-]{1,40}\s+)(?P<payload>[^\s'\"<>]{4,})", re.IGNORECASE)
"""An AUTH command within a text, and the word that stands where its initial response would."""

_PLAIN_WORD = re.compile(
    r"[(\[]?[A-Za-z]?[a-z'-]+[.,;:!?)]*|[A-Z]+[.,;:!?)]*|.{0,12}-MD5.{0,2}|SCRAM-.{1,20}|X?OAUTH\w{0,6}|GSS-\w{1,10}|[%$].*"
)
"""A word, or a mechanism's name, and no base64."""

SHORTEST = 4
"""Characters of a part of a credential that are worth hiding: shorter ones would hide plain words."""

SECRETS_KEPT = 16
"""Responses to AUTH that are remembered, to know them again when a server or a log repeats them."""


def without_response(command: str) -> tuple[str, str]:
    """Return a line of the client with the initial response of AUTH hidden, and that response."""
    found = COMMAND.match(command)
    return (found["head"] + HIDDEN, found["payload"].strip()) if found else (command, "")


def without_payload(text: str) -> str:
    """Return a text of a server or a log with the initial response of an AUTH command in it hidden."""
    return QUOTED.sub(
        lambda found: found[0] if _PLAIN_WORD.fullmatch(found["payload"]) else found["head"] + HIDDEN, text
    )


def parts_of(payload: str) -> frozenset[str]:
    """Return the texts that give a credential away: the base64, and what it decodes to."""
    parts = {payload}
    try:
        decoded = binascii.a2b_base64(payload + "=" * (-len(payload) % 4))
    except (binascii.Error, ValueError):
        decoded = b""
    for part in re.split(rb"[\x00\x01]", decoded):
        parts.add(part.decode("utf-8", "replace"))
    return frozenset(part for part in parts if len(part) >= SHORTEST)


def scrubbed(text: str, secrets: Iterable[frozenset[str]]) -> str:
    """Return a text without the `secrets`, which a server may have sent back."""
    for secret in sorted(frozenset[str]().union(*secrets), key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text
