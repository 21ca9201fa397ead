"""The enhanced status code within the text of a reply line."""

import re

ENHANCED = re.compile(r"(?P<enhanced>[245]\.\d{1,3}\.\d{1,3})(?:\s+|$)")
"""An enhanced code where it begins the text of a line (RFC 2034 §4)."""

PARENTHESISED = re.compile(r"\s*\(#(?P<enhanced>[245]\.\d{1,3}\.\d{1,3})\)")
"""An enhanced code at the end, as qmail writes it."""


def split_enhanced(text: str) -> tuple[str, str]:
    """Return the enhanced code in the text of a reply line, or an empty text, and the text without it."""
    if found := ENHANCED.match(text):
        return found["enhanced"], text[found.end() :]
    if found := PARENTHESISED.search(text[-80:]):
        start = max(len(text) - 80, 0)
        return found["enhanced"], text[: start + found.start()] + text[start + found.end() :]
    return "", text
