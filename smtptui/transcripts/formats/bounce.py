"""Delivery status notifications (RFC 3464): the diagnostic of each recipient."""

import re

from smtptui.transcripts.parts import split_reply
from smtptui.transcripts.pieces import Logged, Nothing, Piece

_DIAGNOSTIC = re.compile(r"Diagnostic-Code:\s*(?P<kind>[\w-]+)\s*;\s*(?P<text>.*)", re.IGNORECASE)
_STATUS = re.compile(r"Status:\s*(?P<status>[245]\.\d{1,3}\.\d{1,3})\b", re.IGNORECASE)
_FIELD = re.compile(
    r"(?:Reporting-MTA|Arrival-Date|Final-Recipient|Original-Recipient|Action|Remote-MTA|Last-Attempt-Date"
    r"|Will-Retry-Until|Final-Log-ID|X-Postfix-\w[\w-]*):",
    re.IGNORECASE,
)
KEPT = 4096
"""Characters of a folded diagnostic that are kept."""


class Bounce:
    """The fields of a DSN; a diagnostic may be folded, and a status without one is a finding of its own."""

    name = "bounce"

    def __init__(self) -> None:
        self._diagnostic: str | None = None
        self._status = ""

    def read(self, line: str) -> tuple[Piece, ...]:
        """Return what a field ended, nothing for lines that are no fields of a DSN."""
        if self._diagnostic is not None and line[:1] in (" ", "\t") and line.strip():
            if len(self._diagnostic) < KEPT:
                self._diagnostic += " " + line.strip()
            return (Nothing(),)
        if found := _DIAGNOSTIC.match(line):
            before = self._finished(diagnostic_only=True)
            smtp = found["kind"].lower() in ("smtp", "lmtp")
            self._diagnostic = found["text"].strip() if smtp else None
            return (*before, Nothing())
        if found := _STATUS.match(line):
            before = self._finished()
            self._status = found["status"]
            return (*before, Nothing())
        if _FIELD.match(line):
            return (*self._finished(diagnostic_only=True), Nothing())
        return self._finished()

    def end(self) -> tuple[Piece, ...]:
        """Return what the last field held."""
        return self._finished()

    def _finished(self, *, diagnostic_only: bool = False) -> tuple[Piece, ...]:
        diagnostic, self._diagnostic = self._diagnostic, None
        if diagnostic is not None:
            status, self._status = self._status, ""
            # Some put the host's name, or the protocol again, before the code.
            found = re.search(r"(?<![\d.])[2-5]\d\d(?:[ -]|$)", diagnostic[:200])
            if found and (parts := split_reply(diagnostic[found.start() :])):
                return (Logged(*parts),)
            return (Logged("", status, diagnostic),) if status else ()
        if self._status and not diagnostic_only:
            status, self._status = self._status, ""
            return (Logged("", status),)
        return ()
