"""Taking credentials out of text that people paste."""

import binascii
import re

HIDDEN = "••••••"
"""What stands in a credential's place."""

AUTH = re.compile(
    r"(?P<head>\bAUTH\s+[A-Za-z0-9_-]{1,40}\s+)(?P<payload>(?!=(?:\s|$))[A-Za-z0-9+/=*]{2,})", re.IGNORECASE
)
"""An AUTH command with an initial response; a lone ``=`` is an empty one (RFC 4954 §4)."""

SHORTEST = 4
"""Characters of a part of a credential that are worth hiding: shorter ones would hide plain words."""


def without_payload(text: str) -> tuple[str, str]:
    """Return a text with the initial response of an AUTH command hidden, and that response."""
    found = AUTH.search(text)
    if found is None:
        return text, ""
    return AUTH.sub(rf"\g<head>{HIDDEN}", text), found["payload"]


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


def scrubbed(text: str, secrets: frozenset[str]) -> str:
    """Return a text without the `secrets`, which a server may have sent back."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text
